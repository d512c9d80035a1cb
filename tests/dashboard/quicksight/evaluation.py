"""QuickSight's expressions as DuckDB evaluates them: its functions as macros that mean what QuickSight says they do.

That they mean that there too, only the service itself can show.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from filmes_lake.dashboard.quicksight.expressions import fields_of, parameter_name
from filmes_lake.dashboard.quicksight.grains import Grain
from filmes_lake.dashboard.quicksight.words import choice
from filmes_lake.lake import layout
from filmes_lake.language import Language
from filmes_lake.reports.parameters import Value

_MOST_CASES = 15
_MACROS = {
    "array_join": "(list, between) AS array_to_string(list, between)",
    "is_null": "(x) AS x IS NULL",
    "is_not_null": "(x) AS x IS NOT NULL",
    "locate": "(text, part) AS instr(text, part)",
    "toLower": "(text) AS lower(text)",
    "distinct_count": "(x) AS count(DISTINCT x)",
}


@contextmanager
def evaluation(lake: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The lake's tables, with QuickSight's functions, and what Athena has and DuckDB has not."""
    with duckdb.connect(lake / layout.LOCAL_CATALOG, read_only=True) as session:
        for name, macro in _MACROS.items():
            session.execute(f"CREATE TEMP MACRO {name}{macro}")
        session.execute(f"CREATE TEMP MACRO ifelse{', '.join(_ifelse())}")
        yield session


def evaluated(
    session: duckdb.DuckDBPyConnection,
    grain: Grain,
    what: str,
    parameters: Mapping[str, Value],
    rest: str = "",
) -> list[tuple[Any, ...]]:
    """`what`, expressions with commas between, over the rows of a data set; `rest` is what comes after these."""
    rows = f"FROM ({grain.sql('main')}) AS linhas {rest}"
    return session.execute(_as_sql(f"SELECT {what} {rows}", grain, parameters)).fetchall()


def _as_sql(text: str, grain: Grain, parameters: Mapping[str, Value]) -> str:
    fields = {field.name: field.expression for field in fields_of(grain, Language.ENGLISH)}
    values = {parameter_name(name): _literal(value) for name, value in parameters.items()}

    def column(name: str) -> str:
        return f"({replaced(fields[name])})" if name in fields else f'linhas."{name}"'

    def replaced(expression: str) -> str:
        named = re.sub(r"\$\{(\w+)\}", lambda found: values[found[1]], expression)
        return re.sub(r"\{(\w+)\}", lambda found: column(found[1]), named)

    # DuckDB's grammar has words of its own that are spelt so.
    return replaced(text).replace("isNull(", "is_null(").replace("isNotNull(", "is_not_null(")


def _literal(value: Value) -> str:
    """A parameter as a reader of the dashboard would choose it: one genre, and 0 for none of a number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    chosen = value[0] if isinstance(value, tuple) else value
    return f"'{choice(chosen, Language.ENGLISH)}'"


def _ifelse() -> Iterator[str]:
    """One for each number of cases."""
    for cases in range(1, _MOST_CASES):
        names = [f"{kind}{place}" for place in range(cases) for kind in ("c", "v")]
        chosen = " ".join(f"WHEN c{place} THEN v{place}" for place in range(cases))
        yield f"({', '.join([*names, 'other'])}) AS CASE {chosen} ELSE other END"
