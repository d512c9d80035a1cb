"""How the ways in from TMDB look on a terminal and as JSON."""

from collections.abc import Sequence
from typing import Any

from filmes_lake.console import Console
from filmes_lake.ingest.tmdb.ingest import Complaint, TmdbIngest
from filmes_lake.ingest.tmdb.live import FetchResult
from filmes_lake.ingest.tmdb.outcome import OutcomeKind
from filmes_lake.ingest.tmdb.plan import FetchPlan
from filmes_lake.models import attribution
from filmes_lake.progress import format_duration

_SHOWN_COMPLAINTS = 20


def show_live(console: Console, results: list[FetchResult]) -> None:
    """Write how many titles were asked about, and how the questions ended."""
    if console.as_json:
        console.document({"tmdb": [_live_document(result) for result in results], "attribution": attribution.TMDB})
        return
    for result in results:
        counts = {"found and stored": result.stored, "not found": result.absent, "failed": result.failed}
        console.line(
            f"{result.plan.kind.value}: {len(result.plan.due):,} titles asked about: "
            + ", ".join(f"{count:,} {word}" for word, count in counts.items())
        )
        _note_left(console, result.plan)
    console.line(attribution.TMDB)


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
    """Write what became of files of saved records."""
    if console.as_json:
        console.document(
            {
                "kind": result.kind.value,
                "source": ", ".join(result.sources),
                "parts": result.parts,
                "stored": result.stored,
                "unchanged": result.unchanged,
                "not_records": _listed(result.bad),
                "without_title": _listed(result.untitled),
                "errors": result.errors_key,
            }
        )
        return
    where = result.sources[0] if len(result.sources) == 1 else f"{len(result.sources):,} files"
    console.line(
        f"{where}: {result.kind.value} records: {result.stored:,} stored (parts: {len(result.parts):,}), "
        f"{result.unchanged:,} unchanged; no records: {result.not_records:,}; "
        f"without an IMDb id of a title: {result.without_title:,}"
    )
    _note_complaints(console, result)


def _listed(complaints: Sequence[Complaint]) -> list[dict[str, Any]]:
    return [
        {"source": each.source, "line": each.line, "value": each.number, "reason": each.reason} for each in complaints
    ]


def _note_complaints(console: Console, result: TmdbIngest) -> None:
    for complaint in (*result.bad[:_SHOWN_COMPLAINTS], *result.untitled[:_SHOWN_COMPLAINTS]):
        console.note(str(complaint))
    if result.errors_key:
        console.note(f"what is no record is kept in {result.errors_key}, up to 64 KiB of each")
    if result.without_title:
        console.note("records without an IMDb id of a title are stored, and no table takes them")
