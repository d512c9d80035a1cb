"""The catalog file: a DuckDB file with a commented view for each current table, for other tools."""

import re
from collections.abc import Iterator
from pathlib import Path

from filmes_lake.engines.duckdb.session import LAYERS, LocalTable, current_tables, quoted, view_of
from filmes_lake.errors import LakeError
from filmes_lake.interruption import held_back
from filmes_lake.lake import layout
from filmes_lake.lake.integrity import files_of
from filmes_lake.lake.lake import Lake
from filmes_lake.models.columns import Row, columns_of, description_of

with held_back():
    import duckdb


def register(lake: Lake, scratch: Path, target: Path) -> list[LocalTable]:
    """Write a DuckDB file with a commented view for each current table; it appears at `target` whole.

    The views name the files' absolute paths: after moving the lake, register again.
    """
    tables = current_tables(lake, scratch)
    beside = scratch / "catalog.duckdb"
    with duckdb.connect(str(beside)) as connection:
        for table in tables:
            connection.execute(view_of(table))
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
    current = (lake.versions.current(layer) for layer in LAYERS)
    files = (file for manifest in current if manifest for file in files_of(manifest))
    wanted = {str(target.parent / file.key) for file in files}
    try:
        with duckdb.connect(str(target), read_only=True) as connection:
            views = connection.execute("SELECT sql FROM duckdb_views() WHERE NOT internal").fetchall()
    except duckdb.Error:  # another program has it open for writing, or it is no catalog file
        return False
    return {path for (sql,) in views for path in re.findall(r"'((?:[^']|'')+\.parquet)'", sql)} == {
        path.replace("'", "''") for path in wanted
    }


def path_of(lake: Lake) -> Path:
    """Where the catalog file of a lake in a folder lies; LakeError for a lake whose objects are no files."""
    if lake.storage.folder is None:
        raise LakeError(
            f"{lake.storage.uri}: a DuckDB catalog file needs a lake in a folder",
            "filmes-lake query and report read this lake as it is",
        )
    return lake.storage.folder / layout.LOCAL_CATALOG


def _comments(model: type[Row]) -> Iterator[str]:
    name = model.table.name
    yield f"COMMENT ON VIEW {name} IS {quoted(description_of(model))}"
    for column in columns_of(model):
        unit = f" Unit: {column.unit}." if column.unit else ""
        yield f'COMMENT ON COLUMN {name}."{column.name}" IS {quoted(column.description + unit)}'
