"""A few rows as a Parquet file, for a report's `--output`."""

from collections.abc import Mapping, Sequence
from errno import EIO
from pathlib import Path
from typing import Any

from filmes_lake.engines.duckdb.literals import quoted
from filmes_lake.engines.duckdb.session import message_of
from filmes_lake.interruption import held_back
from filmes_lake.models.columns import ENGINE_TYPES, ColumnType

with held_back():
    import duckdb


def write_parquet(
    path: Path, columns: Mapping[str, ColumnType], rows: Sequence[Mapping[str, Any]], metadata: Mapping[str, str]
) -> None:
    """Write rows as one Parquet file with key-value metadata; OSError where the file cannot be written."""
    # Lists of one length, unnested side by side, are rows again.
    cells = (f'UNNEST(${name}::{ENGINE_TYPES[kind].duckdb}[]) AS "{name}"' for name, kind in columns.items())
    values = {name: [row[name] for row in rows] for name in columns}
    pairs = ", ".join(f"{quoted(key)}: {quoted(value)}" for key, value in metadata.items())
    options = f"FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, KV_METADATA {{{pairs}}}"
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE report AS SELECT {', '.join(cells)}", values)
        try:
            connection.execute(f"COPY report TO {quoted(str(path))} ({options})")
        except duckdb.IOException as error:
            raise OSError(EIO, message_of(error)) from error
