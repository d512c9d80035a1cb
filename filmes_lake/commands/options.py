"""The options that every command has, declared once, and what they open."""

import shlex
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from filmes_lake.errors import UsageError
from filmes_lake.language import Language
from filmes_lake.reports.formats import Format

if TYPE_CHECKING:
    from filmes_lake.console import Console
    from filmes_lake.reports.output import Content, OutputFile, Provenance
    from filmes_lake.reports.parameters import Parameter
    from filmes_lake.reports.runner import QueryEngine
    from filmes_lake.runtime import Runtime

LakeOption = Annotated[
    str | None, typer.Option("--lake", metavar="URI", help="The lake: a folder (./lake) or s3://bucket/prefix.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write one JSON document to standard output.")]

LanguageOption = Annotated[
    Language | None, typer.Option("--lang", help="The language of titles, questions, notes, reasons and units.")
]

StrictOption = Annotated[
    bool | None,
    typer.Option("--strict/--no-strict", help="Publish nothing and exit with 3 where values became null (strict)."),
]

YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask. Needed with --json, -q and without a terminal.")]

MaxScanOption = Annotated[
    str | None,
    typer.Option("--max-scan", metavar="SIZE", help="Refuse or stop queries that read more on Athena, such as 500MB."),
]


OutputOption = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write a file instead: .csv, .json, .parquet or .md."),
]

FormatOption = Annotated[
    Format | None, typer.Option("--format", help="Write what such a file holds to standard output instead.")
]

RawCsvOption = Annotated[
    bool, typer.Option("--raw-csv", help="Write a CSV's cells as they are, also what a spreadsheet would run.")
]


class ReportEngine(StrEnum):
    """Which engine runs reports and queries."""

    DUCKDB = "duckdb"
    ATHENA = "athena"


EngineOption = Annotated[
    ReportEngine | None,
    typer.Option("--engine", help="The engine; by default Athena on S3 once a workgroup is set, else DuckDB."),
]

PROGRAM = "filmes-lake"


@dataclass
class RootOptions:
    """What was said before the sub-command."""

    verbosity: int = 0


def open_runtime(
    context: typer.Context, lake: str | None, *, as_json: bool, **flags: Any
) -> tuple["Runtime", "Console"]:
    """The backends and the console of a command; `flags` are settings that it has options for."""
    from filmes_lake.runtime import Runtime

    return Runtime.from_flags(lake=lake, **flags), open_console(context, as_json=as_json)


@contextmanager
def report_engine(
    runtime: "Runtime", console: "Console", engine: ReportEngine | None, max_scan: str | None
) -> Iterator["QueryEngine"]:
    """The engine of reports and queries; Athena reports to the console how far it is and what it cost."""
    if (engine or ReportEngine(runtime.usual_report_engine)) is ReportEngine.DUCKDB:
        if max_scan is not None:
            raise UsageError("--max-scan: DuckDB reads copies on this machine, at no charge", "use --engine athena")
        yield runtime.query_engine
        return
    with console.progress("Athena") as progress:
        yield runtime.athena_engine(progress)


def output_file(output: str | None, form: Format | None, *, raw_csv: bool, as_json: bool) -> "OutputFile | None":
    """The file of `--output`, if there is to be one; UsageError where it cannot be one, or other options differ."""
    if form and output is not None:
        raise UsageError(f"--format {form.value}: a file's name says what it holds", "omit it, or --output")
    if form and as_json:
        raise UsageError(f"--format {form.value}: --json is a format of its own", "omit either")
    if output is not None:
        from filmes_lake.reports.output import OutputFile

        return OutputFile.at(output, raw_csv=raw_csv)
    if raw_csv and form is not Format.CSV:
        raise UsageError("--raw-csv: there is no CSV to write", "add --output FILE.csv or --format csv")
    return None


def write_file(file: "OutputFile", content: "Content", runtime: "Runtime") -> None:
    """Write what was found on the lake of `runtime` into a file."""
    file.write(content, _provenance(runtime), runtime.parquet_writer)


def write_text(console: "Console", form: Format, content: "Content", runtime: "Runtime", *, raw_csv: bool) -> None:
    """Write what was found on the lake of `runtime` to standard output."""
    from filmes_lake.reports.output import text_of

    console.text(text_of(content, _provenance(runtime), form, raw_csv=raw_csv))


def _provenance(runtime: "Runtime") -> "Provenance":
    from filmes_lake.reports.output import Provenance

    return Provenance(runtime.lake.now(), runtime.lake.program)


def open_console(context: typer.Context, *, as_json: bool) -> "Console":
    """The console of a command."""
    from filmes_lake.console import Console

    root = context.find_object(RootOptions) or RootOptions()
    return Console(as_json=as_json, quiet=root.verbosity < 0)


def confirmed(console: "Console", question: str, *, yes: bool) -> bool:
    """Whether the user wants it: `yes` says so, or the answer does; UsageError where nobody can be asked."""
    if not yes and not console.can_ask:
        raise UsageError(f"{question} nobody sits at a terminal to answer", "add --yes to go ahead")
    return yes or console.confirm(question)


def in_utf_8(what: str, text: str) -> str:
    """The text; UsageError where it was given in another encoding: what is no UTF-8 comes as surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UsageError(f"{what}: not in UTF-8", "give a text in UTF-8, in a terminal that is set to it") from error
    return text


def assignments(settings: Iterable[str], parameters: Iterable["Parameter"]) -> dict[str, str]:
    """What repeated `--set KEY=VALUE` give, a list's values joined; UsageError where one is no such thing.

    So is any other parameter that is given twice: nobody could know which one is meant.
    """
    lists = {parameter.name for parameter in parameters if parameter.type is list}
    given: dict[str, str] = {}
    for setting in settings:
        key, equals, value = in_utf_8(f"--set {setting}", setting).partition("=")
        if not equals or not key:
            raise UsageError(f"--set {setting}: not KEY=VALUE", "for example: --set min_votes=0")
        if key in given and key not in lists:
            raise UsageError(
                f"{key}: given twice, as {given[key]} and as {value}", "give it once, by --set or its flag"
            )
        given[key] = f"{given[key]},{value}" if key in given else value
    return given


def command_line(words: str, runtime: "Runtime | None" = None) -> str:
    """A command as the user can type it here, on the lake of `runtime`.

    Where the program is not on the PATH, it is named by the path under which it was called.
    """
    typed = sys.argv[0] if Path(sys.argv[0]).name == PROGRAM and not shutil.which(PROGRAM) else PROGRAM
    lake = f" --lake {shlex.quote(runtime.lake_flag)}" if runtime and runtime.lake_flag else ""
    return f"{typed} {words}{lake}"


def filing_day(text: str | None, runtime: "Runtime") -> date | None:
    """The day that --date names; UsageError where it is none, or lies in the future."""
    from filmes_lake.ingest.future import begins_later

    day = date_of("--date", text)
    if day and begins_later(day, runtime.lake.now()):
        raise UsageError(f"--date {text}: a day that lies in the future", "give the day on which the files were had")
    return day


def date_of(option: str, text: str | None) -> date | None:
    """The day that an option names; UsageError where it is none."""
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a date has no zone
    except ValueError as error:
        raise UsageError(f"{option} {text}: not a date", "write it as YYYY-MM-DD") from error
