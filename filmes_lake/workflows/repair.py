"""Repair: damaged documents are put aside, the pointer is rebuilt, and Raw goes on without what it lost."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from filmes_lake.catalog.registration import Catalog
from filmes_lake.errors import Conflict
from filmes_lake.ingest import registry
from filmes_lake.ingest.source import Receiver
from filmes_lake.lake import layout
from filmes_lake.lake.damage import Survey, copy_aside, set_aside, survey
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run
from filmes_lake.lake.recovery import pointer_of
from filmes_lake.workflows.publish import Published, publish
from filmes_lake.workflows.repair_plan import RepairPlan, plan_from


@dataclass(frozen=True)
class Repaired:
    """What a repair did: in which run, and where it put the damaged objects. `commands` bring in what is lost."""

    run_id: str
    aside: str
    commands: tuple[str, ...]


def plan_repair(lake: Lake) -> RepairPlan:
    """What is wrong with the lake, and what `repair` would do; nothing is written."""
    return plan_from(lake, survey(lake))


def repair(lake: Lake, catalog: Catalog, agreed: RepairPlan) -> Published[Repaired]:
    """Do what was agreed on; Conflict where the lake is another by now, LockHeld where somebody works on it."""
    return publish(catalog, lambda: _repair(lake, agreed))


def _repair(lake: Lake, agreed: RepairPlan) -> Repaired:
    with lake.run("doctor --repair") as run, ExitStack() as locks:
        receivers = [package.make_receiver() for package in registry.SOURCES]
        for name in (layout.TRANSFORM_LOCK, *(name for receiver in receivers for name in receiver.locks)):
            locks.enter_context(lake.storage.lock(name, run.holder))
        found = survey(lake)
        plan = plan_from(lake, found)
        if plan != agreed:
            raise Conflict(f"{lake.storage.uri}: the lake has changed meanwhile", "run the command again")
        _rebuild(lake, run, plan, found)
        commands = _mend(lake, run, plan, receivers) if plan.changes_raw else ()
        run.counts = {"damaged": len(plan.faults), "lost": len(plan.lost)}
    return Repaired(run.id, layout.damaged(run.id, ""), commands)


def _rebuild(lake: Lake, run: Run, plan: RepairPlan, found: Survey) -> None:
    """Write the pointer, and put aside what is damaged: until the pointer stands, nothing is taken away."""
    if plan.rebuilds:
        if found.token:
            copy_aside(lake.storage, run.id, layout.POINTER)
        lake.versions.rebuild(pointer_of(plan.choices), found.token)
        run.versions = {choice.layer.value: choice.current for choice in plan.moved if choice.current}
    for fault in plan.faults:
        if fault.what != layout.POINTER:
            set_aside(lake.storage, run.id, fault.what)


def _mend(lake: Lake, run: Run, plan: RepairPlan, receivers: Sequence[Receiver]) -> tuple[str, ...]:
    """Have the sources go on without what Raw lost; the commands that bring it in again."""
    recoveries = [receiver.recovery for receiver in receivers if receiver.recovery]
    for recovery in recoveries:
        recovery.mend(lake, run, plan.lost, partial(set_aside, lake.storage, run.id))
    lost = [found for recovery in recoveries for found in recovery.lost(lake)]
    return tuple(dict.fromkeys([command for found in lost for command in found.commands]))
