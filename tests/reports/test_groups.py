"""Groups, artists and correlations where a value is unknown, stands twice, or is the only one."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from filmes_lake.errors import UsageError
from filmes_lake.models.kinds import Kind
from filmes_lake.reports.definitions import NAMES_MATCHED
from filmes_lake.reports.runner import Correlation, ReportResult
from tests.reports.comparison import report
from tests.transform.lakes import NULL, SmallLake, by, film_answer, movie_line, series_answer, series_line

ALL = {"min_votes": "0", "include_suspect": "true", "min_films": "0"}


Film = tuple[dict[str, str], dict[str, Any]]

DATES = ("1999-01-02", "1999-12-31", "", None, "1999", "1999-13-01")
# Films of which a test asks by the genre that is theirs alone, so that one lake does for all.
FILMS: dict[str, list[Film]] = {
    "Dates": [({}, {"release_date": day}) for day in DATES],
    "Months": [({"ano_lancamento": "1979"}, {"release_date": "1981-07-01"})],
    "Prices": [({"ano_lancamento": "1900"}, {}), ({"ano_lancamento": NULL}, {}), ({}, {})],
    "Medians": [({}, {"budget": budget}) for budget in (10_000, 30_000, 20_000, 60_000)],
}
# Films of several genres or none, alone in their year.
OF_GENRES: list[Film] = [
    ({"generos": genres, "ano_lancamento": "1950"}, {}) for genres in ("Crime,Drama,Crime", "Drama", NULL)
]
# Such films for `rating-vs-roi`, by their ratings and revenues.
RATED: dict[str, list[tuple[str, int]]] = {
    **{
        f"Revenues {''.join(map(str, revenues))}": [(f"{4 + place}.0", 10**each) for place, each in enumerate(revenues)]
        for revenues in ((1, 2, 3, 4), (4, 3, 2, 1), (1, 2, 4, 3), (1, 1, 2, 2))
    },
    "Alone": [("7.0", 1)],
    "Of one rating": [("7.0", 1), ("7.0", 2)],
    "Of one revenue": [("7.0", 1), ("8.0", 1)],
    "Unrated": [("5.0", 20_000), (NULL, 90_000), ("6.0", 30_000)],
}


def lake_of(folder: Path, *films: Film) -> SmallLake:
    """A lake of films, each with what is special about its line and its answer."""
    small = SmallLake(folder)
    ids = [f"tt{number:07d}" for number in range(1, len(films) + 1)]
    small.movies(*(movie_line(found, **line) for found, (line, _) in zip(ids, films, strict=True)))
    small.answers(*(film_answer(found, **answer) for found, (_, answer) in zip(ids, films, strict=True)))
    small.transform()
    return small


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    rated: dict[str, list[Film]] = {
        genre: [({"nota_media": rating}, {"revenue": revenue}) for rating, revenue in films]
        for genre, films in RATED.items()
    }
    films = [({**line, "generos": genre}, answer) for genre, films in (FILMS | rated).items() for line, answer in films]
    return lake_of(tmp_path_factory.mktemp("shared"), *films, *OF_GENRES)


def of_genre(lake: SmallLake, name: str, genre: str) -> ReportResult:
    return report(lake, name, {**ALL, "genre": genre})


def test_a_film_without_a_date_has_a_month_of_its_own_at_the_end(shared: SmallLake) -> None:
    found = [(row["mes"], row["filmes"]) for row in of_genre(shared, "roi-by-month", "Dates").rows]
    assert found == [(1, 1), (12, 1), (None, 4)]


def test_the_month_is_that_of_tmdbs_date_and_the_decade_that_of_imdbs_year(shared: SmallLake) -> None:
    assert [row["mes"] for row in of_genre(shared, "roi-by-month", "Months").rows] == [7]
    assert [row["decada"] for row in of_genre(shared, "roi-by-decade", "Months").rows] == [1970]


def test_a_film_of_several_genres_counts_once_in_each_and_one_of_none_apart(shared: SmallLake) -> None:
    result = report(shared, "roi-by-genre", {**ALL, "min_year": "1950", "max_year": "1950"})

    assert [(row["genero"], row["filmes"]) for row in result.rows] == [("Crime", 1), ("Drama", 2), (None, 1)]
    assert result.funnel[-1].left == 3
    assert any("once in each" in note.en for note in result.notes)


def test_films_of_one_genre_are_still_grouped_by_each_of_their_genres(shared: SmallLake) -> None:
    found = of_genre(shared, "roi-by-genre", "crime").rows
    assert [(row["genero"], row["filmes"]) for row in found] == [("Crime", 1), ("Drama", 1)]


def test_a_year_without_a_price_has_amounts_as_paid_and_no_corrected_ones(shared: SmallLake) -> None:
    rows = by(of_genre(shared, "yearly", "Prices").rows, "ano")

    assert list(rows) == [1900, 1999, None]
    for year in (1900, None):
        assert (rows[year]["orcamento"], rows[year]["orcamento_mediano"]) == (1_000_000, 1_000_000)
        assert rows[year]["orcamento_corrigido"] is rows[year]["receita_corrigida_mediana"] is None
    assert rows[1999]["orcamento_corrigido"] > rows[1999]["orcamento"]


def test_real_dollars_are_those_of_films_whose_year_has_a_price_and_the_funnel_counts_the_others(
    shared: SmallLake,
) -> None:
    given = {**ALL, "genre": "Prices", "dollars": "real"}
    [year] = report(shared, "yearly", given).rows
    result = report(shared, "roi", given)
    [film] = result.rows

    assert {step.condition: step.removed for step in result.funnel}["price_unknown"] == 2
    assert film["orcamento"] == year["orcamento"] == round(year["orcamento_corrigido"]) > 1_000_000
    assert film["lucro"] == film["receita"] - film["orcamento"]
    assert film["roi"] == by(of_genre(shared, "roi", "Prices").rows, "id_filme")[film["id_filme"]]["roi"]


def test_a_median_of_corrected_amounts_is_of_the_films_that_have_one(shared: SmallLake) -> None:
    (row,) = of_genre(shared, "yearly", "Medians").rows

    assert row["orcamento_mediano"] == 25_000
    assert row["orcamento_corrigido_mediano"] / row["orcamento_corrigido"] == pytest.approx(25_000 / 120_000)


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = SmallLake(tmp_path_factory.mktemp("cast"))
    small.movies(
        movie_line("tt0000001", papel="director"),
        movie_line("tt0000001", papel="actor", personagem="Herself"),
        movie_line("tt0000001", papel="writer"),
        movie_line("tt0000002", papel="actor"),
        movie_line("tt0000002", nome_artista="Bia Reis", ano_nascimento="1950"),
        movie_line("tt0000003", nome_artista="Bia Reis", ano_nascimento="1980"),
        movie_line("tt0000003", nome_artista=NULL),
    )
    small.answers(
        film_answer("tt0000001", revenue=9_000_000), film_answer("tt0000002"), film_answer("tt0000003", revenue=500_000)
    )
    small.transform()
    return small


def test_a_film_counts_once_for_an_artist_who_did_several_things_in_it(cast: SmallLake) -> None:
    row = report(cast, "artists", ALL).rows[0]

    assert (row["nome_artista"], row["filmes"], row["receita"]) == ("Ana Lima", 2, 12_000_000)
    assert (row["roi_total"], row["roi_mediano"]) == (5, 5)


def test_namesakes_of_different_years_are_two_rows_with_keys_of_their_own(cast: SmallLake) -> None:
    namesakes = [row for row in report(cast, "artists", ALL).rows if row["nome_artista"] == "Bia Reis"]

    assert [(row["identidade"], row["roi_total"]) for row in namesakes] == [("nome_ano", 2), ("nome_ano", -0.5)]
    assert len({row["id_artista"] for row in namesakes}) == 2


@pytest.mark.parametrize(
    ("role", "films"),
    [
        ("director", [("Ana Lima", 1)]),
        ("Actor", [("Ana Lima", 2), ("Bia Reis", 1), ("Bia Reis", 1)]),
        ("writer,director", [("Ana Lima", 1)]),
    ],
)
def test_artists_of_a_role_are_ranked_by_the_films_in_which_they_had_it(
    cast: SmallLake, role: str, films: list[tuple[str, int]]
) -> None:
    rows = report(cast, "artists", {**ALL, "role": role}).rows

    assert sorted((row["nome_artista"], row["filmes"]) for row in rows) == films


def test_a_role_that_nobody_has_is_wrong_usage_and_those_there_are_are_named(cast: SmallLake) -> None:
    with pytest.raises(UsageError, match="role=gaffer: nobody has this role") as caught:
        report(cast, "artists", {**ALL, "role": "actor,gaffer"})

    assert caught.value.hint == "there are: actor, director, writer"


def test_directors_are_the_artists_of_that_role(cast: SmallLake) -> None:
    rows = report(cast, "directors", ALL).rows

    assert rows == report(cast, "artists", {**ALL, "role": "director"}).rows
    assert [row["nome_artista"] for row in rows] == ["Ana Lima"]


def test_that_names_were_matched_is_said_unless_persons_have_ids(cast: SmallLake) -> None:
    result = report(cast, "artists", ALL)
    identified = replace(result, rows=[{**row, "identidade": "nconst"} for row in result.rows])
    mixed = replace(result, rows=[*result.rows, *identified.rows])

    assert [NAMES_MATCHED in found.notes for found in (result, identified, mixed)] == [True, False, True]
    assert len(identified.notes) == len(result.notes) - 1


def test_artists_are_of_the_films_that_the_conditions_leave(cast: SmallLake) -> None:
    rows = report(cast, "artists", {**ALL, "min_films": "2"}).rows

    assert [row["nome_artista"] for row in rows] == ["Ana Lima"]
    assert report(cast, "artists", {**ALL, "min_votes": "20001"}).rows == []


@pytest.mark.parametrize(
    ("revenues", "coefficient"),
    [("1234", 1.0), ("4321", -1.0), ("1243", 0.8), ("1122", 0.8944271909999159)],
)
def test_the_correlation_is_that_of_the_ranks_and_ties_share_the_mean_of_theirs(
    shared: SmallLake, revenues: str, coefficient: float
) -> None:
    found = of_genre(shared, "rating-vs-roi", f"Revenues {revenues}")

    assert found.correlation
    assert found.correlation.films == 4
    assert found.correlation.coefficient == pytest.approx(coefficient, rel=1e-12)


@pytest.mark.parametrize("films", ["Alone", "Of one rating", "Of one revenue"])
def test_what_does_not_vary_has_no_correlation(shared: SmallLake, films: str) -> None:
    found = of_genre(shared, "rating-vs-roi", films)

    assert found.correlation == Correlation(("nota_imdb", "roi"), None, len(RATED[films]))


def test_a_film_without_a_rating_is_a_row_and_no_part_of_the_correlation(shared: SmallLake) -> None:
    found = of_genre(shared, "rating-vs-roi", "Unrated")

    assert [row["nota_imdb"] for row in found.rows] == [6.0, 5.0, None]
    assert found.correlation
    assert found.correlation.films == 2
    assert found.correlation.coefficient == pytest.approx(1.0)


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = SmallLake(tmp_path_factory.mktemp("series"))
    small.series(
        series_line("tt0000011", nota_media="8.0", numero_votos="5000"),
        series_line("tt0000012", nota_media="9.0"),
        series_line("tt0000013", nota_media="8.0", numero_votos="9000", ano_termino=NULL),
        series_line("tt0000014", nota_media=NULL, numero_votos=NULL),
        series_line("tt0000015", numero_votos="999"),
        series_line("tt0000016", ano_lancamento=NULL),
        series_line("tt0000017", generos="War"),
        series_line("tt0000018"),
    )
    small.tmdb(Kind.SERIES, *(series_answer(f"tt{number:07d}") for number in range(11, 18)))
    small.transform()
    return small


def test_series_are_ranked_by_rating_then_votes(series: SmallLake) -> None:
    rows = report(series, "series", {"min_year": "1", "genre": "Crime"}).rows

    assert [row["id_serie"] for row in rows] == ["tt0000012", "tt0000013", "tt0000011"]
    assert [row["ano_termino"] for row in rows] == [2003, None, 2003]


def test_series_have_a_funnel_of_their_own(series: SmallLake) -> None:
    steps = report(series, "series", {"min_year": "1", "genre": "Crime"}).funnel

    assert [(step.condition, step.removed, step.left) for step in steps] == [
        ("series_in_lake", 0, 8),
        ("no_tmdb_record", 1, 7),
        ("rating_unknown", 1, 6),
        ("votes_unknown", 0, 6),
        ("too_few_votes", 1, 5),
        ("before_min_year", 1, 4),
        ("after_max_year", 0, 4),
        ("other_genre", 1, 3),
    ]


def test_a_report_on_films_works_where_there_are_only_series(series: SmallLake) -> None:
    result = report(series, "roi", {})

    assert (result.rows, result.funnel[0].left, result.lacks_tmdb) == ([], 0, False)
