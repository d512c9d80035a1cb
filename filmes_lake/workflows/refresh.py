"""The upkeep of a lake: whatever is stale, from the sources to the catalog, each step after those it stands on."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from filmes_lake.catalog.registration import Catalog, Registered
from filmes_lake.catalog.registration import State as TableStanding
from filmes_lake.errors import FilmesLakeError, SettingsError
from filmes_lake.ingest.source import Finding, Inbox, Package, State, Step
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Layer
from filmes_lake.progress import Progress
from filmes_lake.transform.engine import Engine
from filmes_lake.transform.pipeline import plan
from filmes_lake.workflows.publish import Followed
from filmes_lake.workflows.transform import TransformRequest, transform

LAYERS = (Layer.TRUSTED, Layer.REFINED)


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


def source_steps(inbox: Inbox, packages: Sequence[Package], *, asking: bool) -> list[Step]:
    """What the sources have `run` do, in the order of the registry; `asking` see `Receiver.steps`.

    SettingsError where the lake is empty and the settings name nothing that could be brought in.
    """
    named = any(path is not None for _, path in inbox.settings.sources)
    if not named and inbox.lake.versions.current(Layer.RAW) is None:
        raise SettingsError(
            f"{inbox.lake.storage.uri}: nothing to run: the lake is empty and the settings name no sources",
            "filmes-lake init writes filmes-lake.toml; name your files under [sources]",
        )
    return [step for package in packages for step in package.make_receiver().steps(inbox, asking=asking)]


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
