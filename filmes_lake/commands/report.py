"""`filmes-lake report`: the named reports."""

from typing import Annotated, Any

import typer

from filmes_lake.commands import completion
from filmes_lake.commands.options import (
    EngineOption,
    JsonOption,
    LakeOption,
    MaxScanOption,
    assignments,
    command_line,
    open_console,
    open_runtime,
    report_engine,
)
from filmes_lake.errors import UsageError

AS_OF = "An older Refined version: its id, or the newest of that day or before (UTC). Only kept ones: see `versions`."


def report(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME|list",
            help="The report, or `list` to see them all.",
            autocompletion=completion.report_names,
        ),
    ],
    top: Annotated[str | None, typer.Option("--top", metavar="N", help="The same as --set top=N.")] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="A parameter of the report (report NAME --help); repeatable, as is a list: genre=Crime,War.",
            autocompletion=completion.report_parameters,
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", metavar="FILE", help="Write a file instead: .csv, .json, .parquet or .md."),
    ] = None,
    raw_csv: Annotated[
        bool, typer.Option("--raw-csv", help="Write a CSV's cells as they are, also what a spreadsheet would run.")
    ] = False,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE|VERSION", help=AS_OF, autocompletion=completion.versions)
    ] = None,
    engine: EngineOption = None,
    max_scan: MaxScanOption = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run a named report over the current Refined tables and show its funnel."""
    from filmes_lake.commands.views import report as report_view
    from filmes_lake.reports.definitions import REPORTS, find_report
    from filmes_lake.reports.output import Provenance, ReportFile
    from filmes_lake.reports.runner import run_report

    wanted = [*(settings or []), *([] if top is None else [f"top={top}"])]
    if name == "list":
        _refuse(wanted or None, output, raw_csv or None, as_of, engine, max_scan)
        report_view.show_list(open_console(context, as_json=as_json), REPORTS)
        return
    if raw_csv and output is None:
        raise UsageError("--raw-csv: there is no file to write", "add --output FILE.csv")
    chosen, file = find_report(name), ReportFile.at(output, raw_csv=raw_csv) if output is not None else None
    given = assignments(wanted, chosen.parameters)
    runtime, console = open_runtime(context, lake, as_json=as_json, max_scan=max_scan)
    with report_engine(runtime, console, engine, max_scan) as queries:
        result = run_report(runtime.lake, queries, chosen, given, as_of)
    if file:
        file.write(result, Provenance(runtime.lake.now(), runtime.lake.program), runtime.parquet_writer)
        report_view.show_written(console, result, file)
    else:
        report_view.show(console, result)
    if as_of is not None:
        console.note(f"as of {as_of}: version {result.version}")
    if result.lacks_tmdb:
        of_kind = f" --kind {chosen.kind.value}" if chosen.kind else ""
        ingest = command_line(f"ingest tmdb{of_kind}", runtime)
        console.note(f"TMDB knows none of them yet: {ingest}, then {command_line('transform all', runtime)}")


def _refuse(*options: Any) -> None:
    """A list has no parameters and no file: an option that did nothing would promise something."""
    if any(option is not None for option in options):
        raise UsageError("report list: takes no options but --json", "see: filmes-lake report list")
