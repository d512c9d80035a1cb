"""Spark and DuckDB make the same tables of the same files, row for row and type for type."""

import json
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from filmes_lake.ingest.csv_source.ingest import ingest_csv
from filmes_lake.ingest.tmdb_exports.ingest import ingest_lists
from filmes_lake.models.arrow import arrow_schema
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.raw import header_of
from filmes_lake.transform.statements import Statement
from tests.fakes.exports import DAYS, listed
from tests.schema import model_of, place_of
from tests.transform.hostile import Hostile, drawn
from tests.transform.lakes import SAMPLE, SmallLake, envelope, film_answer, movie_line, series_answer, series_line
from tests.transform.test_artist_names import SPELLINGS, keys_of
from tests.transform.twins import TABLES, Twins, schema_of
from tools.artist_names import BLANKS, composed

pytest_plugins = ("tests.sparking",)
# Spark takes 100 CPU seconds for the statements of all tables, however few rows there are: few lakes of many rows.
pytestmark = [pytest.mark.slow, pytest.mark.spark, pytest.mark.timeout(900)]

TABLE = pytest.mark.parametrize("table", TABLES)


@pytest.fixture(scope="module")
def hostile() -> Hostile:
    return drawn(4)


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory, hostile: Hostile, spark: None) -> Twins:
    """Hostile rows among good ones, made by both engines; the films' file has columns of its own."""
    home = tmp_path_factory.mktemp("hostile") / "é [1] ano=2026"
    small = SmallLake(home)
    movies = [movie_line("tt0000001"), movie_line("tt0000002", nome_artista="Rui Mar"), *hostile.lines[Kind.MOVIES]]
    header = ["extra", *header_of(Kind.MOVIES), "more"]
    lines = ["|".join(header), *(f"a|{line}|b" for line in movies), movie_line("tt0000009"), "a|b"]
    file = home / "movies.csv"
    file.write_bytes("".join(f"{line}\r\n" for line in lines).encode())
    ingest_csv(small.lake, [file], None, None, evolving=[Kind.MOVIES])
    small.csv(Kind.SERIES, [*hostile.lines[Kind.SERIES], series_line("tt0000003"), "  "], packed=True)
    small.answers(film_answer("tt0000001"), film_answer("x"), film_answer("tt0000002", title="x" * 12_000_000))
    small.tmdb(Kind.SERIES, series_answer("tt0000003"), series_answer("y"))
    small.answers(film_answer("tt0000004", id=603), film_answer("tt0000005", id=606), film_answer("tt0000006", id=603))
    small.tmdb(Kind.SERIES, series_answer("tt0000007", id=1396))
    ingest_lists(small.lake, [listed(home / name, lines) for name, lines in DAYS.items()])
    plant(small, hostile)
    return Twins(small, tmp_path_factory.mktemp("twin"))


@pytest.fixture(scope="module")
def sample_twins(tmp_path_factory: pytest.TempPathFactory, spark: None) -> Twins:
    """The package's sample and a few rejected lines, made by both engines."""
    small = SmallLake(tmp_path_factory.mktemp("sample"))
    movies, series = (
        (SAMPLE / f"{kind.value}.csv").read_text(encoding="utf-8").splitlines()[1:]
        for kind in (Kind.MOVIES, Kind.SERIES)
    )
    header = (SAMPLE / "movies.csv").read_text(encoding="utf-8").splitlines()[0]
    small.csv(Kind.MOVIES, [header, *movies, "a bad line", "", "a bad line", movie_line("tt0000001")], newline="\r\n")
    small.csv(Kind.SERIES, [*series, series_line("tt0000001"), "  "], packed=True, final_newline=False)
    for kind in Kind:
        saved = (SAMPLE / f"tmdb_{kind.value}.jsonl").read_text(encoding="utf-8").splitlines()
        small.tmdb(kind, *map(json.loads, saved))
    return Twins(small, tmp_path_factory.mktemp("twin"))


def plant(small: SmallLake, hostile: Hostile) -> None:
    """Leave the records in Raw, and a good one of each kind, so that every table has a row to compare."""
    good = {
        Kind.MOVIES: envelope(film_answer("tt0000001")),
        Kind.SERIES: envelope(series_answer("tt0000003"), kind=Kind.SERIES.value),
    }
    for kind in Kind:
        small.plant_records(kind, good[kind], *hostile.records[kind])


def test_every_table_has_the_same_rows_and_every_line_the_same_outcome(twins: Twins) -> None:
    assert twins.differences() == {}


def test_a_file_with_columns_of_its_own_is_read_by_its_header(twins: Twins) -> None:
    rows = {row["linha"]: row["motivo"] for row in twins.spark.table("rejeitados") if row["origem"].endswith(".csv")}
    last = max(rows)

    assert (rows[last - 1], rows[last]) == ("numero_de_colunas", "numero_de_colunas")
    assert 2 not in rows


@TABLE
def test_every_table_has_a_row_to_compare(twins: Twins, table: str) -> None:
    assert twins.duckdb.table(table)


def test_every_table_of_the_sample_has_the_same_rows_and_every_line_the_same_outcome(sample_twins: Twins) -> None:
    assert sample_twins.differences() == {}


def test_hostile_rows_make_the_same_tables_under_ansi(hostile: Hostile, tmp_path: Path, spark: None) -> None:
    small = SmallLake(tmp_path / "duckdb")
    for kind, newline in zip(Kind, ("\n", "\r\n"), strict=True):
        small.csv(kind, hostile.lines[kind], newline=newline)
    plant(small, hostile)

    assert Twins(small, tmp_path / "spark", ansi=True).differences() == {}


@TABLE
def test_names_types_and_what_may_be_null_are_the_same(twins: Twins, table: str) -> None:
    (theirs,) = twins.duckdb.files(table)

    assert [schema_of(path) for path in twins.spark.files(table)] == [schema_of(theirs)]
    assert [name for name, _, _ in schema_of(theirs)] == arrow_schema(model_of(table)).names


@TABLE
def test_rows_are_sorted_as_the_model_says(twins: Twins, table: str) -> None:
    places = [place_of(row, model_of(table)) for row in twins.spark.table(table)]

    assert places == sorted(places)


def test_every_name_has_the_same_key_and_type(spark: None) -> None:
    session = SparkSession.getActiveSession()
    assert session
    written = [
        *composed(),
        *composed().values(),
        *SPELLINGS.values(),
        *BLANKS,
        "",
        None,
        "李 安",
        "e\u0301\u0330",
        "\u0301",
    ]
    names = [name and f"{name} Lima" for name in written]
    session.createDataFrame([(name, 1960) for name in names], "nome_artista STRING, ano_nascimento INT").createTempView(
        "pessoas_das_linhas"
    )
    found = session.sql(Statement(Layer.TRUSTED, "artistas").text("spark"))

    assert dict(found.dtypes)["id_artista"] == "string"
    assert {row["nome_artista"]: row["id_artista"] for row in found.collect()} == keys_of(names)


def test_only_the_data_lies_beside_the_data(twins: Twins) -> None:
    layers = (Layer.TRUSTED, Layer.REFINED)
    named = {file.key for layer in layers for t in twins.spark.manifest(layer).tables.values() for file in t.files}
    found = {
        path.relative_to(twins.spark.folder).as_posix()
        for layer in layers
        for path in (twins.spark.folder / layer.folder).rglob("*")
        if path.is_file()
    }

    assert found == named


def test_a_file_is_named_as_duckdb_names_it(twins: Twins) -> None:
    assert {path.name for table in TABLES for path in twins.spark.files(table)} == {"part-00000.parquet"}
