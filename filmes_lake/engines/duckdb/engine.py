"""DuckDB as an engine of the transforms, loaded with the first session: where nothing is due, never."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from filmes_lake.transform.engine import OpenSession, Session

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class DuckDBEngine:
    """Implements `Engine`. `memory` is DuckDB's limit, such as 550MB; `threads` None means all cores.

    Files of `sieve_bytes` and more go through a sieve, see `Session.sift`: smaller ones are sooner read than numpy is
    loaded.
    """

    memory: str = "550MB"
    threads: int | None = None
    sieve_bytes: int = 4 << 20
    name: str = "duckdb"
    dialect: str = "duckdb"
    root: None = None

    @contextmanager
    def sessions(self, scratch: Path) -> Iterator[OpenSession]:
        """See `Engine.sessions`; they share a DuckDB, which takes its input as it comes."""
        with ExitStack() as started:

            @cache
            def database() -> "DuckDBPyConnection":
                from filmes_lake.engines.duckdb.transforms import running_duckdb

                return started.enter_context(running_duckdb(self.memory, self.threads, scratch))

            def open_session(_: int) -> AbstractContextManager[Session]:
                from filmes_lake.engines.duckdb import transforms

                return transforms.open_session(database(), scratch, self.sieve_bytes)

            yield open_session
