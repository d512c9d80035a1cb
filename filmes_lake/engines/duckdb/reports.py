"""Reports on DuckDB, over a version's tables."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filmes_lake.catalog.result import QueryResult
from filmes_lake.engines.duckdb.session import current_tables, open_session, tables_of
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.reports.parameters import Value


@dataclass(frozen=True)
class DuckDBReports:
    """Implements `QueryEngine` on a lake."""

    lake: Lake
    memory: str
    name: str = "DuckDB"
    history: bool = True

    def query(self, sql: str) -> QueryResult:
        """See `QueryEngine.query`."""
        with (
            tempfile.TemporaryDirectory() as scratch,
            open_session(current_tables(self.lake, Path(scratch)), self.memory) as session,
        ):
            return session.query(sql)

    def select(
        self, version: Manifest, statements: Mapping[str, tuple[str, Mapping[str, Value]]]
    ) -> dict[str, list[dict[str, Any]]]:
        """See `QueryEngine.select`; only the tables that the texts name are opened."""
        with tempfile.TemporaryDirectory() as scratch:
            texts = [text for text, _ in statements.values()]
            tables = tables_of(self.lake, version, Path(scratch), lambda name: any(name in text for text in texts))
            with open_session(tables, self.memory) as session:
                results = {name: session.answer(text, bound) for name, (text, bound) in statements.items()}
        return {
            name: [dict(zip(result.columns, row, strict=True)) for row in result.rows]
            for name, result in results.items()
        }
