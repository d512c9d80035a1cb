"""Repair: damaged documents are put aside, the pointer is rebuilt, and Raw goes on without what it lost."""

import hashlib
import shlex
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from filmes_lake.catalog.registration import Catalog
from filmes_lake.errors import Conflict
from filmes_lake.ingest import registry
from filmes_lake.ingest.source import Receiver
from filmes_lake.lake import layout
from filmes_lake.lake.damage import Fault, Survey, copy_aside, set_aside, survey
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run
from filmes_lake.lake.recovery import Choice, choose, pointer_of
from filmes_lake.lake.storage.parallel import in_parallel
from filmes_lake.lake.versions import DataFile, Manifest
from filmes_lake.models.kinds import Layer
from filmes_lake.models.source import RawTable, Records
from filmes_lake.transform.sources import raw_files
from filmes_lake.workflows.publish import Published, publish


@dataclass(frozen=True)
class Snapshot:
    """A whole file of Raw that has to be ingested again: its key, its source, and where it can be had, if known.

    Either the version of Raw that is to be current names it, and it is missing or of another size, or it came in after
    that version.
    """

    key: str
    source: str
    path: str | None

    @property
    def command(self) -> str:
        """What ingests it again: the words after the program's name."""
        return f"ingest {self.source} {shlex.quote(self.path) if self.path else 'FILE'}"


@dataclass(frozen=True)
class RepairPlan:
    """What is wrong, and what a repair would do about it.

    `lost` are parts that the version of Raw to be current names and that are missing or hold other bytes: Raw goes on
    without them. Nothing can do without the `snapshots`.
    """

    faults: tuple[Fault, ...]
    choices: tuple[Choice, ...]
    lost: tuple[str, ...]
    snapshots: tuple[Snapshot, ...]

    @property
    def moved(self) -> list[Choice]:
        """The layers whose entry in the pointer is to be another, or cannot be read now."""
        return [choice for choice in self.choices if choice.entry != choice.before]

    @property
    def changes_raw(self) -> bool:
        """Whether Raw is to be another."""
        return bool(self.lost) or any(choice.layer is Layer.RAW for choice in self.moved)

    @property
    def commands(self) -> list[str]:
        """What brings the lake up to date after the repair: the words after the program's name."""
        behind = any(choice.passed_over for choice in self.moved)
        return [*(snapshot.command for snapshot in self.snapshots), *(["transform all"] if behind else [])]

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to repair."""
        return bool(self.faults or self.moved or self.lost)


@dataclass(frozen=True)
class Repaired:
    """What a repair did: in which run, and where it put the damaged objects. `commands` bring in what is lost."""

    run_id: str
    aside: str
    commands: tuple[str, ...]


def plan_repair(lake: Lake) -> RepairPlan:
    """What is wrong with the lake, and what `repair` would do; nothing is written."""
    return _plan(lake, survey(lake))


def repair(lake: Lake, catalog: Catalog, agreed: RepairPlan) -> Published[Repaired]:
    """Do what was agreed on; Conflict where the lake is another by now, LockHeld where somebody works on it."""
    return publish(catalog, lambda: _repair(lake, agreed))


def _repair(lake: Lake, agreed: RepairPlan) -> Repaired:
    with lake.run("doctor --repair") as run, ExitStack() as locks:
        receivers = [package.make_receiver() for package in registry.SOURCES]
        for name in (layout.TRANSFORM_LOCK, *(name for receiver in receivers for name in receiver.locks)):
            locks.enter_context(lake.storage.lock(name, run.holder))
        found = survey(lake)
        plan = _plan(lake, found)
        if plan != agreed:
            raise Conflict(f"{lake.storage.uri}: the lake has changed meanwhile", "run the command again")
        _rebuild(lake, run, plan, found)
        commands = _mend(lake, run, plan, receivers) if plan.changes_raw else ()
        run.counts = {"damaged": len(plan.faults), "lost": len(plan.lost)}
        run.outcome = "done" if plan.is_needed else "unchanged"
    return Repaired(run.id, layout.damaged(run.id, ""), commands)


def _rebuild(lake: Lake, run: Run, plan: RepairPlan, found: Survey) -> None:
    """Write the pointer, and put aside what is damaged: until the pointer stands, nothing is taken away."""
    if plan.moved:
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


def _plan(lake: Lake, found: Survey) -> RepairPlan:
    terms = [terms for package in registry.SOURCES if (terms := package.make_receiver().terms)]
    choices = choose(found, {key for each in terms for key in each.listed(lake)})
    raw = next(choice for choice in choices if choice.layer is Layer.RAW)
    manifest = found.manifests.get(raw.current or "")
    lost, snapshots = [], []
    for source in lake.schema.sources:
        for table in source.raw:
            files = raw_files(manifest, table.name) if manifest else ()
            gone = found.missing(files)
            if isinstance(table.format, Records):
                lost += [file.key for file in (*gone, *_altered(lake, [file for file in files if file not in gone]))]
            else:
                snapshots += [Snapshot(file.key, source.name, _origin(found, file)) for file in gone]
                if raw.entry != raw.before and (newest := _newest_unnamed(found, manifest, table)):
                    snapshots.append(Snapshot(newest, source.name, _path(lake, newest)))
    return RepairPlan(found.faults, tuple(choices), tuple(lost), tuple(snapshots))


def _altered(lake: Lake, files: Sequence[DataFile]) -> list[DataFile]:
    """Those of the files whose bytes are others than were written."""
    intact = in_parallel([partial(_is_intact, lake, file) for file in files])
    return [file for file, good in zip(files, intact, strict=True) if not good]


def _is_intact(lake: Lake, file: DataFile) -> bool:
    return hashlib.sha256(lake.storage.get(file.key).data).hexdigest() == file.sha256


def _origin(found: Survey, file: DataFile) -> str | None:
    """The file that was ingested as this one, as the ledger has it."""
    ingests = (run for run in found.runs if run.command.startswith("ingest "))
    return next((read.name for run in ingests for read in run.inputs if read.sha256 == file.sha256), None)


def _newest_unnamed(found: Survey, raw: Manifest | None, table: RawTable) -> str | None:
    """The newest file of a raw table that came in after the version of Raw, which does not name it."""
    named, folder = {file.key for file in raw.files} if raw else set(), layout.raw_folder(table.delimited.folder)
    later = [file for file in found.files.values() if raw is None or file.modified > raw.created_at]
    new = [file for file in later if file.key.startswith(folder) and file.key not in named]
    return max(new, key=lambda file: file.modified).key if new else None


def _path(lake: Lake, key: str) -> str | None:
    """Where a file of the lake lies on this machine, if it does."""
    return str(lake.storage.folder / key) if lake.storage.folder else None
