"""`filmes-lake report`: the named reports."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from filmes_lake.commands import completion
from filmes_lake.commands.options import (
    EngineOption,
    FormatOption,
    JsonOption,
    LakeOption,
    LanguageOption,
    MaxScanOption,
    OutputOption,
    RawCsvOption,
    assignments,
    command_line,
    open_runtime,
    output_file,
    report_engine,
    write_file,
    write_text,
)
from filmes_lake.commands.report_parameters import given_parameters
from filmes_lake.errors import UsageError

if TYPE_CHECKING:
    from filmes_lake.console import Console
    from filmes_lake.language import Language
    from filmes_lake.reports.output import Content
    from filmes_lake.reports.runner import ReportResult
    from filmes_lake.runtime import Runtime

AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE|VERSION",
        help="An older Refined version: its id, or the newest of that day or before (UTC). Only kept ones: see "
        "`versions`.",
        autocompletion=completion.versions,
    ),
]


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
    output: OutputOption = None,
    form: FormatOption = None,
    chart: Annotated[bool, typer.Option("--chart", help="Draw bars instead of the table.")] = False,
    raw_csv: RawCsvOption = False,
    as_of: AsOfOption = None,
    lang: LanguageOption = None,
    engine: EngineOption = None,
    max_scan: MaxScanOption = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run a named report over the current Refined tables and show its funnel."""
    from filmes_lake.commands.views import report as report_view
    from filmes_lake.reports.definitions import bars_of, find_report
    from filmes_lake.reports.runner import run_report

    wanted = given_parameters(context, settings)
    if name == "list":
        _refuse(wanted or None, output, form, chart or None, raw_csv or None, as_of, engine, max_scan)
        _show_list(*open_runtime(context, lake, as_json=as_json, lang=lang))
        return
    if chart and (output is not None or form or as_json):
        raise UsageError("--chart: drawn on the terminal, and neither a file nor a format", "omit it, or the other")
    chosen, file = find_report(name), output_file(output, form, raw_csv=raw_csv, as_json=as_json)
    given, bars = assignments(wanted, chosen.parameters), bars_of(chosen) if chart else None
    runtime, console = open_runtime(context, lake, as_json=as_json, max_scan=max_scan, lang=lang)
    language = runtime.settings.lang
    with report_engine(runtime, console, engine, max_scan) as queries:
        result = run_report(runtime.lake, queries, chosen, given, as_of)
    if file:
        write_file(file, _content(result, language), runtime)
        report_view.show_written(console, result, language, file)
    elif form:
        write_text(console, form, _content(result, language), runtime, raw_csv=raw_csv)
    else:
        report_view.show(console, result, language, bars)
    if as_of is not None:
        report_view.note_as_of(console, result, language, as_of)
    if result.lacks_tmdb:
        of_kind = f" --kind {chosen.kind.value}" if chosen.kind else ""
        ingest = command_line(f"ingest tmdb{of_kind}", runtime)
        report_view.note_lack_of_tmdb(console, language, ingest, command_line("transform all", runtime))


def _content(result: "ReportResult", language: "Language") -> "Content":
    from filmes_lake.reports.contents import of_report

    return of_report(result, language)


def _show_list(runtime: "Runtime", console: "Console") -> None:
    from filmes_lake.commands.views import report as report_view
    from filmes_lake.reports.definitions import REPORTS

    report_view.show_list(console, REPORTS, runtime.settings.lang)


def _refuse(*options: Any) -> None:
    """A list has no parameters and no file: an option that did nothing would promise something."""
    if any(option is not None for option in options):
        raise UsageError("report list: takes no options but --lang and --json", "see: filmes-lake report list")
