"""`filmes-lake init`: a commented settings file, and the lake."""

from pathlib import Path
from typing import Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, command_line, open_runtime

SOURCES = {"movies": "movies.csv", "series": "series.csv", "tmdb": "tmdb"}


def init(
    context: typer.Context,
    movies: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The CSV of films; movies.csv where there is one.")
    ] = None,
    series: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The CSV of series; series.csv where there is one.")
    ] = None,
    tmdb: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="A folder of saved TMDB records; tmdb where there is one."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write the file anew where there is one.")] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write filmes-lake.toml into this folder, with every setting explained, and create the lake."""
    from filmes_lake.ingest.registry import settings
    from filmes_lake.workflows.settings_file import settings_text, written

    given = {name: path for name, path in (("movies", movies), ("series", series), ("tmdb", tmdb)) if path is not None}
    found = {name: Path(path) for name, path in SOURCES.items() if Path(path).exists()}
    sources = {name: str(path) for name, path in (found | given).items()}
    values = {f"sources.{name}": path for name, path in sources.items()} | ({} if lake is None else {"lake": lake})
    with written(settings_text(settings(), values), force=force) as path:
        runtime, console = open_runtime(context, lake, as_json=as_json)
        with runtime.lake.run("init"):
            pass  # its entry in the ledger creates the lake, and shows that it can be written
    if as_json:
        console.document({"file": str(path), "lake": runtime.lake.storage.uri, "sources": sources})
        return
    console.line(f"written: {path}")
    console.line(f"lake: {runtime.lake.storage.uri}")
    for name in SOURCES:
        console.line(f"{name}: {sources.get(name, 'none yet: name it under [sources], or give it to init')}")
    console.note(f"next: {command_line('run')}")
