"""What a repair found, chose and did, on a terminal and as JSON."""

from typing import TYPE_CHECKING, Any

from filmes_lake.commands.options import command_line
from filmes_lake.console import Console
from filmes_lake.doctor.verdict import first_of
from filmes_lake.lake.recovery import Choice
from filmes_lake.workflows.repair import Repaired
from filmes_lake.workflows.repair_plan import RepairPlan

if TYPE_CHECKING:
    from filmes_lake.runtime import Runtime


def show_plan(console: Console, plan: RepairPlan) -> None:
    """Write what is damaged, and for each layer what is chosen and why; as JSON it comes with what was done."""
    if console.as_json:
        return
    for what, why in plan.faults:
        console.line(f"damaged: {what}: {why}")
    if plan.lost:
        console.line(f"parts missing, or not what was written: {len(plan.lost):,} ({first_of(plan.lost)})")
    for snapshot in plan.snapshots:
        console.line(f"to be ingested again: {snapshot.key}")
    for choice in plan.moved:
        console.line(f"{choice.layer.value}: {choice.current or 'none'}: {choice.why}")
        for what, why in choice.passed_over:
            console.line(f"  not {what}: {why}")


def show_done(console: Console, runtime: "Runtime", plan: RepairPlan, repaired: Repaired | None) -> None:
    """Write what was done, None where there was nothing to do, and what brings in again what is lost."""
    commands = [*(repaired.commands if repaired else ()), *plan.commands]
    if console.as_json:
        console.document(_document(plan, repaired, commands))
        return
    if repaired is None:
        console.line("nothing to repair" if not plan.snapshots else "nothing that a repair could mend")
    else:
        console.line(f"repaired; what was damaged lies in {repaired.aside}")
    for command in commands:
        console.note(f"next: {command_line(command, runtime)}")


def _document(plan: RepairPlan, repaired: Repaired | None, commands: list[str]) -> dict[str, Any]:
    return {
        "repaired": repaired is not None,
        "run_id": repaired.run_id if repaired else None,
        "damaged": [fault._asdict() for fault in plan.faults],
        "aside": repaired.aside if repaired else None,
        "layers": [_layer(choice) for choice in plan.choices],
        "lost": plan.lost,
        "again": [snapshot.key for snapshot in plan.snapshots],
        "commands": commands,
    }


def _layer(choice: Choice) -> dict[str, Any]:
    return {
        "layer": choice.layer.value,
        "before": choice.before.current if choice.before else None,
        "version": choice.current,
        "kept": choice.kept,
        "why": choice.why,
        "passed_over": [fault._asdict() for fault in choice.passed_over],
    }
