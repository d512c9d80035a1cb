"""`filmes-lake ingest`: CSVs and TMDB records into Raw."""

from pathlib import Path
from typing import Annotated

import typer

from filmes_lake.commands import ingest_tmdb
from filmes_lake.commands.options import JsonOption, LakeOption, command_line, date_of, open_runtime
from filmes_lake.models.kinds import Kind

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
    from filmes_lake.commands.views import csv as csv_view
    from filmes_lake.ingest.ingest import ingest_csv as ingest

    filed_under = date_of("--date", day)
    runtime, console = open_runtime(context, lake, as_json=as_json)
    with console.progress() as progress:
        landed = ingest(runtime.lake, files, kind, filed_under, progress, runtime.evolving)
    csv_view.show_landed(console, landed)
    console.note(f"next: {command_line('ingest tmdb', runtime)}")
    console.note(f"then: {command_line('transform all', runtime)}")
