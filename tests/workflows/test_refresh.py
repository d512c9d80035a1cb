"""`run`: the catalog follows the transform, and the step after it says so."""

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest

from filmes_lake.catalog.registration import Registered
from filmes_lake.errors import LakeError
from filmes_lake.ingest.source import RefreshStep, StepReport, StepState
from filmes_lake.models.kinds import Kind
from filmes_lake.progress import SILENT
from filmes_lake.workflows.refresh import CatalogStep, TransformStep, refresh
from tests.fakes.catalog import FakeCatalog
from tests.transform.lakes import SmallLake, movie_line

SHOWN = [Registered("titulos", "v1", "created"), Registered("creditos", "v1", "left_alone")]


@pytest.fixture
def small(tmp_path: Path) -> SmallLake:
    lake = SmallLake(tmp_path / "lake")
    lake.csv(Kind.MOVIES, [movie_line("tt0000001")])
    return lake


def steps_of(small: SmallLake, catalog: FakeCatalog) -> tuple[RefreshStep, RefreshStep]:
    transforming = TransformStep(small.lake, small.engine, catalog)
    return transforming, CatalogStep(catalog, transforming)


def refreshed(steps: Sequence[RefreshStep]) -> list[StepReport]:
    return list(refresh(steps, lambda _: nullcontext(SILENT)))


def test_the_catalog_step_reports_what_the_catalog_did_after_the_transform(small: SmallLake) -> None:
    catalog = FakeCatalog(SHOWN)

    _, registered = refreshed(steps_of(small, catalog))

    assert (registered.state, registered.reason) == (
        StepState.DONE,
        "1 tables; changed by others and left alone: creditos",
    )
    assert catalog.asked == ["follow"]


def test_a_catalog_that_lags_behind_is_tried_again_and_ends_the_run(small: SmallLake) -> None:
    catalog = FakeCatalog(SHOWN, LakeError("Glue refuses"))

    with pytest.raises(LakeError, match="Glue refuses"):
        refreshed(steps_of(small, catalog))

    assert catalog.asked == ["follow", "follow"]


def test_where_nothing_is_stale_the_catalog_alone_is_checked(small: SmallLake) -> None:
    refreshed(steps_of(small, FakeCatalog()))
    catalog = FakeCatalog(SHOWN)

    assert [finding.state for finding in refreshed(steps_of(small, catalog))] == [StepState.FRESH, StepState.FRESH]
    assert catalog.asked == []
