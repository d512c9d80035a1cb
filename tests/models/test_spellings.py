"""Which words of a header mean which columns."""

import pytest

from filmes_lake.models.columns import columns_of
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import LINES, header_of
from filmes_lake.models.spellings import columns_in, spellings_of

MOVIES = header_of(Kind.MOVIES)


def renamed(old: str, new: str) -> list[str]:
    return [new if word == old else word for word in MOVIES]


@pytest.mark.parametrize("kind", Kind)
def test_no_spelling_means_two_columns(kind: Kind) -> None:
    columns = columns_of(LINES[kind])

    for column in columns:
        for spelling in (column.source, column.name, *column.respelled):
            assert columns_in([spelling], LINES[kind]).names == (column.source,)
    assert set(spellings_of(LINES[kind]).values()) == {column.source for column in columns}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tituloPincipal", "tituloPrincipal"),
        ("tituloPincipal", "Título Principal"),
        ("tituloPincipal", "primaryTitle"),
        ("anoLancamento", "ANO_LANÇAMENTO"),
        ("anoLancamento", "ano-lancamento"),
        ("genero", " Gêneros "),
        ("id", "tconst"),
        ("numeroVotos", "numVotes"),
    ],
)
def test_a_column_is_known_by_other_spellings(old: str, new: str) -> None:
    assert columns_in(renamed(old, new), LINES[Kind.MOVIES]).names == MOVIES


def test_upper_case_says_the_same() -> None:
    assert columns_in([word.upper() for word in MOVIES], LINES[Kind.MOVIES]).names == MOVIES


def test_what_a_model_calls_so_itself_is_meant_and_another_spelling_beside_it_is_not() -> None:
    assert columns_in(["tituloPrincipal", *MOVIES], LINES[Kind.MOVIES]).names == ("tituloPrincipal", *MOVIES)


@pytest.mark.parametrize("index", ["", " ", "Unnamed: 0", "Unnamed: 0.1"])
def test_nameless_columns_in_front_are_an_index_and_at_the_end_a_trailing_delimiter(index: str) -> None:
    found = columns_in([index, *MOVIES, ""], LINES[Kind.MOVIES])

    assert (found.names, found.before, found.width) == (MOVIES, 1, 17)


def test_a_nameless_column_among_the_others_is_a_column() -> None:
    assert columns_in([MOVIES[0], "", *MOVIES[1:]], LINES[Kind.MOVIES]).names == (MOVIES[0], "", *MOVIES[1:])


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        (["0", "a", "b", ""], ["a", "b"]),
        (["0", "a", "b"], ["a", "b"]),
        (["0", "a", "b", "c"], None),
        (["0", "a"], None),
        (["0", "a", "b", "", ""], None),
        ([], None),
    ],
)
def test_a_records_fields_stand_under_the_names_or_it_has_another_width(
    fields: list[str], found: list[str] | None
) -> None:
    assert columns_in(["", "id", "genero", ""], LINES[Kind.MOVIES]).under_names(fields) == found
