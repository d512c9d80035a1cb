"""The upkeep of a lake: whatever is stale, from the sources to the catalog, each step after those it stands on."""

import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from filmes_lake.catalog.registration import Catalog, Registered
from filmes_lake.catalog.registration import State as TableStanding
from filmes_lake.errors import FilmesLakeError, SettingsError
from filmes_lake.ingest.ingest import ingest_csv, ingest_saved_tmdb
from filmes_lake.ingest.standing_sources import StandingFile, csv_files, note_taken, record_files
from filmes_lake.ingest.tmdb.live import TmdbDoor, kinds_in
from filmes_lake.ingest.tmdb.token import TmdbAccess, TokenMissing
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.progress import Progress
from filmes_lake.settings import Sources
from filmes_lake.transform.engine import Engine
from filmes_lake.transform.pipeline import plan
from filmes_lake.workflows.publish import Followed
from filmes_lake.workflows.transform import TransformRequest, transform

LAYERS = (Layer.TRUSTED, Layer.REFINED)


class State(StrEnum):
    """How a step stands: before it is done, or after."""

    DUE = "due"
    BLOCKED = "blocked"
    DONE = "done"
    PARTLY_DONE = "partly_done"
    FRESH = "up_to_date"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Finding:
    """A step's state and why; `hint` or `command` says what would mend it, where there is something to mend.

    `command` has the words after the program's name.
    """

    step: str
    state: State
    reason: str
    hint: str | None = None
    command: str | None = None


class Step(Protocol):
    """One thing that upkeep brings up to date."""

    @property
    def name(self) -> str:
        """The command that would do the same."""
        ...

    def look(self, *, changing: bool) -> Finding:
        """Whether there is something to do; `changing` where a step before it is going to change the raw layer."""
        ...

    def do(self, progress: Progress) -> Finding:
        """Do what is due; what fails is raised."""
        ...


def look_ahead(steps: Sequence[Step]) -> list[Finding]:
    """What `refresh` would do; nothing is written, and TMDB is not asked."""
    findings: list[Finding] = []
    for step in steps:
        findings.append(step.look(changing=any(finding.state is State.DUE for finding in findings)))
    return findings


def overdue(steps: Sequence[Step]) -> list[Finding]:
    """The steps that are due, and those that cannot even be looked at, such as for a source that is not there."""
    findings: list[Finding] = []
    for step in steps:
        try:
            findings.append(step.look(changing=any(finding.state is State.DUE for finding in findings)))
        except FilmesLakeError as error:
            findings.append(Finding(step.name, State.BLOCKED, error.message, error.hint))
    return [finding for finding in findings if finding.state in (State.DUE, State.BLOCKED)]


def refresh(steps: Sequence[Step], showing: Callable[[str], AbstractContextManager[Progress]]) -> Iterator[Finding]:
    """Do the steps that are due, in order, and tell of each once it is done; what fails is raised, and ends it.

    `showing` opens the progress of the step of that name.
    """
    for step in steps:
        with showing(step.name) as progress:
            found = step.look(changing=False)
            finding = step.do(progress) if found.state is State.DUE else found
        yield finding


@dataclass(frozen=True)
class CsvStep:
    """The CSVs of the settings into Raw."""

    lake: Lake
    sources: Sources
    evolving: frozenset[Kind]
    name: str = "ingest csv"

    @cached_property
    def _files(self) -> list[StandingFile]:
        return csv_files(self.lake, self.sources)

    def look(self, *, changing: bool) -> Finding:
        """See `Step.look`."""
        files = self._files
        if due := [str(file.path) for file in files if not file.taken]:
            reason = f"new or changed: {', '.join(due)}"
            return Finding(self.name, State.DUE, reason, command=f"ingest csv {shlex.join(due)}")
        if not files and not changing and self.sources.tmdb is None and self.lake.versions.current(Layer.RAW) is None:
            raise SettingsError(
                f"{self.lake.storage.uri}: nothing to run: the lake is empty and the settings name no sources",
                "filmes-lake init writes filmes-lake.toml; name your files under [sources]",
            )
        if not files:
            return Finding(self.name, State.SKIPPED, "the settings name no CSV", "name them under [sources]")
        return Finding(self.name, State.FRESH, f"unchanged: {', '.join(str(file.path) for file in files)}")

    def do(self, progress: Progress) -> Finding:
        """See `Step.do`."""
        stored = []
        for file in self._files:
            if not file.taken:
                progress.step(f"reading {file.path}")
                (landed,) = ingest_csv(self.lake, [file.path], file.kind, None, evolving=self.evolving)
                stored.append(f"{landed.received.lines:,} lines of {file.path}")
        return Finding(self.name, State.DONE, f"stored: {', '.join(stored)}")


@dataclass(frozen=True)
class RecordsStep:
    """Saved TMDB records of the settings into Raw."""

    lake: Lake
    sources: Sources
    name: str = "ingest tmdb --from"

    @cached_property
    def _files(self) -> list[StandingFile]:
        return record_files(self.lake, self.sources)

    def look(self, *, changing: bool) -> Finding:  # noqa: ARG002 - files do not change with the lake
        """See `Step.look`."""
        files = self._files
        if due := [str(file.path) for file in files if not file.taken]:
            return Finding(self.name, State.DUE, f"new or changed: {', '.join(due)}", command="run")
        if not files:
            where = self.sources.tmdb
            return Finding(
                self.name, State.SKIPPED, f"no records in {where}" if where else "no folder of saved records"
            )
        return Finding(self.name, State.FRESH, f"{len(files):,} files taken before")

    def do(self, progress: Progress) -> Finding:
        """See `Step.do`; lines that are no records make it partly done."""
        stored = bad = 0
        for file in self._files:
            if not file.taken:
                progress.step(f"reading {file.path}")
                result = ingest_saved_tmdb(self.lake, file.path, file.kind)
                note_taken(self.lake, file)
                stored, bad = stored + result.stored, bad + result.not_records
        if bad:
            reason = f"{stored:,} records stored, {bad:,} lines are no records"
            return Finding(self.name, State.PARTLY_DONE, reason, "they lie in _ops/tmdb/errors in the lake")
        return Finding(self.name, State.DONE, f"{stored:,} records stored")


@dataclass(frozen=True)
class TmdbStep:
    """TMDB asked about the titles whose answers are missing or too old."""

    lake: Lake
    door: TmdbDoor
    access: Callable[[], TmdbAccess]
    name: str = "ingest tmdb"

    def look(self, *, changing: bool) -> Finding:
        """See `Step.look`; without a token it is skipped, with a wrong one SettingsError."""
        try:
            self.access()
        except TokenMissing as error:
            return Finding(self.name, State.SKIPPED, error.message, error.hint)
        if changing:
            return Finding(self.name, State.DUE, "titles may be new", command=self.name)
        plans = [self.door.plan(kind) for kind in kinds_in(self.lake, None)]
        if due := sum(len(plan.due) for plan in plans):
            return Finding(self.name, State.DUE, f"{due:,} titles to ask about", command=self.name)
        return Finding(self.name, State.FRESH, f"no title to ask about, of {sum(plan.selected for plan in plans):,}")

    def do(self, progress: Progress) -> Finding:
        """See `Step.do`; titles that could not be had make it partly done."""
        results = [self.door.ingest(kind, progress) for kind in kinds_in(self.lake, None)]
        stored, absent, failed = (
            sum(getattr(result, name) for result in results) for name in ("stored", "absent", "failed")
        )
        reason = f"{stored:,} found and stored, {absent:,} not found, {failed:,} failed"
        if failed:
            return Finding(self.name, State.PARTLY_DONE, reason, command="ingest tmdb --retry-errors")
        return Finding(self.name, State.DONE, reason)


@dataclass
class TransformStep:
    """Trusted and Refined. `followed` is what the catalog did after it."""

    lake: Lake
    engine: Engine
    catalog: Catalog
    name: str = "transform all"
    followed: Followed = field(default_factory=Followed, init=False)

    def look(self, *, changing: bool) -> Finding:
        """See `Step.look`."""
        if changing:
            return Finding(self.name, State.DUE, "raw will change", command=self.name)
        stale = [planned for planned in plan(self.lake, LAYERS, force=False) if planned.stale]
        if stale:
            why = "; ".join(f"{planned.layer.value}: {planned.reason}" for planned in stale)
            return Finding(self.name, State.DUE, why, command=self.name)
        return Finding(self.name, State.FRESH, "trusted and refined are up to date")

    def do(self, progress: Progress) -> Finding:
        """See `Step.do`."""
        published = transform(self.lake, self.engine, self.catalog, TransformRequest(LAYERS), progress)
        self.followed = published.catalog
        made = [table for table in published.result.tables if table.status == "published"]
        return Finding(self.name, State.DONE, f"{len(made)} tables published, {sum(t.rows for t in made):,} rows")


@dataclass(frozen=True)
class CatalogStep:
    """The catalog, where the lake was registered in one; it may have followed the transform already."""

    catalog: Catalog
    transforming: TransformStep
    name: str = "catalog register"

    def look(self, *, changing: bool) -> Finding:
        """See `Step.look`."""
        if self.transforming.followed.moved:
            return self._done(self.transforming.followed.tables)
        states = {table.state for table in self.catalog.states()}
        if states <= {TableStanding.UNREGISTERED}:
            return Finding(self.name, State.SKIPPED, "not registered", command="catalog register")
        if changing or states & {TableStanding.BEHIND, TableStanding.OUTDATED, TableStanding.MISSING}:
            return Finding(self.name, State.DUE, f"{self.catalog.where} shows older tables", command=self.name)
        return Finding(self.name, State.FRESH, f"{self.catalog.where} shows the current tables")

    def do(self, progress: Progress) -> Finding:
        """See `Step.do`."""
        progress.step("registering tables")
        # What follows its lake stays where it was registered, whatever the settings say by now.
        return self._done(self.catalog.follow() or self.catalog.register())

    def _done(self, tables: Sequence[Registered]) -> Finding:
        alone = [table.name for table in tables if table.status == "left_alone"]
        others = f"; changed by others and left alone: {', '.join(alone)}" if alone else ""
        return Finding(self.name, State.DONE, f"{len(tables) - len(alone)} tables{others}")
