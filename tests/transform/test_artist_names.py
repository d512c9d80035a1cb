"""Which spellings of a name are one artist, by the statement alone."""

import unicodedata
from collections.abc import Iterable

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filmes_lake.models.kinds import Layer
from filmes_lake.transform.statements import Statement
from tests.artist_names import key_of

STATEMENT = Statement(Layer.TRUSTED, "artistas").text("duckdb")
NAME = "JosÉ Conceição Ệ"
SPELLINGS = {
    "as it is": NAME,
    "blanks doubled": NAME.replace(" ", "   "),
    "blanks that do not break": NAME.replace(" ", "\u00a0"),
    "a tab": NAME.replace(" ", " \t"),
    "a mark of the byte order before": f"\ufeff{NAME}",
    "zero-width blanks around": f"\u200b{NAME}\u200d\u2060",
    "blanks of many widths": NAME.replace(" ", "\u2003\u3000\u202f"),
    "accents apart": unicodedata.normalize("NFD", NAME),
    "accents apart in another order": unicodedata.normalize("NFD", NAME).replace("\u0323\u0302", "\u0302\u0323"),
    "half of the accents apart": NAME.replace("Ệ", "Ê\u0323"),
    "blanks at the ends": f"\u00a0 {NAME} \t",
    "A to Z in other cases": NAME.replace("Jos", "jOS"),
}
OTHERS = ["José Conceição Ệ", "JosE Conceição Ệ", "JosÉ Conceicao Ệ", "JosÉConceição Ệ", "Jos-É Conceição Ệ"]
LETTERS = st.characters(codec="utf-8", exclude_characters="|\n\r\0\x01")
MARKS = st.characters(min_codepoint=0x300, max_codepoint=0x36F)
LATIN = st.characters(max_codepoint=0x1EFF, categories=["Lu", "Ll"])
UNSEEN = st.sampled_from(
    " \t\u00a0\u1680\u2000\u2009\u200a\u200b\u200c\u200d\u202f\u205f\u2060\u3000\ufeff\u00ad\u2028"
)
# Lines are trimmed of plain blanks before.
NAMES = st.lists(LETTERS | LATIN | MARKS | MARKS | UNSEEN, max_size=12).map(lambda found: "".join(found).strip(" "))


def keys_of(names: Iterable[str | None]) -> dict[str | None, str | None]:
    """The key of each name, by DuckDB's text of the statement; all without a year of birth."""
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE pessoas_das_linhas AS SELECT UNNEST(?::TEXT[]) AS nome_artista, NULL::INT AS ano_nascimento",
            [list(dict.fromkeys(names))],
        )
        return dict(connection.execute(f"SELECT nome_artista, id_artista FROM ({STATEMENT})").fetchall())


@pytest.fixture(scope="module")
def keys() -> dict[str | None, str | None]:
    return keys_of([*SPELLINGS.values(), *OTHERS])


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_name_written_in_other_ways_is_one_artist(keys: dict[str | None, str | None], spelling: str) -> None:
    assert keys[SPELLINGS[spelling]] == keys[NAME]


@pytest.mark.parametrize("name", OTHERS)
def test_a_name_that_looks_otherwise_is_another_artist(keys: dict[str | None, str | None], name: str) -> None:
    assert keys[name] != keys[NAME]


def test_letters_of_other_scripts_stay_as_they_are() -> None:
    apart, composed = "\u30cf\u309a", "\u30d1"

    assert len(set(keys_of([apart, composed]).values())) == 2


@settings(max_examples=20, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=200))
def test_a_key_is_what_plain_python_makes_of_the_name(names: list[str]) -> None:
    assert keys_of(names) == {name: key_of(name) for name in names}


def test_every_latin_letter_that_can_be_taken_apart_is_composed() -> None:
    letters = [letter for letter in map(chr, range(0x2000)) if unicodedata.name(letter, "").startswith("LATIN ")]
    found = keys_of([*letters, *(unicodedata.normalize("NFD", letter) for letter in letters)])

    assert [letter for letter in letters if found[letter] != found[unicodedata.normalize("NFD", letter)]] == []
