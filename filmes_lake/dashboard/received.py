"""From when the data are: the days under which the files lie in Raw that a version was made from."""

from dataclasses import dataclass
from datetime import date

from filmes_lake.errors import Damaged, NotFound
from filmes_lake.ingest.tmdb_exports.description import folder_of
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.kinds import Kind

CSV, TMDB, EXPORTS = "csv", "tmdb", "exports"


@dataclass(frozen=True)
class Received:
    """Files of one source and kind: the first and the last of their days, which may be one."""

    source: str
    kind: Kind
    first: date
    last: date


def received(lake: Lake, trusted: Manifest) -> list[Received]:
    """What a Trusted version was made from, as its run's entry in the ledger has it; nothing where that is gone."""
    try:
        keys = [file.name for file in lake.ledger.entry(trusted.run_id).inputs]
    except (NotFound, Damaged):
        return []
    days = {pair: [layout.day_of(key) for key in keys if key.startswith(folder)] for pair, folder in _folders(lake)}
    return [Received(*pair, min(found), max(found)) for pair, found in days.items() if found]


def _folders(lake: Lake) -> list[tuple[tuple[str, Kind], str]]:
    return [
        (pair, folder)
        for kind in Kind
        for pair, folder in (
            ((CSV, kind), layout.raw_folder(lake.schema.raw_table(kind.names.csv_table).delimited.folder)),
            ((TMDB, kind), layout.raw_tmdb_prefix(kind)),
            ((EXPORTS, kind), layout.raw_folder(folder_of(kind))),
        )
    ]
