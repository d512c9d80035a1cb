"""A few rows as a Parquet file, for `--output`."""

from collections.abc import Mapping, Sequence
from errno import EIO
from pathlib import Path
from typing import Any

from filmes_lake.engines.duckdb.literals import quoted
from filmes_lake.engines.duckdb.session import message_of
from filmes_lake.interruption import held_back

with held_back():
    import duckdb

# Parquet has no such integers, and DuckDB would write doubles.
_STORED_AS = {"HUGEINT": "DECIMAL(38, 0)"}


def write_parquet(
    path: Path, types: Mapping[str, str | None], rows: Sequence[Mapping[str, Any]], metadata: Mapping[str, str]
) -> None:
    """Write rows as one Parquet file with key-value metadata; OSError where the file cannot be written.

    `types` has DuckDB's name of each column's type, None where the values tell it.
    """
    places = {f"c{place}": name for place, name in enumerate(types)}
    # Lists of one length, unnested side by side, are rows again.
    cells = (f"UNNEST(${place}{_cast(types[name])}) AS {place}" for place, name in places.items())
    names = (f'{place} AS "{name.replace(chr(34), chr(34) * 2)}"' for place, name in places.items())
    values = {place: [row[name] for row in rows] for place, name in places.items()}
    pairs = ", ".join(f"{quoted(key)}: {quoted(value)}" for key, value in metadata.items())
    options = f"FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, KV_METADATA {{{pairs}}}"
    with duckdb.connect() as connection:
        try:
            connection.execute(f"CREATE TABLE written AS SELECT {', '.join(cells)}", values)
            connection.execute(f"COPY (SELECT {', '.join(names)} FROM written) TO {quoted(str(path))} ({options})")
        except (duckdb.Error, RuntimeError) as error:  # the latter of a path that is no UTF-8
            raise OSError(EIO, message_of(error)) from error


def _cast(kind: str | None) -> str:
    return f"::{_STORED_AS.get(kind, kind)}[]" if kind else ""
