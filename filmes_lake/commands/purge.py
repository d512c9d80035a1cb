"""`filmes-lake purge`: TMDB's answers past their terms, from every layer that holds them."""

from typing import Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, command_line, open_runtime


def purge(
    context: typer.Context,
    older_than: Annotated[
        int, typer.Option("--older-than", min=0, metavar="DAYS", help="TMDB allows 180 days; 0 purges every answer.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be deleted; delete nothing.")] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete TMDB's older answers from Raw, rebuild Trusted and Refined, and delete versions that held them."""
    from filmes_lake.commands.views import catalog as catalog_view
    from filmes_lake.commands.views import purge as purge_view
    from filmes_lake.workflows.purge import find_purgeable
    from filmes_lake.workflows.purge import purge as run

    runtime, console = open_runtime(context, lake, as_json=as_json)
    if dry_run:
        purge_view.show(console, find_purgeable(runtime.lake, runtime.transform_engine, older_than), done=False)
        return
    with console.progress("purge") as progress:
        purged = run(runtime.lake, runtime.transform_engine, runtime.catalog, older_than, progress)
    purge_view.show(console, purged.result, done=True)
    if purged.result.answers:
        console.note(f"ask TMDB again: {command_line('ingest tmdb', runtime)}")
    catalog_view.show_followed(console, runtime, purged.catalog)
    raise typer.Exit(purged.exit_code)
