"""The contract of a header: what a strict one takes, what an evolving one takes, and which kind a header is."""

from collections.abc import Collection

import pytest

from filmes_lake.errors import SourceError
from filmes_lake.ingest.csv_source import SOURCE
from filmes_lake.ingest.delimited.header import EVOLVE, HeaderContract
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import LINES, header_of
from filmes_lake.models.source import new_columns, places_in

MOVIES, SERIES = header_of(Kind.MOVIES), header_of(Kind.SERIES)
GAINED = {
    "front": ("pais", *MOVIES),
    "middle": (*MOVIES[:5], "pais", *MOVIES[5:]),
    "end": (*MOVIES, "pais"),
    "several": ("a", *MOVIES[:5], "b", *MOVIES[5:], "c"),
}


def kind_of(header: tuple[str, ...], source: str, expected: Kind | None, evolving: Collection[Kind]) -> Kind | None:
    tables = {table.kind: table for table in SOURCE.raw}
    contracts = {table.name: EVOLVE if table.kind in evolving else "strict" for table in SOURCE.raw}
    contract = HeaderContract("CSV", SOURCE.raw, tables[expected] if expected else None, contracts)
    return contract.table_of(header, source).kind


def refusal(header: tuple[str, ...], *evolving: Kind, expected: Kind | None = None) -> SourceError:
    with pytest.raises(SourceError) as caught:
        kind_of(header, "f.csv", expected, evolving)
    return caught.value


@pytest.mark.parametrize("place", GAINED)
def test_an_evolving_contract_takes_a_new_column_anywhere(place: str) -> None:
    assert kind_of(GAINED[place], "f.csv", None, [Kind.MOVIES]) is Kind.MOVIES


@pytest.mark.parametrize("place", GAINED)
def test_a_strict_contract_refuses_a_new_column_and_says_how_to_take_it(place: str) -> None:
    error = refusal(GAINED[place], Kind.SERIES)

    assert all(name in error.message for name in new_columns(GAINED[place], LINES[Kind.MOVIES]))
    assert error.hint == 'to take new columns, write movies = "evolve" under [contracts] in filmes-lake.toml'


@pytest.mark.parametrize(
    ("header", "complaint"),
    [
        (MOVIES[:-1], "missing: titulosMaisConhecidos"),
        (("pais", *MOVIES[1:]), "missing: id; unknown: pais"),
        ((*MOVIES, "pais", "pais"), "unknown: pais, pais"),
        ((*MOVIES, "genero"), "a column appears twice"),
        ((*MOVIES, ""), "unknown: "),
        ((*MOVIES, " "), "unknown:  "),
        ((MOVIES[1], MOVIES[0], *MOVIES[2:]), "column 1 is 'tituloPincipal', expected 'id'"),
    ],
    ids=["lost", "renamed", "gained twice", "known one twice", "without a name", "blank name", "moved"],
)
def test_what_no_contract_takes(header: tuple[str, ...], complaint: str) -> None:
    for evolving in ((), tuple(Kind)):
        assert complaint in refusal(header, *evolving).message


def test_a_header_with_the_last_year_is_of_series() -> None:
    assert kind_of((*SERIES, "pais"), "f.csv", None, tuple(Kind)) is Kind.SERIES


def test_films_that_gain_the_last_year_are_films_where_that_is_asked_for() -> None:
    header = (*MOVIES, "anoTermino")

    assert kind_of(header, "f.csv", Kind.MOVIES, [Kind.MOVIES]) is Kind.MOVIES
    assert new_columns(header, LINES[Kind.MOVIES]) == ("anoTermino",)


def test_a_gained_column_in_another_kind_than_asked_for_is_refused() -> None:
    assert "missing: anoTermino" in refusal((*MOVIES, "pais"), *Kind, expected=Kind.SERIES).message


def test_places_follow_the_model_and_not_the_file() -> None:
    header = ("pais", *reversed(MOVIES))

    assert places_in(header, LINES[Kind.MOVIES]) == tuple(range(16, 1, -1))
