"""DuckDB's texts of the transforms, made from Spark's."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase

import sqlglot
from sqlglot import exp

from filmes_lake.transform.statements import Statement
from tools.typed_sql import END

_PLAIN_SEPARATOR = re.compile(r"[^\\^$.|?*+()\[\]{}]")
_ASCII = "'^[ -~]*$'"


def to_duckdb(sql: str) -> str:
    """DuckDB's text of one statement of Spark's, with the same result by a quicker way where there is one."""
    tree = sqlglot.parse_one(sql, read="spark")
    _name_alike(tree)
    _split_plainly(tree)
    _lower_ascii(tree)
    return tree.sql(dialect="duckdb", pretty=True, comments=False) + "\n"


def _name_alike(tree: exp.Expr) -> None:
    """Say what sqlglot would say otherwise, or not at all."""
    for cast in list(tree.find_all(exp.TryCast)):
        # sqlglot takes every cast of Spark's for one that may fail in silence; only TRY_CAST is `safe`.
        if not cast.args.get("safe"):
            cast.replace(exp.Cast(this=cast.this, to=cast.to))
    for literal in tree.find_all(exp.Literal):
        # The end of a text, which DuckDB's regular expressions call $.
        literal.set("this", literal.this.replace(END, "$"))


def _split_plainly(tree: exp.Expr) -> None:
    """Split at a plain character without a regular expression, which is several times quicker."""
    for split in tree.find_all(exp.RegexpSplit):
        if split.expression.is_string and _PLAIN_SEPARATOR.fullmatch(split.expression.this):
            split.replace(exp.Split(this=split.this, expression=split.expression))


def _lower_ascii(tree: exp.Expr) -> None:
    """Put ASCII text in lower case by LOWER: 20 times quicker than DuckDB's TRANSLATE, and the same for A to Z."""
    for translate in list(tree.find_all(exp.Translate)):
        if translate.args["from_"].this == ascii_uppercase and translate.args["to"].this == ascii_lowercase:
            text = translate.this.sql(dialect="duckdb")
            is_ascii = sqlglot.condition(f"REGEXP_MATCHES({text}, {_ASCII})", dialect="duckdb")
            translate.replace(exp.case().when(is_ascii, exp.Lower(this=translate.this)).else_(translate.copy()))


def transform_texts(folder: Path, statements: Iterable[Statement]) -> Iterator[tuple[Path, str]]:
    """DuckDB's text of each of the statements, under `folder`."""
    for statement in statements:
        yield folder / statement.layer.value / f"{statement.name}.sql", to_duckdb(statement.text("spark"))
