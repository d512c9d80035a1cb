"""What Trusted makes of TMDB's answers."""

from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from filmes_lake.lake import layout
from filmes_lake.models.kinds import Kind, Layer
from tests.transform.lakes import SmallLake, by, envelope, film_answer, movie_line, series_answer, series_line

OLD, NEW, NEWEST = (f"2026-01-0{day}T00:00:00Z" for day in (1, 2, 3))

# Values TMDB writes where it does not know, and values of another type: what Trusted makes of them.
VALUES: list[tuple[str, object, str, object]] = [
    ("budget", 0, "orcamento", None),
    ("revenue", 0, "receita", None),
    ("runtime", 0, "tempo_minutos", None),
    ("runtime", None, "tempo_minutos", None),
    ("popularity", 0.0, "popularidade", None),
    ("vote_average", 0, "nota_media", None),
    ("vote_count", 0, "quantidade_votos", None),
    ("title", "", "titulo", None),
    ("title", "  ", "titulo", None),
    ("title", "  Dois  Nomes ", "titulo", "Dois  Nomes"),
    ("title", 'A "quoted" \\ title | 映画', "titulo", 'A "quoted" \\ title | 映画'),
    ("original_language", "", "idioma", None),
    ("release_date", "", "data_lancamento", None),
    ("status", None, "situacao", None),
    ("belongs_to_collection", None, "colecao", None),
    ("id", 0, "id_tmdb", None),
    ("id", 603, "id_tmdb", 603),
    ("revenue", 2_923_706_026, "receita", 2_923_706_026),
    ("budget", "1000000", "orcamento", 1_000_000),
    ("budget", 63_000_000.0, "orcamento", 63_000_000),
    ("budget", 4.6e8, "orcamento", 460_000_000),
    ("budget", "6.3e7", "orcamento", 63_000_000),
    ("budget", "700000.0", "orcamento", 700_000),
    ("budget", "0.0", "orcamento", None),
    ("budget", "0e0", "orcamento", None),
    ("revenue", 9_007_199_254_740_993, "receita", 9_007_199_254_740_993),
    ("revenue", "9007199254740993", "receita", 9_007_199_254_740_993),
    ("revenue", 2.0**53 - 1, "receita", 2**53 - 1),
    ("revenue", 2**63 - 1, "receita", 2**63 - 1),
    ("runtime", 136.0, "tempo_minutos", 136),
    ("vote_count", 900.0, "quantidade_votos", 900),
    ("vote_count", 2**31 - 1, "quantidade_votos", 2**31 - 1),
    ("id", 603.0, "id_tmdb", 603),
    ("release_date", "0001-01-01", "data_lancamento", date(1, 1, 1)),
    ("release_date", "2200-12-31", "data_lancamento", date(2200, 12, 31)),
    ("popularity", 1.5e2, "popularidade", 150.0),
    ("vote_average", 10, "nota_media", 10.0),
    ("vote_average", 7, "nota_media", 7.0),
    ("release_date", "1999-03-31", "data_lancamento", date(1999, 3, 31)),
    ("genres", [], "generos", []),
    ("genres", [{"id": 1, "name": "Ação"}, {"id": 2, "name": ""}, {"id": 3}], "generos", ["Ação"]),
    ("genres", None, "generos", None),
    ("genres", [None, {"name": "Crime"}, {"name": None}], "generos", ["Crime"]),
    ("production_countries", [{"iso_3166_1": "BR"}, {"iso_3166_1": "US"}], "paises", ["BR", "US"]),
    ("belongs_to_collection", {"id": 1, "name": "The Films"}, "colecao", "The Films"),
    ("belongs_to_collection", {"id": 1}, "colecao", None),
    ("title", "[REC]", "titulo", "[REC]"),
    ("title", '["a"]', "titulo", '["a"]'),
    ("title", "1917", "titulo", "1917"),
    ("title", "true", "titulo", "true"),
    ("genres", [{"name": "[12]"}, {"name": "7"}], "generos", ["[12]", "7"]),
    ("popularity", -0.0, "popularidade", None),
    ("adult", True, "adulto", True),
    ("adult", False, "adulto", False),
    ("adult", None, "adulto", None),
    ("video", True, "video", True),
    ("video", False, "video", False),
]
INVALID: list[tuple[str, object, str]] = [
    ("adult", 1, "adulto"),
    ("adult", "yes", "adulto"),
    ("video", [True], "video"),
    ("budget", 1.5, "orcamento"),
    ("budget", 1234.56, "orcamento"),
    ("budget", "1e-30", "orcamento"),
    # Read as a double, this could be its neighbour as well.
    ("revenue", 2.0**53, "receita"),
    ("revenue", 2**63, "receita"),
    ("runtime", 136.5, "tempo_minutos"),
    ("budget", [1], "orcamento"),
    ("budget", {"amount": 1}, "orcamento"),
    ("budget", True, "orcamento"),
    ("budget", "one million", "orcamento"),
    ("budget", -1, "orcamento"),
    ("budget", 10**30, "orcamento"),
    ("revenue", "1,000", "receita"),
    ("runtime", 100_001, "tempo_minutos"),
    ("runtime", "2h", "tempo_minutos"),
    ("vote_average", 10.1, "nota_media"),
    ("vote_count", 2**40, "quantidade_votos"),
    ("popularity", -0.5, "popularidade"),
    ("release_date", "1999", "data_lancamento"),
    ("release_date", "1999-13-01", "data_lancamento"),
    ("release_date", "1999-02-30", "data_lancamento"),
    ("release_date", "31/03/1999", "data_lancamento"),
    ("release_date", "0000-01-01", "data_lancamento"),
    ("release_date", "2201-01-01", "data_lancamento"),
    ("release_date", "9999-12-31", "data_lancamento"),
    ("title", ["a"], "titulo"),
    ("title", {"pt": "a"}, "titulo"),
    ("title", [], "titulo"),
    ("title", 1917, "titulo"),
    ("title", True, "titulo"),
    ("status", 1.5, "situacao"),
    ("genres", "Crime", "generos"),
    ("genres", 7, "generos"),
    ("genres", {"name": "Crime"}, "generos"),
    ("genres", ["Crime"], "generos"),
    ("genres", [{"name": "Crime"}, "Drama"], "generos"),
    ("genres", [{"name": ["Crime"]}], "generos"),
    ("genres", [{"name": 7}], "generos"),
    ("genres", [[{"name": "Crime"}]], "generos"),
    ("production_countries", "US", "paises"),
    ("production_countries", ["US"], "paises"),
    ("belongs_to_collection", "The Films", "colecao"),
    ("belongs_to_collection", [], "colecao"),
    ("belongs_to_collection", {"name": ["The Films"]}, "colecao"),
    ("id", "six", "id_tmdb"),
]


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """One record for each entry of the two lists above, ids in their order."""
    small = SmallLake(tmp_path_factory.mktemp("odd"))
    fields = [*((name, value) for name, value, *_ in VALUES), *((name, value) for name, value, _ in INVALID)]
    small.movies(movie_line("tt0000001"))
    small.answers(*(film_answer(f"tt{place:07d}", **{name: value}) for place, (name, value) in enumerate(fields)))
    small.transform(Layer.TRUSTED)
    return small


def record(lake: SmallLake, place: int) -> dict[str, Any]:
    return by(lake.table("tmdb_filmes"), "id_titulo")[f"tt{place:07d}"]


@pytest.mark.parametrize("place", range(len(VALUES)), ids=lambda place: f"{VALUES[place][0]}={VALUES[place][1]!r}")
def test_zero_and_nothing_mean_unknown_and_the_rest_is_kept(odd: SmallLake, place: int) -> None:
    _, _, column, value = VALUES[place]

    assert record(odd, place)[column] == value


@pytest.mark.parametrize("place", range(len(INVALID)), ids=lambda place: f"{INVALID[place][0]}={INVALID[place][1]!r}")
def test_a_value_of_another_type_or_range_becomes_null_and_breaks_nothing(odd: SmallLake, place: int) -> None:
    found = record(odd, len(VALUES) + place)

    assert found[INVALID[place][2]] is None
    assert found["titulo_original"] == "A Film"


def test_values_that_became_null_are_counted_by_column_and_unknown_ones_are_not(odd: SmallLake) -> None:
    columns = [column for _, _, column in INVALID]

    assert odd.reconciliation("tmdb_movies")["invalid_values"] == {column: columns.count(column) for column in columns}


# Titles of which each test asks by an id that is its own, so that one lake does for all.
BIG, PLAIN, TWICE, DAILY, UNLISTED = "tt0499549", "tt0000001", "tt0000002", "tt0000003", "tt0000004"
BESIDE_AN_ERROR = ("tt0000005", "tt0000006")
SERIES, BY_THE_ANSWER, BY_THE_ENVELOPE = "tt0944947", "tt0000007", "tt0000008"
ORDERS = {f"tt000001{number}": order for number, order in enumerate(permutations((OLD, NEW, NEWEST)))}
BUDGETS = {OLD: 1_000_000, NEW: 2_000_000, NEWEST: 3_000_000}
MANY = [f"tt{number:07d}" for number in range(1000, 1250)]
ERROR = {"success": False, "status_code": 34, "status_message": "The resource you requested could not be found."}


def ingest_day(lake: SmallLake, popularity: float) -> None:
    """The films' CSV of a day, and the day's answer about one of them."""
    titles = (BIG, PLAIN, TWICE, *BESIDE_AN_ERROR, BY_THE_ENVELOPE, *ORDERS)
    daily = (movie_line(DAILY), movie_line(DAILY, nome_artista="Bia", numero_votos=f"{popularity:.0f}"))
    lake.movies(*map(movie_line, titles), *daily)
    lake.answers(film_answer(DAILY, popularity=popularity))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    lake = SmallLake(tmp_path_factory.mktemp("told"))
    ingest_day(lake, 10.0)
    lake.series(series_line(SERIES), series_line(BY_THE_ANSWER))
    for turn in range(len(BUDGETS)):
        fetched = {name: order[turn] for name, order in ORDERS.items()}
        lake.answers(*(envelope(film_answer(name, budget=BUDGETS[at]), fetched_at=at) for name, at in fetched.items()))
    lake.answers(
        film_answer(BIG, revenue=2_923_706_026),
        film_answer(PLAIN),
        envelope(film_answer(TWICE, revenue=9_000_000), fetched_at=NEW),
        envelope(film_answer(TWICE, revenue=5_000_000), fetched_at=OLD),
        film_answer(UNLISTED),
    )
    before, after = map(film_answer, BESIDE_AN_ERROR)
    lake.answers(before, ERROR, after)
    (lake.folder / layout.raw_tmdb_prefix(Kind.MOVIES) / "errors.json").write_text(
        '[{"id": "tt0000009", "error": 404}]'
    )
    lake.answers(*(film_answer(name if place != 150 else "x") for place, name in enumerate(MANY)))
    lake.tmdb(Kind.SERIES, series_answer(SERIES))
    found = series_answer(BY_THE_ANSWER)
    lake.plant_records(Kind.SERIES, {**envelope(found, kind="series"), "imdb_id": None})
    lake.plant_records(Kind.MOVIES, envelope(film_answer(None, id=None), imdb_id=BY_THE_ENVELOPE))
    lake.transform()
    return lake


def of(lake: SmallLake, table: str, title: str) -> list[dict[str, Any]]:
    """The rows of a title."""
    return [row for row in lake.table(table) if title in row.values()]


def test_defect_15_a_revenue_of_more_than_32_bits_survives(told: SmallLake) -> None:
    assert [row["receita"] for row in of(told, "fato_desempenho_filmes", BIG)] == [2_923_706_026]


def test_defect_13_genres_countries_and_collection_are_kept(told: SmallLake) -> None:
    kept = {"generos": ["Crime"], "paises": ["BR"], "colecao": "The Films", "idioma": "en"}
    assert of(told, "tmdb_filmes", PLAIN)[0].items() >= kept.items()


def test_defect_13_series_do_not_stop_after_the_upload(told: SmallLake) -> None:
    (found,) = of(told, "tmdb_series", SERIES)
    assert [found[name] for name in ("id_tmdb", "temporadas", "episodios", "tempo_minutos", "data_estreia")] == [
        1399,
        8,
        73,
        55,
        date(2011, 4, 17),
    ]
    assert len(of(told, "fato_desempenho_series", SERIES)) == 1


def test_the_newest_answer_wins_whatever_the_order_of_ingestion(told: SmallLake) -> None:
    """A film for each order."""
    newest = {"orcamento": 3_000_000, "obtido_em": datetime(2026, 1, 3, tzinfo=UTC)}
    found = [of(told, "tmdb_filmes", name) for name in ORDERS]
    assert [[{key: row[key] for key in newest} for row in rows] for rows in found] == [[newest]] * len(ORDERS)


def test_answers_that_are_superseded_are_counted(told: SmallLake) -> None:
    reconciliation = told.reconciliation("tmdb_movies")

    assert reconciliation["superseded"] == 2 * len(ORDERS) + 1
    assert reconciliation["kept"] == len(told.table("tmdb_filmes"))
    assert reconciliation["records"] == reconciliation["kept"] + reconciliation["superseded"] + 1  # the one rejected


def test_two_answers_in_one_file_give_one_fact_with_the_newer_values(told: SmallLake) -> None:
    assert [row["receita"] for row in of(told, "fato_desempenho_filmes", TWICE)] == [9_000_000]


def test_defects_3_and_4_a_second_day_of_ingestion_runs_and_doubles_nothing(told: SmallLake, tmp_path: Path) -> None:
    lake = told.copied(tmp_path)
    lake.wait(days=1)
    ingest_day(lake, 20.0)
    lake.transform()

    assert [row["popularidade"] for row in of(lake, "fato_desempenho_filmes", DAILY)] == [20.0]
    assert len(of(lake, "ponte_filme_artista", DAILY)) == 2
    before, after = (each.reconciliation("tmdb_movies")["superseded"] for each in (told, lake))
    assert after == before + 1


def test_defect_2_a_bad_record_and_stray_files_among_the_parts_cost_no_record(told: SmallLake) -> None:
    for table in ("tmdb_filmes", "fato_desempenho_filmes"):
        assert [len(of(told, table, name)) for name in BESIDE_AN_ERROR] == [1, 1]
    assert of(told, "tmdb_filmes", "tt0000009") == []


def test_a_record_without_a_title_in_the_csv_is_in_trusted_and_not_in_the_facts(told: SmallLake) -> None:
    assert len(of(told, "tmdb_filmes", UNLISTED)) == 1
    assert of(told, "fato_desempenho_filmes", UNLISTED) == []
    assert of(told, "dim_filme", UNLISTED) == []


def test_an_id_in_the_answer_is_enough(told: SmallLake) -> None:
    assert len(of(told, "tmdb_series", BY_THE_ANSWER)) == 1


def test_an_id_in_the_envelope_is_enough(told: SmallLake) -> None:
    assert [row["id_tmdb"] for row in of(told, "tmdb_filmes", BY_THE_ENVELOPE)] == [None]


def test_more_records_than_a_part_holds_are_all_kept_and_numbered_by_part(told: SmallLake) -> None:
    kept = {row["id_titulo"] for row in told.table("tmdb_filmes")}

    assert [place for place, name in enumerate(MANY) if name not in kept] == [150]
    (reject,) = told.table("rejeitados")
    assert (reject["origem"].endswith("-part-00002.jsonl"), reject["linha"]) == (True, 51)


REJECTED: list[tuple[dict[str, Any], str]] = [
    (envelope(film_answer("tt0000001"), kind="series"), "tipo_errado"),
    ({**envelope(film_answer("tt0000001")), "kind": None}, "tipo_errado"),
    (envelope(film_answer(None)), "sem_id_imdb"),
    (envelope(film_answer("")), "sem_id_imdb"),
    (envelope(film_answer("tt0000001"), imdb_id="tt0000002"), "ids_contraditorios"),
    (envelope(film_answer("tt1")), "id_invalido"),
    (envelope(film_answer("nm0000001")), "id_invalido"),
    (envelope(film_answer(None), imdb_id="0000001"), "id_invalido"),
    ({**envelope(film_answer("tt0000001")), "fetched_at": None}, "sem_data_de_obtencao"),
    ({**envelope(film_answer("tt0000001")), "fetched_at": "yesterday"}, "sem_data_de_obtencao"),
]


@pytest.fixture(scope="module")
def rejecting(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = SmallLake(tmp_path_factory.mktemp("rejecting"))
    small.movies(movie_line("tt0000001"))
    small.plant_records(Kind.MOVIES, *(found for found, _ in REJECTED), envelope(film_answer("tt0000001")))
    small.transform()
    return small


@pytest.mark.parametrize("place", range(len(REJECTED)), ids=lambda place: f"{REJECTED[place][1]} {place + 1}")
def test_a_record_no_table_can_take_is_rejected_with_its_line_and_reason(rejecting: SmallLake, place: int) -> None:
    assert by(rejecting.table("rejeitados"), "linha")[place + 1]["motivo"] == REJECTED[place][1]


def test_a_rejected_record_is_kept_as_it_was(rejecting: SmallLake) -> None:
    (source,) = {row["origem"] for row in rejecting.table("rejeitados")}
    lines = (rejecting.folder / source).read_text(encoding="utf-8").splitlines()

    assert [row["conteudo"] for row in rejecting.table("rejeitados")] == lines[: len(REJECTED)]


def test_a_rejected_record_costs_no_other_record(rejecting: SmallLake) -> None:
    reconciliation = rejecting.reconciliation("tmdb_movies")

    assert [reconciliation[name] for name in ("records", "kept", "superseded", "rejected")] == [
        len(REJECTED) + 1,
        1,
        0,
        len(REJECTED),
    ]
    assert len(rejecting.table("fato_desempenho_filmes")) == 1
