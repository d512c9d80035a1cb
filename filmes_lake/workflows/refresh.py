"""Refreshing a lake: whatever is stale, from the sources to the catalog, each step after those it depends on."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from filmes_lake.catalog.registration import Catalog, Registered, is_registered, lag
from filmes_lake.errors import FilmesLakeError, SettingsError
from filmes_lake.ingest.source import RefreshStep, SourceContext, SourcePackage, StepReport, StepState
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Layer
from filmes_lake.progress import Progress
from filmes_lake.transform.engine import Engine
from filmes_lake.transform.planning import plan
from filmes_lake.transform.reconciliation import losses_in_words, losses_of
from filmes_lake.workflows.publish import Followed

if TYPE_CHECKING:
    from filmes_lake.dashboard.quicksight.spice import Spice

LAYERS = (Layer.TRUSTED, Layer.REFINED)


def plan_steps(steps: Sequence[RefreshStep]) -> list[StepReport]:
    """What `refresh` would do; nothing is written, and TMDB is not asked."""
    reports: list[StepReport] = []
    for step in steps:
        reports.append(step.plan(changing=any(report.state is StepState.DUE for report in reports)))
    return reports


def overdue(steps: Sequence[RefreshStep]) -> list[StepReport]:
    """The steps that are due, and those that cannot even be looked at, such as for a source that is not there."""
    reports: list[StepReport] = []
    for step in steps:
        try:
            reports.append(step.plan(changing=any(report.state is StepState.DUE for report in reports)))
        except FilmesLakeError as error:
            reports.append(StepReport(step.name, StepState.BLOCKED, error.message, error.hint))
    return [report for report in reports if report.state in (StepState.DUE, StepState.BLOCKED)]


def refresh(
    steps: Sequence[RefreshStep], showing: Callable[[str], AbstractContextManager[Progress]]
) -> Iterator[StepReport]:
    """Apply the steps that are due, in order, and report each once it is done; what fails is raised, and ends it.

    `showing` opens the progress of the step of that name.
    """
    for step in steps:
        with showing(step.name) as progress:
            found = step.plan(changing=False)
            report = step.apply(progress) if found.state.is_to_be_applied else found
        yield report


def source_steps(
    context: SourceContext, packages: Sequence[SourcePackage], *, with_services: bool
) -> list[RefreshStep]:
    """What the sources have `run` do, in the order of the registry; `with_services` see `Receiver.steps`.

    SettingsError where the lake is empty and the settings name nothing that could be brought in.
    """
    named = any(path is not None for _, path in context.settings.sources)
    if not named and context.lake.versions.current(Layer.RAW) is None:
        raise SettingsError(
            f"{context.lake.storage.uri}: nothing to run: the lake is empty and the settings name no sources",
            "filmes-lake init writes filmes-lake.toml; name your files under [sources]",
        )
    return [
        step for package in packages for step in package.make_receiver().steps(context, with_services=with_services)
    ]


@dataclass
class TransformStep:
    """Trusted and Refined. `strict` see `pipeline.transform`; `followed` is what the catalog did after it."""

    lake: Lake
    engine: Engine
    catalog: Catalog
    strict: bool = False
    name: str = "transform all"
    followed: Followed = field(default_factory=Followed, init=False)

    def plan(self, *, changing: bool) -> StepReport:
        """See `RefreshStep.plan`."""
        if changing:
            return StepReport(self.name, StepState.DUE, "raw will change", command=self.name)
        stale = [planned for planned in plan(self.lake, LAYERS, force=False) if planned.stale]
        if stale:
            why = "; ".join(f"{planned.layer.value}: {planned.reason}" for planned in stale)
            return StepReport(self.name, StepState.DUE, why, command=self.name)
        trusted = self.lake.versions.current(Layer.TRUSTED)
        if self.strict and trusted and (losses := losses_of(trusted.accounting)):
            # To be refused: it would depend on the run before whether this one ends well.
            return StepReport(self.name, StepState.DUE, f"strict: {losses_in_words(losses)}", command=self.name)
        return StepReport(self.name, StepState.FRESH, "trusted and refined are up to date")

    def apply(self, progress: Progress) -> StepReport:
        """See `RefreshStep.apply`."""
        from filmes_lake.transform.pipeline import TransformRequest
        from filmes_lake.workflows.transform import transform

        request = TransformRequest(LAYERS, strict=self.strict)
        published = transform(self.lake, self.engine, self.catalog, request, progress)
        self.followed = published.catalog
        made = [table for table in published.result.tables if table.status == "published"]
        done = f"{len(made)} tables published, {sum(t.rows for t in made):,} rows"
        losses = published.result.losses
        if not losses:
            return StepReport(self.name, StepState.DONE, done)
        return StepReport(self.name, StepState.DONE, f"{done}; {losses_in_words(losses)}", command="status")


@dataclass(frozen=True)
class CatalogStep:
    """The catalog, where the lake was registered in one; it may have followed the transform already."""

    catalog: Catalog
    transforming: TransformStep
    name: str = "catalog register"

    def plan(self, *, changing: bool) -> StepReport:
        """See `RefreshStep.plan`."""
        if self.transforming.followed.moved:
            return self._done(self.transforming.followed.tables)
        tables = self.catalog.states()
        if not is_registered(tables):
            return StepReport(self.name, StepState.SKIPPED, "not registered", command="catalog register")
        why = lag(tables) or ("shows older tables" if changing else None)
        if why:
            return StepReport(self.name, StepState.DUE, f"{self.catalog.where} {why}", command=self.name)
        return StepReport(self.name, StepState.FRESH, f"{self.catalog.where} shows the current tables")

    def apply(self, progress: Progress) -> StepReport:
        """See `RefreshStep.apply`."""
        progress.step("registering tables")
        # What follows its lake stays where it was registered, whatever the settings say by now.
        return self._done(self.catalog.follow() or self.catalog.register())

    def _done(self, tables: Sequence[Registered]) -> StepReport:
        alone = [table.name for table in tables if table.status == "left_alone"]
        others = f"; changed by others and left alone: {', '.join(alone)}" if alone else ""
        return StepReport(self.name, StepState.DONE, f"{len(tables) - len(alone)} tables{others}")


@dataclass(frozen=True)
class DashboardStep:
    """What a published dashboard holds of the tables: it follows the catalog, and here what failed is tried again."""

    spice: "Spice"
    name: str = "dashboard refresh"

    def plan(self, *, changing: bool) -> StepReport:
        """See `RefreshStep.plan`."""
        if self.spice.publication() is None:
            return StepReport(self.name, StepState.SKIPPED, "not published", command="dashboard publish")
        if stale := self.spice.stale():
            return StepReport(
                self.name, StepState.DUE, f"SPICE holds older rows: {', '.join(stale)}", command="catalog register"
            )
        if changing:
            return StepReport(self.name, StepState.DUE, "the tables will change", command="catalog register")
        return StepReport(self.name, StepState.FRESH, "SPICE holds the current tables")

    def apply(self, progress: Progress) -> StepReport:
        """See `RefreshStep.apply`."""
        progress.step("refreshing the dashboard")
        return StepReport(self.name, StepState.DONE, f"SPICE takes anew: {', '.join(self.spice.refresh())}")
