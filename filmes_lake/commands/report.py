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
from filmes_lake.commands.report_parameters import given_parameters
from filmes_lake.errors import UsageError
from filmes_lake.reports.formats import ReportFormat

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
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="A parameter, as its flag gives it (report NAME --help); repeatable, as is a list: genre=Crime,War.",
            autocompletion=completion.report_parameters,
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write a file instead: .csv, .json, .parquet or .md."),
    ] = None,
    form: Annotated[
        ReportFormat | None, typer.Option("--format", help="Write what such a file holds to standard output instead.")
    ] = None,
    chart: Annotated[bool, typer.Option("--chart", help="Draw bars instead of the table.")] = False,
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
    from filmes_lake.reports.definitions import REPORTS, bars_of, find_report
    from filmes_lake.reports.output import Provenance, ReportFile, report_text
    from filmes_lake.reports.runner import run_report

    wanted = given_parameters(context, settings)
    if name == "list":
        _refuse(wanted or None, output, form, chart or None, raw_csv or None, as_of, engine, max_scan)
        report_view.show_list(open_console(context, as_json=as_json), REPORTS)
        return
    _check_output(output, form, raw_csv=raw_csv, as_json=as_json)
    if chart and (output is not None or form or as_json):
        raise UsageError("--chart: drawn on the terminal, and neither a file nor a format", "omit it, or the other")
    chosen, file = find_report(name), ReportFile.at(output, raw_csv=raw_csv) if output is not None else None
    given, bars = assignments(wanted, chosen.parameters), bars_of(chosen) if chart else None
    runtime, console = open_runtime(context, lake, as_json=as_json, max_scan=max_scan)
    with report_engine(runtime, console, engine, max_scan) as queries:
        result = run_report(runtime.lake, queries, chosen, given, as_of)
    made = Provenance(runtime.lake.now(), runtime.lake.program)
    if file:
        file.write(result, made, runtime.parquet_writer)
        report_view.show_written(console, result, file)
    elif form:
        console.text(report_text(result, made, form, raw_csv=raw_csv))
    else:
        report_view.show(console, result, bars)
    if as_of is not None:
        console.note(f"as of {as_of}: version {result.version}")
    if result.lacks_tmdb:
        ingest = command_line(f"ingest tmdb --kind {chosen.kind.value}", runtime)
        console.note(f"TMDB knows none of them yet: {ingest}, then {command_line('transform all', runtime)}")


def _check_output(output: str | None, form: ReportFormat | None, *, raw_csv: bool, as_json: bool) -> None:
    """UsageError where two options differ about the output, or one would do nothing."""
    if form and output is not None:
        raise UsageError(f"--format {form.value}: a file's name says what it holds", "omit it, or --output")
    if form and as_json:
        raise UsageError(f"--format {form.value}: --json is a format of its own", "omit either")
    if raw_csv and output is None and form is not ReportFormat.CSV:
        raise UsageError("--raw-csv: there is no CSV to write", "add --output FILE.csv or --format csv")


def _refuse(*options: Any) -> None:
    """A list has no parameters and no file: an option that did nothing would promise something."""
    if any(option is not None for option in options):
        raise UsageError("report list: takes no options but --json", "see: filmes-lake report list")
