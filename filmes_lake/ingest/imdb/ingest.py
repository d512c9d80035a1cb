"""A set of IMDb's files into the lake: one version of Raw, or nothing."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from filmes_lake.errors import SourceError
from filmes_lake.ingest.delimited.landing import Landed, land_file, table_of
from filmes_lake.ingest.delimited.receiving import Received
from filmes_lake.ingest.files import LARGEST_UNPACKED, files_in, size_of
from filmes_lake.ingest.imdb.description import DATASETS, ENDINGS, NEEDED, PAIR, SOURCE, Dataset
from filmes_lake.ingest.imdb.receiving import is_another, receive
from filmes_lake.ingest.landing import Tables, publish_raw, with_snapshots
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run, RunInput
from filmes_lake.models.kinds import Layer
from filmes_lake.progress import SILENT, Advance, Progress, unobserved


class SetRequest(NamedTuple):
    """How a set is to be taken: filed under which day (today), unpacked to how many bytes at most."""

    day: date | None = None
    largest: int = LARGEST_UNPACKED


class TakenSet(NamedTuple):
    """The files of a set, and whether it is another than the lake read before: it may be of files that it had all."""

    files: list[Landed]
    is_another: bool


def files_of(paths: Sequence[Path], largest: int = LARGEST_UNPACKED) -> list[Path]:
    """The files that a user's words name: files, and those of folders that are named as IMDb's are.

    Files of IMDb's that nobody reads here are left out. SourceError where there is none.
    """
    named = [file for path in paths for file in (files_in(path, ENDINGS) if path.is_dir() else [path])]
    found = [file for file in named if not is_another(file, largest)]
    if not found:
        raise SourceError(f"{paths[0]}: no file of IMDb's in it", f"give a folder with {_names(NEEDED)}")
    return found


def ingest_set(
    lake: Lake, paths: Sequence[Path], wanted: SetRequest | None = None, progress: Progress = SILENT
) -> TakenSet:
    """Check files, or folders of them, and make them the current snapshot; SourceError and nothing stored otherwise."""
    day, largest = wanted or SetRequest()
    files = files_of(paths, largest)
    size = size_of(files)
    read, stored = progress.begin_bytes("reading", size), progress.begin_bytes("storing", size)
    with lake.run(f"ingest {SOURCE.name}", sources=[str(file) for file in files]) as run:
        received = [receive(file, run.scratch, largest, read) for file in files]
        _refuse_no_set(received)
        landed = _land(lake, run, received, day or run.started_at.date(), stored)
        run.inputs = [RunInput(name=file.source, sha256=file.sha256) for file in received]
        run.counts = {file.table.name: {"lines": file.lines, "bytes": file.bytes} for file in received}
        run.outcome = "done" if run.versions else "unchanged"
    if len(days := sorted({_day_of(file) for file in files})) > 1:
        progress.note(f"the files are of {len(days)} days, {days[0]} to {days[-1]}: more of their ids lead nowhere")
    return TakenSet(landed, is_another=bool(run.versions))


def _refuse_no_set(received: Sequence[Received]) -> None:
    first: dict[str, Received] = {}
    for file in received:
        twin = first.setdefault(file.table.name, file)
        if twin is not file:
            raise SourceError(f"{file.source}: {twin.source} is the same dataset", "give each of IMDb's files once")
    if lacking := [dataset for dataset in NEEDED if dataset.table not in first]:
        raise SourceError(f"{received[0].source}: no {lacking[0].file_name} with it", f"needed are {_names(NEEDED)}")
    if len(there := [dataset for dataset in PAIR if dataset.table in first]) == 1:
        raise SourceError(
            f"{first[there[0].table].source}: {there[0].name} alone", f"give {_names(PAIR)}, or neither of them"
        )


def _names(datasets: Sequence[Dataset]) -> str:
    return " and ".join(dataset.file_name for dataset in datasets)


def _land(lake: Lake, run: Run, files: Sequence[Received], day: date, advance: Advance = unobserved) -> list[Landed]:
    """Make the set current, if one of its files is new or the current set has others."""
    with ExitStack() as locks:
        for dataset in DATASETS:
            locks.enter_context(lake.storage.lock(layout.ingest_lock(SOURCE.name, dataset.table), run.holder))
        current = lake.versions.current(Layer.RAW)
        before = {name: table for name, table in (current.tables if current else {}).items() if _is_ours(name)}
        landed = [land_file(lake, current, file, day, advance) for file in files]
        new = {
            name: table_of(file, run) if file.status == "stored" else before[name]
            for file in landed
            for name in [file.received.table.name]
        }
        if new != before or lake.schema.kinds_of(SOURCE, current.tables if current else ()) != SOURCE.kinds(new):
            publish_raw(lake, run, lambda tables: with_snapshots(lake.schema, SOURCE.name, _without_ours(tables), new))
    return landed


def _without_ours(tables: Tables) -> Tables:
    return {name: table for name, table in tables.items() if not _is_ours(name)}


def _is_ours(name: str) -> bool:
    return any(name == dataset.table for dataset in DATASETS)


def _day_of(file: Path) -> date:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC).date()
