"""The one door into Raw: CSV snapshots and TMDB parts, published as a version of the raw layer."""

import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filmes_lake.errors import AlreadyExists, Conflict, LakeError
from filmes_lake.ingest.csv_source import ReceivedCsv
from filmes_lake.ingest.tmdb_record import NotARecord, TmdbRecord, parse_record
from filmes_lake.lake import layout
from filmes_lake.lake.files import writing
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run
from filmes_lake.lake.versions import DataFile, Manifest, TableVersion
from filmes_lake.models.columns import ColumnType
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.tables import csv_table, tmdb_table

PART_RECORDS = 100
PART_BYTES = 10_000_000
_PUBLISH_ATTEMPTS = 10

Tables = dict[str, TableVersion]


@dataclass(frozen=True)
class LandedCsv:
    """What became of a received CSV: `stored`, or `unchanged` where its bytes are the current snapshot's."""

    received: ReceivedCsv
    key: str
    status: str


def land_csvs(lake: Lake, run: Run, received: Iterable[ReceivedCsv], day: date) -> list[LandedCsv]:
    """Make the files the current snapshots of their kinds, all of them or none."""
    files = list(received)
    with ExitStack() as locks:
        for kind in sorted({file.kind for file in files}):
            locks.enter_context(lake.storage.lock(f"ingest-csv-{kind.value}", run.holder))
        current = lake.versions.current(Layer.RAW)
        landed = [_land_csv(lake, current, file, day) for file in files]
        tables = {csv_table(file.received.kind): _table(file) for file in landed if file.status == "stored"}
        if tables:
            publish_raw(lake, run, lambda before: before | tables)
    return landed


def _land_csv(lake: Lake, current: Manifest | None, received: ReceivedCsv, day: date) -> LandedCsv:
    table = current.tables.get(csv_table(received.kind)) if current else None
    if table and table.files[0].sha256 == received.sha256:
        return LandedCsv(received, table.files[0].key, "unchanged")
    keys = [
        layout.raw_csv(received.kind, day, compressed=received.compressed, digest=digest)
        for digest in (None, received.sha256)
    ]
    for key in keys:
        try:
            lake.storage.put_file(key, received.path)
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


# When TMDB was asked, and the SHA-256 of what it said.
_Answer = tuple[str, str]


class _Holdings:
    """Which answers Raw holds: of most titles one, so only the others' older ones are kept apart."""

    def __init__(self) -> None:
        self._newest: dict[str, _Answer] = {}
        self._older: set[tuple[str, _Answer]] = set()

    def note(self, identity: str, answer: _Answer) -> None:
        """Take down an answer that Raw holds; of two of one moment the later noted counts as newer."""
        newest = self._newest.get(identity)
        if newest and newest[0] > answer[0]:
            self._older.add((identity, answer))
            return
        if newest:
            self._older.add((identity, newest))
        self._newest[identity] = answer

    def has(self, identity: str, answer: _Answer) -> bool:
        """Whether storing the answer would tell nothing new."""
        newest = self._newest.get(identity)
        return newest is not None and (newest[1] == answer[1] or (identity, answer) in self._older)


class TmdbLanding:
    """Takes records of a kind one by one, seals them into parts in scratch, and commits the parts.

    The caller holds the kind's lock. An answer that says what the newest one about its title says is not stored
    again. Parts that a killed run had stored and not published are adopted.
    """

    def __init__(self, lake: Lake, run: Run, kind: Kind) -> None:
        self.stored = self.unchanged = 0
        self._lake, self._run, self._kind = lake, run, kind
        self._part: list[TmdbRecord] = []
        self._part_bytes = 0
        self._sealed: list[tuple[DataFile, Path]] = []
        self._sealed_before = 0
        self._journal: list[str] = []
        self._holdings = _Holdings()
        self._adopted = self._survey()

    def add(self, record: TmdbRecord) -> None:
        """Take a record; `commit` makes it last."""
        answer = (record.fetched_at, record.body_sha256)
        if self._holdings.has(record.identity, answer):
            self.unchanged += 1
            return
        size = len(record.line) + 1
        if len(self._part) == PART_RECORDS or (self._part and self._part_bytes + size > PART_BYTES):
            self._seal()
        self._part.append(record)
        self._part_bytes += size
        self.stored += 1
        self._holdings.note(record.identity, answer)

    def commit(self) -> list[str]:
        """Store and publish every part taken so far; their keys."""
        if self._part:
            self._seal()
        files = [file for file, _ in self._sealed]
        for file, path in self._sealed:
            self._lake.storage.put_file(file.key, path)
        new = [*self._adopted, *files]
        if new:
            self._publish(new)
        if self._journal:
            segment = "".join(self._journal).encode()
            self._lake.storage.put(
                layout.tmdb_journal(self._kind, f"{self._run.id}-{self._sealed_before:05d}"), segment
            )
        self._adopted, self._sealed, self._journal = [], [], []
        return [file.key for file in new]

    def _publish(self, new: list[DataFile]) -> None:
        name = tmdb_table(self._kind)

        def with_parts(tables: Tables) -> Tables:
            before = tables[name].files if name in tables else ()
            return {**tables, name: TableVersion(files=(*before, *new))}

        publish_raw(self._lake, self._run, with_parts)

    def _seal(self) -> None:
        self._sealed_before += 1
        day = self._run.started_at.date()
        key = layout.raw_tmdb_part(self._kind, day, self._run.id, self._sealed_before)
        data = b"".join(record.line + b"\n" for record in self._part)
        path = self._run.scratch / f"part-{self._sealed_before:05d}"
        with writing(path):
            path.write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        self._sealed.append((DataFile(key=key, bytes=len(data), rows=len(self._part), sha256=digest), path))
        self._journal += [_journal_line(record, key) for record in self._part]
        self._part, self._part_bytes = [], 0

    def _survey(self) -> list[DataFile]:
        """Note what Raw holds of this kind; the parts that no version names."""
        storage = self._lake.storage
        current = self._lake.versions.current(Layer.RAW)
        table = current.tables.get(tmdb_table(self._kind)) if current else None
        published = {file.key for file in table.files} if table else set()
        parts = [entry.key for entry in storage.list(layout.raw_tmdb_prefix(self._kind))]
        parts = [key for key in parts if layout.is_tmdb_part(key)]
        journaled = self._read_journal(set(parts))
        unknown = [key for key in parts if key not in journaled or key not in published]
        return [file for file in map(self._read_part, unknown) if file.key not in published]

    def _read_journal(self, parts: set[str]) -> set[str]:
        """Note the answers that the journal says are in these parts; the parts it speaks of."""
        journaled = set()
        for listed in self._lake.storage.list(layout.tmdb_journal_prefix(self._kind)):
            for line in self._lake.storage.get(listed.key).data.splitlines():
                entry = json.loads(line)
                if entry["part"] in parts:  # not purged since
                    self._holdings.note(entry["identity"], (entry["fetched_at"], entry["body_sha256"]))
                    journaled.add(entry["part"])
        return journaled

    def _read_part(self, key: str) -> DataFile:
        """Note the answers in a part that the journal does not know, or that no version names."""
        data = self._lake.storage.get(key).data
        lines = data.splitlines()
        for number, line in enumerate(lines, start=1):
            try:
                record = parse_record(line, self._kind, self._lake.now())
            except NotARecord as reason:
                raise LakeError(
                    f"{self._lake.storage.uri}/{key}:{number}: {reason}",
                    "nothing but this program writes there: remove it",
                ) from reason
            self._holdings.note(record.identity, (record.fetched_at, record.body_sha256))
        return DataFile(key=key, bytes=len(data), rows=len(lines), sha256=hashlib.sha256(data).hexdigest())


def _journal_line(record: TmdbRecord, part: str) -> str:
    entry = {
        "identity": record.identity,
        "fetched_at": record.fetched_at,
        "body_sha256": record.body_sha256,
        "part": part,
    }
    return json.dumps(entry) + "\n"
