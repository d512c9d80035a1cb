"""`filmes-lake query`: SQL over the current tables, read only."""

from typing import Annotated

import typer

from filmes_lake.commands import completion
from filmes_lake.commands.options import (
    EngineOption,
    JsonOption,
    LakeOption,
    MaxScanOption,
    open_runtime,
    report_engine,
)


def query(
    context: typer.Context,
    sql: Annotated[
        str,
        typer.Argument(
            metavar="SQL",
            help="One SELECT, in DuckDB's SQL or, there, in Athena's.",
            autocompletion=completion.tables_in_sql,
        ),
    ],
    engine: EngineOption = None,
    max_scan: MaxScanOption = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run one SELECT over the current Trusted and Refined tables."""
    from filmes_lake.console import format_value, numeric_columns

    runtime, console = open_runtime(context, lake, as_json=as_json, max_scan=max_scan)
    with report_engine(runtime, console, engine, max_scan) as queries:
        result = queries.query(sql)
    if as_json:
        console.document(
            {"columns": result.columns, "rows": [dict(zip(result.columns, r, strict=True)) for r in result.rows]}
        )
        return
    cells = [[format_value(value) for value in row] for row in result.rows]
    console.table(result.columns, cells, right=numeric_columns(result.rows))
