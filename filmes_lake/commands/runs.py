"""`filmes-lake runs`: the ledger."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from filmes_lake.commands import completion
from filmes_lake.commands.options import JsonOption, LakeOption, date_of, open_runtime
from filmes_lake.errors import Damaged, NotFound, UsageError

if TYPE_CHECKING:
    from filmes_lake.lake.ledger import RunRecord


class RunOutcome(StrEnum):
    """How a run stands."""

    RUNNING = "running"
    DONE = "done"
    UNCHANGED = "unchanged"
    PARTLY_DONE = "partly_done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    KILLED = "killed"


_NOT_WELL = (RunOutcome.PARTLY_DONE, RunOutcome.FAILED, RunOutcome.INTERRUPTED, RunOutcome.KILLED)


def runs(
    context: typer.Context,
    run_id: Annotated[
        str | None,
        typer.Argument(metavar="[RUN_ID]", help="Show everything about this run.", autocompletion=completion.run_ids),
    ] = None,
    command: Annotated[
        str | None, typer.Option("--command", metavar="WORDS", help="Runs of commands that start with this: ingest.")
    ] = None,
    state: Annotated[list[RunOutcome] | None, typer.Option("--state", help="Runs in this state; repeatable.")] = None,
    failed: Annotated[
        bool, typer.Option("--failed", help="Runs that were partly done, failed, interrupted or killed.")
    ] = False,
    since: Annotated[
        str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="Runs that began on this day (UTC) or later.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most this many runs, the newest.")] = 20,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what was run, newest first, and how it ended."""
    from filmes_lake.commands.views import runs as runs_view

    first_day = date_of("--since", since)
    runtime, console = open_runtime(context, lake, as_json=as_json)
    ledger = runtime.lake.ledger
    if run_id is not None:
        if command is not None or state or failed or since is not None:
            raise UsageError("runs RUN_ID: takes no --command, --state, --failed or --since", "see: filmes-lake runs")
        runs_view.show_one(console, ledger.entry(run_id))
        return
    states = {*(state or ()), *(_NOT_WELL if failed else ())}

    def wanted(run: "RunRecord") -> bool:
        return run.command.startswith(command or "") and (not states or run.outcome in states)

    damaged: list[Damaged] = []
    found = ledger.runs(limit, wanted, first_day, damaged.append)
    if not found and not damaged and not ledger.runs(1):
        raise NotFound(f"{runtime.lake.storage.uri}: nothing was run yet", "run: filmes-lake ingest csv FILE")
    runs_view.show(console, found, damaged)
