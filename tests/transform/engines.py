"""Engines for tests: DuckDB with statements changed on the way, and DuckDB that waits for a sign."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.models.source import Use
from filmes_lake.transform.engine import OpenSession, Session
from tests.transform.lakes import MEMORY

Change = Callable[[str], str]


@dataclass(frozen=True)
class TamperedEngine:
    """Runs other SQL than the package's for the statements named in `changes`."""

    changes: Mapping[str, Change]
    name: str = "duckdb"
    dialect: str = "duckdb"
    root: None = None

    @contextmanager
    def sessions(self, scratch: Path) -> Iterator[OpenSession]:
        with DuckDBEngine(memory=MEMORY, threads=2).sessions(scratch) as open_session:
            yield lambda input_bytes: self._tampered(open_session, input_bytes)

    @contextmanager
    def _tampered(self, open_session: OpenSession, input_bytes: int) -> Iterator[Session]:
        with open_session(input_bytes) as session:
            yield cast("Session", _Tampered(session, self.changes))


class _Tampered:
    """A session in front of another, which it asks to run the changed statements."""

    def __init__(self, session: Session, changes: Mapping[str, Change]) -> None:
        self._session = session
        self._changes = changes

    def stage(self, name: str, sql: str, use: Use) -> None:
        self._session.stage(name, self._changes.get(name, str)(sql), use)

    def write(self, model: Any, sql: str, *arguments: Any, **options: Any) -> Any:
        return self._session.write(model, self._changes.get(model.table.name, str)(sql), *arguments, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)


@dataclass(frozen=True)
class WaitingEngine:
    """Says when its first session opens, and goes on when it is told to."""

    name: str = "duckdb"
    dialect: str = "duckdb"
    root: None = None
    opened: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def sessions(self, scratch: Path) -> Iterator[OpenSession]:
        with DuckDBEngine(memory=MEMORY, threads=2).sessions(scratch) as open_session:
            yield lambda input_bytes: self._waited(open_session, input_bytes)

    @contextmanager
    def _waited(self, open_session: OpenSession, input_bytes: int) -> Iterator[Session]:
        self.opened.set()
        assert self.go_on.wait(30)
        with open_session(input_bytes) as session:
            yield session
