"""Reports on a real Trino: the texts that Athena is sent, over the tables that Glue shows."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from trino.dbapi import Connection, connect
from trino.exceptions import TrinoQueryError

from filmes_lake.catalog.result import QueryResult
from filmes_lake.engines.athena.literals import with_literals
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.refined import DimGenero
from filmes_lake.reports.parameters import Value
from tests.trino.server import CATALOG

_SECONDS = 60


@dataclass(frozen=True)
class TrinoReports:
    """Implements `QueryEngine`. `scanned` gathers the bytes that each statement read."""

    connection: Connection
    name: str = "Trino"
    history: bool = False
    scanned: list[int] = field(default_factory=list)

    def select(
        self, version: Manifest, statements: Mapping[str, tuple[str, Mapping[str, Value]]]
    ) -> dict[str, list[dict[str, Any]]]:
        """See `QueryEngine.select`; the tables are those registered, whatever the version."""
        found = {name: self.query(with_literals(text, bound)) for name, (text, bound) in statements.items()}
        return {
            name: [dict(zip(result.columns, row, strict=True)) for row in result.rows] for name, result in found.items()
        }

    def query(self, sql: str) -> QueryResult:
        """See `QueryEngine.query`."""
        cursor = self.connection.cursor()
        rows = [tuple(row) for row in cursor.execute(sql).fetchall()]
        self.scanned.append(cursor.stats["physicalInputBytes"])
        return QueryResult(tuple(column[0] for column in cursor.description), rows)


@contextmanager
def trino_reports(port: int, database: str) -> Iterator[TrinoReports]:
    """The engine of reports on the Trino at the port, over a database of Glue's."""
    connection = connect(host="127.0.0.1", port=port, user="tests", catalog=CATALOG, schema=database)  # type: ignore[no-untyped-call]
    _wait_for_nodes(connection)
    yield TrinoReports(connection)
    connection.close()


def _wait_for_nodes(connection: Connection) -> None:
    """A server that has started still takes seconds to learn that it may read the catalog's tables itself."""
    end = time.monotonic() + _SECONDS
    while True:
        try:
            connection.cursor().execute(f"SELECT COUNT(*) FROM {DimGenero.table.name}").fetchall()
        except TrinoQueryError as error:
            if error.error_name != "NO_NODES_AVAILABLE" or time.monotonic() > end:
                raise
            time.sleep(0.5)
        else:
            return
