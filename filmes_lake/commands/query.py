"""`filmes-lake query`: SQL over the current tables, read only."""

from typing import Annotated

import typer

from filmes_lake.commands import completion
from filmes_lake.commands.options import JsonOption, LakeOption, open_runtime


def query(
    context: typer.Context,
    sql: Annotated[
        str, typer.Argument(metavar="SQL", help="One SELECT, in DuckDB's SQL.", autocompletion=completion.tables_in_sql)
    ],
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run one SELECT over the current Trusted and Refined tables."""
    import tempfile
    from pathlib import Path

    from filmes_lake.catalog.local import current_tables, open_session
    from filmes_lake.console import format_value, numeric_columns

    runtime, console = open_runtime(context, lake, as_json=as_json)
    with (
        tempfile.TemporaryDirectory() as scratch,
        open_session(current_tables(runtime.lake, Path(scratch)), runtime.settings.memory) as session,
    ):
        result = session.query(sql)
    if as_json:
        console.document(
            {"columns": result.columns, "rows": [dict(zip(result.columns, r, strict=True)) for r in result.rows]}
        )
        return
    cells = [[format_value(value) for value in row] for row in result.rows]
    console.table(result.columns, cells, right=numeric_columns(result.rows))
