"""`filmes-lake ingest`: CSVs and TMDB records into Raw."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from filmes_lake.commands import ingest_tmdb
from filmes_lake.commands.options import JsonOption, LakeOption, command_line, date_of, open_runtime, size_of
from filmes_lake.models.kinds import Kind

if TYPE_CHECKING:
    from filmes_lake.console import Console
    from filmes_lake.ingest.landing import LandedCsv

app = typer.Typer(help="Bring CSVs and TMDB records into the lake's Raw layer.", no_args_is_help=True)
app.command("tmdb")(ingest_tmdb.ingest_tmdb)


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
    from filmes_lake.ingest.ingest import Watch
    from filmes_lake.ingest.ingest import ingest_csv as ingest

    filed_under = date_of("--date", day)
    runtime, console = open_runtime(context, lake, as_json=as_json)
    size = size_of(files)
    with console.bytes_progress(("reading", size), ("storing", size)) as watch:
        landed = ingest(runtime.lake, files, kind, filed_under, Watch(*watch), runtime.evolving)
    _show_landed(console, landed)
    console.note(f"next: {command_line('ingest tmdb', runtime)}")
    console.note(f"then: {command_line('transform all', runtime)}")


def _show_landed(console: "Console", landed: list["LandedCsv"]) -> None:
    from filmes_lake.ingest.csv_source.header import shown

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
