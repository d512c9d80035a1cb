"""How the ways in from TMDB look on a terminal and as JSON."""

from typing import Any

from filmes_lake.console import Console
from filmes_lake.ingest.tmdb.ingest import TmdbIngest
from filmes_lake.ingest.tmdb.live import FetchResult
from filmes_lake.ingest.tmdb.outcome import OutcomeKind
from filmes_lake.ingest.tmdb.plan import FetchPlan
from filmes_lake.models.tmdb import ATTRIBUTION
from filmes_lake.progress import format_duration

_SHOWN_BAD_LINES = 20


def show_live(console: Console, results: list[FetchResult]) -> None:
    """Write how many titles were asked about, and how the questions ended."""
    if console.as_json:
        console.document({"tmdb": [_live_document(result) for result in results], "attribution": ATTRIBUTION})
        return
    for result in results:
        counts = {"found and stored": result.stored, "not found": result.absent, "failed": result.failed}
        console.line(
            f"{result.plan.kind.value}: {len(result.plan.due):,} titles asked about: "
            + ", ".join(f"{count:,} {word}" for word, count in counts.items())
        )
        _note_left(console, result.plan)
    console.line(ATTRIBUTION)


def _note_left(console: Console, plan: FetchPlan) -> None:
    """Say which titles were selected and left alone."""
    left = {
        "fresh": plan.fresh,
        "not on TMDB 30 days ago or less": plan.absent,
        "failed before (--retry-errors asks again)": plan.failed,
    }
    listed = ", ".join(f"{count:,} {why}" for why, count in left.items() if count)
    console.note(f"{plan.selected:,} titles selected" + (f"; not asked about: {listed}" if listed else ""))


def show_plans(console: Console, plans: list[FetchPlan], rate: float) -> None:
    """Write what would be asked, in how many calls, and how long they take at `rate` a second."""
    documents = [{**_plan_document(plan), "calls": plan.calls, "seconds": round(plan.calls / rate)} for plan in plans]
    if console.as_json:
        console.document({"plan": documents, "rate": rate})
        return
    names = ("kind", "selected", "fresh", "absent", "failed_before", "due", "calls")
    rows = [
        [str(plan["kind"]), *(f"{plan[name]:,}" for name in names[1:]), format_duration(plan["seconds"])]
        for plan in documents
    ]
    console.table((*names, "time"), rows, right=range(1, len(names) + 1))
    console.note(f"at {rate:g} requests a second; nothing was asked and nothing written")


def _plan_document(plan: FetchPlan) -> dict[str, Any]:
    return {
        "kind": plan.kind.value,
        "selected": plan.selected,
        "fresh": plan.fresh,
        "absent": plan.absent,
        "failed_before": plan.failed,
        "due": len(plan.due),
    }


def _live_document(result: FetchResult) -> dict[str, Any]:
    counts = {outcome.value: result.counts.get(outcome, 0) for outcome in OutcomeKind}
    return {**_plan_document(result.plan), **counts, "parts": result.parts}


def show_saved(console: Console, result: TmdbIngest) -> None:
    """Write what became of the lines of a file of saved records."""
    if console.as_json:
        console.document(
            {
                "kind": result.kind.value,
                "source": result.source,
                "parts": result.parts,
                "stored": result.stored,
                "unchanged": result.unchanged,
                "not_records": [{"line": line, "reason": reason} for line, reason in result.bad_lines],
                "errors": result.errors_key,
            }
        )
        return
    console.line(
        f"{result.source}: {result.kind.value} records: {result.stored:,} stored (parts: {len(result.parts):,}), "
        f"{result.unchanged:,} unchanged; lines that are no records: {result.not_records:,}"
    )
    for line, reason in result.bad_lines[:_SHOWN_BAD_LINES]:
        console.note(f"{result.source}:{line}: {reason}")
    if result.errors_key:
        console.note(f"every such line is kept in {result.errors_key}, up to 64 KiB of it")
