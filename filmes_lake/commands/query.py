"""`filmes-lake query`: SQL over the current tables, read only."""

import re
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from filmes_lake.commands import completion
from filmes_lake.commands.options import (
    EngineOption,
    FormatOption,
    JsonOption,
    LakeOption,
    MaxScanOption,
    OutputOption,
    RawCsvOption,
    in_utf_8,
    open_runtime,
    output_file,
    report_engine,
    write_file,
    write_text,
)
from filmes_lake.errors import SourceError, UsageError

_STANDARD_INPUT = "-"
_WAYS = 'give one of "SELECT ...", - or --file FILE'
# SQL may begin with a comment. No option has a blank in its name.
_COMMENT = re.compile(r"--[^=\s]*\s")


class QueryCommand(TyperCommand):
    """A command whose argument may begin with `--`, as SQL does that begins with a comment."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """See `TyperCommand.parse_args`; what can be no option comes last, where it is taken for none."""
        end = args.index("--") if "--" in args else len(args)
        comments = [word for word in args[:end] if _COMMENT.match(word)]
        if comments:
            args = [*(word for word in args[:end] if word not in comments), "--", *comments, *args[end + 1 :]]
        return super().parse_args(ctx, args)


def query(
    context: typer.Context,
    sql: Annotated[
        str | None,
        typer.Argument(
            metavar="SQL|-",
            help="One SELECT, in DuckDB's SQL or, there, in Athena's; - reads it from standard input.",
            autocompletion=completion.tables_in_sql,
            show_default=False,
        ),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="Read the SELECT from a file, in UTF-8.")
    ] = None,
    output: OutputOption = None,
    form: FormatOption = None,
    raw_csv: RawCsvOption = False,
    engine: EngineOption = None,
    max_scan: MaxScanOption = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run one SELECT over the current Trusted and Refined tables, or EXPLAIN one."""
    from filmes_lake.commands.views import query as query_view
    from filmes_lake.reports.contents import of_query

    text, target = _text(sql, file), output_file(output, form, raw_csv=raw_csv, as_json=as_json)
    runtime, console = open_runtime(context, lake, as_json=as_json, max_scan=max_scan)
    with report_engine(runtime, console, engine, max_scan) as queries:
        result = queries.query(text)
    if target:
        write_file(target, of_query(text, result), runtime)
        query_view.show_written(console, result, target)
    elif form:
        write_text(console, form, of_query(text, result), runtime, raw_csv=raw_csv)
    else:
        query_view.show(console, result)


def _text(sql: str | None, file: Path | None) -> str:
    """The SQL, from wherever it is said to come."""
    if sql is not None and file is not None:
        raise UsageError("query: SQL and --file, and only one can be run", _WAYS)
    text = in_utf_8("query", _read() if sql == _STANDARD_INPUT else sql or "") if file is None else _of(file)
    if not text.strip():
        raise UsageError("query: there is no SQL", _WAYS)
    return text


def _read() -> str:
    try:
        return sys.stdin.read().removeprefix("\ufeff")
    except OSError as error:
        raise SourceError(f"standard input: cannot be read: {error}", "check where it comes from") from error


def _of(file: Path) -> str:
    try:
        return file.expanduser().read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise SourceError(f"{file}: no such file", "check the path") from error
    except OSError as error:
        raise SourceError(
            f"{file}: cannot be read: {error.strerror}", "check what it is and its permissions"
        ) from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{file}: cannot be read: {error}", "give a text in UTF-8") from error
