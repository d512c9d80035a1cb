"""The engines' texts of our SQL: transforms from Spark's dialect, reports from Athena's, both to DuckDB's."""

import re
from collections.abc import Iterator
from pathlib import Path

import sqlglot
from sqlglot import exp

from filmes_lake.models.kinds import Layer
from filmes_lake.transform.statements import statements_of

_PLAIN_SEPARATOR = re.compile(r"\[(?P<quoted>[^\\^\[\]])\]|(?P<plain>[^\\^$.|?*+()\[\]{}])")


def to_duckdb(sql: str, dialect: str) -> str:
    """DuckDB's text of one statement."""
    tree = sqlglot.parse_one(sql, read=dialect)
    for split in tree.find_all(exp.RegexpSplit):
        # Splitting at a plain character needs no regular expression, and is several times quicker without.
        found = _PLAIN_SEPARATOR.fullmatch(split.expression.this) if split.expression.is_string else None
        if found:
            separator = exp.Literal.string(found["quoted"] or found["plain"])
            split.replace(exp.Split(this=split.this, expression=separator))
    return tree.sql(dialect="duckdb", pretty=True, comments=False) + "\n"


def transform_texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """DuckDB's text of every statement of the transforms."""
    for layer in (Layer.TRUSTED, Layer.REFINED):
        for statement in statements_of(layer):
            source = folder / layer.value / f"{statement.name}.sql"
            text = to_duckdb(source.read_text(encoding="utf-8"), "spark")
            yield folder / "duckdb" / layer.value / source.name, text
