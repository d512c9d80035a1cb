"""Intervals: where they are unknown, whose ranks they have, and how often they hold the figure that they are about.

Coverage is measured by resampling: the films are taken for all there are, samples are drawn from them, and the SQL of
the measures bounds each sample's figure. Of the real films where `FILMES_LAKE_REAL_DATA` names their folder.
"""

import os
import random
from collections.abc import Sequence
from itertools import accumulate
from math import comb
from pathlib import Path
from typing import Any

import duckdb
import pytest

from filmes_lake.reports.columns import is_like_all
from filmes_lake.reports.measures import MEASURES, measure_sql, ranked_sql
from tests.reports import recomputation
from tests.reports.recomputation import Selection, median_bounds
from tests.reports.titles import Film, read_titles
from tests.transform.lakes import SAMPLE

REAL = os.environ.get("FILMES_LAKE_REAL_DATA")
NAMES = ("roi_total", "roi_mediano")
# How often the interval of a pooled return has to hold, by the number of films: a few films that took in most of it
# make it too narrow, and the fewer there are, the more so.
LEAST = {6: 0.77, 20: 0.83, 100: 0.90, 300: 0.92}

Bounds = tuple[float | None, float | None]
Amounts = tuple[int, int]


def bounds_of(films: Sequence[Amounts], samples: Sequence[Sequence[int]]) -> dict[str, list[Bounds]]:
    """The bounds of each sample's pooled and median return by the measures' SQL.

    A film is its budget and revenue, a sample is places of films.
    """
    measures = [MEASURES[bound] for name in NAMES for bound in MEASURES[name].bounds or ()]
    columns = ", ".join(measure_sql(measure) for measure in measures)
    drawn = [(number, place) for number, sample in enumerate(samples) for place in sample]
    profits = "(SELECT *, receita - orcamento AS lucro FROM drawn JOIN films USING (id))"
    source = f"(SELECT *, lucro / orcamento AS roi FROM {profits})"
    with duckdb.connect() as database:
        _table(database, "films", id=range(len(films)), orcamento=[b for b, _ in films], receita=[r for _, r in films])
        _table(database, "drawn", grupo=[number for number, _ in drawn], id=[place for _, place in drawn])
        ranked = ranked_sql(source, measures, "grupo")
        found = database.execute(f"SELECT {columns} FROM {ranked} GROUP BY grupo ORDER BY grupo").fetchall()
    return {name: [row[2 * place : 2 * place + 2] for row in found] for place, name in enumerate(NAMES)}


def _table(database: duckdb.DuckDBPyConnection, name: str, **columns: Sequence[int]) -> None:
    lists = ", ".join(f"unnest(${column}) AS {column}" for column in columns)
    database.execute(f"CREATE TABLE {name} AS SELECT {lists}", {key: list(each) for key, each in columns.items()})


def coverage(films: list[Film], size: int, samples: int) -> dict[str, float]:
    """The share of samples whose interval holds the figure of all films; the same each time."""
    chance = random.Random(size)
    amounts = [(film.budget or 0, film.revenue or 0) for film in films]
    drawn = [chance.choices(range(len(films)), k=size) for _ in range(samples)]
    every = recomputation.kpi_rows(films)[0]
    return {
        name: sum(lower is not None and upper is not None and lower <= every[name] <= upper for lower, upper in found)
        / samples
        for name, found in bounds_of(amounts, drawn).items()
    }


def assert_covers(films: list[Film], size: int, samples: int) -> None:
    found = coverage(films, size, samples)

    assert 0.93 <= found["roi_mediano"] <= 0.99, found
    assert LEAST[size] <= found["roi_total"] <= 0.97, found


@pytest.mark.parametrize("size", [6, 20])
def test_intervals_of_the_samples_films_hold_as_often_as_is_said(size: int) -> None:
    assert_covers(recomputation.selected(read_titles(SAMPLE).films, Selection()), size, 500)


@pytest.fixture(scope="module")
def real_films() -> list[Film]:
    return recomputation.selected(read_titles(Path(str(REAL))).films, Selection())


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(not REAL, reason="FILMES_LAKE_REAL_DATA names no folder")
@pytest.mark.parametrize("size", LEAST)
def test_intervals_of_the_real_films_hold_as_often_as_is_said(real_films: list[Film], size: int) -> None:
    assert_covers(real_films, size, 2000)


def exact_rank(number: int) -> int:
    """The greatest rank that at most 2.5% of all ways of falling above or below the median stand below."""
    ways = accumulate(comb(number, below) for below in range(number))
    return next(rank for rank, before in enumerate(ways) if before * 40 > 2**number)


def test_a_medians_ranks_are_the_binomials_or_one_farther_out() -> None:
    ranks = {}
    for number in range(6, 400):
        lower, upper = median_bounds(range(1, number + 1))
        assert lower is not None
        assert upper == number + 1 - lower
        ranks[number] = lower
    wider = {number: rank for number, rank in ranks.items() if rank != exact_rank(number)}

    assert wider == {number: exact_rank(number) - 1 for number in (17, 44, 67, 94, 138, 190, 267, 301, 396)}


def test_too_few_films_have_no_interval() -> None:
    films = [(1, gross) for gross in (2, 5, 3, 4, 7, 6)]
    found = bounds_of(films, [range(number) for number in (1, 2, 5, 6)])

    assert found["roi_mediano"] == [(None, None), (None, None), (None, None), (1.0, 6.0)]
    assert found["roi_total"][0] == (None, None)
    assert None not in found["roi_total"][1]


def test_films_that_all_return_the_same_leave_no_doubt() -> None:
    assert bounds_of([(3, 9), (7, 21), (11, 33)], [range(3)])["roi_total"] == [(2.0, 2.0)]


def test_the_pooled_interval_of_two_films_is_that_of_a_hand() -> None:
    # Budgets 1 and 3, revenues 4 and 6: 6 / 4 pooled; residuals 3 - 1.5 and 3 - 4.5; variance 2 / 1 * 4.5 / 4^2.
    (found,) = bounds_of([(1, 4), (3, 6)], [range(2)])["roi_total"]
    student = 1.959964 + 2.372271 + 2.822499 + 2.55585 + 1.589534

    assert found == pytest.approx((1.5 - student * 0.75, 1.5 + student * 0.75))


@pytest.mark.parametrize(
    ("lower", "upper", "every", "like"),
    [
        (1, 2, 1.5, True),
        (1, 2, 1, True),
        (1, 2, 0.9, False),
        (1, 2, 2.1, False),
        (None, None, 1, False),
        (1, 2, None, False),
    ],
)
def test_a_group_is_like_all_films_where_its_interval_holds_theirs(
    lower: Any, upper: Any, every: Any, *, like: bool
) -> None:
    row = {"roi_total_inferior": lower, "roi_total_superior": upper, "roi_total_geral": every}

    assert is_like_all(row) is like
