"""`filmes-lake purge`: TMDB's answers past their terms, from every layer that holds them.

No other command deletes what cannot be had again, so no other asks: `rollback` moves a pointer, old versions go by a
rule and can be made again, and what `--force` overwrites was asked for by that word.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, YesOption, command_line, open_runtime
from filmes_lake.errors import FilmesLakeError, UsageError

if TYPE_CHECKING:
    from filmes_lake.console import Console
    from filmes_lake.runtime import Runtime


def purge(
    context: typer.Context,
    older_than: Annotated[
        int, typer.Option("--older-than", min=0, metavar="DAYS", help="TMDB allows 180 days; 0 purges every answer.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be deleted; delete nothing.")] = False,
    yes: YesOption = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete TMDB's older answers from Raw, rebuild Trusted and Refined, and delete versions that held them.

    What would be deleted is shown first, and you are asked: it cannot be undone.
    """
    from filmes_lake.commands.views import catalog as catalog_view
    from filmes_lake.commands.views import purge as purge_view
    from filmes_lake.workflows.purge import find_purgeable
    from filmes_lake.workflows.purge import purge as run

    runtime, console = open_runtime(context, lake, as_json=as_json)
    if dry_run:
        purge_view.show(console, find_purgeable(runtime.lake, runtime.transform_engine, older_than), done=False)
        return
    if not yes:
        _ask(runtime, console, older_than)
    with console.progress("purge") as progress:
        purged = run(runtime.lake, runtime.transform_engine, runtime.catalog, older_than, progress)
    purge_view.show(console, purged.result, done=True)
    if purged.result.answers:
        console.note(f"ask TMDB again: {command_line('ingest tmdb', runtime)}")
    catalog_view.show_followed(console, runtime, purged.catalog)
    raise typer.Exit(purged.exit_code)


def _ask(runtime: "Runtime", console: "Console", older_than: int) -> None:
    """Go on only if whoever sits at the terminal says so."""
    from filmes_lake.commands.views import purge as purge_view
    from filmes_lake.workflows.purge import find_purgeable

    if not console.can_ask:
        raise UsageError("purge deletes for good, and nobody can be asked here", "add --yes; --dry-run shows what goes")
    with console.progress("purge") as progress:
        progress.step("looking for older answers")
        found = find_purgeable(runtime.lake, runtime.transform_engine, older_than)
    if not purge_view.confirmed(console, found):
        raise FilmesLakeError("purge: you did not say yes, and nothing was deleted", "answer y, or add --yes")
