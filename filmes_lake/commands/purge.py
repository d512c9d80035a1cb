"""`filmes-lake purge`: TMDB's answers past their terms from every layer, or a source's files that no version names.

No other command deletes what cannot be had again, so no other asks: `rollback` moves a pointer, old versions go by a
rule and can be made again, and what `--force` overwrites was asked for by that word.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, YesOption, command_line, open_runtime
from filmes_lake.errors import FilmesLakeError, UsageError

if TYPE_CHECKING:
    from filmes_lake.console import Console
    from filmes_lake.runtime import Runtime
    from filmes_lake.workflows.purge import PurgeResult
    from filmes_lake.workflows.purge_snapshots import PurgedSnapshots


_MOST_DAYS = 36_500  # a century, before which no answer was fetched


def purge(
    context: typer.Context,
    older_than: Annotated[
        int | None,
        typer.Option(
            "--older-than", min=0, max=_MOST_DAYS, metavar="DAYS", help="TMDB allows 180 days; 0 purges every answer."
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="NAME", help="Instead, files of that source that no version names: imdb."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be deleted; delete nothing.")] = False,
    yes: YesOption = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete TMDB's older answers from Raw, rebuild Trusted and Refined, and delete versions that held them.

    With --source, delete the files of earlier sets, which no version needs that can be gone back to.

    What would be deleted is shown first, and you are asked: it cannot be undone.
    """
    if (older_than is None) == (source is None):
        raise UsageError(
            "purge: what is to go has to be said",
            "--older-than DAYS for TMDB's answers, or --source imdb for IMDb's earlier files",
        )
    runtime, console = open_runtime(context, lake, as_json=as_json)
    if source is not None:
        _snapshots(runtime, console, source, dry_run=dry_run, yes=yes)
    if older_than is not None:
        _answers(runtime, console, older_than, dry_run=dry_run, yes=yes)


def _snapshots(runtime: "Runtime", console: "Console", source: str, *, dry_run: bool, yes: bool) -> None:
    from filmes_lake.commands.views import purge as purge_view
    from filmes_lake.workflows.purge_snapshots import find_unnamed, purge_snapshots

    def find() -> "PurgedSnapshots":
        return find_unnamed(runtime.lake, source)

    if _goes_on(console, find, dry_run=dry_run, yes=yes):
        with console.progress("purge") as progress:
            purged = purge_snapshots(runtime.lake, source, progress)
        purge_view.show(console, purged, done=True)


def _answers(runtime: "Runtime", console: "Console", older_than: int, *, dry_run: bool, yes: bool) -> None:
    from filmes_lake.commands.views import catalog as catalog_view
    from filmes_lake.commands.views import purge as purge_view
    from filmes_lake.workflows.purge import find_purgeable
    from filmes_lake.workflows.purge import purge as run

    def find() -> "PurgeResult":
        return find_purgeable(runtime.lake, runtime.transform_engine, older_than)

    if not _goes_on(console, find, dry_run=dry_run, yes=yes):
        return
    with console.progress("purge") as progress:
        purged = run(runtime.lake, runtime.transform_engine, runtime.catalog, older_than, progress)
    purge_view.show(console, purged.result, done=True)
    if purged.result.answers:
        console.note(f"ask TMDB again: {command_line('ingest tmdb', runtime)}")
    catalog_view.show_followed(console, runtime, purged.catalog)
    raise typer.Exit(purged.exit_code)


def _goes_on(
    console: "Console", find: Callable[[], "PurgeResult | PurgedSnapshots"], *, dry_run: bool, yes: bool
) -> bool:
    """Whether to delete: not where what would go is only to be shown, nor unless whoever sits there says so."""
    from filmes_lake.commands.views import purge as purge_view

    if dry_run:
        purge_view.show(console, find(), done=False)
    elif not yes:
        _ask(console, find)
    return not dry_run


def _ask(console: "Console", find: Callable[[], "PurgeResult | PurgedSnapshots"]) -> None:
    """Go on only if whoever sits at the terminal says so."""
    from filmes_lake.commands.views import purge as purge_view

    if not console.can_ask:
        raise UsageError("purge deletes for good, and nobody can be asked here", "add --yes; --dry-run shows what goes")
    with console.progress("purge") as progress:
        progress.step("looking for what is to go")
        found = find()
    if not purge_view.confirmed(console, found):
        raise FilmesLakeError("purge: you did not say yes, and nothing was deleted", "answer y, or add --yes")
