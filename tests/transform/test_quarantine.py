"""Lines that no table can take: where they stood, what they said, why, and that they cost no other line."""

from pathlib import Path
from typing import Any

import pytest

from filmes_lake.models.kinds import Kind, Layer
from tests.shares import slow_but
from tests.transform.lakes import NULL, SmallLake, movie_line, reconciles, series_line

GOOD = movie_line("tt0000001")
BAD_ID = movie_line("12345")

LINES: tuple[tuple[str, str | None], ...] = (
    (GOOD, None),
    ("", "linha_em_branco"),
    ("    ", "linha_em_branco"),
    (GOOD.rpartition("|")[0], "numero_de_colunas"),
    (f"{GOOD}|extra", "numero_de_colunas"),
    (f"{GOOD}|", "numero_de_colunas"),
    ("no delimiter at all", "numero_de_colunas"),
    ('"', "numero_de_colunas"),
    (BAD_ID, "id_invalido"),
    (movie_line("tt123456"), "id_invalido"),
    (movie_line("tt1234567890"), "id_invalido"),
    (movie_line("tr0000001"), "id_invalido"),
    (movie_line("nm0000001"), "id_invalido"),
    (movie_line("tt0000001x"), "id_invalido"),
    (movie_line("tt00 00001"), "id_invalido"),
    (movie_line(NULL), "id_invalido"),
    (movie_line(""), "id_invalido"),
    (movie_line("tt0000001", titulo_principal='An "unbalanced', nome_artista="Bia Reis"), None),
    (BAD_ID, "id_invalido"),
    (movie_line("  tt0000002  "), None),
    (movie_line('"tt0000003"', titulo_principal="  kept as it is  ", personagem="é 映画 '"), "id_invalido"),
)
FORMATS: dict[str, dict[str, Any]] = {
    "LF": {},
    "CRLF": {"newline": "\r\n"},
    "gzip": {"packed": True},
    "CRLF in gzip": {"newline": "\r\n", "packed": True},
    "no final newline": {"final_newline": False},
    "CRLF and no final newline": {"newline": "\r\n", "final_newline": False},
}
# Line 1 is the header.
REJECTED = {number: (line, reason) for number, (line, reason) in enumerate(LINES, start=2) if reason}


@pytest.fixture(scope="module", params=slow_but(["LF", "CRLF in gzip"], FORMATS))
def lake(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = SmallLake(tmp_path_factory.mktemp("rejects"))
    small.csv(Kind.MOVIES, [line for line, _ in LINES], **FORMATS[request.param])
    small.transform(Layer.TRUSTED)
    return small


def test_each_quarantined_line_has_its_line_number_its_exact_text_and_its_reason(lake: SmallLake) -> None:
    found = {row["linha"]: (row["conteudo"], row["motivo"]) for row in lake.table("rejeitados")}

    assert found == REJECTED


def test_equal_bad_lines_are_quarantined_each(lake: SmallLake) -> None:
    assert [row["linha"] for row in lake.table("rejeitados") if row["conteudo"] == BAD_ID] == [10, 20]


def test_a_quarantined_line_names_the_raw_file_by_its_key(lake: SmallLake) -> None:
    (source,) = {row["origem"] for row in lake.table("rejeitados")}

    assert (lake.folder / source).is_file()


def test_a_bad_line_costs_no_other_line(lake: SmallLake) -> None:
    assert [row["id_titulo"] for row in lake.table("creditos")] == ["tt0000001", "tt0000001", "tt0000002"]


def test_the_law_counts_rejected_lines(lake: SmallLake) -> None:
    reconciliation = lake.reconciliation()

    assert reconciles(reconciliation)
    assert (reconciliation["lines"], reconciliation["rejected"]) == (len(LINES), len(REJECTED))


ODD = ["\x01", "\t", "\x7f", "\ufeff", "\u2028", "\x0b\x0c\x1c\x85"]


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """A bad line with a bad value, characters that end a line elsewhere, and blank lines at the end."""
    small = SmallLake(tmp_path_factory.mktemp("odd"))
    odd = [movie_line("tt0000001", personagem=f"a{text}b") for text in ODD]
    small.movies(movie_line("bad", ano_lancamento="abcd"), *odd, GOOD, "", "", "")
    small.transform(Layer.TRUSTED)
    return small


def test_values_of_rejected_lines_are_not_counted_as_invalid(odd: SmallLake) -> None:
    assert odd.reconciliation()["invalid_values"] == {}


def test_a_file_of_nothing_but_bad_lines_makes_empty_tables(tmp_path: Path) -> None:
    lake = SmallLake(tmp_path)
    lake.movies("", "x")
    lake.transform(Layer.TRUSTED)

    assert lake.table("titulos") == []
    assert len(lake.table("rejeitados")) == 2


def test_a_films_line_is_too_short_for_the_series_file(tmp_path: Path) -> None:
    lake = SmallLake(tmp_path)
    lake.series(movie_line("tt0000001"), series_line("tt0000001"))
    lake.transform(Layer.TRUSTED)

    assert [(row["linha"], row["motivo"]) for row in lake.table("rejeitados")] == [(2, "numero_de_colunas")]


def test_trailing_blank_lines_are_numbered_to_the_last(odd: SmallLake) -> None:
    good = 3 + len(ODD)
    assert [row["linha"] for row in odd.table("rejeitados")] == [2, *range(good + 1, good + 4)]


def test_no_control_character_ends_or_splits_a_line(odd: SmallLake) -> None:
    assert {row["personagem"] for row in odd.table("creditos")} == {"Somebody", *(f"a{text}b" for text in ODD)}


def test_rejected_lines_of_both_files_and_of_records_stand_together(tmp_path: Path) -> None:
    lake = SmallLake(tmp_path)
    lake.movies(GOOD, "film")
    lake.series(series_line("tt0000001"), "", "series")
    lake.answers({"id": 1, "imdb_id": "tt0000001"}, {"id": 2, "imdb_id": ""}, {"id": 3, "imdb_id": "x"})
    lake.transform(Layer.TRUSTED)

    found = [(row["origem"].split("/")[1], row["linha"], row["motivo"]) for row in lake.table("rejeitados")]
    assert sorted(found) == [
        ("Local", 3, "linha_em_branco"),
        ("Local", 3, "numero_de_colunas"),
        ("Local", 4, "numero_de_colunas"),
        ("TMDB", 2, "sem_id_imdb"),
        ("TMDB", 3, "id_invalido"),
    ]
