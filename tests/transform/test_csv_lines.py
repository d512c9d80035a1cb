"""What Trusted makes of the lines of a CSV that a table can take."""

from pathlib import Path
from typing import Any

import pytest

from filmes_lake.models.kinds import Kind, Layer
from tests.transform.lakes import NULL, SmallLake, by, movie_line, reconciles, series_line

MOVIES = (
    # Every artist alive: no year of death on any line.
    movie_line("tt0000001", nome_artista="Ana Lima"),
    movie_line("tt0000001", nome_artista="Bia Reis", papel="director"),
    movie_line("tt0000001", nome_artista="Caio Sá", papel="writer", ano_nascimento=NULL),
    # An artist of whom only the name is known.
    movie_line("tt0000002", papel=NULL, personagem=NULL, ano_nascimento=NULL, profissoes=NULL, titulos_conhecidos=NULL),
    # A title of which little is known.
    movie_line("tt0000003", generos=NULL, tempo_minutos=NULL, nota_media=NULL, numero_votos=NULL),
    # A title without artists.
    movie_line("tt0000004", papel=NULL, nome_artista=NULL, ano_nascimento=NULL, profissoes=NULL),
    # The three ways to write nothing.
    movie_line("tt0000005", titulo_original=NULL, personagem="", papel="   "),
    # Blanks around everything.
    movie_line(
        "  tt0000006 ",
        titulo_principal="  Two  Words ",
        ano_lancamento=" 1999 ",
        nota_media=" 7.5",
        generos=" Crime , Drama,, ",
        nome_artista="  Ana Lima  ",
    ),
    # Quotes: a letter like any other.
    movie_line("tt0000007", titulo_principal='"Crocodile" Dundee', nome_artista='"Weird Al" Yankovic'),
    movie_line("tt0000008", titulo_principal='Unbalanced "quote', nome_artista='Peter "Pan'),
    movie_line("tt0000009", titulo_principal='"', nome_artista="'"),
    movie_line("tt0000010", titulo_principal="After the quotes"),
    # One id in both files.
    movie_line("tt0000011", titulo_principal="The Film"),
    # A line that says the same after typing and trimming.
    movie_line("tt0000012", ano_nascimento="1960"),
    movie_line("tt0000012", ano_nascimento=" 1960 "),
    movie_line("tt0000012", ano_nascimento="01960", personagem="Somebody "),
    movie_line("tt0000012", personagem="Another"),
    # What must not be mistaken for CSV syntax.
    movie_line("tt0000013", titulo_principal="# not a comment, \\ a backslash; 100% 'x' $1 {{y}}"),
    movie_line("tt10000014", titulo_principal="Ünïcödé 映画 🎬"),
    movie_line("tt100000015", numero_votos="0"),
)
SERIES = (
    series_line("tt0000011", titulo_principal="The Series", ano_termino=NULL),
    series_line("tt0000020", ano_termino="2003"),
)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = SmallLake(tmp_path_factory.mktemp("lines"))
    small.movies(*MOVIES)
    small.series(*SERIES)
    small.transform(Layer.TRUSTED)
    return small


@pytest.fixture(scope="module")
def titles(lake: SmallLake) -> dict[Any, dict[str, Any]]:
    return by(lake.table("titulos"), "tipo", "id_titulo")


def credits_of(lake: SmallLake, title_id: str, tipo: str = "filme") -> list[dict[str, Any]]:
    """The title's credits, each with what `pessoas` says of its person, by their names."""
    people = by(lake.table("pessoas"), "id_artista")
    found = [row for row in lake.table("creditos") if (row["tipo"], row["id_titulo"]) == (tipo, title_id)]
    return sorted(({**people[row["id_artista"]], **row} for row in found), key=lambda row: row["nome_artista"])


def test_defect_1_a_film_whose_every_artist_is_alive_keeps_every_artist(lake: SmallLake) -> None:
    found = credits_of(lake, "tt0000001")

    assert [row["nome_artista"] for row in found] == ["Ana Lima", "Bia Reis", "Caio Sá"]
    assert {row["ano_falecimento"] for row in found} == {None}


def test_an_artist_named_without_a_role_keeps_the_credit(lake: SmallLake) -> None:
    (credit,) = credits_of(lake, "tt0000002")

    assert credit["nome_artista"] == "Ana Lima"
    assert {credit[name] for name in ("papel", "personagem", "ordem", "trabalho")} == {None}


def test_a_title_without_genre_runtime_rating_and_votes_is_a_title(titles: dict[Any, dict[str, Any]]) -> None:
    title = titles["filme", "tt0000003"]

    assert [title[name] for name in ("generos", "tempo_minutos", "nota_media", "numero_votos")] == [None] * 4


def test_a_title_without_artists_is_a_title_without_credits(lake: SmallLake, titles: dict[Any, dict[str, Any]]) -> None:
    assert ("filme", "tt0000004") in titles
    assert credits_of(lake, "tt0000004") == []
    assert lake.reconciliation()["without_artist"] == 1


@pytest.mark.parametrize("column", ["personagem", "papel"])
def test_nothing_and_blanks_are_null(lake: SmallLake, column: str) -> None:
    assert credits_of(lake, "tt0000005")[0][column] is None


def test_imdbs_mark_for_unknown_is_null(titles: dict[Any, dict[str, Any]]) -> None:
    assert titles["filme", "tt0000005"]["titulo_original"] is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("titulo_principal", "Two  Words"),
        ("ano_lancamento", 1999),
        ("nota_media", 7.5),
        ("generos", ["Crime", "Drama"]),
    ],
)
def test_blanks_around_values_and_members_of_lists_go(
    titles: dict[Any, dict[str, Any]], column: str, value: object
) -> None:
    assert titles["filme", "tt0000006"][column] == value


@pytest.mark.parametrize(
    ("title_id", "title", "artist"),
    [
        ("tt0000007", '"Crocodile" Dundee', '"Weird Al" Yankovic'),
        ("tt0000008", 'Unbalanced "quote', 'Peter "Pan'),
        ("tt0000009", '"', "'"),
        ("tt0000010", "After the quotes", "Ana Lima"),
    ],
)
def test_defect_14_a_quote_is_a_letter_and_costs_no_other_line(
    lake: SmallLake, titles: dict[Any, dict[str, Any]], title_id: str, title: str, artist: str
) -> None:
    assert titles["filme", title_id]["titulo_principal"] == title
    assert [row["nome_artista"] for row in credits_of(lake, title_id)] == [artist]


@pytest.mark.parametrize(("tipo", "title"), [("filme", "The Film"), ("serie", "The Series")])
def test_one_id_as_film_and_series_stays_two_titles(
    lake: SmallLake, titles: dict[Any, dict[str, Any]], tipo: str, title: str
) -> None:
    assert titles[tipo, "tt0000011"]["titulo_principal"] == title
    assert len(credits_of(lake, "tt0000011", tipo)) == 1


def test_a_film_has_no_last_year_and_a_series_may_have_one(titles: dict[Any, dict[str, Any]]) -> None:
    assert titles["filme", "tt0000011"]["ano_termino"] is None
    assert titles["serie", "tt0000011"]["ano_termino"] is None
    assert titles["serie", "tt0000020"]["ano_termino"] == 2003


def test_lines_that_say_the_same_after_typing_and_trimming_are_one_credit(lake: SmallLake) -> None:
    assert sorted(row["personagem"] for row in credits_of(lake, "tt0000012")) == ["Another", "Somebody"]
    assert lake.reconciliation()["duplicates"] == 2


@pytest.mark.parametrize(
    ("title_id", "title"),
    [
        ("tt0000013", "# not a comment, \\ a backslash; 100% 'x' $1 {{y}}"),
        ("tt10000014", "Ünïcödé 映画 🎬"),
    ],
)
def test_a_title_is_kept_letter_for_letter(titles: dict[Any, dict[str, Any]], title_id: str, title: str) -> None:
    assert titles["filme", title_id]["titulo_principal"] == title


def test_no_votes_are_zero_votes(titles: dict[Any, dict[str, Any]]) -> None:
    assert titles["filme", "tt100000015"]["numero_votos"] == 0


@pytest.mark.parametrize("name", ["movies", "series"])
def test_every_line_is_reconciled(lake: SmallLake, name: str) -> None:
    reconciliation = lake.reconciliation(name)

    assert reconciliation["lines"] == len({"movies": MOVIES, "series": SERIES}[name])
    assert reconciles(reconciliation)
    assert reconciliation["rejected"] == 0


def test_a_good_file_has_no_invalid_values(lake: SmallLake) -> None:
    assert lake.reconciliation()["invalid_values"] == {}


INVALID = [
    ("ano_lancamento", "abcd"),
    ("ano_lancamento", "1869"),
    ("ano_lancamento", "2201"),
    ("ano_lancamento", "1999.5"),
    ("ano_lancamento", "-1999"),
    ("ano_lancamento", "19 99"),
    ("ano_lancamento", "99999999999999999999"),
    ("tempo_minutos", "0"),
    ("tempo_minutos", "100001"),
    ("tempo_minutos", "1e-2"),
    ("tempo_minutos", "1.2345e3"),
    ("ano_lancamento", "1869.0"),
    ("ano_lancamento", "1983."),
    ("numero_votos", "1234.56"),
    ("numero_votos", "2147483648"),
    ("numero_votos", "2147483648.0"),
    ("numero_votos", "1.0000000000000001"),
    ("numero_votos", "0e99"),
    ("tempo_minutos", "0x10"),
    ("nota_media", "11"),
    ("nota_media", "0.9"),
    ("nota_media", "NaN"),
    ("nota_media", "Infinity"),
    ("nota_media", "7,5"),
    ("numero_votos", "-1"),
    ("numero_votos", "1.5"),
    ("numero_votos", "20_000"),
    ("numero_votos", "２０"),
    ("ano_nascimento", "0"),
    ("ano_nascimento", "unknown"),
    ("ano_falecimento", "2201"),
    ("ano_falecimento", "c. 1950"),
]
VALID: list[tuple[str, str, float]] = [
    ("ano_lancamento", "1870", 1870),
    ("ano_lancamento", "2200", 2200),
    ("ano_lancamento", "01999", 1999),
    ("tempo_minutos", "1", 1),
    ("tempo_minutos", "100000", 100_000),
    ("nota_media", "1", 1.0),
    ("nota_media", "10", 10.0),
    ("nota_media", "10.0", 10.0),
    ("nota_media", "7.5e0", 7.5),
    ("numero_votos", "0", 0),
    ("ano_lancamento", "1983.0", 1983),
    ("ano_lancamento", " 01983.00 ", 1983),
    ("tempo_minutos", "136.0", 136),
    ("tempo_minutos", "1e2", 100),
    ("numero_votos", "2000000.0", 2_000_000),
    ("numero_votos", "6.3e7", 63_000_000),
    ("numero_votos", "4.6e+08", 460_000_000),
    ("numero_votos", "1.2345E4", 12_345),
    ("numero_votos", "2147483647", 2**31 - 1),
    ("numero_votos", "2147483647.0", 2**31 - 1),
    ("numero_votos", " 2147483647 ", 2**31 - 1),
    ("ano_nascimento", "1960.0", 1960),
    ("ano_nascimento", "4", 4),
    ("ano_falecimento", "2200", 2200),
]


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """One film for each value of the two lists above, ids in their order."""
    small = SmallLake(tmp_path_factory.mktemp("typed"))
    values = [*INVALID, *((column, text) for column, text, _ in VALID)]
    small.movies(
        *(
            movie_line(f"tt{place:07d}", nome_artista=f"Artist {place}", **{column: text})
            for place, (column, text) in enumerate(values)
        )
    )
    small.transform(Layer.TRUSTED)
    return small


def value_of(lake: SmallLake, place: int, column: str) -> Any:
    if column in lake.table("titulos")[0]:
        return by(lake.table("titulos"), "id_titulo")[f"tt{place:07d}"][column]
    (credit,) = credits_of(lake, f"tt{place:07d}")
    return credit[column]


@pytest.mark.parametrize(("column", "text"), INVALID)
def test_a_value_of_another_type_or_range_becomes_null_and_its_line_stays(
    typed: SmallLake, column: str, text: str
) -> None:
    assert value_of(typed, INVALID.index((column, text)), column) is None


def test_values_that_became_null_are_counted_by_column(typed: SmallLake) -> None:
    columns = [column for column, _ in INVALID]

    assert typed.reconciliation()["invalid_values"] == {column: columns.count(column) for column in columns}
    assert typed.reconciliation()["kept"] == len(INVALID) + len(VALID)


@pytest.mark.parametrize(("column", "text", "value"), VALID)
def test_a_value_at_the_border_of_its_range_is_kept(typed: SmallLake, column: str, text: str, value: float) -> None:
    assert value_of(typed, len(INVALID) + VALID.index((column, text, value)), column) == value


DISAGREEING: dict[str, tuple[str, list[str], object]] = {
    "the majority wins": ("ano_lancamento", ["1999", "1998", "1998"], 1998),
    "the majority wins over a greater value": ("ano_lancamento", ["2001", "1998", "1998"], 1998),
    "among equals the greatest wins": ("ano_lancamento", ["1998", "2001"], 2001),
    "a null has no vote": ("ano_lancamento", [NULL, NULL, NULL, "1998"], 1998),
    "an invalid value has no vote": ("ano_lancamento", ["abcd", "abcd", "1998"], 1998),
    "numbers are compared as numbers": ("numero_votos", ["9", "10"], 10),
    "ratings are compared as numbers": ("nota_media", ["9.5", "10"], 10.0),
    "texts are compared as texts": ("titulo_principal", ["Aaa", "Zzz"], "Zzz"),
    "trimmed texts vote together": ("titulo_principal", ["Aaa", " Aaa ", "Zzz"], "Aaa"),
    "lists vote whole": ("generos", ["Crime,Drama", "Crime,Drama", "War"], ["Crime", "Drama"]),
    "all of them null": ("titulo_original", [NULL, ""], None),
}


@pytest.fixture(scope="module")
def disagreeing(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = SmallLake(tmp_path_factory.mktemp("disagreeing"))
    small.movies(
        *(
            movie_line(f"tt{place:07d}", nome_artista=f"Artist {number}", **{column: text})
            for place, (column, texts, _) in enumerate(DISAGREEING.values())
            for number, text in enumerate(texts)
        )
    )
    small.transform(Layer.TRUSTED)
    return small


@pytest.mark.parametrize("case", DISAGREEING)
def test_where_lines_of_a_title_disagree(disagreeing: SmallLake, case: str) -> None:
    column, _, value = DISAGREEING[case]
    title_id = f"tt{list(DISAGREEING).index(case):07d}"

    assert by(disagreeing.table("titulos"), "id_titulo")[title_id][column] == value


def test_titles_whose_lines_disagree_are_counted(disagreeing: SmallLake) -> None:
    agree = {"all of them null"}

    assert disagreeing.reconciliation()["titles_in_conflict"] == len(set(DISAGREEING) - agree)


def test_each_column_of_a_title_is_decided_on_its_own(tmp_path: Path) -> None:
    lake = SmallLake(tmp_path)
    lake.movies(
        movie_line("tt0000001", nome_artista="A", ano_lancamento="1998", tempo_minutos="90"),
        movie_line("tt0000001", nome_artista="B", ano_lancamento="1998", tempo_minutos="95"),
        movie_line("tt0000001", nome_artista="C", ano_lancamento="1997", tempo_minutos="95"),
    )
    lake.transform(Layer.TRUSTED)

    (title,) = lake.table("titulos")
    assert (title["ano_lancamento"], title["tempo_minutos"]) == (1998, 95)


def test_the_newest_csv_of_a_kind_is_the_one_that_counts(tmp_path: Path) -> None:
    lake = SmallLake(tmp_path)
    lake.movies(movie_line("tt0000001"), movie_line("tt0000002"))
    lake.wait(days=1)
    lake.movies(movie_line("tt0000001"))
    lake.transform(Layer.TRUSTED)

    assert [row["id_titulo"] for row in lake.table("titulos")] == ["tt0000001"]
    assert lake.reconciliation(Kind.MOVIES.value)["lines"] == 1
