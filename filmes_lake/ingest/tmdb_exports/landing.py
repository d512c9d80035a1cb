"""Received lists into Raw: one of each kind and day is current, all of a command land or none."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime, time
from pathlib import Path

from filmes_lake.errors import Conflict
from filmes_lake.ingest.delimited.landing import Landed
from filmes_lake.ingest.delimited.receiving import Received
from filmes_lake.ingest.landing import Tables, publish_raw, put_under_one
from filmes_lake.ingest.tmdb_exports.description import SOURCE, folder_of, raw_table
from filmes_lake.ingest.tmdb_exports.names import day_of, name_of_list
from filmes_lake.lake import layout
from filmes_lake.lake.integrity import put_back
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run
from filmes_lake.lake.manifest import DataFile, TableVersion
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.progress import Advance, unobserved


def current_lists(lake: Lake, kind: Kind) -> tuple[DataFile, ...]:
    """The lists of a kind that the current raw version names, the oldest day first."""
    raw = lake.versions.current(Layer.RAW)
    table = raw.tables.get(raw_table(kind).name) if raw else None
    return table.files if table else ()


def locks() -> list[str]:
    """The names of the locks of whoever stores lists, or takes them out."""
    return [layout.ingest_lock(SOURCE.name, table.name) for table in SOURCE.raw]


def land(lake: Lake, run: Run, lists: Sequence[Received], advance: Advance = unobserved) -> list[Landed]:
    """Make the lists those of their days; `advance` gets the bytes stored."""
    with ExitStack() as held:
        for name in locks():
            held.enter_context(lake.storage.lock(name, run.holder))
        landed = [_land(lake, received, advance) for received in lists]
        new = [file for file in landed if file.status == "stored"]
        if new:
            publish_raw(lake, run, lambda tables: _with_lists(tables, new))
    return landed


def without(tables: Tables, gone: Collection[str]) -> Tables:
    """The raw tables without the lists under these keys."""
    names = [table.name for table in SOURCE.raw if table.name in tables]
    return {**tables, **{name: _table(file for file in tables[name].files if file.key not in gone) for name in names}}


def start_of(day: date) -> datetime:
    """When a day begins, in UTC."""
    return datetime.combine(day, time(), UTC)


def _land(lake: Lake, received: Received, advance: Advance) -> Landed:
    kind, day = name = name_of_list(Path(received.source))
    for file in current_lists(lake, kind):
        if day_of(file.key) == day and file.sha256 == received.sha256:
            restored = put_back(lake, file, received.path, advance)
            return Landed(received, file.key, "restored" if restored else "unchanged")
    keys = [
        layout.raw_snapshot(folder_of(kind), str(name), day, received.ending, digest)
        for digest in (None, received.sha256)
    ]
    if key := put_under_one(lake, keys, received.path, received.sha256, advance):
        return Landed(received, key, "stored")
    raise Conflict(f"{lake.storage.uri}/{keys[-1]}: other bytes lie there", "move them away, then run again")


def _with_lists(tables: Tables, landed: Iterable[Landed]) -> Tables:
    """The raw tables with these lists, each in the place of its day's."""
    changed = dict(tables)
    for each in landed:
        name, new = each.received.table.name, _file(each)
        before = changed[name].files if name in changed else ()
        others = (file for file in before if day_of(file.key) != day_of(new.key))
        changed[name] = _table((*others, new))
    return changed


def _table(files: Iterable[DataFile]) -> TableVersion:
    return TableVersion(files=tuple(sorted(files, key=lambda file: day_of(file.key))))


def _file(landed: Landed) -> DataFile:
    received, oldest = landed.received, start_of(day_of(landed.key))
    return DataFile(key=landed.key, bytes=received.bytes, rows=received.lines, sha256=received.sha256, oldest=oldest)
