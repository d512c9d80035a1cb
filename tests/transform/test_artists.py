"""Who is one artist: keys that stay, names that are matched, years of birth that tell apart."""

import hashlib
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filmes_lake.models.kinds import Kind
from tests.artist_names import key_of, normalised
from tests.transform.lakes import NULL, SmallLake, by, movie_line, series_line

FILM = "tt0000001"


def artists(folder: Path, *artists: tuple[str, str]) -> list[dict[str, Any]]:
    """The artists of a lake with one line for each name and year of birth."""
    lake = SmallLake(folder)
    lake.movies(*(movie_line(FILM, nome_artista=name, ano_nascimento=year) for name, year in artists))
    lake.transform()
    return lake.table("dim_artista")


# Names that differ in nothing known, each case's own.
SAME: dict[str, list[tuple[str, str]]] = {
    "capitals": [("Ana Lima", "1960"), ("ANA LIMA", "1960")],
    "blanks": [("Bia   Maria  Lima", "1960"), (" Bia Maria Lima ", "1960")],
    "blanks that nobody sees": [("Caio Lima", "1960"), ("\u200bCaio\u00a0Lima\t", "1960")],
    "accents apart": [("Zé Conceição", "1960"), ("Ze\u0301 Conceic\u0327a\u0303o", "1960")],
    "no year": [("Davi Lima", NULL), ("Davi Lima", NULL)],
    "one year and none": [("Eva Lima", "1960"), ("Eva Lima", NULL)],
    "an invalid year": [("Fabio Lima", "1960"), ("Fabio Lima", "abcd")],
}
OTHERS = [
    *(("Gil Lima", "1960"), ("gil lima", "1980")),
    *(("Hugo Lima", "1960"), ("Hugo Lima", "1980"), ("Hugo Lima", NULL)),
    *(("Zé", "1960"), ("Ze", "1960"), ("ZÉ", "1960")),
]


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """A lake of all these names, of one who is in a film and a series, and of one in several roles."""
    lake = SmallLake(tmp_path_factory.mktemp("everybody"))
    names = [*(name for case in SAME.values() for name in case), *OTHERS]
    lake.movies(
        *(movie_line(FILM, nome_artista=name, ano_nascimento=year) for name, year in names),
        movie_line(FILM, nome_artista="Iara Lima"),
        movie_line("tt0000002", personagem="A"),
        movie_line("tt0000002", personagem="B"),
        movie_line("tt0000002", papel="director"),
        movie_line("tt0000002", papel=NULL),
    )
    lake.series(series_line(FILM, nome_artista="Iara Lima"))
    lake.transform()
    return lake


def called(lake: SmallLake, name: str) -> list[dict[str, Any]]:
    """The artists whose name is this one, but for what nobody sees."""
    return [row for row in lake.table("dim_artista") if normalised(row["nome_artista"]) == normalised(name)]


def test_a_key_is_16_hex_digits_of_the_md5_of_the_normalised_name(everybody: SmallLake) -> None:
    (artist,) = called(everybody, "Ana Lima")

    assert (
        artist["id_artista"] == hashlib.md5(b"ana lima", usedforsecurity=False).hexdigest()[:16] == key_of("Ana Lima")
    )


@pytest.mark.parametrize("case", SAME)
def test_names_that_differ_in_nothing_known_are_one_artist(everybody: SmallLake, case: str) -> None:
    (artist,) = called(everybody, SAME[case][0][0])

    assert artist["identidade"] == "nome"


def test_no_other_artists_are_made(everybody: SmallLake) -> None:
    assert len(everybody.table("dim_artista")) == len(SAME) + 2 + 3 + 3 + 1


def test_homonyms_are_split_where_two_different_years_are_known(everybody: SmallLake) -> None:
    found = called(everybody, "Gil Lima")

    assert {(row["ano_nascimento"], row["identidade"]) for row in found} == {(1960, "nome_ano"), (1980, "nome_ano")}


def test_a_homonym_of_unknown_year_is_neither_of_the_two(everybody: SmallLake) -> None:
    assert {(row["ano_nascimento"], row["identidade"]) for row in called(everybody, "Hugo Lima")} == {
        (1960, "nome_ano"),
        (1980, "nome_ano"),
        (None, "nome"),
    }


def test_names_with_other_accents_are_other_artists(everybody: SmallLake) -> None:
    assert len([row for row in everybody.table("dim_artista") if row["nome_artista"] in ("Zé", "Ze", "ZÉ")]) == 3


def test_an_artist_of_films_and_series_is_one_artist(everybody: SmallLake) -> None:
    (artist,) = called(everybody, "Iara Lima")

    (of_series,) = everybody.table("ponte_serie_artista")
    of_films = {row["id_artista"] for row in everybody.table("ponte_filme_artista")}
    assert of_series["id_artista"] == artist["id_artista"]
    assert artist["id_artista"] in of_films


def test_several_characters_in_one_role_are_one_row_of_the_bridge(everybody: SmallLake) -> None:
    rows = [row for row in everybody.table("ponte_filme_artista") if row["id_filme"] == "tt0000002"]

    assert sorted(row["papel"] or "" for row in rows) == ["", "actor", "director"]


BASE = [("Ana Lima", "1960"), ("Bia Reis", NULL), ("Zé", "1970"), ("Zé", "1980"), ("李 安", "1954")]
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="|\n\r\0\x01"), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    return {row["id_artista"] for row in artists(tmp_path_factory.mktemp("base"), *BASE)}


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(NAMES, st.sampled_from([NULL, "1960", "1991"])), max_size=30))
@pytest.mark.slow
def test_defect_6_adding_other_artists_changes_no_key(base: set[str], added: list[tuple[str, str]]) -> None:
    taken = {normalised(name) for name, _ in BASE}
    others = [(name, year) for name, year in added if normalised(name) not in taken]
    with tempfile.TemporaryDirectory() as folder:
        assert base <= {row["id_artista"] for row in artists(Path(folder), *BASE, *others)}


def test_genres_of_a_title_are_counted_once_each(tmp_path: Path) -> None:
    lake = SmallLake(tmp_path)
    lake.movies(movie_line(FILM, generos="Crime,Crime,War"), movie_line("tt0000002", generos="War"))
    lake.series(series_line(FILM, generos="War"))
    lake.tmdb(Kind.MOVIES, {"id": 1, "imdb_id": FILM, "genres": [{"name": "Policial"}]})
    lake.transform()

    genres = by(lake.table("dim_genero"), "id_genero")
    pairs = [(row["id_filme"], genres[row["id_genero"]]["genero"]) for row in lake.table("ponte_filme_genero")]
    assert sorted(pairs) == [(FILM, "Crime"), (FILM, "War"), ("tt0000002", "War")]
    assert len(genres) == 2
