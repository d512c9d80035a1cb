"""Rules that keep the reports' SQL to what Athena and DuckDB read alike: `python -m tools.report_guards`.

What is looked at is what a hand wrote, the templates with their measures filled in: sqlglot repairs what it reads.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import sqlglot
from sqlfluff.core import FluffConfig, Linter
from sqlglot import Token, TokenType, exp
from sqlglot.errors import ParseError

from filmes_lake.engines.athena.literals import with_literals
from filmes_lake.reports.definitions import REPORTS
from filmes_lake.reports.texts import DATA_SETS
from tools.guards import cast_type, functions
from tools.report_texts import SQL_TYPES, filled_texts

FOLDER = Path(__file__).resolve().parent.parent / "filmes_lake/reports/sql"

# Functions whose results were compared on DuckDB and on Trino, nulls and types included. None is approximate: what is
# refused here most often is APPROX_QUANTILE (approx_percentile) and MEDIAN, which Athena has not.
FUNCTIONS = {
    "AVG",
    "CASE",
    "CAST",
    "COALESCE",
    "COUNT",
    "LOWER",
    "MAX",
    "MIN",
    "NULLIF",
    "RANK",
    "ROW_NUMBER",
    "SQRT",
    "SUM",
    "UNNEST",
}
# What DuckDB has under other names: for the texts of data sets, which Athena alone runs.
_OF_ATHENA = {"ARRAY_AGG", "ARRAY_TO_STRING"}
_SUMMED = ("DOUBLE", "DECIMAL(38, 0)")
_COLUMNS = {report.name: {column.name: SQL_TYPES[column.type] for column in report.columns} for report in REPORTS}
# sqlfluff's own words on where a text cannot be parsed.
_PLACE = re.compile(r"^Line \d+, Position \d+: ")
# What ends the last item of an ORDER BY, besides its parenthesis.
_ENDS = (TokenType.LIMIT, TokenType.OFFSET, TokenType.FETCH, TokenType.ROWS, TokenType.RANGE)


def violations(folder: Path = FOLDER) -> Iterator[str]:
    """What breaks a rule in the texts of the folder's templates, each with its name."""
    for name, sql in filled_texts(folder):
        for fault in faults(name, sql):
            yield f"{name}.sql: {fault}"


def faults(name: str, sql: str) -> Iterator[str]:
    """What breaks a rule in the filled text `name`, in Athena's dialect."""
    try:
        tree = sqlglot.parse_one(sql, read="athena")
    except ParseError as error:
        yield f"sqlglot cannot read it: {error.errors[0]['description']}"
        return
    if not isinstance(tree, exp.Query):
        yield "not a SELECT"
        return
    yield from _unread(sql)
    allowed = FUNCTIONS | _OF_ATHENA if name in DATA_SETS else FUNCTIONS
    for function in sorted(functions(tree) - allowed):
        yield f"{function} was not compared on the engines: compare it, then add it to tools/report_guards.py"
    for operand in _operands(tree):
        yield f"an operand of / is not cast to DOUBLE: {operand.sql('athena')}"
    for total in tree.find_all(exp.Sum):
        if cast_type(total.this, "athena") not in _SUMMED:
            yield f"what is summed is not cast to {' or '.join(_SUMMED)}: {total.sql('athena')}"
    for item in _orders_without_nulls(sql):
        yield f"ORDER BY does not say NULLS FIRST or NULLS LAST: {item}"
    yield from _uncast(name, tree)


def _unread(sql: str) -> Iterator[str]:
    """Where a second parser refuses the text: sqlglot lets pass what Trino does not, trailing commas above all."""
    text = with_literals(sql, dict.fromkeys(_parameters(sql)))
    for violation in _linter().lint_string(text).get_violations():
        yield f"line {violation.line_no}: {_PLACE.sub('', violation.desc())}"


@cache
def _linter() -> Linter:
    # CV03 is the rule on a comma before FROM, which sqlfluff's own parser lets pass.
    return Linter(config=FluffConfig(overrides={"dialect": "trino", "rules": "CV03"}))


def _parameters(sql: str) -> Iterator[str]:
    return (found.name for found in sqlglot.parse_one(sql, read="athena").find_all(exp.Placeholder))


def _operands(tree: exp.Expr) -> Iterator[exp.Expr]:
    """Operands of a division that might be whole numbers: Athena would then give a whole number too."""
    for division in tree.find_all(exp.Div, exp.IntDiv):
        yield from (side for side in (division.left, division.right) if not _is_double(side))


def _is_double(value: exp.Expr) -> bool:
    if isinstance(value, exp.Cast):
        return value.to.sql(dialect="athena") == "DOUBLE"
    if isinstance(value, exp.Mul | exp.Div | exp.Add | exp.Sub):
        return _is_double(value.left) and _is_double(value.right)
    if isinstance(value, exp.Paren | exp.Sum | exp.Nullif | exp.Window):
        return _is_double(value.this)
    return isinstance(value, exp.Sqrt)


def _orders_without_nulls(sql: str) -> Iterator[str]:
    # By tokens: the tree does not tell a default from what was said.
    tokens = sqlglot.tokenize(sql, read="athena")
    for place, token in enumerate(tokens):
        if token.token_type is TokenType.ORDER_BY:
            for item in _items(tokens[place + 1 :]):
                if [word.text.upper() for word in item[-2:]] not in (["NULLS", "FIRST"], ["NULLS", "LAST"]):
                    yield sql[item[0].start : item[-1].end + 1]


def _items(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The items of an ORDER BY that begins here."""
    item: list[Token] = []
    depth = 0
    for token in tokens:
        depth += (token.token_type is TokenType.L_PAREN) - (token.token_type is TokenType.R_PAREN)
        if depth < 0 or (depth == 0 and token.token_type in _ENDS):
            break
        if depth == 0 and token.token_type is TokenType.COMMA:
            yield item
            item = []
        else:
            item.append(token)
    if item:
        yield item


def _uncast(name: str, tree: exp.Query) -> Iterator[str]:
    """Columns and parameters without the cast that gives them their type."""
    for parameter in tree.find_all(exp.Placeholder):
        if not isinstance(parameter.parent, exp.Cast):
            yield f"parameter {parameter.name} is not cast: NULL has no type on Athena"
    selected = {column.alias_or_name: cast_type(column, "athena") for column in tree.selects}
    wanted = _COLUMNS.get(name, {column: cast or "its type" for column, cast in selected.items()})
    if list(selected) != list(wanted):
        yield f"its columns are not those of its definition: {', '.join(selected)}"
        return
    for column, cast in wanted.items():
        if selected[column] != cast:
            yield f"column {column} is not cast to {cast}"


def main() -> int:
    """Print what breaks a rule; the exit code."""
    found = list(violations())
    for violation in found:
        print(f"filmes_lake/reports/sql/_generated/{violation}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
