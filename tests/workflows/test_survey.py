"""What whoever starts a refresh by the clock is told of a lake."""

from datetime import timedelta
from pathlib import Path

import pytest

from filmes_lake.ingest.imdb.ingest import ingest_set
from filmes_lake.lake.lake import Lake, utc_now
from filmes_lake.models.kinds import Kind, Layer, TransformPlace
from filmes_lake.workflows.refresh import TransformStep
from filmes_lake.workflows.survey import DoesNotFit, Survey, survey
from tests.fakes.catalog import FakeCatalog
from tests.fakes.imdb_files import write_set
from tests.transform.lakes import SmallLake, movie_line


@pytest.fixture
def small(tmp_path: Path) -> SmallLake:
    lake = SmallLake(tmp_path / "lake")
    lake.csv(Kind.MOVIES, [movie_line("tt0000001")])
    return lake


def after_hours(small: SmallLake, hours: int) -> Survey:
    later = Lake(small.lake.storage, small.lake.schema, lambda: utc_now() + timedelta(hours=hours))
    return survey(later, [TransformStep(later, small.engine, FakeCatalog())], glue_above=10**9, disk=10**9)


def test_hours_pass_since_the_last_success_while_something_is_stale(small: SmallLake) -> None:
    assert after_hours(small, 30).hours_since_success is None

    small.transform()
    small.csv(Kind.MOVIES, [movie_line("tt0000001"), movie_line("tt0000002")])

    assert after_hours(small, 30).hours_since_success == pytest.approx(30, abs=0.1)


def test_where_nothing_is_stale_no_success_is_missing(small: SmallLake) -> None:
    small.transform()

    assert after_hours(small, 1000).hours_since_success == 0


def looked_at(small: SmallLake, glue_above: float, disk: float = 10**9) -> TransformPlace:
    step = TransformStep(small.lake, small.engine, FakeCatalog())
    return survey(small.lake, [step], int(glue_above), int(disk)).engine


def test_imdbs_packed_files_count_for_more_than_plain_ones(small: SmallLake, tmp_path: Path) -> None:
    plain = small.lake.require(Layer.RAW).bytes
    assert looked_at(small, 1.1 * plain) is TransformPlace.LAMBDA

    ingest_set(small.lake, [write_set(tmp_path / "imdb")])

    size = small.lake.require(Layer.RAW).bytes
    assert looked_at(small, 2.2 * size) is TransformPlace.GLUE
    assert looked_at(small, 2.4 * size) is TransformPlace.LAMBDA
    assert looked_at(small, 2.4 * size, disk=5.2 * size) is TransformPlace.LAMBDA
    with pytest.raises(DoesNotFit, match="its tables need some") as refused:
        looked_at(small, 2.4 * size, disk=5.0 * size)
    assert "--engine glue" in str(refused.value.hint)


def test_what_is_up_to_date_needs_no_room(small: SmallLake) -> None:
    with pytest.raises(DoesNotFit):
        looked_at(small, 10**9, disk=1)

    small.transform()

    assert looked_at(small, 10**9, disk=1) is TransformPlace.LAMBDA
