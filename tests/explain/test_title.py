"""`explain`: every outcome of a title on small lakes, by id and by text, with the lines it came from."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet

from filmes_lake.errors import NotFound
from filmes_lake.explain.journal import asked
from filmes_lake.explain.title import Explained, Explanation, explain_title
from filmes_lake.models.kinds import Kind, Layer
from tests.fakes.tmdb_server import FakeOptions, FakeTmdb
from tests.ingest.tmdb.live_lake import LiveLake
from tests.shares import slow_but
from tests.transform.lakes import MEMORY, NULL, SmallLake, envelope, film_answer, movie_line, series_answer, series_line


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """A lake with a title for each outcome; it is not to be written to."""
    small = SmallLake(tmp_path_factory.mktemp("lake"))
    small.movies(
        movie_line("tt0000001", titulo_principal="Counted Café"),
        movie_line("tt0000001", titulo_principal="Counted Café", nome_artista="Rui Mar"),
        movie_line("tt0000002", titulo_principal="No Record"),
        movie_line("tt0000003", titulo_principal="No Budget"),
        movie_line("tt0000004", titulo_principal="No Revenue"),
        movie_line("tt0000005", titulo_principal="Implausible"),
        movie_line("tt0000006", titulo_principal="Few Votes", numero_votos="12"),
        movie_line("tt0000007", titulo_principal="One Too Many") + "|x",
        movie_line("nm0000008", titulo_principal="No Title Id"),
        movie_line("tt0000001", titulo_principal="Counted Café", nome_artista="Ana Sol"),
        movie_line("tt0000009", titulo_principal="Twin", titulo_original="Gêmeo"),
        movie_line("tt0000010", titulo_principal="Refused Record"),
        movie_line("tt0000013", titulo_principal="Votes Unknown", numero_votos=NULL),
        movie_line("tt0000014", titulo_principal="Of Age"),
        movie_line("tt0000015", titulo_principal="On Tape"),
        movie_line("tt0000016", titulo_principal="Rejected Record"),
    )
    small.series(series_line("tt0000011", titulo_principal="Twin"), series_line("tt0000009", titulo_principal="Twin"))
    small.tmdb(Kind.SERIES, series_answer("tt0000011", name="A Gémea"))
    small.answers(
        envelope(film_answer("tt0000001", revenue=1), fetched_at="2026-01-01T00:00:00Z"),
        envelope(film_answer("tt0000001", title="Café Contado"), fetched_at="2026-02-01T00:00:00Z"),
        film_answer("tt0000003", budget=0),
        film_answer("tt0000004", revenue=0),
        film_answer("tt0000005", budget=500),
        film_answer("tt0000006"),
        film_answer("tt0000012"),
        film_answer("tt0000013"),
        film_answer("tt0000014", adult=True),
        film_answer("tt0000015", video=True),
    )
    small.plant_records(Kind.MOVIES, envelope(film_answer("tt0000099"), imdb_id="tt0000016"))
    small.transform()
    return small


def ask(small: SmallLake, wanted: str, **given: str) -> Explained:
    return explain_title(small.lake, MEMORY, wanted, given)


def _slow(*cases: tuple[Any, ...]) -> Iterator[ParameterSet]:
    """Cases of outcomes that others have too."""
    return (pytest.param(*case, marks=pytest.mark.slow) for case in cases)


def only(explained: Explained) -> Explanation:
    assert explained.matches == []
    [explanation] = explained.explanations
    return explanation


@pytest.mark.parametrize(
    ("title_id", "outcome"),
    [
        ("tt0000001", "counted"),
        ("tt0000002", "no_tmdb_record"),
        ("tt0000003", "budget_unknown"),
        ("tt0000004", "revenue_unknown"),
        ("tt0000005", "implausible"),
        ("tt0000006", "too_few_votes"),
        ("tt0000013", "votes_unknown"),
        ("tt0000014", "adult"),
        ("tt0000015", "video"),
        ("tt0000016", "tmdb_record_rejected"),
        ("tt0000007", "rejected"),
        ("tt0000011", "counted"),
        ("tt0000012", "not_in_csv"),
        *_slow(("nm0000008", "rejected"), ("tt7777777", "not_in_csv"), ("TT0000001", "counted")),
    ],
)
def test_each_outcome_by_id(made: SmallLake, title_id: str, outcome: str) -> None:
    assert only(ask(made, title_id)).outcome.name == outcome


@pytest.mark.parametrize(
    ("parameters", "title_id", "outcome"),
    [
        ({"min_votes": "0"}, "tt0000006", "counted"),
        ({"include_suspect": "true"}, "tt0000005", "counted"),
        ({"min_year": "2020"}, "tt0000001", "before_min_year"),
        ({"genre": "Western"}, "tt0000001", "other_genre"),
        *_slow(
            ({"include_adult": "true"}, "tt0000014", "counted"),
            ({"include_video": "true"}, "tt0000015", "counted"),
            ({"max_year": "1990"}, "tt0000001", "after_max_year"),
        ),
    ],
)
def test_the_reports_parameters_decide_what_they_count(
    made: SmallLake, parameters: dict[str, str], title_id: str, outcome: str
) -> None:
    assert only(ask(made, title_id, **parameters)).outcome.name == outcome


def test_a_title_that_tmdb_does_not_know_differs_from_one_never_asked_for(made: SmallLake) -> None:
    explained = explain_title(made.lake, MEMORY, "tt0000002", {}, lambda lake, kind, title_id: "not_found")

    assert only(explained).outcome.name == "not_found_on_tmdb"


def test_the_journal_of_asking_tmdb_records_what_it_does_not_know(made: SmallLake, tmp_path: Path) -> None:
    small = made.copied(tmp_path)
    with FakeTmdb() as server:
        live = LiveLake(tmp_path / "asking", server)
        live.lake = small.lake
        server.options = FakeOptions(faulty_ids={"tt0000010": "redirect"})
        live.ask()

    assert asked(small.lake, Kind.MOVIES, "tt0000002") == "not_found"
    assert asked(small.lake, Kind.MOVIES, "tt0000099") is None
    assert only(explain_title(small.lake, MEMORY, "tt0000002", {})).outcome.name == "not_found_on_tmdb"
    assert only(explain_title(small.lake, MEMORY, "tt0000010", {})).outcome.name == "tmdb_request_failed"


AFTER: dict[str, Callable[[SmallLake], object]] = {
    "a new answer": lambda small: small.answers(film_answer("tt0000002")),
    "Refined not made": lambda small: (small.answers(film_answer("tt0000002")), small.transform(Layer.TRUSTED)),
}


@pytest.mark.parametrize("what", slow_but(["a new answer"], AFTER))
def test_what_is_newer_than_the_tables_is_not_transformed(made: SmallLake, tmp_path: Path, what: str) -> None:
    small = made.copied(tmp_path)
    AFTER[what](small)

    assert only(ask(small, "tt0000002")).outcome.name == "not_transformed"


def test_before_the_first_transform_a_title_is_found_by_text_and_not_transformed(tmp_path: Path) -> None:
    small = SmallLake(tmp_path)
    small.movies(movie_line("tt0000001", titulo_principal="São Paulo"), movie_line("tt0000002"))
    explanation = only(ask(small, "sao paulo"))

    assert (explanation.title_id, explanation.outcome.name) == ("tt0000001", "not_transformed")
    assert (explanation.trusted, explanation.refined) == (None, None)


def test_the_lines_of_a_title_are_named_with_their_file(made: SmallLake) -> None:
    csv = only(ask(made, "tt0000001")).said

    assert csv is not None
    assert csv.key == made.manifest(Layer.RAW).tables["movies"].files[0].key
    lines = (made.folder / csv.key).read_text(encoding="utf-8").splitlines()
    assert csv.lines == tuple(number for number, line in enumerate(lines, 1) if line.startswith("tt0000001|"))
    assert csv.values["tituloPincipal"] == ("Counted Café",)
    assert "nomeArtista" not in csv.values


def test_the_answers_are_named_with_part_line_and_time_the_newest_first(made: SmallLake) -> None:
    answers = only(ask(made, "tt0000001")).answers

    assert [(answer.lines, answer.facts["fetched_at"]) for answer in answers] == [
        ((2,), "2026-02-01T00:00:00.000000Z"),
        ((1,), "2026-01-01T00:00:00.000000Z"),
    ]
    assert answers[0].values["title"] == "Café Contado"
    assert {answer.key for answer in answers} == {made.manifest(Layer.RAW).tables["tmdb_movies"].files[0].key}


def test_each_layer_shows_the_titles_rows(made: SmallLake) -> None:
    found = only(ask(made, "tt0000001"))

    assert found.trusted is not None
    assert found.refined is not None
    assert [row["nome_artista"] for row in found.trusted.rows["creditos"]] == ["Ana Lima", "Ana Sol", "Rui Mar"]
    assert found.trusted.rows["tmdb_filmes"][0]["receita"] == 3_000_000
    assert [row["genero"] for row in found.refined.rows["ponte_filme_genero"]] == ["Crime", "Drama"]
    assert found.refined.rows["fato_desempenho_filmes"][0]["roi"] == 2


def test_a_rejected_line_has_its_reason(made: SmallLake) -> None:
    trusted = only(ask(made, "tt0000007")).trusted

    assert trusted is not None
    assert [(row["linha"], row["motivo"]) for row in trusted.rows["rejeitados"]] == [(9, "numero_de_colunas")]


def test_an_id_that_is_a_films_and_a_seriess_has_two_explanations(made: SmallLake) -> None:
    assert [found.kind for found in ask(made, "tt0000009").explanations] == [Kind.MOVIES, Kind.SERIES]


def test_an_id_that_nothing_has_has_no_rows(made: SmallLake) -> None:
    found = only(ask(made, "tt7777777"))

    assert found.trusted
    assert found.trusted.rows == {}


@pytest.mark.parametrize("text", ["counted cafe", "CAFÉ CONTADO", "contado"])
def test_a_name_is_found_without_case_and_accents_in_either_language(made: SmallLake, text: str) -> None:
    assert only(ask(made, text)).title_id == "tt0000001"


def test_several_titles_of_a_name_are_listed_to_choose_from(made: SmallLake) -> None:
    explained = ask(made, "twin")

    assert explained.explanations == []
    assert {match.title_id for match in explained.matches} == {"tt0000009", "tt0000011"}


def test_an_exact_name_goes_before_names_that_hold_it(made: SmallLake) -> None:
    assert {match.title_id for match in ask(made, "gem").matches} == {"tt0000009", "tt0000011"}
    assert {found.title_id for found in ask(made, "gemeo").explanations} == {"tt0000009"}


def test_a_name_that_no_title_has_is_not_found(made: SmallLake) -> None:
    with pytest.raises(NotFound, match="no title has this in its name"):
        ask(made, "nobody called a film so")
