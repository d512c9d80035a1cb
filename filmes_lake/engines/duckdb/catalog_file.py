"""The catalog file: a DuckDB file with a commented view for each current table, for other tools; and copies of it."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from filmes_lake.engines.duckdb.literals import plain_path, quoted
from filmes_lake.engines.duckdb.session import LocalTable, current_tables, select_of, view_of
from filmes_lake.errors import LakeError, UsageError
from filmes_lake.interruption import held_back, interruptible
from filmes_lake.lake.lake import Lake
from filmes_lake.models.columns import Row, columns_of, description_of
from filmes_lake.reports.output import replaceable

with held_back():
    import duckdb

# The oldest form that DuckDB still writes, which every release since 1.0 reads.
_STORAGE_VERSION = "v1.0.0"


def register(lake: Lake, scratch: Path, target: Path) -> list[LocalTable]:
    """Write a DuckDB file with a commented view for each current table; it appears at `target` whole.

    The views name the files' absolute paths: after moving the lake, register again.
    """
    tables = current_tables(lake, scratch)
    with _replacing(target, scratch) as connection:
        for table in tables:
            connection.execute(view_of(table))
            _comment(connection, "VIEW", table.model)
    return tables


def export(lake: Lake, scratch: Path, target: Path, *, replace: bool) -> list[LocalTable]:
    """Write a DuckDB file that holds the current tables themselves, with comments; it appears at `target` whole.

    UsageError where something is there already, unless `replace`, and where no file can be.
    """
    if target.exists() and not replace:
        raise UsageError(f"{target}: already exists", "give another name, or --force")
    place = replaceable(str(target), target)
    tables = current_tables(lake, scratch)
    with _replacing(place, place.parent) as connection:
        for table in tables:
            connection.execute(f"CREATE TABLE {table.model.table.name} AS {select_of(table)}")
            _comment(connection, "TABLE", table.model)
    return tables


@contextmanager
def _replacing(target: Path, scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A session whose tables are in a new file, which takes the target's place when the block has ended well.

    `scratch` is a folder on the target's disk.
    """
    beside = scratch / f".{target.name}.part"
    # DuckDB writes to no path with a question mark or a backslash, and any lake may have one: so it writes elsewhere.
    with TemporaryDirectory() as plain:
        made = Path(plain) / "made.duckdb"
        with _writing(made) as connection:
            yield connection
        try:
            shutil.copyfile(made, beside)
            beside.replace(target)
        except OSError as error:
            raise LakeError(
                f"{target}: cannot be replaced: {error.strerror}",
                "check space and permissions, and close the programs that have it open",
            ) from error
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def _writing(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A session whose tables go to a new file, in a form that older releases of DuckDB read too."""
    with duckdb.connect() as connection, interruptible(connection.interrupt):
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"ATTACH {quoted(str(path))} AS made (STORAGE_VERSION {quoted(_STORAGE_VERSION)})")
        connection.execute("USE made")
        yield connection
        connection.execute("USE memory")
        connection.execute("DETACH made")


def files_in(target: Path) -> set[Path]:
    """The files that the views read; none where it is no catalog file."""
    try:
        texts = _views(target)
    except (OSError, duckdb.Error):
        return set()
    literals = (found for text in texts for found in re.findall(r"'((?:[^']|'')+\.parquet)'", text))
    return {Path(plain_path(literal.replace("''", "'"))) for literal in literals}


def _views(target: Path) -> list[str]:
    """The texts of the file's views; a copy of it is opened, see `_replacing`."""
    with TemporaryDirectory() as plain:
        copy = shutil.copyfile(target, Path(plain) / "copy.duckdb")
        with duckdb.connect(str(copy), read_only=True) as connection:
            found = connection.execute("SELECT sql FROM duckdb_views() WHERE NOT internal").fetchall()
    return [sql for (sql,) in found]


def _comment(connection: duckdb.DuckDBPyConnection, kind: str, model: type[Row]) -> None:
    name = model.table.name
    connection.execute(f"COMMENT ON {kind} {name} IS {quoted(description_of(model))}")
    for column in columns_of(model):
        unit = f" Unit: {column.unit}." if column.unit else ""
        connection.execute(f'COMMENT ON COLUMN {name}."{column.name}" IS {quoted(column.description + unit)}')
