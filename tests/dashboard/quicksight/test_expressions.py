"""What QuickSight computes: its expressions come from measures and conditions, and mean what those mean."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from filmes_lake.dashboard.definition import NEUTRAL
from filmes_lake.dashboard.quicksight.expressions import REASON, field_of, fields_of, measure_expression
from filmes_lake.dashboard.quicksight.grains import FILM_ARTISTS, FILM_GENRES, FILMS, GRAINS, SERIES, Grain
from filmes_lake.dashboard.quicksight.language import FUNCTIONS, ExpressionError, names_in
from filmes_lake.dashboard.quicksight.words import counted
from filmes_lake.engines.duckdb.reports import DuckDBReports
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.language import Language
from filmes_lake.reports.conditions import conditions_of
from filmes_lake.reports.definitions import find_report
from filmes_lake.reports.measures import MEASURES
from filmes_lake.reports.parameters import Value
from filmes_lake.reports.runner import run_report
from tests.dashboard.quicksight.evaluation import evaluated, evaluation
from tests.schema import SCHEMA

pytest_plugins = ("tests.running",)

SNAPSHOT = Path(__file__).parent / "expressions.json"
SELECTIONS: list[dict[str, str]] = [
    {},
    {"min_votes": "0", "include_suspect": "true", "include_adult": "true", "include_video": "true"},
    {"genre": "crime", "min_year": "1961", "max_year": "2015", "min_votes": "10001"},
    {"dollars": "real", "genre": "Drama"},
    {"min_year": "2100"},
]
SHOWN = [name for name, measure in MEASURES.items() if not measure.is_bound]


@pytest.fixture(scope="module")
def session(demo: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with evaluation(demo) as opened:
        yield opened


@pytest.fixture(scope="module")
def lake(demo: Path) -> Lake:
    return Lake(FolderStorage(demo), SCHEMA)


def parameters_of(report: str, given: dict[str, str]) -> dict[str, Value]:
    """As on the dashboard: what is not asked for is at its neutral value."""
    bound = find_report(report).bind(given)
    return {name: NEUTRAL[name] if value is None else value for name, value in bound.items() if name in NEUTRAL}


def chosen() -> str:
    return f"WHERE {{{REASON}}} = '{counted(Language.ENGLISH)}'"


def test_the_list_of_expressions_is_the_committed_one() -> None:
    found = {
        language.value: {
            grain.name: {field.name: field.expression for field in fields_of(grain, language)} for grain in GRAINS
        }
        for language in Language
    }
    text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(text, encoding="utf-8", newline="\n")

    assert text == SNAPSHOT.read_text(encoding="utf-8"), "UPDATE_SNAPSHOTS=1 rebuilds it"


def test_every_measure_but_the_bounds_has_an_expression_of_columns_that_are_there() -> None:
    for grain in (FILMS, FILM_GENRES, FILM_ARTISTS):
        known = {*grain.columns, *(field.name for field in fields_of(grain, Language.ENGLISH))}
        for name in SHOWN:
            columns, parameters = names_in(measure_expression(MEASURES[name]))
            assert columns <= known
            assert not parameters


@pytest.mark.parametrize("given", SELECTIONS, ids=str)
def test_key_figures_are_those_of_the_report(
    session: duckdb.DuckDBPyConnection, lake: Lake, given: dict[str, str]
) -> None:
    told = run_report(lake, DuckDBReports(lake, "400MB"), find_report("kpis"), given)
    parameters = parameters_of("kpis", given)
    names = [name for name in told.rows[0] if name in SHOWN]

    what = ", ".join(f"{{{field_of(MEASURES[name])}}}" for name in names)
    (figures,) = evaluated(session, FILMS, what, parameters, chosen())
    ((artists,),) = evaluated(session, FILM_ARTISTS, "distinct_count({id_artista})", parameters, chosen())

    assert dict(zip(names, figures, strict=True)) == pytest.approx({name: told.rows[0][name] for name in names})
    assert artists == told.rows[0]["artistas"]


@pytest.mark.parametrize(("grain", "report"), [(FILMS, "kpis"), (SERIES, "series")], ids=["films", "series"])
@pytest.mark.parametrize("given", [{}, {"genre": "drama", "min_year": "1990"}], ids=str)
def test_what_leaves_titles_out_is_what_the_funnel_says(
    session: duckdb.DuckDBPyConnection, lake: Lake, grain: Grain, report: str, given: dict[str, str]
) -> None:
    told = run_report(lake, DuckDBReports(lake, "400MB"), find_report(report), given)
    rest = f"GROUP BY {{{REASON}}}"

    found = dict(evaluated(session, grain, f"{{{REASON}}}, count(*)", parameters_of(report, given), rest))

    said = {condition.name: condition.description.en for condition in conditions_of(grain.kind)}
    removed = {said[step.condition]: step.removed for step in told.funnel if step.removed}
    assert {reason: count for reason, count in found.items() if reason != counted(Language.ENGLISH)} == removed


@pytest.mark.parametrize(
    ("grain", "report", "group"),
    [(FILM_GENRES, "roi-by-genre", "genero"), (FILMS, "roi-by-decade", "decada"), (FILMS, "yearly", "ano")],
    ids=["genres", "decades", "years"],
)
def test_groups_are_those_of_the_report(
    session: duckdb.DuckDBPyConnection, lake: Lake, grain: Grain, report: str, group: str
) -> None:
    told = run_report(lake, DuckDBReports(lake, "400MB"), find_report(report), {})
    names = [column.name for column in find_report(report).columns if column.name in SHOWN]

    what = ", ".join(f"{{{field_of(MEASURES[name])}}}" for name in names)
    rest = f"{chosen()} GROUP BY {{{group}}}"
    found = {
        row[0]: row[1:] for row in evaluated(session, grain, f"{{{group}}}, {what}", parameters_of(report, {}), rest)
    }

    assert found.keys() == {row[group] for row in told.rows}
    for row in told.rows:
        assert found[row[group]] == pytest.approx(tuple(row[name] for name in names))


def test_artists_are_those_of_the_report_and_no_two_share_a_point(
    session: duckdb.DuckDBPyConnection, lake: Lake
) -> None:
    told = run_report(lake, DuckDBReports(lake, "400MB"), find_report("artists"), {"top": "100000", "min_films": "1"})
    rest = f"{chosen()} GROUP BY {{artista}}"

    found = evaluated(session, FILM_ARTISTS, "{roi_total}, {filmes}", parameters_of("artists", {}), rest)

    expected = [(row["roi_total"], row["filmes"]) for row in told.rows]
    assert sorted(found) == [pytest.approx(pair) for pair in sorted(expected)]


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("sum({lucro", "cannot be read"),
        ("sum({lucro}", "ends too early"),
        ("sum({lucro}))", "one too many"),
        ("sum({lucro}) /", "ends too early"),
        ("percentile({lucro}, 50)", "percentile"),
        ("ifelse({a} = 1, 'x')", "ifelse does not take 2"),
        ("'x", "cannot be read"),
        ("{a} {b}", "one too many"),
        ("sum()", "where a value should"),
    ],
)
def test_an_expression_that_is_broken_is_told(expression: str, why: str) -> None:
    with pytest.raises(ExpressionError, match=why):
        names_in(expression)


def test_only_functions_that_are_used_are_allowed() -> None:
    texts = [field.expression for grain in GRAINS for field in fields_of(grain, Language.PORTUGUESE)]

    assert {name for name in FUNCTIONS if any(f"{name}(" in text for text in texts)} == set(FUNCTIONS)
