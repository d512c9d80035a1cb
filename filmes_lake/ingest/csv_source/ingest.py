"""CSVs into the lake, whole."""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from filmes_lake.ingest.csv_source.description import SOURCE
from filmes_lake.ingest.delimited.header import EVOLVE
from filmes_lake.ingest.delimited.ingest import IngestRequest, ingest_files
from filmes_lake.ingest.delimited.landing import Landed
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Kind
from filmes_lake.progress import SILENT, Progress


def ingest_csv(
    lake: Lake,
    sources: Sequence[Path],
    kind: Kind | None,
    day: date | None,
    progress: Progress = SILENT,
    evolving: Collection[Kind] = (),
) -> list[Landed]:
    """Check the files and make them the current snapshots; SourceError and nothing stored where one is wrong.

    Files of the kinds in `evolving` may have columns that the lake does not know; they stay in Raw.
    """
    table = next((table for table in SOURCE.raw if table.kind is kind), None)
    contracts = {table.name: EVOLVE if table.kind in evolving else "strict" for table in SOURCE.raw}
    return ingest_files(lake, SOURCE, sources, IngestRequest(table, day, contracts), progress)
