"""The report `trends`: which titles rise and fall between days, against a plain recomputation."""

import json
from datetime import date
from typing import Any

import pytest

from filmes_lake.engines.athena.literals import with_literals
from filmes_lake.errors import UsageError
from filmes_lake.language import Language
from filmes_lake.portable_json import portable_json
from filmes_lake.reports.contents import document
from filmes_lake.reports.definitions import find_report
from filmes_lake.reports.markdown import markdown
from filmes_lake.reports.runner import ReportResult
from tests.reports.comparison import report
from tests.reports.measured_lake import DAYS, FILMS, OF_SERIES, SERIES
from tests.transform.lakes import SmallLake

pytest_plugins = ("tests.reports.measured_lake",)


@pytest.fixture(scope="module")
def lake(measured: SmallLake) -> SmallLake:
    return measured


def recomputed(first: int, last: int) -> list[tuple[Any, ...]]:
    """Titles with their change, first and last day and number of days, the greatest rise first."""
    series_days = {day: {SERIES: value} for day, value in OF_SERIES.items()}
    film_days = {day: {title: found[of] for title, of in FILMS.items() if of in found} for day, found in DAYS.items()}
    rows = []
    for tipo, days in (("filme", film_days), ("serie", series_days)):
        for title in FILMS:
            measured = [(day, found[title]) for day, found in days.items() if first <= day <= last and title in found]
            if len(measured) > 1 and measured[0][1] != measured[-1][1]:
                (begin, before), (end, after) = measured[0], measured[-1]
                rows.append((tipo, title, after - before, before, after, begin, end, len(measured)))
    return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))


def shown(result: ReportResult) -> list[tuple[Any, ...]]:
    names = ("tipo", "id_titulo", "variacao", "popularidade_inicial", "popularidade_final")
    return [
        (
            *(row[name] for name in names),
            *(date.fromisoformat(row[name]).day for name in ("primeiro_dia", "ultimo_dia")),
            row["dias"],
        )
        for row in result.rows
    ]


@pytest.mark.parametrize(("first", "last"), [(20, 24), (20, 21), (21, 24), (22, 23), (24, 24)])
def test_titles_rise_and_fall_as_a_recomputation_says(lake: SmallLake, first: int, last: int) -> None:
    window = {"from_day": f"2026-11-{first}", "to_day": f"2026-11-{last}"}

    assert shown(report(lake, "trends", window)) == recomputed(first, last)


def test_without_days_the_first_and_the_last_there_are_are_compared(lake: SmallLake) -> None:
    assert shown(report(lake, "trends", {})) == recomputed(1, 30) != []


def test_top_is_of_those_that_rise_and_of_those_that_fall(lake: SmallLake) -> None:
    rows = shown(report(lake, "trends", {"top": "1"}))

    assert rows == [recomputed(1, 30)[0], recomputed(1, 30)[-1]]
    assert report(lake, "trends", {"top": "0"}).rows == []


def test_a_change_is_told_beside_what_it_changed(lake: SmallLake) -> None:
    found = {(row["tipo"], row["id_titulo"]): row["variacao_relativa"] for row in report(lake, "trends", {}).rows}

    assert found[("serie", SERIES)] == -0.2
    assert found[("filme", "tt0000004")] is None  # it was 0


def test_the_funnel_says_which_titles_cannot_be_compared(lake: SmallLake) -> None:
    funnel = [(step.condition, step.removed, step.left) for step in report(lake, "trends", {}).funnel]

    assert funnel == [("titles_in_lake", 0, 7), ("popularity_unknown", 1, 6), ("measured_once", 1, 5)]


def test_the_days_that_are_missing_are_named(lake: SmallLake) -> None:
    result = report(lake, "trends", {"from_day": "2026-11-21"})

    assert [days.said(Language.ENGLISH) for days in result.days] == [
        "films: 2 days measured, 2026-11-21 to 2026-11-24; missing: 2026-11-22, 2026-11-23",
        "series: 1 day measured, 2026-11-24 to 2026-11-24; missing: none",
    ]
    written = json.loads(portable_json(document(result, Language.ENGLISH)))
    assert written["parameters"]["from_day"] == "2026-11-21"
    assert written["days"][0] == {
        "kind": "movies",
        "first": "2026-11-21",
        "last": "2026-11-24",
        "measured": 2,
        "missing": ["2026-11-22", "2026-11-23"],
    }
    assert "missing: 2026-11-22, 2026-11-23" in markdown(result, Language.ENGLISH, lake.lake.now(), "1")


def test_the_version_is_that_of_trusted_also_as_of_a_refined_one(lake: SmallLake) -> None:
    assert report(lake, "trends", {}).version.endswith("-trusted")


@pytest.mark.parametrize("text", ["20261120", "2026-11-31", "yesterday", "2026-1-1", "true", "2026-11-20T00:00"])
def test_what_is_no_day_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError, match=r"from_day must be a day, YYYY-MM-DD, or none"):
        find_report("trends").bind({"from_day": text})


def test_athena_gets_a_day_as_a_literal() -> None:
    bound = find_report("trends").bind({"from_day": "2026-11-20"})

    assert "CAST('2026-11-20' AS DATE)" in with_literals(find_report("trends").sql, bound)
