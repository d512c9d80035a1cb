"""A lake with a few titles that were measured on some days, by TMDB's exports.

A test module asks for it with `pytest_plugins = ("tests.reports.measured_lake",)`.
"""

from pathlib import Path

import pytest

from filmes_lake.ingest.tmdb_exports.ingest import ingest_lists
from filmes_lake.models.kinds import Kind
from tests.fakes.exports import film, listed, series
from tests.made_once import made_once
from tests.transform.lakes import SmallLake, envelope, film_answer, movie_line, series_answer, series_line

FILMS = {"tt0000001": 11, "tt0000002": 12, "tt0000003": 13, "tt0000004": 14, "tt0000005": 15}
SERIES = "tt0000001"  # the same id as a film's
# By the day of the month, the popularity of each film's id.
DAYS = {
    20: {11: 10.5, 12: 80.0, 13: 7.0, 14: 0.0},
    21: {11: 12.0, 12: 60.0, 13: 9.0},
    24: {11: 30.25, 12: 60.5, 13: 7.0, 14: 5.0, 15: 3.0},
}
OF_SERIES = {20: 50.0, 24: 40.0}


@pytest.fixture(scope="session")
def measured(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """The lake, made once for all. It is not to be written to."""
    return SmallLake(made_once(tmp_path_factory, "measured", measured_lake))


def measured_lake(folder: Path) -> SmallLake:
    """The lake, made in that folder."""
    small = SmallLake(folder)
    small.movies(*(movie_line(title) for title in (*FILMS, "tt0000009")))
    small.series(series_line(SERIES))
    small.answers(
        *(
            envelope(film_answer(title, id=tmdb_id, popularity=None), fetched_at="2026-11-20T00:00:00.000000Z")
            for title, tmdb_id in FILMS.items()
        )
    )
    answer = series_answer(SERIES, id=1396, popularity=None)
    small.tmdb(Kind.SERIES, envelope(answer, imdb_id=SERIES, kind="series", fetched_at="2026-11-20T00:00:00.000000Z"))
    films = {f"movie_ids_11_{day}_2026.json": [film(*pair) for pair in found.items()] for day, found in DAYS.items()}
    shows = {f"tv_series_ids_11_{day}_2026.json": [series(1396, found)] for day, found in OF_SERIES.items()}
    ingest_lists(small.lake, [listed(folder / name, lines) for name, lines in (films | shows).items()])
    small.transform()
    return small
