"""How a query's rows look on a terminal and as JSON."""

from filmes_lake.catalog.result import QueryResult
from filmes_lake.console import Console, format_value, numeric_columns


def show(console: Console, result: QueryResult) -> None:
    """Write the rows, numbers aligned to the right."""
    if console.as_json:
        rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
        console.document({"columns": result.columns, "rows": rows})
        return
    cells = [[format_value(value) for value in row] for row in result.rows]
    console.table(result.columns, cells, right=numeric_columns(result.rows))
