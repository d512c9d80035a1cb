"""People: one row for each, made by the vote of the lines, and what credits say beside it."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from filmes_lake.engines.duckdb.reports import DuckDBReports
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.raw import DELIMITER
from tests.artist_names import normalised
from tests.docs.pages import blocks, twin
from tests.transform.lakes import MEMORY, NULL, SAMPLE, SmallLake, by, movie_line, series_line

GUIDE = "docs/guide/integrity.md"
FILM = "tt0000001"
PERSON = ("nome_artista", "ano_nascimento", "ano_falecimento", "profissoes", "titulos_conhecidos")

DISAGREEING: dict[str, tuple[str, list[str], object]] = {
    "the majority wins": ("ano_falecimento", ["1999", "1998", "1998"], 1998),
    "the majority wins over a greater value": ("ano_falecimento", ["2001", "1998", "1998"], 1998),
    "among equals the greatest wins": ("ano_falecimento", ["1998", "2001"], 2001),
    "numbers are compared as numbers": ("ano_falecimento", ["9", "10"], 10),
    "a null has no vote": ("ano_nascimento", [NULL, NULL, NULL, "1950"], 1950),
    "an invalid value has no vote": ("ano_nascimento", ["abcd", "abcd", "1950"], 1950),
    "lists vote whole": ("profissoes", ["actor,writer", "actor,writer", "writer"], ["actor", "writer"]),
    "lines that say the same all vote": ("titulos_conhecidos", ["tt0000009", "tt0000001", "tt0000001"], ["tt0000001"]),
    "all of them null": ("profissoes", [NULL, ""], None),
}


@pytest.fixture(scope="module")
def disagreeing(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = SmallLake(tmp_path_factory.mktemp("disagreeing"))
    small.movies(
        *(
            movie_line(FILM, nome_artista=f"Artist {place}", **{column: text})
            for place, (column, texts, _) in enumerate(DISAGREEING.values())
            for text in texts
        )
    )
    small.transform(Layer.TRUSTED)
    return small


@pytest.mark.parametrize("case", DISAGREEING)
def test_where_lines_of_a_person_disagree(disagreeing: SmallLake, case: str) -> None:
    column, _, value = DISAGREEING[case]
    found = by(disagreeing.table("pessoas"), "nome_artista")

    assert found[f"Artist {list(DISAGREEING).index(case)}"][column] == value


# Spellings of one name, and people of whom a test asks by a name that is theirs alone.
SPELLINGS = ["Ana\u00a0Lima", "Ana Lima", "ana lima", "Ana Lima"]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    lake = SmallLake(tmp_path_factory.mktemp("people"))
    lake.movies(
        *(movie_line(f"tt000000{place}", nome_artista=name) for place, name in enumerate(SPELLINGS, start=1)),
        movie_line(FILM, nome_artista="Bia Reis", ano_falecimento="2001"),
        movie_line(FILM, nome_artista="Caio Sol"),
        movie_line(FILM, nome_artista="Caio Sol"),
        movie_line(FILM, nome_artista="Caio Sol", profissoes="writer"),
    )
    lake.series(*(series_line(FILM, nome_artista="Bia Reis", ano_falecimento="1998", personagem=name) for name in "AB"))
    lake.transform(Layer.TRUSTED)
    return lake


def called(lake: SmallLake, name: str) -> dict[str, Any]:
    """The one person of this name, but for what nobody sees."""
    (person,) = [row for row in lake.table("pessoas") if normalised(row["nome_artista"]) == normalised(name)]
    return person


def test_the_name_is_the_spelling_that_most_lines_have(people: SmallLake) -> None:
    assert called(people, "Ana Lima")["nome_artista"] == "Ana Lima"


def test_films_and_series_vote_together(people: SmallLake) -> None:
    assert called(people, "Bia Reis")["ano_falecimento"] == 1998


def test_credits_that_differ_in_what_they_say_of_the_person_are_two(people: SmallLake) -> None:
    caio = called(people, "Caio Sol")["id_artista"]

    one, other = [row for row in people.table("creditos") if row["id_artista"] == caio]
    assert one == other
    reconciliation = people.reconciliation()
    assert (reconciliation["kept"], reconciliation["duplicates"]) == (len(SPELLINGS) + 3, 1)


def test_a_place_and_a_job_are_not_in_the_csv(people: SmallLake) -> None:
    assert {(row["ordem"], row["trabalho"]) for row in people.table("creditos")} == {(None, None)}


@pytest.mark.slow
def test_the_same_files_make_the_same_bytes(tmp_path: Path) -> None:
    lake = SmallLake(tmp_path)
    lake.sample()
    made = []
    for _ in range(2):
        lake.transform(force=True)
        made.append([path.read_bytes() for name in ("pessoas", "creditos") for path in lake.files(name)])

    assert made[0] == made[1]


# --- the credits as they were ------------------------------------------------------------------------------


def query_of(page: str) -> str:
    """The query on a page of the guide that gives the credits with what they said of people."""
    (found,) = blocks(page, "SELECT\n")
    return found


def lines_of_sample() -> set[tuple[Any, ...]]:
    """The distinct credits of the sample's lines, in the columns of the query."""
    return {credit for kind in Kind for line in text_of(kind).splitlines()[1:] if (credit := credit_of(kind, line))}


def text_of(kind: Kind) -> str:
    return (SAMPLE / f"{kind.value}.csv").read_text(encoding="utf-8")


def credit_of(kind: Kind, line: str) -> tuple[Any, ...] | None:
    fields = [None if field in ("", NULL) else field for field in line.split(DELIMITER)]
    role, character, name, born, died, professions, titles = fields[-7:]
    person = (name, born and int(born), died and int(died))
    lists = (tuple(found.split(",")) if found else None for found in (professions, titles))
    return (kind.tipo, fields[0], *person, role, character, *lists) if name else None


def test_the_query_gives_the_lines_credits_but_where_lines_disagree_about_a_person(tmp_path: Path) -> None:
    lake = SmallLake(tmp_path)
    for kind in Kind:
        lake.csv(kind, text_of(kind).splitlines()[1:])
    lake.transform(Layer.TRUSTED)
    found = DuckDBReports(lake.lake, MEMORY).query(query_of(GUIDE))
    rows: Counter[Any] = Counter(tuple(tuple(v) if isinstance(v, list) else v for v in row) for row in found.rows)
    lines = lines_of_sample()

    assert found.columns == ("tipo", "id_titulo", *PERSON[:3], "papel", "personagem", *PERSON[3:])
    assert sum(rows.values()) == len(lines)
    sayings: dict[str, set[tuple[Any, ...]]] = {}
    for line in lines:
        sayings.setdefault(normalised(line[2]), set()).add((*line[2:5], *line[7:]))
    disputed = {name for name, said in sayings.items() if len(said) > 1}
    agreed = {line for line in lines if normalised(line[2]) not in disputed}
    assert agreed
    assert {row: n for row, n in rows.items() if normalised(row[2]) not in disputed} == dict.fromkeys(agreed, 1)


def test_the_guide_has_the_query_in_both_languages() -> None:
    assert query_of(GUIDE) == query_of(twin(GUIDE))
