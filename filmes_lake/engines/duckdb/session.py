"""DuckDB over a version's tables: sessions that read them and reach nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice, starmap
from pathlib import Path
from typing import Any

from filmes_lake.catalog.result import QueryResult, explained, not_a_select, unique_names
from filmes_lake.engines.duckdb.literals import file_list, file_pattern, quoted
from filmes_lake.engines.duckdb.words import in_words, is_in_words
from filmes_lake.errors import LakeError, QueryError
from filmes_lake.interruption import held_back, interruptible
from filmes_lake.lake.integrity import verified_files
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.columns import Row, columns_of
from filmes_lake.models.kinds import Layer
from filmes_lake.reports.texts import with_parameters

with held_back():
    import duckdb
    from duckdb.sqltypes import DuckDBPyType

LAYERS = (Layer.TRUSTED, Layer.REFINED)
_SCHEMA = "main"  # DuckDB's own


@dataclass(frozen=True)
class LocalTable:
    """A table of a version with its local files, and the schema in which a session shows it."""

    model: type[Row]
    version: Manifest
    files: tuple[Path, ...]
    schema: str = _SCHEMA

    @property
    def columns(self) -> tuple[str, ...]:
        """The model's columns that the version has: one made by an older program may lack the newest."""
        kept = self.version.tables[self.model.table.name].columns
        return tuple(column.name for column in columns_of(self.model) if column.name in kept)


class LocalSession:
    """DuckDB with a view for each current table, unable to read or write anything else."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> QueryResult:
        """Run one of our own statements; parameters are bound by name."""
        result = self._connection.execute(sql, dict(parameters or {}))
        columns = result.description or []
        return QueryResult(
            tuple(column[0] for column in columns), result.fetchall(), tuple(str(column[1]) for column in columns)
        )

    def answer(self, text: str, parameters: Mapping[str, Any]) -> QueryResult:
        """Run one of the reports' texts; each `:name` is bound, a tuple as a list."""
        bound = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters.items()}
        return self.rows(with_parameters(text, "${}".format), bound)

    def query(self, sql: str) -> QueryResult:
        """Run one SELECT that a user wrote; QueryError where it is something else or fails."""
        try:
            if not self._selects(explained(sql) or sql):
                raise not_a_select()
            result = self.rows(sql) if explained(sql) else self._shown(sql)
        except duckdb.Error as error:
            raise QueryError(message_of(error), "tables and columns: filmes-lake catalog list") from error
        return QueryResult(unique_names(result.columns), result.rows, result.types)

    def _shown(self, sql: str) -> QueryResult:
        """The rows of a SELECT, with DuckDB's own words for what Python has no value of, or one of its own look."""
        found = self._connection.sql(sql)
        types = tuple(map(str, found.types))
        columns = tuple(found.columns)
        if any(map(is_in_words, found.types)):
            found = found.project(", ".join(starmap(_in_words, enumerate(found.types, 1))))
        return QueryResult(columns, found.fetchall(), types)

    def _selects(self, sql: str) -> bool:
        """Whether it is one SELECT and nothing else."""
        statements = self._connection.extract_statements(sql)
        return len(statements) == 1 and statements[0].type == duckdb.StatementType.SELECT


def current_tables(lake: Lake, scratch: Path) -> list[LocalTable]:
    """The tables of the current Trusted and Refined versions; NotFound where there is no Trusted one yet."""
    lake.require(Layer.TRUSTED)
    manifests = [manifest for layer in LAYERS if (manifest := lake.versions.current(layer))]
    return [table for manifest in manifests for table in tables_of(lake, manifest, scratch)]


def tables_of(
    lake: Lake,
    manifest: Manifest,
    scratch: Path,
    wanted: Callable[[str], bool] = lambda _: True,
    schema: str = _SCHEMA,
) -> list[LocalTable]:
    """Those tables of a version whose names are `wanted`, in the order of the schema, with their files at hand.

    Every file is hashed: Damaged where its bytes are not those that were stored. Tables that the version lacks are
    left out. A schema for each lets one session show two versions.
    """
    models = [model for model in lake.schema.tables(manifest.layer) if model.table.name in manifest.tables]
    models = [model for model in models if wanted(model.table.name)]
    files = [manifest.tables[model.table.name].files for model in models]
    paths = iter(verified_files(lake, list(chain.from_iterable(files)), scratch))
    return [
        LocalTable(model, manifest, tuple(islice(paths, len(own))), schema)
        for model, own in zip(models, files, strict=True)
    ]


@contextmanager
def open_session(tables: Sequence[LocalTable], memory: str) -> Iterator[LocalSession]:
    """A session over the tables that can reach no other file, no network and no setting."""
    connection = duckdb.connect(config={"memory_limit": memory, "autoinstall_known_extensions": False})
    try:
        with interruptible(connection.interrupt):
            connection.execute("SET TimeZone = 'UTC'")
            for schema in {table.schema for table in tables}:
                connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
            for table in tables:
                connection.execute(view_of(table))
            paths = [str(path) for table in tables for path in table.files]
            # Both what a view names and what that is found to be is looked for among these.
            allowed = dict.fromkeys((*paths, *map(file_pattern, paths)))
            connection.execute(f"SET allowed_paths = [{', '.join(map(quoted, allowed))}]")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            yield LocalSession(connection)
    except (
        duckdb.CatalogException
    ) as error:  # of our own statements: those of users are reported by `LocalSession.query`
        raise LakeError(
            f"DuckDB: {message_of(error)}: an older program made this version", "filmes-lake transform all"
        ) from error
    except (duckdb.OutOfMemoryException, duckdb.IOException, duckdb.InvalidInputException) as error:
        hint = "more memory: FILMES_LAKE_MEMORY=2GB; damaged files: filmes-lake transform all --force"
        raise LakeError(f"DuckDB: {message_of(error)}", hint) from error
    finally:
        connection.close()


def _in_words(place: int, kind: DuckDBPyType) -> str:
    """The column of that place, in DuckDB's words where it has to be."""
    return f"CAST(#{place} AS {in_words(kind)})" if is_in_words(kind) else f"#{place}"


def view_of(table: LocalTable) -> str:
    """The statement that makes a view of the table under its name."""
    return f"CREATE VIEW {table.schema}.{table.model.table.name} AS {select_of(table)}"


def select_of(table: LocalTable) -> str:
    """The table's rows; columns that its version lacks are null."""
    columns = ", ".join(
        f'"{column.name}"'
        if column.name in table.columns
        else f'CAST(NULL AS {column.engine.duckdb}) AS "{column.name}"'
        for column in columns_of(table.model)
    )
    return f"SELECT {columns} FROM read_parquet({file_list(map(str, table.files))}, hive_partitioning = false)"


def message_of(error: Exception) -> str:
    """DuckDB's message in one line, with the line of SQL it points at."""
    lines = [line for line in str(error).splitlines() if line.strip() and set(line.strip()) != {"^"}]
    return " | ".join(lines[:2])
