"""`filmes-lake runs`: the ledger."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from filmes_lake.commands import completion
from filmes_lake.commands.options import JsonOption, LakeOption, date_of, open_runtime
from filmes_lake.errors import NotFound, UsageError

if TYPE_CHECKING:
    from filmes_lake.console import Console
    from filmes_lake.lake.ledger import RunRecord


class Outcome(StrEnum):
    """How a run stands."""

    RUNNING = "running"
    DONE = "done"
    UNCHANGED = "unchanged"
    PARTLY_DONE = "partly_done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    KILLED = "killed"


_NOT_WELL = (Outcome.PARTLY_DONE, Outcome.FAILED, Outcome.INTERRUPTED, Outcome.KILLED)


def runs(
    context: typer.Context,
    run_id: Annotated[
        str | None,
        typer.Argument(
            metavar="[RUN_ID]", help="Show all that is known of this run.", autocompletion=completion.run_ids
        ),
    ] = None,
    command: Annotated[
        str | None, typer.Option("--command", metavar="WORDS", help="Runs of commands that begin so: ingest.")
    ] = None,
    state: Annotated[list[Outcome] | None, typer.Option("--state", help="Runs that stand so; repeatable.")] = None,
    failed: Annotated[
        bool, typer.Option("--failed", help="Runs that were partly done, failed, interrupted or killed.")
    ] = False,
    since: Annotated[
        str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="Runs that began on this day (UTC) or later.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="So many of the newest runs.")] = 20,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what was run, newest first, and how it ended."""
    first_day = date_of("--since", since)
    runtime, console = open_runtime(context, lake, as_json=as_json)
    ledger = runtime.lake.ledger
    if run_id is not None:
        if command is not None or state or failed or since is not None:
            raise UsageError("runs RUN_ID: takes no --command, --state, --failed or --since", "see: filmes-lake runs")
        _show_one(console, ledger.entry(run_id))
        return
    states = {*(state or ()), *(_NOT_WELL if failed else ())}

    def wanted(run: "RunRecord") -> bool:
        return run.command.startswith(command or "") and (not states or run.outcome in states)

    found = ledger.runs(limit, wanted, first_day)
    if not found and not ledger.runs(1):
        raise NotFound(f"{runtime.lake.storage.uri}: nothing was run yet", "run: filmes-lake ingest csv FILE")
    _show(console, found)


def _show(console: "Console", found: "list[RunRecord]") -> None:
    if console.as_json:
        console.document({"runs": [run.model_dump(mode="json") for run in found]})
    elif found:
        names = ("run", "command", "started (UTC)", "seconds", "outcome", "version or error")
        console.table(names, [_row(run) for run in found], right=(3,))
    else:
        console.note("no run is like that")


def _row(run: "RunRecord") -> tuple[str, ...]:
    what = run.error or ", ".join(run.versions.values())
    return run.run_id, run.command, f"{run.started_at:%Y-%m-%d %H:%M:%S}", _seconds(run), run.outcome, what


def _seconds(run: "RunRecord") -> str:
    return f"{(run.ended_at - run.started_at).total_seconds():.1f}" if run.ended_at else "-"


def _show_one(console: "Console", run: "RunRecord") -> None:
    if console.as_json:
        console.document({"run": run.model_dump(mode="json")})
        return
    console.pairs(
        [
            ("run", run.run_id),
            ("command", run.command),
            *((name, _text(value)) for name, value in run.parameters.items()),
            ("program", run.program),
            ("by", run.holder),
            ("started (UTC)", f"{run.started_at:%Y-%m-%d %H:%M:%S}"),
            ("seconds", _seconds(run)),
            ("outcome", run.outcome),
            *([("error", run.error)] if run.error else []),
            *((f"{layer} version", version) for layer, version in run.versions.items()),
            *((f"count: {name}", _text(value)) for name, value in run.counts.items()),
            *(("read", f"{source.name}  {source.sha256[:12]}") for source in run.inputs),
        ]
    )


def _text(value: Any) -> str:
    """A parameter or a count in one line."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_text(member)}" for name, member in value.items())
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
