"""`filmes-lake purge`: TMDB's answers past their terms, from every layer that holds them."""

from typing import TYPE_CHECKING, Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, command_line, open_runtime

if TYPE_CHECKING:
    from filmes_lake.console import Console
    from filmes_lake.workflows.purge import PurgeResult


def purge(
    context: typer.Context,
    older_than: Annotated[
        int, typer.Option("--older-than", min=0, metavar="DAYS", help="TMDB allows 180 days; 0 purges every answer.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be deleted; delete nothing.")] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete TMDB's older answers from Raw, make Trusted and Refined anew, and delete versions that held them."""
    from filmes_lake.commands.views.catalog import follow
    from filmes_lake.models.kinds import Layer
    from filmes_lake.workflows.purge import find_purgeable
    from filmes_lake.workflows.purge import purge as run

    runtime, console = open_runtime(context, lake, as_json=as_json)
    runtime.lake.require(Layer.RAW)
    if dry_run:
        result = find_purgeable(runtime.lake, runtime.transform_engine, older_than)
    else:
        with console.steps("purge") as step:
            result = run(runtime.lake, runtime.transform_engine, older_than, step)
    _show(console, result, "would be deleted" if dry_run else "deleted")
    if result.answers and not dry_run:
        console.note(f"ask TMDB again: {command_line('ingest tmdb', runtime)}")
    if not dry_run:
        follow(runtime, console)


def _show(console: "Console", result: "PurgeResult", what: str) -> None:
    if console.as_json:
        console.document(
            {
                "before": result.before,
                "done": what == "deleted",
                "answers": {found.name: found.answers for found in result.purged},
                "versions": result.versions,
                "error_lists": result.error_lists,
            }
        )
        return
    for found in result.purged:
        console.line(f"{found.name}: {found.answers:,} answers fetched before {result.before:%Y-%m-%d} {what}")
    console.line(f"versions that held such answers {what}: {', '.join(result.versions) or 'none'}")
