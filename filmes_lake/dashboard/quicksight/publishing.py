"""Publishes the dashboard and takes it away again."""

from collections.abc import Sequence
from dataclasses import dataclass

from filmes_lake.catalog.registration import Catalog, RegistrationState
from filmes_lake.dashboard.quicksight.bodies import Call, Wanted, calls
from filmes_lake.dashboard.quicksight.names import NOWHERE, Names
from filmes_lake.dashboard.quicksight.service import QuickSight
from filmes_lake.dashboard.quicksight.spice import Publication, Spice, digests
from filmes_lake.errors import LakeError
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Layer
from filmes_lake.progress import SILENT, Progress
from filmes_lake.reports.runner import QueryEngine, select_of_version
from filmes_lake.reports.texts import GENRES, sql_of


@dataclass(frozen=True)
class Brought:
    """A part of the dashboard, and whether it was created or updated."""

    kind: str
    id: str
    status: str


@dataclass(frozen=True)
class DashboardPublished:
    """What was published, and where it is looked at."""

    parts: Sequence[Brought]
    address: str


def genres_of(lake: Lake, engine: QueryEngine) -> list[str]:
    """The genres that readers choose from: the current version's."""
    _, found = select_of_version(lake, engine, Layer.REFINED, {GENRES: (sql_of(GENRES), {})}, None)
    return [row["genero"] for row in found[GENRES]]


def plan_dashboard(wanted: Wanted) -> list[Call]:
    """The calls that would be made, for an account that nobody asked for; ChecksFailed see `calls`."""
    return calls(wanted, NOWHERE)


def publish_dashboard(
    spice: Spice, catalog: Catalog, service: QuickSight, wanted: Wanted, progress: Progress = SILENT
) -> DashboardPublished:
    """Create or update every part, wait for each, show the new version, and note it in the lake.

    FilmesLakeError names the first part that QuickSight refuses; what was published before stays as it was.
    """
    _require_registered(catalog)
    refined = spice.lake.require(Layer.REFINED)
    made = calls(wanted, service.place)
    service.require_subscription()
    parts = [_brought(service, call, progress) for call in made]
    dashboard = wanted.names.dashboard(wanted.language)
    before = spice.publication()
    dashboards = dict.fromkeys([*(before.dashboards if before else ()), dashboard])
    region = service.place.region
    spice.note(
        Publication(
            lake=wanted.lake,
            region=region,
            database=wanted.database,
            dashboards=tuple(dashboards),
            data_sets=digests(refined),
        )
    )
    return DashboardPublished(parts, f"https://{region}.quicksight.aws.amazon.com/sn/dashboards/{dashboard}")


def unpublish_dashboard(spice: Spice, service: QuickSight, names: Names) -> list[tuple[str, str]]:
    """Delete every part that is there, and note that; what was deleted, by kind and id."""
    removed = [(kind, name) for kind, name in names.all() if service.remove(kind, name)]
    spice.forget()
    return removed


def _brought(service: QuickSight, call: Call, progress: Progress) -> Brought:
    progress.step(f"{call.kind} {call.id}")
    return Brought(call.kind, call.id, service.bring(call))


def _require_registered(catalog: Catalog) -> None:
    """QuickSight reads what the catalog shows, so that must be the current tables."""
    if any(state.state is not RegistrationState.CURRENT for state in catalog.differences()):
        raise LakeError(
            f"{catalog.where}: it does not show the current tables, which the dashboard reads",
            "filmes-lake catalog register",
        )
