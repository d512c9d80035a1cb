"""How a query's rows look on a terminal and as JSON."""

from filmes_lake.catalog.result import QueryResult
from filmes_lake.console import Console, format_value, numeric_columns

# What DuckDB calls the columns of an EXPLAIN; a plan is a drawing of several lines.
_PLAN = ("explain_key", "explain_value")


def show(console: Console, result: QueryResult) -> None:
    """Write the rows, numbers aligned to the right."""
    if console.as_json:
        rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
        console.document({"columns": result.columns, "rows": rows})
        return
    if result.columns == _PLAN:
        console.lines(line for row in result.rows for line in str(row[1]).splitlines())
        return
    cells = [[format_value(value) for value in row] for row in result.rows]
    console.table(result.columns, cells, right=numeric_columns(result.rows))
