"""Rules that keep the transforms' SQL to what Spark and DuckDB read alike: `python -m tools.guards`.

A text that means two things on the two engines runs on both and fails on neither. So whatever was not compared is
refused here, by the name of its file.
"""

import re
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import sqlglot
from sqlglot import exp

from filmes_lake.ingest.registry import schema
from filmes_lake.models.columns import columns_of
from filmes_lake.models.kinds import Layer

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "filmes_lake/transform/sql"
# Where the SQL of all sources of the registry lies.
FOLDERS = [
    Path(str(files(package))) / "sql" for package in dict.fromkeys(source.package for source in schema().sources)
]

# Functions whose results on both engines were compared, nulls and types included. By sqlglot's names: RLIKE is
# REGEXP_LIKE, SPLIT is REGEXP_SPLIT, SIZE is ARRAY_SIZE, ARRAY_JOIN is ARRAY_TO_STRING, INSTR is STR_POSITION,
# MAP_FROM_ARRAYS is MAP, COLLECT_LIST is ARRAY_AGG, SORT_ARRAY is ARRAY_SORT, EXPLODE stands in a SELECT
# only, and every YEAR, MONTH, DAY and QUARTER brings a TS_OR_DS_TO_DATE of its own.
FUNCTIONS = {
    "ARRAY_AGG",
    "ARRAY_CONTAINS",
    "ARRAY_SIZE",
    "ARRAY_SORT",
    "ARRAY_TO_STRING",
    "BITWISE_COUNT",
    "BITWISE_OR_AGG",
    "CASE",
    "CAST",
    "CHR",
    "COALESCE",
    "CONCAT",
    "COUNT",
    "DAY",
    "EXPLODE",
    "FILTER",
    "FLOOR",
    "LENGTH",
    "MAP",
    "MAX",
    "MD5",
    "MIN",
    "MONTH",
    "NULLIF",
    "QUARTER",
    "REGEXP_EXTRACT",
    "REGEXP_EXTRACT_ALL",
    "REGEXP_LIKE",
    "REGEXP_REPLACE",
    "REGEXP_SPLIT",
    "REPLACE",
    "ROW_NUMBER",
    "STR_POSITION",
    "STRUCT",
    "SUBSTRING",
    "SUM",
    "TRANSFORM",
    "TRANSLATE",
    "TRIM",
    "TRY_CAST",
    "TRY_ELEMENT_AT",
    "TS_OR_DS_TO_DATE",
    "XXHASH64",
    "YEAR",
}
_HASH = "XXHASH64"  # each engine's own: it may tell lines apart, which gives the same lines on both
_MODELS = {model.table.name: model for layer in (Layer.TRUSTED, Layer.REFINED) for model in schema().tables(layer)}


def violations(folder: Path = FOLDER) -> Iterator[str]:
    """What breaks a rule in the statements under `folder`, written by hand or generated, each with its file."""
    for layer in (Layer.TRUSTED, Layer.REFINED):
        for place in (folder / layer.value, folder / "_generated/spark" / layer.value):
            for path in sorted(place.glob("*.sql")):
                for fault in faults(path.stem, path.read_text(encoding="utf-8")):
                    yield f"{path.relative_to(folder)}: {fault}"


def faults(name: str, sql: str) -> Iterator[str]:
    """What breaks a rule in the text of the statement `name`, in Spark's dialect."""
    if "\\" in re.sub("--.*", "", sql):
        yield "a backslash: the engines read it differently, use CHR(92)"
        return  # and so does sqlglot
    tree = sqlglot.parse_one(sql, read="spark")
    for function in sorted(functions(tree) - FUNCTIONS):
        yield f"{function} was not compared on the engines: compare it, then add it to tools/guards.py"
    if name in _MODELS and _HASH in functions(tree):
        yield f"{_HASH} differs from engine to engine: none of its values may stand in a table"
    for match in tree.find_all(exp.RegexpLike):
        if "$" in match.expression.name:
            yield f"$ in '{match.expression.name}': on Spark it stands before a last line break too, use {_END}"
    if name in _MODELS and isinstance(tree, exp.Query):
        yield from _uncast(name, tree)


_END = "END of tools/typed_sql.py"


def functions(tree: exp.Expr) -> set[str]:
    """The names of every function that the tree calls; AND, OR and the branches of CASE are none."""
    return {
        node.name.upper() if isinstance(node, exp.Anonymous) else node.sql_name()
        for node in tree.find_all(exp.Func)
        if not isinstance(node, exp.Connector | exp.If)
    }


def _uncast(name: str, query: exp.Query) -> Iterator[str]:
    columns = columns_of(_MODELS[name])
    if query.named_selects != [column.name for column in columns]:
        yield f"its columns are not those of {_MODELS[name].__name__}: {', '.join(query.named_selects)}"
        return
    for column, selected in zip(columns, query.selects, strict=True):
        if cast_type(selected, "spark") != column.engine.spark:
            yield f"column {column.name} is not cast to {column.engine.spark}"


def cast_type(column: exp.Expr, dialect: str) -> str | None:
    """The type a column of a SELECT is cast to; None where it is not."""
    value = column.this if isinstance(column, exp.Alias) else column
    return value.to.sql(dialect=dialect) if isinstance(value, exp.Cast) else None


def main() -> int:
    """Print what breaks a rule; the exit code."""
    found = [f"{folder.relative_to(ROOT)}/{violation}" for folder in FOLDERS for violation in violations(folder)]
    for violation in found:
        print(violation)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
