"""Received files as the current snapshots of their raw tables, all or none."""

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filmes_lake.errors import AlreadyExists, Conflict
from filmes_lake.ingest.delimited.receiving import Received
from filmes_lake.ingest.landing import publish_raw
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run
from filmes_lake.lake.versions import DataFile, Manifest, TableVersion
from filmes_lake.models.columns import ColumnType
from filmes_lake.models.kinds import Layer
from filmes_lake.progress import Advance, unobserved


@dataclass(frozen=True)
class Landed:
    """What became of a received file: `stored`, or `unchanged` where its bytes are the current snapshot's.

    Where that snapshot is lost, the same bytes are stored again.
    """

    received: Received
    key: str
    status: str


def land(
    lake: Lake, run: Run, source: str, files: Sequence[Received], day: date, advance: Advance = unobserved
) -> list[Landed]:
    """Make the files of a source the current snapshots of their tables; `advance` gets the bytes stored."""
    with ExitStack() as locks:
        for name in sorted({file.table.name for file in files}):
            locks.enter_context(lake.storage.lock(layout.ingest_lock(source, name), run.holder))
        current = lake.versions.current(Layer.RAW)
        landed = [_land(lake, current, file, day, advance) for file in files]
        tables = {file.received.table.name: _table(file) for file in landed if file.status == "stored"}
        if tables:
            publish_raw(lake, run, lambda before: before | tables)
    return landed


def _land(lake: Lake, current: Manifest | None, received: Received, day: date, advance: Advance) -> Landed:
    table = current.tables.get(received.table.name) if current else None
    if table and table.files[0].sha256 == received.sha256 and lake.has(table.files[0]):
        return Landed(received, table.files[0].key, "unchanged")
    keys = [
        layout.raw_snapshot(received.table.delimited.folder, received.table.name, day, received.ending, digest)
        for digest in (None, received.sha256)
    ]
    for key in keys:
        try:
            lake.storage.put_files([(key, received.path)], advance)
        except AlreadyExists:
            if _sha256(lake.storage.local(key, received.path.parent)) != received.sha256:
                continue
        return Landed(received, key, "stored")
    raise Conflict(f"{lake.storage.uri}/{keys[-1]}: other bytes lie there", "ingest with another --date")


def _table(landed: Landed) -> TableVersion:
    received = landed.received
    file = DataFile(key=landed.key, bytes=received.bytes, rows=received.lines, sha256=received.sha256)
    return TableVersion(files=(file,), columns=dict.fromkeys(received.columns, ColumnType.STRING.value))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
