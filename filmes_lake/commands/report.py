"""`filmes-lake report`: the named reports."""

from typing import Annotated, Any

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, command_line, open_console, open_runtime
from filmes_lake.errors import UsageError


def report(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME|list", help="The report, or `list` to see them all.")],
    top: Annotated[str | None, typer.Option("--top", metavar="N", help="The same as --set top=N.")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A parameter; may be repeated.")
    ] = None,
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
    given = _parse(settings or [])
    if top is not None:
        given["top"] = top
    runtime, console = open_runtime(context, lake, as_json=as_json)
    result = run_report(runtime.lake, runtime.query_engine, chosen, given)
    report_view.show(console, result)
    if result.lacks_tmdb:
        ingest = command_line("ingest tmdb --kind movies --from FILE.jsonl", runtime)
        console.note(f"TMDB knows none of these films yet: {ingest}, then {command_line('transform all', runtime)}")


def _parse(settings: list[str]) -> dict[str, Any]:
    given = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key:
            raise UsageError(f"--set {setting}: not KEY=VALUE", "for example: --set min_votes=0")
        given[key] = value
    return given
