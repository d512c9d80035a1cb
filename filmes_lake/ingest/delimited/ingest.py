"""Delimited files into the lake, whole: from files to a published raw version and a ledger entry."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from filmes_lake.errors import SourceError
from filmes_lake.ingest.delimited.header import HeaderContract
from filmes_lake.ingest.delimited.landing import Landed, land
from filmes_lake.ingest.delimited.receiving import Reading, Received, receive
from filmes_lake.ingest.files import LARGEST_UNPACKED, name_of, size_of
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import RunInput
from filmes_lake.models.source import RawTable, Source
from filmes_lake.progress import SILENT, Progress
from filmes_lake.settings import UTF_8


class IngestRequest(NamedTuple):
    """How files are to be taken: of which table, filed under which day (today), under which contracts.

    `contracts` see `HeaderContract`, `largest` see `unpacked`. `encoding` is that of all files.
    """

    table: RawTable | None = None
    day: date | None = None
    contracts: Mapping[str, str] = {}
    largest: int = LARGEST_UNPACKED
    encoding: str = UTF_8


def ingest_files(
    lake: Lake, source: Source, files: Sequence[Path], wanted: IngestRequest, progress: Progress = SILENT
) -> list[Landed]:
    """Check files of a source and make them the current snapshots of their tables.

    SourceError and nothing stored where one is wrong.
    """
    contract = HeaderContract(source.noun, source.raw, wanted.table, wanted.contracts)
    reading = Reading(contract, wanted.encoding, wanted.largest)
    size = size_of(files)
    read, stored = progress.begin_bytes("reading", size), progress.begin_bytes("storing", size)
    with lake.run(f"ingest {source.name}", sources=[name_of(file) for file in files]) as run:
        received = [receive(file, run.scratch, reading, read) for file in files]
        _refuse_twins(received, source.noun)
        landed = land(lake, run, source.name, received, wanted.day or run.started_at.date(), stored)
        run.inputs = [RunInput(name=file.source, sha256=file.sha256) for file in received]
        run.counts = {file.table.name: _counts(file) for file in received}
        run.outcome = "unchanged" if all(file.is_unchanged for file in landed) else "done"
    return landed


def _refuse_twins(received: Sequence[Received], noun: str) -> None:
    first: dict[str, Received] = {}
    for file in received:
        twin = first.setdefault(file.table.name, file)
        if twin is not file:
            raise SourceError(
                f"{file.source}: {twin.source} holds {file.table.name} too, and a {noun} is a full snapshot",
                "ingest one file of a kind",
            )


def _counts(file: Received) -> dict[str, Any]:
    counts: dict[str, Any] = {"lines": file.lines, "bytes": file.bytes}
    return {**counts, "new_columns": file.new_columns} if file.new_columns else counts
