"""`filmes-lake ingest`: CSVs and TMDB records into Raw."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, command_line, open_runtime
from filmes_lake.errors import EXIT_PARTLY_DONE, UsageError
from filmes_lake.models.kinds import Kind

if TYPE_CHECKING:
    from filmes_lake.console import Console
    from filmes_lake.ingest.ingest import TmdbIngest
    from filmes_lake.ingest.landing import LandedCsv

app = typer.Typer(help="Bring CSVs and TMDB records into the lake's Raw layer.", no_args_is_help=True)

_SHOWN_BAD_LINES = 20


@app.command("csv")
def ingest_csv(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV files, plain or gzip.")],
    kind: Annotated[Kind | None, typer.Option(help="Refuse files of another kind; the header tells it.")] = None,
    day: Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The day to file them under.")] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Store CSVs exactly as received and make them the current snapshots of their kinds."""
    from filmes_lake.ingest.ingest import ingest_csv as ingest

    filed_under = None if day is None else _day(day)
    runtime, console = open_runtime(context, lake, as_json=as_json)
    with console.bytes_progress("reading", _size(files)) as advance:
        landed = ingest(runtime.lake, files, kind, filed_under, advance, runtime.evolving)
    _show_landed(console, landed)
    console.note(f"next: {command_line('ingest tmdb --kind movies --from FILE.jsonl', runtime)}")
    console.note(f"then: {command_line('transform all', runtime)}")


@app.command("tmdb")
def ingest_tmdb(
    context: typer.Context,
    source: Annotated[Path, typer.Option("--from", metavar="FILE.jsonl", help="Records saved earlier; plain or gzip.")],
    kind: Annotated[Kind, typer.Option(help="What the records are about.")],
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Store TMDB detail records, one JSON object a line, in parts; lines that are none are reported and kept."""
    from filmes_lake.ingest.ingest import ingest_saved_tmdb

    runtime, console = open_runtime(context, lake, as_json=as_json)
    with console.bytes_progress("reading", _size([source])) as advance:
        result = ingest_saved_tmdb(runtime.lake, source, kind, advance)
    _show_tmdb(console, result)
    console.note(f"next: {command_line('transform all', runtime)}")
    if result.not_records:
        raise typer.Exit(EXIT_PARTLY_DONE)


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a date has no zone
    except ValueError as error:
        raise UsageError(f"--date {text}: not a date", "write it as YYYY-MM-DD") from error


def _size(files: list[Path]) -> int:
    return sum(file.stat().st_size for file in files if file.is_file())


def _show_landed(console: "Console", landed: list["LandedCsv"]) -> None:
    from filmes_lake.ingest.csv_header import shown

    documents: list[dict[str, Any]] = [
        {
            "kind": file.received.kind.value,
            "source": file.received.source,
            "key": file.key,
            "rows": file.received.lines,
            "bytes": file.received.bytes,
            "sha256": file.received.sha256,
            "status": file.status,
            "new_columns": file.received.new_columns,
        }
        for file in landed
    ]
    if console.as_json:
        console.document({"files": documents})
    else:
        for file in documents:
            console.line("{status}: {source} -> {key} ({rows:,} lines of {kind})".format(**file))
            if names := file["new_columns"]:
                console.note(
                    f"{file['source']}: new columns stay in Raw, no table has them: {', '.join(map(shown, names))}"
                )


def _show_tmdb(console: "Console", result: "TmdbIngest") -> None:
    if console.as_json:
        console.document(
            {
                "kind": result.kind.value,
                "source": result.source,
                "parts": result.parts,
                "stored": result.stored,
                "unchanged": result.unchanged,
                "not_records": [{"line": line, "reason": reason} for line, reason in result.bad_lines],
                "errors": result.errors_key,
            }
        )
        return
    console.line(
        f"{result.source}: {result.kind.value} records: {result.stored:,} stored (parts: {len(result.parts):,}), "
        f"{result.unchanged:,} unchanged; lines that are no records: {result.not_records:,}"
    )
    for line, reason in result.bad_lines[:_SHOWN_BAD_LINES]:
        console.note(f"{result.source}:{line}: {reason}")
    if result.errors_key:
        console.note(f"every such line is kept in {result.errors_key}")
