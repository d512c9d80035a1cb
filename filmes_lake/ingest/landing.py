"""The one door into Raw: CSV snapshots and TMDB parts, published as a version of the raw layer."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filmes_lake.errors import AlreadyExists, Conflict
from filmes_lake.ingest.csv_source.receiver import ReceivedCsv
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run
from filmes_lake.lake.versions import DataFile, Manifest, TableVersion
from filmes_lake.models.columns import ColumnType
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.tables import csv_table, tmdb_table
from filmes_lake.progress import Advance, unobserved

_PUBLISH_ATTEMPTS = 10

Tables = dict[str, TableVersion]


@dataclass(frozen=True)
class LandedCsv:
    """What became of a received CSV: `stored`, or `unchanged` where its bytes are the current snapshot's."""

    received: ReceivedCsv
    key: str
    status: str


def land_csvs(
    lake: Lake, run: Run, received: Iterable[ReceivedCsv], day: date, advance: Advance = unobserved
) -> list[LandedCsv]:
    """Make the files the current snapshots of their kinds, all or none; `advance` is told the bytes stored."""
    files = list(received)
    with ExitStack() as locks:
        for kind in sorted({file.kind for file in files}):
            locks.enter_context(lake.storage.lock(layout.csv_lock(kind), run.holder))
        current = lake.versions.current(Layer.RAW)
        landed = [_land_csv(lake, current, file, day, advance) for file in files]
        tables = {csv_table(file.received.kind): _table(file) for file in landed if file.status == "stored"}
        if tables:
            publish_raw(lake, run, lambda before: before | tables)
    return landed


def _land_csv(lake: Lake, current: Manifest | None, received: ReceivedCsv, day: date, advance: Advance) -> LandedCsv:
    table = current.tables.get(csv_table(received.kind)) if current else None
    if table and table.files[0].sha256 == received.sha256:
        return LandedCsv(received, table.files[0].key, "unchanged")
    keys = [
        layout.raw_csv(received.kind, day, compressed=received.compressed, digest=digest)
        for digest in (None, received.sha256)
    ]
    for key in keys:
        try:
            lake.storage.put_files([(key, received.path)], advance)
        except AlreadyExists:
            if _sha256(lake.storage.local(key, received.path.parent)) != received.sha256:
                continue
        return LandedCsv(received, key, "stored")
    raise Conflict(f"{lake.storage.uri}/{keys[-1]}: other bytes lie there", "ingest with another --date")


def _table(landed: LandedCsv) -> TableVersion:
    received = landed.received
    file = DataFile(key=landed.key, bytes=received.bytes, rows=received.lines, sha256=received.sha256)
    return TableVersion(files=(file,), columns=dict.fromkeys(received.columns, ColumnType.STRING.value))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def publish_raw(lake: Lake, run: Run, change: Callable[[Tables], Tables]) -> None:
    """Publish the raw layer with its tables changed; again where another kind's ingest was first."""
    for attempt in range(1, _PUBLISH_ATTEMPTS + 1):
        current = lake.versions.current(Layer.RAW)
        run.manifests += 1
        manifest = Manifest(
            version=layout.version_id(run.id, Layer.RAW, run.manifests),
            layer=Layer.RAW,
            run_id=run.id,
            created_at=lake.now(),
            program=lake.program,
            tables=change(dict(current.tables) if current else {}),
        )
        try:
            lake.versions.publish(manifest, current.version if current else None)
        except Conflict:
            if attempt == _PUBLISH_ATTEMPTS:
                raise
        else:
            run.versions[Layer.RAW.value] = manifest.version
            return


def publish_parts(lake: Lake, run: Run, kind: Kind, new: Sequence[DataFile]) -> None:
    """Publish the raw layer with parts of TMDB answers added to those of the kind."""
    name = tmdb_table(kind)

    def with_parts(tables: Tables) -> Tables:
        before = tables[name].files if name in tables else ()
        # By key: what a killed run had stored, two others may have found.
        files = {file.key: file for file in (*new, *before)}
        return {**tables, name: TableVersion(files=tuple(sorted(files.values(), key=lambda file: file.key)))}

    publish_raw(lake, run, with_parts)
