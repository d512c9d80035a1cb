"""The key figures held in memory: the same as by their definition, with any one film more, fewer or other."""

from itertools import chain
from statistics import fmean, median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filmes_lake.diff.effects import figure_of
from filmes_lake.reports.definitions import find_report
from tests.shares import slow_but

NAMES = [column.name for column in find_report("kpis").columns if not column.is_bound]
QUICK = ("filmes", "artistas", "roi_total", "roi_mediano")  # one of each kind, means aside

number = st.one_of(st.none(), st.integers(1, 9))
film = st.fixed_dictionaries(
    {
        "id_filme": st.just("tt0000001"),
        "orcamento": st.integers(1, 9),
        "receita": st.integers(1, 9),
        "lucro": st.integers(-9, 9),
        "roi": st.integers(-9, 9),
        "popularidade": number,
        "nota_imdb": number,
        "artistas": st.frozensets(st.sampled_from("abcd")),
    }
)


def by_definition(name: str, films: list[dict[str, Any]]) -> float | None:
    """The figure, from the sentence that describes it."""
    if name == "filmes":
        return len(films)
    if name == "artistas":
        return len(set(chain.from_iterable(film["artistas"] for film in films)))
    if name == "roi_total":
        return sum(film["lucro"] for film in films) / sum(film["orcamento"] for film in films) if films else None
    column, _, how = name.rpartition("_")
    values = [film[column] for film in films if film[column] is not None]
    if not values:
        return None
    return median(values) if how.startswith("median") else fmean(values)


@pytest.mark.slow
@pytest.mark.parametrize("name", slow_but(QUICK, NAMES))
@given(films=st.lists(film, max_size=7), come=st.one_of(st.none(), film), leaves=st.booleans())
def test_a_figure_with_a_film_changed_is_that_of_the_films_after_the_change(
    name: str, films: list[dict[str, Any]], come: dict[str, Any] | None, *, leaves: bool
) -> None:
    minus = films[0] if films and leaves else None
    after = [*films[bool(minus) :], *([come] if come else [])]
    figure = figure_of(name, films)

    assert figure.value == pytest.approx(by_definition(name, films))
    assert figure.with_change(minus, come) == pytest.approx(by_definition(name, after))
