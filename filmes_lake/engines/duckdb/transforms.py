"""A session of DuckDB for transforms: reads local files, keeps below its memory limit by spilling, writes Parquet."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from filmes_lake.engines.duckdb.literals import file_list, quoted
from filmes_lake.engines.duckdb.records import parsed
from filmes_lake.errors import LakeError
from filmes_lake.interruption import held_back, interruptible
from filmes_lake.lake import layout
from filmes_lake.lake.storage.files import writing
from filmes_lake.log import logger
from filmes_lake.models.columns import Column, ColumnType, Row, columns_of
from filmes_lake.models.records import Structure
from filmes_lake.models.source import NO_DELIMITER, Sieve, Use
from filmes_lake.models.tables import QUARANTINE
from filmes_lake.settings import CORES, bytes_of
from filmes_lake.transform.engine import (
    KNOWN_REJECTS,
    NUMBERED_LINES,
    PRICES,
    SourceFile,
    Step,
    WrittenFile,
    check_columns,
)

with held_back():
    import duckdb

ROW_GROUP_ROWS = 122_880
_PARQUET = f"FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 2, ROW_GROUP_SIZE {ROW_GROUP_ROWS}"
# Read once or twice, and never kept. Where values are many, looking for those that repeat is half of the writing.
_SPOOL = "FORMAT parquet, COMPRESSION lz4, DICTIONARY_SIZE_LIMIT 100, PARQUET_VERSION V2"
# Of a CASE without ELSE DuckDB knows that it may be null, so that each column is OPTIONAL. Else those are REQUIRED of
# which a plan proves that they have no null, and the same rows are other bytes where it proves less.
_OPTIONAL = "CASE WHEN COLUMNS(*) IS NOT NULL THEN COLUMNS(*) END"
_LINE_BYTES = 4 << 20
_THREAD_BYTES = 50_000_000  # in 150 MB eight threads ran out of memory, four did not
_LAST_ORDER = re.compile(r"\nORDER BY\n(?:  [\w()]+ NULLS FIRST,?\n?)+\Z")
_LAST_GROUPS = re.compile(r"\nGROUP BY\n(?:  \w+,?\n?)+\Z")
_FIRST_READ = re.compile(r"\bFROM (\w+)")
_REGROUPS = re.compile(r"\b(?:GROUP BY|UNION(?! ALL))\b")
# Spark's name for a hash of several values; the statements and audits need any that is the same for the same values.
_HASH = f"CREATE TEMP MACRO xxhash64{', '.join(f'({names}) AS hash({names})' for names in ('a', 'a, b', 'a, b, c'))}"


@contextmanager
def running_duckdb(memory: str, threads: int | None, scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB of its own, which spills to `scratch`."""
    config: dict[str, Any] = {
        "memory_limit": memory,
        "temp_directory": str(scratch / "spill"),
        # Rows need no order but the one a statement asks for, and keeping it costs memory.
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        # Each thread has buffers of its own, which nothing spills.
        "threads": max(1, min(threads or CORES, bytes_of(memory) // _THREAD_BYTES)),
    }
    started = duckdb.connect(config=config)
    try:
        yield started
    finally:
        started.close()


@contextmanager
def open_session(started: duckdb.DuckDBPyConnection, scratch: Path, sieve_bytes: int) -> Iterator["DuckDBSession"]:
    """A session whose relations no other one has; LakeError where DuckDB's memory or the disk ends.

    Files of `sieve_bytes` and more are sifted.
    """
    connection = started.cursor()
    try:
        with interruptible(connection.interrupt):
            connection.execute("SET TimeZone = 'UTC'")
            connection.execute(_HASH)
            yield DuckDBSession(connection, scratch, sieve_bytes)
    except duckdb.OutOfMemoryException as error:
        raise LakeError(
            f"DuckDB: {_first_line(error)}", "give it more with FILMES_LAKE_MEMORY=2GB, or free disk for spilling"
        ) from error
    except duckdb.IOException as error:
        raise LakeError(f"DuckDB: {_first_line(error)}", "check the disk's space and permissions") from error
    finally:
        connection.close()


class DuckDBSession:
    """Implements `Session`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, scratch: Path, sieve_bytes: int) -> None:
        self._connection, self._scratch, self._sieve_bytes = connection, scratch, sieve_bytes
        self._read: dict[str, tuple[str, Sequence[SourceFile]]] = {}
        self._spooled: dict[str, list[Path]] = {}
        self._in_order: set[str] = set()
        self._unique: set[str] = set()

    def run(self, steps: Sequence[Step], say: Callable[[str], None]) -> None:
        """See `Session.run`; one by one, since each takes all threads."""
        for step in steps:
            if step.says:
                say(step.says)
            step.do()

    def read_lines(self, relation: str, delimiter: str, files: Sequence[SourceFile]) -> None:
        """See `Session.read_lines`."""
        self._read[relation] = delimiter, files
        split = [_split(delimiter, file) for file in files]
        selects = split or [f"SELECT *, []::VARCHAR[] AS campos FROM ({_lines([])})"]
        self._view(relation, " UNION ALL ".join(selects))

    def read_records(self, relation: str, structure: Structure, files: Sequence[SourceFile]) -> None:
        """See `Session.read_records`."""
        self._view(relation, parsed(_lines(files), structure))

    def number_lines(self, files: Sequence[SourceFile]) -> None:
        """See `Session.number_lines`: each file's lines are counted in the order in which they stand."""
        groups = _alike([file for file in files if not file.originals])
        numbered = [_numbered(group) for group in groups] + [_originals(file) for file in files if file.originals]
        numbered = numbered or [f"SELECT NULL::BIGINT AS linha, *, texto AS conteudo FROM ({_lines([])})"]
        self._view(NUMBERED_LINES, " UNION ALL ".join(f"({select})" for select in numbered))

    def read_prices(self, rows: Sequence[tuple[int, float]]) -> None:
        """See `Session.read_prices`."""
        # VALUES are planned number by number, and a view is planned anew wherever a statement reads it.
        years, indices = [year for year, _ in rows], [index for _, index in rows]
        self.stage(PRICES, f"SELECT UNNEST({years}) AS ano, UNNEST({indices}::DOUBLE[]) AS indice", Use.KEEP)

    def read_table(self, model: type[Row], files: Sequence[str]) -> None:
        """See `Session.read_table`."""
        self._in_order.add(model.table.name)
        self._view(model.table.name, f"SELECT * FROM read_parquet({file_list(files)}, hive_partitioning = false)")

    def read_rejects(self, files: Sequence[str], origins: Sequence[str]) -> None:
        """See `Session.read_rejects`."""
        nothing = ", ".join(f"NULL::{column.engine.duckdb} AS {column.name}" for column in columns_of(QUARANTINE))
        rows = f"SELECT * FROM read_parquet({file_list(files)}, hive_partitioning = false)"
        known = f"{rows} WHERE list_contains({file_list(origins)}, origem)"
        self._view(KNOWN_REJECTS, known if files and origins else f"SELECT {nothing} WHERE FALSE")

    def stage(self, name: str, sql: str, use: Use) -> None:
        """See `Session.stage`; what is spooled lies in a Parquet file, where nulls take next to nothing."""
        if use is Use.SPOOL:
            self._spool(name, sql)
        else:
            self._run(f"CREATE TEMP {'VIEW' if use is Use.VIEW else 'TABLE'} {name} AS {sql}")

    def sift(self, name: str, sieve: Sieve, wanted: str) -> None:
        """See `Session.sift`; of a raw table one delimited file is current."""
        delimiter, files = self._read[sieve.relation]
        if len(files) == 1 and self._is_worth_sifting(files[0]):
            left = self._sifted(name, sieve, wanted, delimiter, files[0])
            self.read_lines(sieve.relation, delimiter, [left])
            self._view(name, f"FROM {_written(*self._spooled[name])}" if name in self._spooled else sieve.nothing)
            self._spooled.setdefault(name, []).append(left.path)
        else:
            self.stage(name, sieve.nothing, Use.KEEP)

    def drop(self, name: str) -> None:
        """See `Session.drop`."""
        spooled = self._spooled.pop(name, None)
        self._run(f"DROP {'TABLE' if spooled is None else 'VIEW'} {name}")
        for path in spooled or ():
            path.unlink()

    def is_unique(self, table: str) -> bool:
        """See `Session.is_unique`: of a table whose order was looked at."""
        return table in self._unique

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """See `Session.rows`."""
        result = self._run(sql)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def write(self, model: type[Row], sql: str, folder: str) -> list[WrittenFile]:
        """See `Session.write`; one file. Rows that come in its order are not sorted: that is tried, and looked at."""
        columns = columns_of(model)
        path = Path(folder) / layout.part(0)
        path.parent.mkdir(parents=True)
        options = f"{_PARQUET}, PARQUET_VERSION {_pages(columns)}, FIELD_IDS {{{_field_ids(columns)}}}"
        rows = self._written_as_it_comes(model, sql, path, options)
        if rows is None:
            with self._numbering() if NUMBERED_LINES in sql else nullcontext():
                rows = self._copy(sql, path, options)
            if _sorted_by_key(model):
                self._ascends(model, path, rows)
        # Of the file, not of the statement, which would be planned once more for that; and nothing is run.
        found = self._connection.sql(f"FROM {_written(path)}")
        described = list(zip(found.columns, map(str, found.types), strict=True))
        check_columns(model, described, [(column.name, column.engine.duckdb) for column in columns])
        return [WrittenFile(str(path), rows)]

    def _written_as_it_comes(self, model: type[Row], sql: str, path: Path, options: str) -> int | None:
        """The rows of a statement, written without sorting; None where they do not come in the table's order."""
        unsorted, first = _LAST_ORDER.sub("", sql), _FIRST_READ.search(sql)
        known = unsorted != sql and first and first[1] in self._in_order
        ungrouped = _LAST_GROUPS.sub("", unsorted) if _is_all_key(model) else unsorted
        if not known or _REGROUPS.search(ungrouped):
            return None
        with self._as_written():
            if ungrouped == unsorted:
                rows = self._copy(unsorted, path, f"{options}, PRESERVE_ORDER true")
            else:
                rows = self._copy_each_once(model, ungrouped, path, options)
        return rows if self._ascends(model, path, rows) else None

    def _copy_each_once(self, model: type[Row], sql: str, path: Path, options: str) -> int:
        """Write the first of rows that are alike and stand side by side: in order, that is each row once."""
        row = f"ROW({', '.join(model.table.key)})"
        pairs = f"SELECT *, LAG({row}) OVER () AS anterior FROM ({sql})"
        once = f"SELECT * EXCLUDE anterior FROM ({pairs}) WHERE {row} IS DISTINCT FROM anterior"
        with self._by_one_thread():
            return self._copy(once, path, f"{options}, PRESERVE_ORDER true")

    def _copy(self, sql: str, path: Path, options: str) -> int:
        rows = f"SELECT {_OPTIONAL} FROM ({sql})"
        count = self._run(f"COPY ({rows}) TO {quoted(str(path))} ({options})").fetchone()
        return int(count[0]) if count else 0

    def _ascends(self, model: type[Row], path: Path, rows: int) -> bool:
        """Whether no row of a table comes before the one above it. Sorted by its key, it has none twice then."""
        by_key = _sorted_by_key(model)
        place = f"ROW({', '.join(model.table.sort)})"
        pairs = f"SELECT {place} AS lugar, LAG({place}) OVER () AS anterior FROM {_written(path)}"
        wrong = f"SELECT 1 FROM ({pairs}) WHERE lugar {'<=' if by_key else '<'} anterior LIMIT 1"
        ascends = rows < 2 or not self._run(wrong).fetchone()
        if by_key and ascends:
            self._unique.add(model.table.name)
        return ascends

    def _spool(self, name: str, sql: str) -> None:
        path = self._spool_file(name)
        with self._as_written():
            self._run(f"COPY ({sql}) TO {quoted(str(path))} ({_SPOOL})")
        self._view(name, f"FROM {_written(path)}")

    def _is_worth_sifting(self, file: SourceFile) -> bool:
        """Small files cost less to read than numpy to load. One with other columns is read by its own header."""
        return not file.places and file.path.stat().st_size >= self._sieve_bytes and find_spec("numpy") is not None

    def _sifted(self, name: str, sieve: Sieve, wanted: str, delimiter: str, file: SourceFile) -> SourceFile:
        """The lines of a file that its sieve leaves; what it counts of the others is spooled."""
        from filmes_lake.engines.duckdb.sieve import Sifting

        sifting = Sifting(sieve, delimiter, self._run(wanted).fetchnumpy(), self._threads())
        rest = self._scratch / f"{name}.txt"
        with writing(rest), rest.open("wb") as opened:
            for groups in sifting.groups(file.path, opened):
                self._connection.register("grupos", groups)
                self._run(f"COPY grupos TO {quoted(str(self._spool_file(name)))} ({_SPOOL})")
                self._connection.unregister("grupos")
        return replace(file, location=str(rest), rows=sifting.lines_left)

    def _spool_file(self, name: str) -> Path:
        files = self._spooled.setdefault(name, [])
        files.append(self._scratch / f"{name}-{len(files)}.parquet")
        return files[-1]

    @contextmanager
    def _numbering(self) -> Iterator[None]:
        # Lines are numbered in the files' order, which only this keeps.
        self._run("SET preserve_insertion_order = true")
        with self._as_written():
            yield
        self._run("SET preserve_insertion_order = false")

    @contextmanager
    def _by_one_thread(self) -> Iterator[None]:
        # One thread is all that can look back, and where DuckDB knows of no other, groups of rows end at the same rows.
        threads = self._threads()
        self._run("SET threads = 1")
        yield
        self._run(f"SET threads = {threads}")

    def _threads(self) -> int:
        [(threads,)] = self._run("SELECT CURRENT_SETTING('threads')").fetchall()
        return int(threads)

    @contextmanager
    def _as_written(self) -> Iterator[None]:
        # DuckDB takes a CSV for a few rows, so it would put all lines into a join's table and look up the few others
        # there, whichever side they stand on.
        self._run("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        yield
        self._run("RESET disabled_optimizers")

    def _view(self, name: str, sql: str) -> None:
        self._run(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")

    def _run(self, sql: str) -> duckdb.DuckDBPyConnection:
        logger.debug("%s", sql)
        return self._connection.execute(sql)


def _written(*paths: Path) -> str:
    """The rows of files that were written here."""
    return f"read_parquet({file_list(map(str, paths))}, hive_partitioning = false)"


def _sorted_by_key(model: type[Row]) -> bool:
    """Whether rows of one key stand side by side."""
    return bool(model.table.key) and set(model.table.key) <= set(model.table.sort)


def _is_all_key(model: type[Row]) -> bool:
    """Whether a row says nothing but its key, so that rows of one key are alike."""
    return {column.name for column in columns_of(model)} == set(model.table.key)


def _split(delimiter: str, file: SourceFile) -> str:
    """A SELECT of `origem`, `texto` and `campos` of every line of a file, see `Session.read_lines`."""
    fields = f"STRING_SPLIT(texto, {quoted(delimiter)}) AS campos"
    lines = f"SELECT origem, texto, {fields} FROM ({_lines([file])})"
    if not file.places:
        return lines
    places = ", ".join(str(place or 0) for place in file.places)  # there is none at 0, so that is null
    known = f"CASE WHEN LEN(campos) = {len(file.columns)} THEN LIST_SELECT(campos, [{places}]) ELSE [] END"
    return f"SELECT origem, texto, {known} AS campos FROM ({lines})"


def _lines(files: Sequence[SourceFile]) -> str:
    """A SELECT of `origem` and `texto` of every line or record; empty lines are lines."""
    if not files:
        return "SELECT NULL::VARCHAR AS origem, NULL::VARCHAR AS texto WHERE FALSE"
    return " UNION ALL ".join(
        f"SELECT {_key_of(group)} AS origem, COALESCE(texto, '') AS texto FROM {_read(group)}"
        for group in _alike(files)
    )


def _numbered(files: Sequence[SourceFile]) -> str:
    header = int(files[0].has_header)
    keys = [file.key for file in files]
    before = [sum(file.rows for file in files[:place]) for place in range(len(files))]
    return f"""
        SELECT
          lugar - [{", ".join(map(str, before))}][list_position({keys!r}, origem)] + {header} AS linha,
          origem, texto, texto AS conteudo
        FROM (
          SELECT ROW_NUMBER() OVER () AS lugar, {_key_of(files)} AS origem, COALESCE(texto, '') AS texto
          FROM {_read(files)}
        )"""


def _originals(file: SourceFile) -> str:
    read = _read([SourceFile(file.key, file.originals or "", rows=0)])
    texts = ", ".join(f"JSON_EXTRACT_STRING(texto, '$.{name}') AS {name}" for name in ("texto", "conteudo"))
    number = "CAST(JSON_EXTRACT_STRING(texto, '$.linha') AS BIGINT) AS linha"
    return f"SELECT {number}, {quoted(file.key)} AS origem, {texts} FROM {read}"


def _alike(files: Sequence[SourceFile]) -> list[list[SourceFile]]:
    """The files in groups that one reader can take: a CSV alone, TMDB parts together."""
    parts = [file for file in files if not file.has_header]
    return [[file] for file in files if file.has_header] + ([parts] if parts else [])


def _key_of(files: Sequence[SourceFile]) -> str:
    if len(files) == 1:
        return quoted(files[0].key)
    keys = ", ".join(f"{quoted(file.location)}: {quoted(file.key)}" for file in files)
    return f"MAP {{{keys}}}[filename]"


def _read(files: Sequence[SourceFile]) -> str:
    # A line is read as one column: the reader's own notion of a column is laxer than ours (`a|b|` passes for two).
    longest = max(_LINE_BYTES, *(file.path.stat().st_size if file.rows == 1 else 0 for file in files))
    options = {
        "delim": quoted(NO_DELIMITER),
        "quote": "''",
        "escape": "''",
        "header": "false",
        "skip": str(int(files[0].has_header)),
        "columns": "{'texto': 'VARCHAR'}",
        "auto_detect": "false",
        "new_line": quoted(_line_ending(files[0].path)),
        "max_line_size": str(longest),
        # DuckDB's own choice is 16 lines of that size for each of several buffers.
        "buffer_size": str(longest),
        "filename": "true",
        # DuckDB reads columns out of folder names such as year=2026, even for one file.
        "hive_partitioning": "false",
    }
    return (
        f"read_csv({file_list(file.location for file in files)}, {', '.join(f'{k} = {v}' for k, v in options.items())})"
    )


def _line_ending(path: Path) -> str:
    """The file's line ending, as the option of `read_csv` writes it; ingest refuses files that mix them."""
    with path.open("rb") as file:
        return r"\r\n" if file.readline(_LINE_BYTES).endswith(b"\r\n") else r"\n"


def _pages(columns: Sequence[Column]) -> str:
    """Pages of version 2 are written faster, but their doubles neither Spark 3.5 nor DuckDB 1.0 can read."""
    return "V1" if any(column.type is ColumnType.DOUBLE for column in columns) else "V2"


def _field_ids(columns: Sequence[Column]) -> str:
    return ", ".join(f"{column.name}: {_field_id(column)}" for column in columns)


def _field_id(column: Column) -> str:
    if column.type is ColumnType.STRINGS:
        # Elements of lists need an id of their own: 1000 more than the column's.
        return f"{{__duckdb_field_id: {column.id}, element: {1000 + column.id}}}"
    return str(column.id)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
