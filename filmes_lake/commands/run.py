"""`filmes-lake run`: whatever is stale, from the sources to the catalog."""

from typing import Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, StrictOption, open_runtime
from filmes_lake.errors import EXIT_PARTLY_DONE


def run(
    context: typer.Context,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", "--plan", help="Show what would be done and why; write nothing, call no service."),
    ] = False,
    strict: StrictOption = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ingest the sources of the settings, ask TMDB, transform and register: only what is stale, in this order.

    Files that did not change are known by their bytes. Without a token, TMDB is left out. The first step that fails
    ends the run with its exit code.
    """
    from filmes_lake.commands.views import run as run_view
    from filmes_lake.ingest.source import StepState
    from filmes_lake.workflows.refresh import plan_steps, refresh

    runtime, console = open_runtime(context, lake, as_json=as_json, strict=strict)
    steps = runtime.refresh_steps()
    reports = []
    for report in plan_steps(steps) if dry_run else refresh(steps, console.progress):
        reports.append(report)
        run_view.show_step(console, runtime, report)
    run_view.show_end(console, runtime, reports, dry_run=dry_run)
    if any(report.state is StepState.PARTLY_DONE for report in reports):
        raise typer.Exit(EXIT_PARTLY_DONE)
