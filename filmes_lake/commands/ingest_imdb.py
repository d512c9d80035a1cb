"""`filmes-lake ingest imdb`: a set of IMDb's own files into Raw."""

from pathlib import Path
from typing import Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, command_line, date_of, open_runtime

SetArgument = Annotated[
    list[str], typer.Argument(metavar="FOLDER|FILE...", help="IMDb's files as they are, or a folder of them.")
]
DayOption = Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The day to file them under.")]


def ingest_imdb(
    context: typer.Context,
    files: SetArgument,
    day: DayOption = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Store a set of IMDb's own files and make it the current snapshot of films and series."""
    from filmes_lake.commands.views import landed as landed_view
    from filmes_lake.ingest.files import path_of
    from filmes_lake.ingest.imdb.ingest import SetRequest, ingest_set

    filed_under = date_of("--date", day)
    runtime, console = open_runtime(context, lake, as_json=as_json)
    paths: list[Path] = [path_of(word, None) for word in files]
    with console.progress() as progress:
        landed = ingest_set(runtime.lake, paths, SetRequest(filed_under, runtime.settings.largest_unpacked), progress)
    landed_view.show(console, landed)
    console.note(f"next: {command_line('transform all', runtime)}")
