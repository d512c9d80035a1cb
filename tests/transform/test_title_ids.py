"""An id of IMDb's is one title, however a file writes it."""

import pytest

from filmes_lake.explain.title import explain_title
from filmes_lake.models.kinds import Kind
from filmes_lake.models.title_ids import title_id
from tests.transform.lakes import MEMORY, SmallLake, by, envelope, film_answer, movie_line

WRITINGS = {
    "tt0038674": "tt0038674",
    " tt0038674 ": "tt0038674",
    "TT0038674": "tt0038674",
    "tT0038674": "tt0038674",
    "tt00038674": "tt0038674",
    "tt0000000038674": "tt0038674",
    " TT000038674": "tt0038674",
    "tt10872600": "tt10872600",
    "tt010872600": "tt10872600",
    "tt123456789": "tt123456789",
    "tt0123456789": "tt123456789",
    "tt0000000": "tt0000000",
    "tt00000000": "tt0000000",
}
NO_IDS = ["tt038674", "tt1234567890", "nm0038674", "tt0038674x", "t0038674", "tt 0038674", "tt", "0038674"]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """A line and an answer for each writing, and for each that is no id."""
    small = SmallLake(tmp_path_factory.mktemp("ids"))
    texts = [*WRITINGS, *NO_IDS]
    small.movies(*(movie_line(text, nome_artista=f"Artist {place}") for place, text in enumerate(texts)))
    small.answers(*(film_answer(text, title=f"Title {place}") for place, text in enumerate(texts)))
    small.transform()
    return small


@pytest.mark.parametrize(("text", "wanted"), [*WRITINGS.items(), *((text, None) for text in NO_IDS)])
def test_an_id_is_told_from_its_writing(text: str, wanted: str | None) -> None:
    assert title_id(text) == wanted


@pytest.mark.parametrize("table", ["titulos", "tmdb_filmes", "dim_filme", "fato_desempenho_filmes"])
def test_every_writing_of_an_id_is_one_film(lake: SmallLake, table: str) -> None:
    key = "id_titulo" if "id_titulo" in lake.table(table)[0] else "id_filme"

    assert sorted(row[key] for row in lake.table(table)) == sorted(set(WRITINGS.values()))


def test_each_line_has_its_credit_and_what_is_no_id_its_reason(lake: SmallLake) -> None:
    reasons = [row["motivo"] for row in lake.table("rejeitados")]

    assert len(lake.table("creditos")) == len(WRITINGS)
    assert reasons == ["id_invalido"] * 2 * len(NO_IDS)
    assert lake.reconciliation("tmdb_movies")["superseded"] == len(WRITINGS) - len(set(WRITINGS.values()))


@pytest.mark.parametrize("wanted", ["tt0038674", "TT0038674", "tt00038674"])
def test_a_film_is_explained_with_every_line_and_answer_about_it(lake: SmallLake, wanted: str) -> None:
    [found] = explain_title(lake.lake, MEMORY, wanted, {}).explanations
    writings = list(WRITINGS.values()).count("tt0038674")

    assert (found.title_id, found.outcome.name) == ("tt0038674", "counted")
    assert found.said
    assert (len(found.said.lines), len(found.answers)) == (writings, writings)


def test_what_an_older_program_left_in_raw_is_read_alike(lake: SmallLake) -> None:
    small = SmallLake(lake.folder.parent / "older")
    small.movies(movie_line("tt0038674"))
    small.plant_records(Kind.MOVIES, {**envelope(film_answer("tt00038674", title="Found")), "imdb_id": " TT0038674 "})
    small.transform()

    assert by(small.table("tmdb_filmes"), "id_titulo")["tt0038674"]["titulo"] == "Found"
