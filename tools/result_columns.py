"""The columns of each result of Trusted, found by asking DuckDB, over raw tables without files."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from filmes_lake.engines.duckdb.transforms import DuckDBSession, open_session, running_duckdb
from filmes_lake.models.columns import ENGINE_TYPES
from filmes_lake.models.kinds import Layer
from filmes_lake.models.source import Delimited, Use
from filmes_lake.models.tables import Schema
from filmes_lake.transform.statements import Statement, program_of

# Sums, hashes and sets of bits: whole numbers all, of which there are no values here.
_WHOLE = dict.fromkeys(("HUGEINT", "UBIGINT", "TINYINT"), "bigint")
_TYPES = {engine.duckdb: column.value for column, engine in ENGINE_TYPES.items()} | _WHOLE
_MEMORY = "150MB"


def result_columns(schema: Schema) -> dict[Statement, Mapping[str, str]]:
    """The columns with their types of each statement of Trusted that is a file."""
    with (
        TemporaryDirectory() as folder,
        running_duckdb(_MEMORY, 1, Path(folder)) as started,
        open_session(started, Path(folder), 0) as session,
    ):
        read_nothing(session, schema)
        return dict(_found(session, schema))


def text_of(columns: Mapping[Statement, Mapping[str, str]], package: str) -> str:
    """The JSON document of a package's statements: a line for each."""
    own = (statement for statement in columns if statement.package == package)
    lines = (f"  {json.dumps(statement.name)}: {json.dumps(columns[statement])}" for statement in own)
    return "{\n" + ",\n".join(lines) + "\n}\n"


def read_nothing(session: DuckDBSession, schema: Schema) -> None:
    """Register what the statements of Trusted read, without a line."""
    for table in schema.raw_tables:
        if isinstance(table.format, Delimited):
            session.read_lines(table.relation, table.format.delimiter, [])
        else:
            session.read_records(table.relation, table.format.structure, [])
    session.number_lines([])
    session.read_rejects([], [])


def stage(session: DuckDBSession, statement: Statement) -> None:
    """Keep a statement's result; without a line there is nothing to sift."""
    sieve = statement.sieve
    session.stage(statement.name, sieve.nothing if sieve else statement.text("duckdb"), Use.KEEP)


def _found(session: DuckDBSession, schema: Schema) -> Iterator[tuple[Statement, Mapping[str, str]]]:
    for statement, use in program_of(schema, Layer.TRUSTED):
        if use is not Use.DROP:
            stage(session, statement)
            if statement.sql is None and not statement.sieve:
                described = session.rows(f"DESCRIBE {statement.name}")
                yield statement, {column["column_name"]: _TYPES[column["column_type"]] for column in described}
