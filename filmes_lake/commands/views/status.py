"""How fresh a lake is and what became of its lines, on a terminal and as JSON."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from filmes_lake.commands.options import command_line
from filmes_lake.console import Console
from filmes_lake.ingest.source import StepReport
from filmes_lake.transform.freshness import LakeStatus

if TYPE_CHECKING:
    from filmes_lake.runtime import Runtime

TERMS_DAYS = 180  # "6 months": https://www.themoviedb.org/api-terms-of-use, 1.C


def show(console: Console, runtime: "Runtime", found: LakeStatus, stale: Sequence[StepReport]) -> None:
    """Write inputs, layers and reconciliation, and what updates what is stale."""
    if console.as_json:
        console.document(_document(found, stale))
    else:
        _show_tables(console, found)
    for purge in found.unfinished_purges:
        again = command_line(f"purge --older-than {purge.older_than}", runtime)
        console.note(f"next: {again} (a purge did not end: {purge.run_id})")
    for report in stale:
        remedy = command_line(report.command, runtime) if report.command else report.hint
        console.note(f"next: {remedy} ({report.reason})")
    if any((source.oldest_days or 0) >= TERMS_DAYS for source in found.inputs):
        console.note(
            f"TMDB allows its answers to be kept for {TERMS_DAYS} days: {command_line('ingest tmdb', runtime)} asks "
            f"again, {command_line(f'purge --older-than {TERMS_DAYS}', runtime)} deletes"
        )


def _document(found: LakeStatus, stale: Sequence[StepReport]) -> dict[str, Any]:
    return {
        "lake": found.uri,
        "inputs": [vars(source) for source in found.inputs],
        "layers": [vars(layer) for layer in found.layers],
        "accounting": found.accounting,
        "unfinished_purges": [
            {"run_id": p.run_id, "older_than": p.older_than, "began_at": p.began_at} for p in found.unfinished_purges
        ],
        "stale": [{"what": f.step, "why": f.reason, "hint": f.hint, "command": f.command} for f in stale],
    }


def _show_tables(console: Console, found: LakeStatus) -> None:
    console.line(f"lake {found.uri}")
    inputs = [
        (
            i.name,
            f"{i.rows:,}",
            f"{i.bytes:,}",
            f"{i.files:,}",
            _at(i.received_at),
            _age(i.oldest_days),
            i.newest or "-",
        )
        for i in found.inputs
    ]
    names = ("input", "lines", "bytes", "files", "received (UTC)", "oldest answer", "newest")
    console.table(names, inputs, right=(1, 2, 3, 5))
    layers = [
        (
            s.layer.value,
            f"{s.rows:,}",
            f"{s.bytes:,}",
            _at(s.created_at),
            "stale" if s.stale else "fresh",
            s.reason,
        )
        for s in found.layers
    ]
    console.table(("layer", "rows", "bytes", "made (UTC)", "state", "why"), layers, right=(1, 2))
    for source in found.inputs:
        if source.new_columns:
            console.line(f"{source.name}: in Raw only, no table has them: {', '.join(source.new_columns)}")
    for name, law in found.laws.items():
        console.line(f"{name}: {law}")


def _at(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "-"


def _age(days: int | None) -> str:
    return "-" if days is None else f"{days:,} days"
