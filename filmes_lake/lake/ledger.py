"""The ledger: one object per run, written when it starts and completed when it ends."""

import json
import os
import re
import socket
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

from filmes_lake.errors import Conflict, Damaged, FilmesLakeError, NotFound, UsageError
from filmes_lake.lake import layout
from filmes_lake.lake.documents import Document, parse
from filmes_lake.lake.storage import Storage
from filmes_lake.lake.storage.parallel import in_parallel

_ID = re.compile(r"[0-9]{8}T[0-9]{9}Z-[0-9a-f]{4}")


class RunInput(BaseModel):
    """Something a run read: its path or key, and the SHA-256 of its bytes."""

    model_config = ConfigDict(defer_build=True)

    name: str
    sha256: str


class RunRecord(Document):
    """What is known of a run. `outcome`: running, done, unchanged, partly_done, failed, interrupted, killed.

    `error` says what made it fail, `code` which of our errors that was; entries of runs that did not fail have none.

    `versions` are those that it made current, by layer: published, or gone back to.
    """

    run_id: str
    command: str
    parameters: dict[str, Any] = Field(default_factory=dict)
    program: str
    holder: str
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str = "running"
    error: str | None = None
    code: str | None = None
    inputs: list[RunInput] = Field(default_factory=list)
    counts: dict[str, Any] = Field(default_factory=dict)
    versions: dict[str, str] = Field(default_factory=dict)

    @property
    def id(self) -> str:
        """See `Document.id`."""
        return self.run_id

    @model_serializer(mode="wrap")
    def _without_code(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        document: dict[str, Any] = dump(self)
        return {name: value for name, value in document.items() if name != "code" or value}

    def members(self) -> bytes:
        """See `Document.members`; what is no Unicode (a file's name can be anything) becomes a question mark."""
        document = self.model_dump(mode="json")
        return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace")


@dataclass
class Run:
    """A run while it lasts: its id, its scratch folder, and what it will say of itself in the ledger.

    `manifests` counts those it wrote of the raw layer, published or not: each needs a name of its own.
    """

    id: str
    started_at: datetime
    scratch: Path
    holder: str
    outcome: str = "done"
    manifests: int = 0
    inputs: list[RunInput] = field(default_factory=list)
    counts: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)


class Ledger:
    """Writes and reads runs of a storage; `clock` gives the time in UTC, `program` is the program's version."""

    def __init__(self, storage: Storage, clock: Callable[[], datetime], program: str) -> None:
        self._storage = storage
        self._clock = clock
        self._program = program

    @contextmanager
    def run(self, command: str, parameters: dict[str, Any], run_id: str | None = None) -> Iterator[Run]:
        """Open a run; however it ends, its entry says how. Of a killed one the next run says so.

        `run_id` is one that was handed out before, by `new_id`; UsageError for another text.
        """
        started = self._clock()
        run_id = self.new_id() if run_id is None else _checked(run_id)
        record = RunRecord(
            run_id=run_id,
            command=command,
            parameters=parameters,
            program=self._program,
            holder=_holder(command, started),
            started_at=started,
        )
        # Scratch outlives the entry's last word: while it is held, no other run takes this one for killed.
        with self._storage.scratch(run_id) as scratch:
            token = self._storage.swap(layout.run(run_id), record.to_json(), None)
            run = Run(run_id, started, scratch, record.holder)
            try:
                yield run
            except BaseException as error:
                interrupted = isinstance(error, KeyboardInterrupt | GeneratorExit)
                record.outcome = "interrupted" if interrupted else "failed"
                record.error = None if interrupted else str(error) or type(error).__name__
                record.code = error.code if isinstance(error, FilmesLakeError) else None
                with suppress(FilmesLakeError):  # what went wrong first is what the user has to see
                    self._close(record, run, token)
                raise
            record.outcome = run.outcome
            self._close(record, run, token)

    def new_id(self) -> str:
        """An id for a run that begins now: its time to the millisecond (UTC), and four digits at random."""
        now = self._clock()
        return f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03d}Z-{os.urandom(2).hex()}"

    def _close(self, record: RunRecord, run: Run, token: str) -> None:
        record.inputs, record.counts, record.versions = run.inputs, run.counts, run.versions
        record.ended_at = self._clock()
        self._storage.swap(layout.run(run.id), record.to_json(), token)

    def close_killed(self, run_ids: Iterable[str]) -> None:
        """Say of runs that left their scratch folder behind that they were killed."""
        for run_id in run_ids:
            with suppress(NotFound, Conflict, Damaged):
                blob = self._storage.get(layout.run(run_id))
                record = parse(self._storage, RunRecord, blob.data, layout.run(run_id), run_id)
                if record.outcome == "running":
                    record.outcome = "killed"
                    self._storage.swap(layout.run(run_id), record.to_json(), blob.token)

    def runs(
        self,
        limit: int,
        wanted: Callable[[RunRecord], bool] = lambda _: True,
        since: date | None = None,
        damaged: Callable[[Damaged], object] = lambda _: None,
    ) -> list[RunRecord]:
        """The newest `limit` runs that are wanted and began on `since` (UTC) or later, newest first.

        `damaged` is told of entries on the way that are none.
        """
        # An id begins with its run's day, so that the entries of older ones need not be read.
        young = [run_id for run_id in self._ids() if since is None or run_id[:8] >= f"{since:%Y%m%d}"]
        return list(islice(filter(wanted, self._readable(young, damaged)), min(limit, sys.maxsize)))

    def survey(self) -> tuple[list[RunRecord], list[Damaged]]:
        """Every run, newest first, and the entries that are none."""
        found = in_parallel([partial(self._look, run_id) for run_id in self._ids()])
        runs = [entry for entry in found if isinstance(entry, RunRecord)]
        return runs, [entry for entry in found if isinstance(entry, Damaged)]

    def has_published(self) -> bool:
        """Whether any run that ended made a version current."""
        return any(record.versions for record in self._readable(self._ids(), lambda _: None))

    def entry(self, run_id: str) -> RunRecord:
        """What is known of a run; NotFound where there was none, Damaged where its entry is none.

        One that was killed on this machine is so from that moment, though only the next run writes it down.
        """
        key = layout.run(run_id)
        try:
            record = parse(self._storage, RunRecord, self._storage.get(key).data, key, run_id)
        except NotFound as error:
            raise NotFound(f"{run_id}: no such run", "see: filmes-lake runs") from error
        if record.outcome == "running" and self._has_died(run_id):
            record.outcome = "killed"
        return record

    def _has_died(self, run_id: str) -> bool:
        """Whether a run left its scratch here, which no living process holds; not where that cannot be looked at."""
        with suppress(FilmesLakeError):
            return run_id in self._storage.dead_scratch()
        return False

    def _ids(self) -> list[str]:
        """Of every run, newest first; what others put beside the entries is none."""
        keys = (entry.key for entry in self._storage.list(layout.RUNS))
        return sorted((layout.run_of(key) for key in keys if layout.is_run(key)), reverse=True)

    def _readable(self, run_ids: Iterable[str], damaged: Callable[[Damaged], object]) -> Iterator[RunRecord]:
        for found in map(self._look, run_ids):
            if isinstance(found, RunRecord):
                yield found
            else:
                damaged(found)

    def _look(self, run_id: str) -> RunRecord | Damaged:
        try:
            return self.entry(run_id)
        except Damaged as fault:
            return fault


def _checked(run_id: str) -> str:
    if not _ID.fullmatch(run_id):
        raise UsageError(f"{run_id}: not the id of a run", "omit it, and one is made")
    return run_id


def _holder(command: str, started: datetime) -> str:
    return f"`{command}` (process {os.getpid()} on {socket.gethostname()} since {started:%H:%M:%S} UTC)"
