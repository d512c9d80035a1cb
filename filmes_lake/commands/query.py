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
    from filmes_lake.commands.views import query as query_view

    runtime, console = open_runtime(context, lake, as_json=as_json, max_scan=max_scan)
    with report_engine(runtime, console, engine, max_scan) as queries:
        result = queries.query(sql)
    query_view.show(console, result)
