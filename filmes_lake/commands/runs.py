"""`filmes-lake runs`: the ledger."""

from typing import Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, open_runtime
from filmes_lake.errors import NotFound


def runs(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="So many of the newest runs.")] = 20,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what was run, newest first, and how it ended."""
    runtime, console = open_runtime(context, lake, as_json=as_json)
    found = runtime.lake.ledger.runs(limit)
    if not found:
        raise NotFound(f"{runtime.lake.storage.uri}: nothing was run yet", "run: filmes-lake ingest csv FILE")
    if as_json:
        console.document({"runs": [run.model_dump(mode="json") for run in found]})
        return
    rows = []
    for run in found:
        seconds = f"{(run.ended_at - run.started_at).total_seconds():.1f}" if run.ended_at else "-"
        what = run.error or ", ".join(run.versions.values())
        rows.append((run.run_id, run.command, f"{run.started_at:%Y-%m-%d %H:%M:%S}", seconds, run.outcome, what))
    console.table(("run", "command", "started (UTC)", "seconds", "outcome", "version or error"), rows, right=(3,))
