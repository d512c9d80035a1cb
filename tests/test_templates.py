"""The templates of the transforms: what a column costs, and each rule, with models that are made for the test."""

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

import duckdb
import pytest

from filmes_lake.engines.duckdb.records import parsed
from filmes_lake.ingest.tmdb.description import record_structure
from filmes_lake.models.columns import Column, ColumnType, Row, TableInfo, Text, column
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.raw import MovieLine, SeriesLine
from filmes_lake.models.trusted import Titulo
from filmes_lake.models.values import Count, Flag, OptionalText, OptionalTexts
from tests.transform.lakes import envelope, film_answer, movie_line, series_line
from tools.filled_sql import environment, filled_statements
from tools.guards import FOLDER
from tools.template_models import OURS, Models
from tools.transpiled import to_duckdb


class LongerLine(MovieLine):
    """A film's line with four columns more, which no series' line has."""

    table: ClassVar = MovieLine.table

    pais_origem: Annotated[OptionalText, column(17, "Text.")]
    palavras: Annotated[OptionalTexts, column(18, "A list.")]
    copias: Annotated[Count, column(19, "A number, which can be invalid.")]
    restaurado: Annotated[Flag, column(20, "A flag.")]


class LongerTitle(Titulo):
    """A title with the same columns, and with some that no line has."""

    table: ClassVar = Titulo.table

    pais_origem: Annotated[OptionalText, column(21, "Text.")]
    palavras: Annotated[OptionalTexts, column(22, "A list.")]
    copias: Annotated[Count, column(23, "A number, which can be invalid.")]
    restaurado: Annotated[Flag, column(24, "A flag.")]
    nomes: Annotated[OptionalTexts, column(25, "Told by no line.")]


class Pessoa(Row):
    """A person, who is no title."""

    table: ClassVar = TableInfo("pessoas", Layer.TRUSTED, key=("id_artista",))

    id_artista: Annotated[Text, column(1, "The key.")]
    ano_nascimento: Annotated[Count, column(2, "Put to the vote.")]


LONGER = Models(
    {Kind.MOVIES: LongerLine, Kind.SERIES: SeriesLine},
    {**OURS.tables, "titulos": LongerTitle},
)
OF_TITLES = (
    *("titulos_de_filmes", "titulos_de_series", "variantes", "titulos_em_conflito", "titulos_eleitos", "titulos"),
    "contas_titulos",
)
# Person, year of birth, and how many lines say so.
SAID_OF_PEOPLE = [("a", 1960, 2), ("a", 1970, 1), ("a", None, 5), ("b", 1980, 1), ("c", 1990, 1), ("c", 1991, 1)]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.fixture(scope="module")
def texts() -> Mapping[str, str]:
    return {name: to_duckdb(text) for name, text in filled_statements(FOLDER, LONGER)}


@pytest.fixture
def titles(connection: duckdb.DuckDBPyConnection, texts: Mapping[str, str]) -> duckdb.DuckDBPyConnection:
    """A film of three lines, another of one, and a series, made into `titulos`."""
    more = ("BR|a, b,|7|true", "US|c|8|false", "BR|a,b|many|true")
    films = [*(f"{movie_line('tt0000001')}|{end}" for end in more), movie_line("tt0000002") + r"|\N|\N|\N|maybe"]
    for name, lines in (("fonte_movies", films), ("fonte_series", [series_line("tt0000003")])):
        connection.execute(f"CREATE TABLE {name} AS SELECT string_split(unnest(?), '|') AS campos", [lines])
    # Of no kind IMDb's own files are read. Lists are texts until the rows are in order.
    none = ", ".join(f"{column.name} {_unsorted(column)}" for column in LONGER.columns_of("titulos"))
    connection.execute(f"CREATE TABLE imdb_titulos ({none})")
    for name in OF_TITLES:
        connection.execute(f"CREATE TABLE {name} AS {texts[f'trusted/{name}']}")
    return connection


def _unsorted(column: Column) -> str:
    return "VARCHAR" if column.type is ColumnType.STRINGS else column.engine.duckdb


def column_of_titles(connection: duckdb.DuckDBPyConnection, name: str) -> list[Any]:
    return [value for (value,) in connection.execute(f"SELECT {name} FROM titulos ORDER BY id_titulo").fetchall()]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("pais_origem", ["BR", None, None]),
        ("palavras", [["a", "b"], None, None]),
        ("copias", [8, None, None]),
        ("restaurado", [True, None, None]),
    ],
)
def test_a_column_of_one_kinds_lines_and_of_the_table_is_typed_and_elected_and_null_for_the_other_kind(
    titles: duckdb.DuckDBPyConnection, name: str, values: list[Any]
) -> None:
    assert column_of_titles(titles, name) == values


@pytest.mark.parametrize("kind", Kind)
def test_lines_and_tables_agree_on_the_type_of_what_lines_have(kind: Kind) -> None:
    told = OURS.from_lines("titulos", "creditos")
    types = {column.name: column.type for column in told}

    assert {field.name: field.type for field in OURS.in_lines_of(told, kind)}.items() <= types.items()


@pytest.mark.parametrize("name", ["adulto", "nomes"])
def test_a_column_that_no_line_has_is_null(titles: duckdb.DuckDBPyConnection, name: str) -> None:
    assert column_of_titles(titles, name) == [None, None, None]


def test_every_column_has_its_models_type(titles: duckdb.DuckDBPyConnection) -> None:
    found = [(name, kind) for name, kind, *_ in titles.execute("DESCRIBE titulos").fetchall()]

    assert found == [(column.name, column.engine.duckdb) for column in LONGER.columns_of("titulos")]


def test_what_a_new_column_holds_that_has_no_value_is_counted(titles: duckdb.DuckDBPyConnection) -> None:
    counted = titles.execute("SELECT tipo, invalid_copias, invalid_restaurado FROM contas_titulos ORDER BY 1")

    assert counted.fetchall() == [("filme", 1, 1), ("serie", 0, 0)]


def test_the_vote_is_of_whatever_the_key_names(connection: duckdb.DuckDBPyConnection) -> None:
    people = Models({}, {"pessoas": Pessoa})
    vote: Any = environment(FOLDER, people).get_template("rules/vote.sql.jinja").module
    key, years = people.key_of("pessoas"), people.columns_of("pessoas")[1:]
    connection.execute("CREATE TABLE said (id_artista VARCHAR, ano_nascimento INTEGER, linhas BIGINT)")
    connection.executemany("INSERT INTO said VALUES (?, ?, ?)", SAID_OF_PEOPLE)
    for name, text in (
        ("doubtful", vote.in_conflict("said", key)),
        ("elected", vote.elected("said", "doubtful", key, years)),
        ("people", vote.decided("said", "doubtful", "elected", key, years)),
    ):
        connection.execute(f"CREATE TABLE {name} AS {to_duckdb(text)}")

    assert connection.execute("FROM people ORDER BY 1").fetchall() == [("a", 1960), ("b", 1980), ("c", 1991)]


@pytest.mark.parametrize(
    ("answered", "value", "invalid"),
    [("true", True, False), ("false", False, False), ("null", None, False), ("0", None, True), ('"yes"', None, True)],
)
def test_a_flag_of_tmdbs_is_true_or_false(
    connection: duckdb.DuckDBPyConnection, texts: Mapping[str, str], answered: str, value: object, *, invalid: bool
) -> None:
    record = json.dumps(envelope(film_answer("tt0000001", adult="?"))).replace('"?"', answered)
    connection.execute("CREATE TABLE lines AS SELECT '' AS origem, ? AS texto", [record])
    connection.execute(f"CREATE TABLE fonte_tmdb_movies AS {parsed('FROM lines', record_structure(Kind.MOVIES))}")
    found = connection.execute(f"SELECT adulto, invalido_adulto FROM ({texts['trusted/registros_filmes']})")

    assert found.fetchall() == [(value, invalid)]
