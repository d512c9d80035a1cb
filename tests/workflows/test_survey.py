"""What whoever starts a refresh by the clock is told of a lake."""

from datetime import timedelta
from pathlib import Path

import pytest

from filmes_lake.lake.lake import Lake, utc_now
from filmes_lake.models.kinds import Kind
from filmes_lake.workflows.refresh import TransformStep
from filmes_lake.workflows.survey import Survey, survey
from tests.fakes.catalog import FakeCatalog
from tests.transform.lakes import SmallLake, movie_line


@pytest.fixture
def small(tmp_path: Path) -> SmallLake:
    lake = SmallLake(tmp_path / "lake")
    lake.csv(Kind.MOVIES, [movie_line("tt0000001")])
    return lake


def after_hours(small: SmallLake, hours: int) -> Survey:
    later = Lake(small.lake.storage, small.lake.schema, lambda: utc_now() + timedelta(hours=hours))
    return survey(later, [TransformStep(later, small.engine, FakeCatalog())], glue_above=10**9)


def test_hours_pass_since_the_last_success_while_something_is_stale(small: SmallLake) -> None:
    assert after_hours(small, 30).hours_since_success is None

    small.transform()
    small.csv(Kind.MOVIES, [movie_line("tt0000001"), movie_line("tt0000002")])

    assert after_hours(small, 30).hours_since_success == pytest.approx(30, abs=0.1)


def test_where_nothing_is_stale_no_success_is_missing(small: SmallLake) -> None:
    small.transform()

    assert after_hours(small, 1000).hours_since_success == 0
