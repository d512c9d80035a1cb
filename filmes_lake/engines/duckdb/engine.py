"""DuckDB as an engine of the transforms, loaded with the first session: where nothing is due, never."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from filmes_lake.transform.engine import OpenSession, Session


@dataclass(frozen=True)
class DuckDBEngine:
    """Implements `Engine`. `memory` is DuckDB's limit, such as 550MB; `threads` None means all cores."""

    memory: str = "550MB"
    threads: int | None = None
    name: str = "duckdb"
    dialect: str = "duckdb"
    root: None = None

    def sessions(self, scratch: Path) -> AbstractContextManager[OpenSession]:
        """See `Engine.sessions`; each is a DuckDB of its own, which takes its input as it comes."""

        def open_session(_: int) -> AbstractContextManager[Session]:
            from filmes_lake.engines.duckdb import transforms

            return transforms.open_session(self.memory, self.threads, scratch)

        return nullcontext(open_session)
