"""How the ledger looks on a terminal and as JSON."""

from collections.abc import Sequence
from typing import Any

from filmes_lake.commands.views import damaged
from filmes_lake.console import Console
from filmes_lake.errors import Damaged
from filmes_lake.lake.ledger import RunRecord


def show(console: Console, found: Sequence[RunRecord], faults: Sequence[Damaged]) -> None:
    """Write the runs that were found, one a line, and the entries that cannot be read."""
    if console.as_json:
        runs = [run.model_dump(mode="json") for run in found]
        console.document({"runs": runs, "damaged": damaged.documents(faults)})
        return
    if found:
        names = ("run", "command", "outcome", "started (UTC)", "seconds", "version or error")
        console.table(names, [_row(run) for run in found], right=(4,), whole=(0,))
    else:
        console.note("no run matches")
    damaged.note(console, faults)


def _row(run: RunRecord) -> tuple[str, ...]:
    what = run.error or ", ".join(run.versions.values())
    return run.run_id, run.command, run.outcome, f"{run.started_at:%Y-%m-%d %H:%M}", _seconds(run), what


def _seconds(run: RunRecord) -> str:
    return f"{(run.ended_at - run.started_at).total_seconds():.1f}" if run.ended_at else "-"


def show_one(console: Console, run: RunRecord) -> None:
    """Write all that is known of a run."""
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
