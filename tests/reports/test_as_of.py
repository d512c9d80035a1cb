"""`report --as-of`: which kept version a day or an id means."""

from pathlib import Path

import pytest

from filmes_lake.engines.duckdb.reports import DuckDBReports
from filmes_lake.errors import NotFound, UsageError
from filmes_lake.models.kinds import Layer
from filmes_lake.reports.as_of import version_as_of
from filmes_lake.reports.definitions import find_report
from filmes_lake.reports.runner import run_report
from tests.transform.lakes import MEMORY, SmallLake, envelope, film_answer, movie_line


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """Two versions, two days apart: the film's revenue is 3 million in the older and 5 in the newer."""
    small = SmallLake(tmp_path_factory.mktemp("lake"))
    small.movies(movie_line("tt0000001"))
    small.answers(envelope(film_answer("tt0000001"), fetched_at="2026-01-01T00:00:00Z"))
    small.transform()
    small.wait(days=2)
    small.answers(envelope(film_answer("tt0000001", revenue=5_000_000), fetched_at="2026-01-02T00:00:00Z"))
    small.transform()
    return small


def days_and_ids(small: SmallLake) -> list[tuple[str, str]]:
    """Day and id of both versions, the older first."""
    kept = reversed(small.lake.versions.kept(Layer.REFINED))
    return [(f"{manifest.created_at:%Y-%m-%d}", manifest.version) for manifest in kept]


def roi_as_of(small: SmallLake, text: str | None) -> float:
    result = run_report(small.lake, DuckDBReports(small.lake, MEMORY), find_report("roi"), {}, text)
    return float(result.rows[0]["roi"])


@pytest.mark.slow
def test_a_day_means_the_newest_version_made_on_it_or_before(made: SmallLake) -> None:
    (first, old), (second, new) = days_and_ids(made)

    assert version_as_of(made.lake, first).version == old
    assert version_as_of(made.lake, second).version == new
    assert version_as_of(made.lake, "9999-12-31").version == new


def test_a_report_has_the_figures_of_then(made: SmallLake) -> None:
    (first, old), (second, new) = days_and_ids(made)

    assert [roi_as_of(made, text) for text in (first, old, second, new, None)] == [2, 2, 4, 4, 4]


def test_a_day_before_the_oldest_kept_version_is_not_found_and_that_day_named(made: SmallLake) -> None:
    with pytest.raises(NotFound, match=f"the oldest was made on {days_and_ids(made)[0][0]}"):
        version_as_of(made.lake, "2020-01-01")


def test_a_version_of_another_layer_or_of_none_is_not_found(made: SmallLake) -> None:
    for text in (made.manifest(Layer.TRUSTED).version, "yesterday", "../x", ""):
        with pytest.raises(NotFound, match="no such refined version is kept"):
            version_as_of(made.lake, text)


@pytest.mark.parametrize("text", ["2026-13-01", "2026-02-30", "0000-00-00"])
def test_a_day_that_is_none_is_a_usage_error(made: SmallLake, text: str) -> None:
    with pytest.raises(UsageError, match="not a date"):
        version_as_of(made.lake, text)


def test_a_lake_without_refined_says_what_to_do(tmp_path: Path) -> None:
    small = SmallLake(tmp_path)
    small.movies(movie_line("tt0000001"))
    with pytest.raises(NotFound, match="no refined data yet"):
        version_as_of(small.lake, "2026-01-01")
