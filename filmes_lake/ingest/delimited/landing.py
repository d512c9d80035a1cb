"""Received files as the current snapshots of their raw tables, all or none."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

from filmes_lake.errors import Conflict
from filmes_lake.ingest.delimited.conversions import put_conversion
from filmes_lake.ingest.delimited.receiving import Received
from filmes_lake.ingest.landing import publish_raw, put_under_one, with_snapshots
from filmes_lake.lake import layout
from filmes_lake.lake.integrity import put_back
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run
from filmes_lake.lake.manifest import Conversion, DataFile, Manifest, TableVersion
from filmes_lake.models.columns import ColumnType
from filmes_lake.models.kinds import Layer
from filmes_lake.progress import Advance, unobserved


@dataclass(frozen=True)
class Landed:
    """What became of a received file: `stored`, or `unchanged` where the current snapshot has its bytes.

    `restored` is one whose bytes the snapshot should have, and has again: its file was missing or damaged.
    """

    received: Received
    key: str
    status: str

    @property
    def is_unchanged(self) -> bool:
        """Whether the lake had its bytes already."""
        return self.status == "unchanged"


def without_unchanged(landed: Iterable[Landed]) -> list[Landed]:
    """The files that brought the lake something: since it was looked at, another run may have been quicker."""
    return [file for file in landed if not file.is_unchanged]


def land(
    lake: Lake, run: Run, source: str, files: Sequence[Received], day: date, advance: Advance = unobserved
) -> list[Landed]:
    """Make the files of a source the current snapshots of their tables; `advance` gets the bytes stored."""
    with ExitStack() as locks:
        for name in sorted({file.table.name for file in files}):
            locks.enter_context(lake.storage.lock(layout.ingest_lock(source, name), run.holder))
        current = lake.versions.current(Layer.RAW)
        landed = [land_file(lake, current, file, day, advance) for file in files]
        tables = {file.received.table.name: table_of(file, run) for file in landed if file.status == "stored"}
        if tables:
            publish_raw(lake, run, lambda before: with_snapshots(lake.schema, source, before, tables))
    return landed


def land_file(lake: Lake, current: Manifest | None, received: Received, day: date, advance: Advance) -> Landed:
    """Give a file its key in Raw; the version that names it is to be published."""
    table = current.tables.get(received.table.name) if current else None
    file, conversion = table.files[0] if table else None, received.conversion
    if file and (file.sha256, file.conversion) == (received.sha256, conversion):
        return Landed(received, file.key, _kept(lake, file, received, advance))
    if conversion:
        _put_conversion(lake, received, conversion)
    keys = [
        layout.raw_snapshot(received.table.delimited.folder, received.table.name, day, received.ending, digest)
        for digest in (None, received.sha256)
    ]
    if key := put_under_one(lake, keys, received.path, received.sha256, advance):
        return Landed(received, key, "stored")
    raise Conflict(f"{lake.storage.uri}/{keys[-1]}: other bytes lie there", "ingest with another --date")


def _kept(lake: Lake, file: DataFile, received: Received, advance: Advance) -> str:
    """See that the snapshot still has the bytes that its manifest names, which are those received."""
    put = [put_back(lake, file, received.path, advance)]
    if file.conversion:
        put.append(_put_conversion(lake, received, file.conversion))
    return "restored" if any(put) else "unchanged"


def _put_conversion(lake: Lake, received: Received, conversion: Conversion) -> bool:
    """See that the lake has what is read in the place of a received file; whether it had not."""
    return received.converted is not None and put_conversion(lake, received.converted, conversion)


def table_of(landed: Landed, run: Run) -> TableVersion:
    """The raw table whose one file has landed."""
    received = landed.received
    file = DataFile(
        key=landed.key,
        bytes=received.bytes,
        rows=received.lines,
        sha256=received.sha256,
        conversion=received.conversion,
        run_id=run.id,
    )
    return TableVersion(files=(file,), columns=dict.fromkeys(received.columns, ColumnType.STRING.value))
