"""`filmes-lake init`: a commented settings file, and the lake."""

from pathlib import Path
from typing import Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, open_console


def init(
    context: typer.Context,
    movies: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The CSV of films; movies.csv where there is one.")
    ] = None,
    series: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The CSV of series; series.csv where there is one.")
    ] = None,
    imdb: Annotated[
        str | None,
        typer.Option(metavar="FOLDER|download", help="A folder of IMDb's own files; imdb where there is one."),
    ] = None,
    tmdb: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="A folder of saved TMDB records; tmdb where there is one."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file if it exists.")] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write filmes-lake.toml into this folder, with every setting explained, and create the lake."""
    from filmes_lake.commands.views import init as init_view
    from filmes_lake.runtime import Runtime
    from filmes_lake.workflows.init import init as run

    named = {"movies": movies, "series": series, "imdb": imdb, "tmdb": tmdb}
    given: dict[str, Path | str] = {name: path for name, path in named.items() if path is not None}
    made = run(given, lake, lambda: Runtime.from_flags(lake=lake).lake, force=force)
    init_view.show(open_console(context, as_json=as_json), made)
