"""The shared selection: neutral conditions remove nothing, unknown values fall to the conditions that need them."""

from itertools import pairwise
from pathlib import Path

import pytest

from filmes_lake.engines.duckdb.reports import DuckDBReports
from filmes_lake.errors import NotFound, UsageError
from filmes_lake.models.kinds import Kind
from filmes_lake.reports.conditions import conditions_of
from filmes_lake.reports.definitions import REPORTS, find_report
from filmes_lake.reports.parameters import Value
from filmes_lake.reports.report import Report
from filmes_lake.reports.runner import ReportResult, run_report
from tests.transform.lakes import MEMORY, NULL, SmallLake, film_answer, movie_line

NEUTRAL = {
    "min_votes": "0",
    "min_year": "0",
    "max_year": "0",
    "genre": "",
    "include_suspect": "true",
    "include_adult": "true",
    "include_video": "true",
}


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = SmallLake(tmp_path_factory.mktemp("selection"))
    small.movies(
        movie_line("tt0000001", titulo_principal="Plain"),
        movie_line("tt0000002", titulo_principal="No votes", numero_votos=NULL),
        movie_line("tt0000003", titulo_principal="No year", ano_lancamento=NULL),
        movie_line("tt0000004", titulo_principal="No genre", generos=NULL),
        movie_line("tt0000005", titulo_principal="Suspect"),
        movie_line("tt0000006", titulo_principal="No budget"),
        movie_line("tt0000007", titulo_principal="No revenue"),
        movie_line("tt0000008", titulo_principal="Unknown to TMDB"),
        movie_line("tt0000009", titulo_principal="No artist", nome_artista=NULL),
        movie_line("tt0000010", titulo_principal="War", generos="War", ano_lancamento="1950", numero_votos="999"),
        movie_line("tt0000011", titulo_principal="Adult"),
        movie_line("tt0000012", titulo_principal="Video"),
    )
    small.answers(
        *(film_answer(f"tt{number:07d}") for number in (1, 2, 3, 4, 9, 10)),
        film_answer("tt0000005", budget=1),
        film_answer("tt0000011", adult=True, video=False),
        film_answer("tt0000012", adult=False, video=True),
        film_answer("tt0000006", budget=0),
        film_answer("tt0000007", revenue=0, budget=1),
    )
    small.transform()
    return small


def run(lake: SmallLake, given: dict[str, str], name: str = "roi") -> ReportResult:
    return run_report(lake.lake, DuckDBReports(lake.lake, MEMORY), find_report(name), given)


def titles(lake: SmallLake, given: dict[str, str]) -> set[str]:
    return {row["titulo"] for row in run(lake, given).rows}


ALL = {"Plain", "No votes", "No year", "No genre", "Suspect", "No artist", "War", "Adult", "Video"}


def test_neutral_conditions_leave_every_film_with_both_amounts(lake: SmallLake) -> None:
    assert titles(lake, NEUTRAL) == ALL


@pytest.mark.parametrize(
    ("condition", "value", "left_out"),
    [
        ("min_votes", "1", {"No votes"}),
        ("min_votes", "1000", {"No votes", "War"}),
        ("min_votes", "999", {"No votes"}),
        ("min_year", "1", {"No year"}),
        ("min_year", "1951", {"No year", "War"}),
        ("min_year", "1950", {"No year"}),
        ("max_year", "9000", {"No year"}),
        ("max_year", "1950", ALL - {"War"}),
        ("genre", "war", ALL - {"War"}),
        ("genre", "Crime", {"No genre", "War"}),
        ("genre", "Crime,war", {"No genre"}),
        ("genre", "crime,Drama,CRIME", {"No genre", "War"}),
        ("include_suspect", "false", {"Suspect"}),
        ("include_adult", "false", {"Adult"}),
        ("include_video", "false", {"Video"}),
    ],
)
def test_a_condition_leaves_out_what_is_beyond_it_or_unknown(
    lake: SmallLake, condition: str, value: str, left_out: set[str]
) -> None:
    assert titles(lake, {**NEUTRAL, condition: value}) == ALL - left_out


def test_each_neutral_condition_has_removed_nothing(lake: SmallLake) -> None:
    removed = {step.condition: step.removed for step in run(lake, NEUTRAL).funnel}

    unavoidable = {"no_tmdb_record": 1, "budget_unknown": 1, "revenue_unknown": 1}
    assert removed == {"films_in_lake": 0, **{found.name: 0 for found in conditions_of(Kind.MOVIES)}, **unavoidable}


@pytest.mark.parametrize(
    ("least", "unknown", "too_few"), [("0", 0, 0), ("1", 1, 0), ("1000", 1, 1)], ids=["any", "one", "a thousand"]
)
def test_unknown_votes_are_a_reason_of_their_own_where_votes_are_asked_for(
    lake: SmallLake, least: str, unknown: int, too_few: int
) -> None:
    removed = {step.condition: step.removed for step in run(lake, {**NEUTRAL, "min_votes": least}).funnel}

    assert (removed["votes_unknown"], removed["too_few_votes"]) == (unknown, too_few)


def test_the_conditions_stand_in_the_order_in_which_they_are_told(lake: SmallLake) -> None:
    names = [step.condition for step in run(lake, {}).funnel]

    assert names[3:8] == ["revenue_unknown", "adult", "video", "implausible", "votes_unknown"]
    assert names[8] == "too_few_votes"


def test_the_funnel_adds_up_step_by_step(lake: SmallLake) -> None:
    steps = run(lake, {"genre": "Crime", "min_year": "1990"}).funnel

    assert steps[0].left == len(lake.table("dim_filme"))
    for before, after in pairwise(steps):
        assert after.left == before.left - after.removed
    assert steps[-1].left == len(run(lake, {"genre": "Crime", "min_year": "1990"}).rows)


def test_a_film_without_a_year_has_a_decade_of_its_own_at_the_end(lake: SmallLake) -> None:
    assert [row["decada"] for row in run(lake, NEUTRAL, "roi-by-decade").rows] == [1950, 1990, None]


def test_equal_returns_are_ranked_by_votes_then_id(lake: SmallLake) -> None:
    rows = run(lake, {**NEUTRAL, "include_suspect": "false"}).rows

    known = ["Plain", "No year", "No genre", "No artist", "Adult", "Video"]
    assert [row["titulo"] for row in rows] == [*known, "War", "No votes"]


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_a_report_needs_its_layers_data(tmp_path: Path, report: Report) -> None:
    with pytest.raises(NotFound, match=f"no {report.layer.value} data yet"):
        run(SmallLake(tmp_path), {}, report.name)


@pytest.mark.parametrize(
    ("parameter", "text", "value"),
    [
        ("genre", "Crime", ("Crime",)),
        ("genre", "Crime,War", ("Crime", "War")),
        ("genre", "crime, WAR", ("crime", "WAR")),
        ("genre", "", None),
        ("genre", "none", None),
        ("genre", "true", ("true",)),
        ("genre", "7", ("7",)),
        ("min_year", "1999", 1999),
        ("min_year", "none", None),
        ("min_year", "", None),
        ("min_votes", "0", 0),
        ("top", "007", 7),
        ("include_suspect", "YES", True),
        ("include_suspect", "on", True),
        ("include_suspect", "0", False),
        ("include_suspect", "False", False),
        ("dollars", "REAL", "real"),
    ],
)
def test_a_parameter_has_its_type(parameter: str, text: str, value: Value) -> None:
    bound = find_report("roi").bind({parameter: text})

    assert (bound[parameter], type(bound[parameter])) == (value, type(value))


@pytest.mark.parametrize(
    ("parameter", "text"),
    [
        ("top", "ten"),
        ("top", "-1"),
        ("top", "1.5"),
        ("top", ""),
        ("top", "none"),
        ("top", "1" * 19),
        ("top", "１０"),
        ("top", " 10"),
        ("genre", ","),
        ("genre", "Crime,"),
        ("genre", "Crime, ,War"),
        ("min_votes", ""),
        ("min_year", "1999; DROP TABLE dim_filme"),
        ("include_suspect", "maybe"),
        ("include_suspect", ""),
        ("include_suspect", "2"),
        ("dollars", "euros"),
        ("dollars", ""),
        ("dollars", "real' OR 1=1 --"),
    ],
)
def test_a_parameter_of_another_type_is_wrong_usage(parameter: str, text: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_report("roi").bind({parameter: text})

    assert caught.value.message.startswith(f"{parameter}={text}: {parameter} must be ")


def test_an_unknown_parameter_is_wrong_usage_and_the_known_ones_are_listed() -> None:
    with pytest.raises(UsageError, match="roi-by-decade has no such parameter") as caught:
        find_report("roi-by-decade").bind({"top": "5"})

    assert "min_films" in str(caught.value.hint)


def test_an_unknown_report_is_wrong_usage_and_the_known_ones_are_listed() -> None:
    with pytest.raises(UsageError, match="rio: no such report") as caught:
        find_report("rio")

    assert str(caught.value.hint) == "there are: " + ", ".join(report.name for report in REPORTS)


def test_parameters_that_are_not_given_have_their_defaults() -> None:
    assert find_report("roi").bind({"min_year": "1990"}) == {
        "top": 10,
        "genre": None,
        "min_year": 1990,
        "max_year": None,
        "min_votes": 1000,
        "include_suspect": False,
        "include_adult": False,
        "include_video": False,
        "dollars": "paid",
        "titles": "main",
    }
