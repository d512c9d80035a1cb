"""TMDB's lists into the lake, whole: from files to a published raw version and a ledger entry."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from filmes_lake.errors import SourceError
from filmes_lake.ingest.delimited.landing import Landed
from filmes_lake.ingest.files import LARGEST_UNPACKED, size_of
from filmes_lake.ingest.future import begins_later
from filmes_lake.ingest.tmdb_exports.description import SOURCE
from filmes_lake.ingest.tmdb_exports.landing import land
from filmes_lake.ingest.tmdb_exports.names import ListName, name_of_list
from filmes_lake.ingest.tmdb_exports.receiving import receive
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import RunInput
from filmes_lake.progress import SILENT, Progress


def ingest_lists(
    lake: Lake, files: Sequence[Path], progress: Progress = SILENT, largest: int = LARGEST_UNPACKED
) -> list[Landed]:
    """Check lists and make each the one of its kind and day; SourceError and nothing stored where one is wrong."""
    _refuse_twins(files)
    _refuse_to_come(files, lake.now())
    size = size_of(files)
    read, stored = progress.begin_bytes("reading", size), progress.begin_bytes("storing", size)
    with lake.run(f"ingest {SOURCE.name}", sources=[str(file) for file in files]) as run:
        received = [receive(file, run.scratch, largest, advance=read) for file in files]
        landed = land(lake, run, received, stored)
        run.inputs = [RunInput(name=file.source, sha256=file.sha256) for file in received]
        run.counts = {"lists": len(received), "lines": sum(file.lines for file in received)}
        run.outcome = "unchanged" if all(file.status == "unchanged" for file in landed) else "done"
    return landed


def _refuse_to_come(files: Sequence[Path], now: datetime) -> None:
    for file in files:
        if begins_later(day := name_of_list(file).day, now):
            raise SourceError(f"{file}: its name says {day}, a day that lies in the future", "give it its own day")


def _refuse_twins(files: Sequence[Path]) -> None:
    first: dict[ListName, Path] = {}
    for file in files:
        name = name_of_list(file)
        if first.setdefault(name, file) is not file:
            raise SourceError(f"{file}: {first[name]} is of the same kind and day", "ingest one list of a day")
