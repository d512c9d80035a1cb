"""`filmes-lake status`: freshness and row reconciliation."""

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, open_runtime


def status(context: typer.Context, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Show how fresh each input and layer is, where every line went, and how to update what is stale."""
    from filmes_lake.commands.views import status as status_view
    from filmes_lake.transform.freshness import lake_status
    from filmes_lake.workflows.refresh import overdue

    runtime, console = open_runtime(context, lake, as_json=as_json)
    status_view.show(console, runtime, lake_status(runtime.lake), overdue(runtime.refresh_steps(with_tmdb=False)))
