"""The film reports on the sample equal a plain-Python recomputation, whatever the parameters."""

from functools import cache
from typing import Any

import pytest

from filmes_lake.errors import UsageError
from filmes_lake.ingest.ingest import ingest_csv, ingest_saved_tmdb
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.reports.definitions import REPORTS, find_report
from filmes_lake.reports.duckdb import DuckDBReports
from filmes_lake.reports.runner import ReportResult, run_report
from tests.reports import recomputation
from tests.reports.recomputation import Film, Selection
from tests.transform.lakes import MEMORY, SAMPLE, SmallLake

PARAMETERS: dict[str, dict[str, str]] = {
    "defaults": {},
    "no least votes": {"min_votes": "0"},
    "many votes": {"min_votes": "500000"},
    "suspects too": {"include_suspect": "true"},
    "suspects without least votes": {"include_suspect": "1", "min_votes": "0"},
    "genre": {"genre": "Crime"},
    "genre in capitals": {"genre": "CRIME"},
    "genre in small letters": {"genre": "sci-fi"},
    "from a year on": {"min_year": "1990"},
    "up to a year": {"max_year": "1979"},
    "one year": {"min_year": "1994", "max_year": "1994"},
    "neutral years": {"min_year": "0", "max_year": "0"},
    "the reference's selection": {"min_year": "1961", "min_votes": "10000", "genre": "War"},
    "everything": {
        "genre": "drama",
        "min_year": "1950",
        "max_year": "2010",
        "min_votes": "1",
        "include_suspect": "yes",
    },
    "a genre and years that leave none": {"genre": "War", "min_year": "2300"},
    "years that leave none": {"min_year": "2000", "max_year": "1999"},
}


def selection(given: dict[str, str]) -> Selection:
    return Selection(
        genre=given.get("genre"),
        min_year=int(given.get("min_year", 0)),
        max_year=int(given.get("max_year", 0)),
        min_votes=int(given.get("min_votes", 1000)),
        include_suspect="include_suspect" in given,
    )


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = SmallLake(tmp_path_factory.mktemp("sample"))
    ingest_csv(small.lake, [SAMPLE / f"{kind.value}.csv" for kind in Kind], None, None, lambda _: None)
    for kind in Kind:
        ingest_saved_tmdb(small.lake, SAMPLE / f"tmdb_{kind.value}.jsonl", kind, lambda _: None)
    small.transform()
    return small


@pytest.fixture(scope="module")
def films() -> list[Film]:
    return recomputation.sample_films()


@cache
def reported(lake: SmallLake, name: str, given: tuple[tuple[str, str], ...]) -> ReportResult:
    return run_report(lake.lake, DuckDBReports(lake.lake, MEMORY), find_report(name), dict(given))


def report(lake: SmallLake, name: str, given: dict[str, str]) -> ReportResult:
    return reported(lake, name, tuple(given.items()))


def assert_equal(found: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> None:
    """The same rows in the same order, columns in the same order, numbers to nine digits."""
    assert [list(row) for row in found] == [list(row) for row in wanted]
    for row, other in zip(found, wanted, strict=True):
        assert row == {name: close(value) for name, value in other.items()}


def close(value: object) -> object:
    return pytest.approx(value, rel=1e-9) if isinstance(value, float) else value


@pytest.mark.parametrize("case", PARAMETERS)
def test_roi_equals_a_recomputation(lake: SmallLake, films: list[Film], case: str) -> None:
    given = PARAMETERS[case]
    chosen = recomputation.selected(films, selection(given))

    assert_equal(report(lake, "roi", given).rows, recomputation.roi_rows(chosen))


@pytest.mark.parametrize("top", [0, 1, 3, 50, 100_000])
def test_roi_has_as_many_rows_as_asked_or_as_there_are(lake: SmallLake, films: list[Film], top: int) -> None:
    chosen = recomputation.selected(films, Selection(min_votes=0))

    assert_equal(report(lake, "roi", {"top": str(top), "min_votes": "0"}).rows, recomputation.roi_rows(chosen, top))


@pytest.mark.parametrize("case", PARAMETERS)
def test_kpis_equal_a_recomputation(lake: SmallLake, films: list[Film], case: str) -> None:
    given = PARAMETERS[case]
    chosen = recomputation.selected(films, selection(given))

    assert_equal(report(lake, "kpis", given).rows, [recomputation.kpi_row(chosen)])


@pytest.mark.parametrize("case", PARAMETERS)
def test_roi_by_decade_equals_a_recomputation(lake: SmallLake, films: list[Film], case: str) -> None:
    given = PARAMETERS[case]
    chosen = recomputation.selected(films, selection(given))

    assert_equal(report(lake, "roi-by-decade", given).rows, recomputation.decade_rows(chosen))


@pytest.mark.parametrize("min_films", [0, 1, 20, 10_000])
def test_groups_of_few_films_are_marked(lake: SmallLake, films: list[Film], min_films: int) -> None:
    chosen = recomputation.selected(films, Selection())
    found = report(lake, "roi-by-decade", {"min_films": str(min_films)}).rows

    assert_equal(found, recomputation.decade_rows(chosen, min_films))


@pytest.mark.parametrize("case", PARAMETERS)
@pytest.mark.parametrize("name", ["roi", "kpis", "roi-by-decade"])
def test_the_funnel_equals_a_recomputation(lake: SmallLake, films: list[Film], name: str, case: str) -> None:
    given = PARAMETERS[case]
    steps = report(lake, name, given).funnel
    wanted = recomputation.funnel(films, selection(given))

    assert {step.condition: step.removed for step in steps[1:]} == {k: v for k, v in wanted.items() if k != "selected"}
    assert (steps[0].left, steps[-1].left) == (len(films), wanted["selected"])


@pytest.mark.parametrize("case", ["years that leave none", "a genre and years that leave none"])
def test_a_selection_that_leaves_no_film_has_no_figures(lake: SmallLake, case: str) -> None:
    assert report(lake, "roi", PARAMETERS[case]).rows == []
    assert report(lake, "roi-by-decade", PARAMETERS[case]).rows == []
    (row,) = report(lake, "kpis", PARAMETERS[case]).rows
    assert (row["filmes"], row["artistas"], row["roi_total"], row["orcamento_mediano"]) == (0, 0, None, None)


def test_defect_8_the_headline_is_pooled_and_median_and_the_mean_stands_beside_them(lake: SmallLake) -> None:
    (row,) = report(lake, "kpis", {}).rows

    assert row["roi_medio"] > row["roi_total"] > 0
    assert len({row["roi_total"], row["roi_mediano"], row["roi_medio"]}) == 3


@pytest.mark.parametrize("genre", ["x' OR 1=1 --", "'", "Crime' --", "$genre", "%", "Culinary"])
def test_a_genre_that_no_film_has_is_wrong_usage(lake: SmallLake, genre: str) -> None:
    with pytest.raises(UsageError, match="no title has this genre") as caught:
        report(lake, "roi", {"genre": genre})

    assert "Crime, " in str(caught.value.hint)


@pytest.mark.parametrize("name", [found.name for found in REPORTS])
def test_values_are_bound_and_not_pasted(lake: SmallLake, name: str) -> None:
    text = find_report(name).sql("duckdb")
    bound = {**find_report(name).bind({"min_votes": "0"}), "genre": "x' OR 1=1 --"}
    version = lake.manifest(Layer.REFINED)
    (rows,) = DuckDBReports(lake.lake, MEMORY).select(version, {name: (text, bound)}).values()

    assert [row for row in rows if row.get("filmes") != 0] == []


@pytest.mark.parametrize("name", [found.name for found in REPORTS])
def test_a_reports_columns_are_those_of_its_definition(lake: SmallLake, name: str) -> None:
    rows = report(lake, name, {}).rows

    assert rows
    assert {tuple(row) for row in rows} == {tuple(column.name for column in find_report(name).columns)}


def test_a_report_names_the_version_it_stands_on(lake: SmallLake) -> None:
    assert report(lake, "roi", {}).version == lake.manifest(Layer.REFINED).version
