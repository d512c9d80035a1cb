"""DuckDB over the current versions: read-only sessions for reports and queries, and a catalog file for other tools."""

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EIO
from itertools import chain, islice
from pathlib import Path
from typing import Any

from filmes_lake.catalog.result import QueryResult, not_a_select, unique_names
from filmes_lake.errors import LakeError, QueryError
from filmes_lake.interruption import held_back, interruptible
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.versions import Manifest
from filmes_lake.models.columns import ENGINE_TYPES, ColumnType, Row, columns_of
from filmes_lake.models.kinds import Layer
from filmes_lake.models.tables import TABLES

with held_back():
    import duckdb

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
        return QueryResult(tuple(column[0] for column in result.description or ()), result.fetchall())

    def query(self, sql: str) -> QueryResult:
        """Run one SELECT that a user wrote; QueryError where it is something else or fails."""
        try:
            statements = self._connection.extract_statements(sql)
            # EXPLAIN ANALYZE would run what it explains, a COPY over a table's own file included.
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise not_a_select()
            result = self.rows(sql)
        except (duckdb.Error, OverflowError) as error:  # Python has no interval of a hundred million years
            raise QueryError(_message(error), "tables and columns: filmes-lake catalog list") from error
        return QueryResult(unique_names(result.columns), result.rows)


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
    """Those tables of a version whose names are `wanted`, in the order of `models.tables`, with their files at hand.

    Tables that the version lacks are left out. A schema for each lets one session show two versions.
    """
    models = [model for model in TABLES[manifest.layer] if model.table.name in manifest.tables]
    models = [model for model in models if wanted(model.table.name)]
    keys = [[file.key for file in manifest.tables[model.table.name].files] for model in models]
    paths = iter(lake.storage.local_files(list(chain.from_iterable(keys)), scratch))
    return [
        LocalTable(model, manifest, tuple(islice(paths, len(own))), schema)
        for model, own in zip(models, keys, strict=True)
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
                connection.execute(_view(table))
            paths = [str(path) for table in tables for path in table.files]
            connection.execute(f"SET allowed_paths = [{', '.join(map(_quoted, paths))}]")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            yield LocalSession(connection)
    except (duckdb.OutOfMemoryException, duckdb.IOException, duckdb.InvalidInputException) as error:
        hint = "more memory: FILMES_LAKE_MEMORY=2GB; damaged files: filmes-lake transform all --force"
        raise LakeError(f"DuckDB: {_message(error)}", hint) from error
    finally:
        connection.close()


def register(lake: Lake, scratch: Path, target: Path) -> list[LocalTable]:
    """Write a DuckDB file with a commented view for each current table; it appears at `target` whole.

    The views name the files' absolute paths: after moving the lake, register again.
    """
    tables = current_tables(lake, scratch)
    beside = scratch / "catalog.duckdb"
    with duckdb.connect(str(beside)) as connection:
        for table in tables:
            connection.execute(_view(table))
            for comment in _comments(table.model):
                connection.execute(comment)
    try:
        beside.replace(target)
    except OSError as error:
        raise LakeError(
            f"{target}: cannot be replaced: {error.strerror}", "close the programs that have it open"
        ) from error
    return tables


def is_current(lake: Lake, target: Path) -> bool:
    """Whether the catalog file's views read the files of the current versions, and of no others."""
    with tempfile.TemporaryDirectory() as scratch:
        wanted = {str(path) for table in current_tables(lake, Path(scratch)) for path in table.files}
    try:
        with duckdb.connect(str(target), read_only=True) as connection:
            views = connection.execute("SELECT sql FROM duckdb_views() WHERE NOT internal").fetchall()
    except duckdb.Error:  # another program has it open for writing, or it is no catalog file
        return False
    return {path for (sql,) in views for path in re.findall(r"'((?:[^']|'')+\.parquet)'", sql)} == {
        path.replace("'", "''") for path in wanted
    }


def write_parquet(
    path: Path, columns: Mapping[str, ColumnType], rows: Sequence[Mapping[str, Any]], metadata: Mapping[str, str]
) -> None:
    """Write rows as one Parquet file with key-value metadata; OSError where the file cannot be written."""
    # Lists of one length, unnested side by side, are rows again.
    cells = (f'UNNEST(${name}::{ENGINE_TYPES[kind].duckdb}[]) AS "{name}"' for name, kind in columns.items())
    values = {name: [row[name] for row in rows] for name in columns}
    pairs = ", ".join(f"{_quoted(key)}: {_quoted(value)}" for key, value in metadata.items())
    options = f"FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, KV_METADATA {{{pairs}}}"
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE report AS SELECT {', '.join(cells)}", values)
        try:
            connection.execute(f"COPY report TO {_quoted(str(path))} ({options})")
        except duckdb.IOException as error:
            raise OSError(EIO, _message(error)) from error


def catalog_file(lake: Lake) -> Path:
    """Where the catalog file of a lake in a folder lies; LakeError for a lake whose objects are no files."""
    if lake.storage.folder is None:
        raise LakeError(
            f"{lake.storage.uri}: a DuckDB catalog file needs a lake in a folder",
            "filmes-lake query and report read this lake as it is",
        )
    return lake.storage.folder / layout.LOCAL_CATALOG


def _view(table: LocalTable) -> str:
    paths = ", ".join(_quoted(str(path)) for path in table.files)
    columns = ", ".join(
        f'"{column.name}"'
        if column.name in table.columns
        else f'CAST(NULL AS {column.engine.duckdb}) AS "{column.name}"'
        for column in columns_of(table.model)
    )
    return (
        f"CREATE VIEW {table.schema}.{table.model.table.name} AS "
        f"SELECT {columns} FROM read_parquet([{paths}], hive_partitioning = false)"
    )


def _comments(model: type[Row]) -> Iterator[str]:
    name = model.table.name
    yield f"COMMENT ON VIEW {name} IS {_quoted((model.__doc__ or '').strip())}"
    for column in columns_of(model):
        unit = f" Unit: {column.unit}." if column.unit else ""
        yield f'COMMENT ON COLUMN {name}."{column.name}" IS {_quoted(column.description + unit)}'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _message(error: Exception) -> str:
    """DuckDB's message in one line, with the line of SQL it points at."""
    lines = [line for line in str(error).splitlines() if line.strip() and set(line.strip()) != {"^"}]
    return " | ".join(lines[:2])
