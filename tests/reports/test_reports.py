"""The reports on the sample equal a plain-Python recomputation, whatever the parameters."""

import json
from itertools import product

import pytest
from _pytest.mark import ParameterSet

from filmes_lake.engines.duckdb.reports import DuckDBReports
from filmes_lake.errors import UsageError
from filmes_lake.language import Language
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.reports.contents import document
from filmes_lake.reports.definitions import REPORTS, find_report
from tests.reports import recomputation
from tests.reports.comparison import PARAMETERS, assert_equal, assert_recomputed, report
from tests.reports.recomputation import Selection
from tests.reports.titles import Titles, read_titles
from tests.shares import slow_but
from tests.transform.lakes import MEMORY, SAMPLE, SmallLake

pytest_plugins = ("tests.running",)

# Those left out have tests of their own: the sample has one day, and no directors.
NAMES = [found.name for found in REPORTS if found.name not in ("trends", "directors")]
MARKING = ["roi-by-decade", "roi-by-month", "roi-by-genre", "yearly"]
# Every report with its defaults and these reports with more, since all select by the same conditions.
QUICK_CASES = {"everything", "real dollars", "a genre and years that leave none"}
QUICK_NAMES = {"kpis", "artists", "series"}


def _slow_unless_quick(pair: tuple[str, str]) -> ParameterSet:
    name, case = pair
    quick = case == "defaults" or (name in QUICK_NAMES and case in QUICK_CASES)
    return pytest.param(*pair, marks=() if quick else pytest.mark.slow)


@pytest.fixture(scope="module")
def lake(sample_lake: SmallLake) -> SmallLake:
    return sample_lake


@pytest.fixture(scope="module")
def titles() -> Titles:
    return read_titles(SAMPLE)


@pytest.mark.parametrize(("name", "case"), [*map(_slow_unless_quick, product(NAMES, PARAMETERS))])
def test_a_report_equals_a_recomputation(lake: SmallLake, titles: Titles, name: str, case: str) -> None:
    given = PARAMETERS[case]

    assert_recomputed(report(lake, name, given), titles, given)


@pytest.mark.parametrize("top", slow_but((0, 3), [0, 1, 3, 50, 100_000]))
def test_a_ranking_has_as_many_rows_as_asked_or_as_there_are(lake: SmallLake, titles: Titles, top: int) -> None:
    films = recomputation.selected(titles.films, Selection(min_votes=0))
    given = {"top": str(top), "min_votes": "0"}

    assert_equal(report(lake, "roi", given).rows, recomputation.roi_rows(films, top))
    assert_equal(report(lake, "artists", given).rows, recomputation.artist_rows(films, top))
    assert_equal(report(lake, "rating-vs-roi", given).rows, recomputation.RATING_VS_ROI.rows(films)[:top])
    wanted = recomputation.series_rows(titles.series, Selection(min_votes=0), top)
    assert_equal(report(lake, "series", given).rows, wanted)


@pytest.mark.parametrize("name", recomputation.POINTS)
def test_a_correlation_is_over_every_film_counted_however_few_rows_are_shown(lake: SmallLake, name: str) -> None:
    few, every = report(lake, name, {"top": "3"}), report(lake, name, {})

    assert few.correlation == every.correlation
    assert every.correlation
    assert every.correlation.films == every.funnel[-1].left == len(every.rows) > len(few.rows) == 3


@pytest.mark.parametrize("min_films", slow_but((20,), [0, 1, 20, 10_000]))
@pytest.mark.parametrize("name", MARKING)
def test_groups_of_few_films_are_marked(lake: SmallLake, name: str, min_films: int) -> None:
    for row in report(lake, name, {"min_films": str(min_films)}).rows:
        assert row["poucos_filmes"] == (row["filmes"] < min_films)


@pytest.mark.parametrize("min_films", slow_but((0, 2), [0, 1, 2, 8, 1_000]))
def test_artists_of_few_films_are_left_out(lake: SmallLake, titles: Titles, min_films: int) -> None:
    films = recomputation.selected(titles.films, Selection())
    found = report(lake, "artists", {"min_films": str(min_films), "top": "100000"}).rows

    assert_equal(found, recomputation.artist_rows(films, 100_000, min_films))


@pytest.mark.parametrize("name", ["roi-by-decade", "roi-by-month", "yearly"])
def test_groups_that_part_the_films_add_up_to_the_films_counted(lake: SmallLake, name: str) -> None:
    result = report(lake, name, {"min_votes": "0", "include_suspect": "true"})

    assert sum(row["filmes"] for row in result.rows) == result.funnel[-1].left


@pytest.mark.parametrize(
    "case",
    slow_but(("a genre and years that leave none",), ["years that leave none", "a genre and years that leave none"]),
)
def test_a_selection_that_leaves_no_film_has_no_figures(lake: SmallLake, case: str) -> None:
    for name in set(NAMES) - {"kpis"}:
        assert report(lake, name, PARAMETERS[case]).rows == []
    (row,) = report(lake, "kpis", PARAMETERS[case]).rows
    assert (row["filmes"], row["artistas"], row["roi_total"], row["orcamento_mediano"]) == (0, 0, None, None)


def test_defect_8_the_headline_is_pooled_and_median_and_the_mean_stands_beside_them(lake: SmallLake) -> None:
    (row,) = report(lake, "kpis", {}).rows

    assert row["roi_medio"] > row["roi_total"] > 0
    assert len({row["roi_total"], row["roi_mediano"], row["roi_medio"]}) == 3


@pytest.mark.parametrize(
    "genre",
    slow_but(("'", "%", "Culinary"), ["x' OR 1=1 --", "'", "Crime' --", "$genre", ":genre", "%", "Culinary", "none"]),
)
def test_a_genre_that_no_film_has_is_wrong_usage_and_named(lake: SmallLake, genre: str) -> None:
    with pytest.raises(UsageError) as caught:
        report(lake, "roi", {"genre": f"War,{genre}"})

    assert caught.value.message == f"genre={genre}: no title has this genre"
    assert "Crime, " in str(caught.value.hint)


def test_a_report_shows_the_genres_as_they_were_given(lake: SmallLake) -> None:
    told = [
        document(report(lake, "kpis", given), Language.ENGLISH)["parameters"]["genre"]
        for given in ({}, {"genre": "crime,WAR"})
    ]

    assert json.loads(json.dumps(told)) == [None, ["crime", "WAR"]]


def test_any_of_some_genres_is_more_than_each_and_less_than_their_sum(lake: SmallLake) -> None:
    counts = [report(lake, "kpis", {"genre": genre}).funnel[-1].left for genre in ("Crime", "Drama", "Crime,Drama")]

    assert 0 < max(counts[:2]) < counts[2] < sum(counts[:2])


@pytest.mark.parametrize("name", NAMES)
def test_values_are_bound_and_not_pasted(lake: SmallLake, name: str) -> None:
    text = find_report(name).sql
    bound = {**find_report(name).bind({"min_votes": "0"}), "genre": ("x' OR 1=1 --",)}
    version = lake.manifest(Layer.REFINED)
    (rows,) = DuckDBReports(lake.lake, MEMORY).select(version, {name: (text, bound)}).values()

    assert [row for row in rows if row.get("filmes") != 0] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_reports_columns_are_those_of_its_definition(lake: SmallLake, name: str) -> None:
    rows = report(lake, name, {}).rows

    assert rows
    assert {tuple(row) for row in rows} == {tuple(column.name for column in find_report(name).columns)}


@pytest.mark.parametrize("name", NAMES)
def test_a_funnel_counts_what_the_report_is_about(lake: SmallLake, name: str) -> None:
    first = report(lake, name, {}).funnel[0]
    kind = find_report(name).kind

    assert first.condition == ("films_in_lake" if kind is Kind.MOVIES else "series_in_lake")
    assert first.left == len(lake.table("dim_filme" if kind is Kind.MOVIES else "dim_serie"))


def test_a_report_names_the_version_it_stands_on(lake: SmallLake) -> None:
    assert report(lake, "roi", {}).version == lake.manifest(Layer.REFINED).version
