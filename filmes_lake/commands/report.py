"""`filmes-lake report`: the named reports."""

from typing import Annotated

import typer

from filmes_lake.commands.options import (
    JsonOption,
    LakeOption,
    assignments,
    command_line,
    open_console,
    open_runtime,
)

AS_OF = "An older Refined version: its id, or the newest of that day or before (UTC). Only kept ones: see `versions`."


def report(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME|list", help="The report, or `list` to see them all.")],
    top: Annotated[str | None, typer.Option("--top", metavar="N", help="The same as --set top=N.")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A parameter; may be repeated.")
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE|VERSION", help=AS_OF)] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run a named report over the current Refined tables and show its funnel."""
    from filmes_lake.commands import report_view
    from filmes_lake.reports.definitions import REPORTS, find_report
    from filmes_lake.reports.runner import run_report

    if name == "list":
        report_view.show_list(open_console(context, as_json=as_json), REPORTS)
        return
    chosen = find_report(name)
    given = assignments(settings or [])
    if top is not None:
        given["top"] = top
    runtime, console = open_runtime(context, lake, as_json=as_json)
    result = run_report(runtime.lake, runtime.query_engine, chosen, given, as_of)
    report_view.show(console, result)
    if as_of is not None:
        console.note(f"as of {as_of}: version {result.version}")
    if result.lacks_tmdb:
        ingest = command_line("ingest tmdb --kind movies --from FILE.jsonl", runtime)
        console.note(f"TMDB knows none of these films yet: {ingest}, then {command_line('transform all', runtime)}")
