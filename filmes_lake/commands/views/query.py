"""How a query's rows look on a terminal and as JSON."""

from filmes_lake.catalog.result import QueryResult
from filmes_lake.console import Console, format_value, numeric_columns
from filmes_lake.reports.contents import query_document
from filmes_lake.reports.output import OutputFile

# What DuckDB and Athena call the columns of an EXPLAIN; a plan is a drawing of several lines.
_PLANS = (("explain_key", "explain_value"), ("Query Plan",))


def show(console: Console, result: QueryResult) -> None:
    """Write the rows, numbers aligned to the right."""
    if console.as_json:
        console.document(query_document(result))
        return
    if result.columns in _PLANS:
        console.lines(line for row in result.rows for line in str(row[-1]).splitlines())
        return
    cells = [[format_value(value) for value in row] for row in result.rows]
    console.table(result.columns, cells, right=numeric_columns(result.rows))


def show_written(console: Console, result: QueryResult, file: OutputFile) -> None:
    """Say what was written to a file."""
    if console.as_json:
        console.document({"file": str(file.path), "rows": len(result.rows)})
        return
    console.line(f"{len(result.rows):,} rows written to {file.given}")
