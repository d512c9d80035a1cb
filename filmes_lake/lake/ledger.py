"""The ledger: one object per run, written when it starts and completed when it ends."""

import os
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from filmes_lake.errors import Conflict, NotFound
from filmes_lake.lake import layout
from filmes_lake.lake.storage import Storage


class RunInput(BaseModel):
    """Something a run read: its path or key, and the SHA-256 of its bytes."""

    name: str
    sha256: str


class RunRecord(BaseModel):
    """What is known of a run. `outcome`: running, done, unchanged, partly_done, failed, interrupted, killed."""

    model_config = ConfigDict(extra="ignore")

    run_id: str
    command: str
    parameters: dict[str, Any] = {}
    program: str
    holder: str
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str = "running"
    error: str | None = None
    inputs: list[RunInput] = []
    counts: dict[str, Any] = {}
    versions: dict[str, str] = {}

    def to_json(self) -> bytes:
        """The record as it is stored."""
        return self.model_dump_json(indent=1).encode()


@dataclass
class Run:
    """A run while it lasts: its id, its scratch folder, and what it will say of itself in the ledger."""

    id: str
    started_at: datetime
    scratch: Path
    holder: str
    outcome: str = "done"
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
    def run(self, command: str, parameters: dict[str, Any]) -> Iterator[Run]:
        """Open a run; however it ends, its entry says how. Of a killed one the next run says so."""
        started = self._clock()
        run_id = f"{started:%Y%m%dT%H%M%S}{started.microsecond // 1000:03d}Z-{os.urandom(2).hex()}"
        record = RunRecord(
            run_id=run_id,
            command=command,
            parameters=parameters,
            program=self._program,
            holder=_holder(command, started),
            started_at=started,
        )
        token = self._storage.swap(layout.run(run_id), record.to_json(), None)
        try:
            with self._storage.scratch(run_id) as scratch:
                run = Run(run_id, started, scratch, record.holder)
                yield run
        except BaseException as error:
            interrupted = isinstance(error, KeyboardInterrupt | GeneratorExit)
            record.outcome = "interrupted" if interrupted else "failed"
            record.error = None if interrupted else str(error) or type(error).__name__
            raise
        else:
            record.outcome = run.outcome
            record.inputs, record.counts, record.versions = run.inputs, run.counts, run.versions
        finally:
            record.ended_at = self._clock()
            self._storage.swap(layout.run(run_id), record.to_json(), token)

    def close_killed(self, run_ids: Iterable[str]) -> None:
        """Say of runs that left their scratch folder behind that they were killed."""
        for run_id in run_ids:
            with suppress(NotFound, Conflict):
                blob = self._storage.get(layout.run(run_id))
                record = RunRecord.model_validate_json(blob.data)
                record.outcome = "killed"
                self._storage.swap(layout.run(run_id), record.to_json(), blob.token)

    def runs(self, limit: int) -> list[RunRecord]:
        """The newest `limit` runs, newest first."""
        keys = sorted((entry.key for entry in self._storage.list(layout.RUNS)), reverse=True)
        return [self._read(layout.run_of(key)) for key in keys[:limit]]

    def _read(self, run_id: str) -> RunRecord:
        try:
            return RunRecord.model_validate_json(self._storage.get(layout.run(run_id)).data)
        except NotFound as error:
            raise NotFound(f"{run_id}: no such run", "see: filmes-lake runs") from error


def _holder(command: str, started: datetime) -> str:
    return f"`{command}` (process {os.getpid()} on {socket.gethostname()} since {started:%H:%M:%S} UTC)"
