"""What reads nothing but raw tables without files is not asked: it has no rows, of columns that are known."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from filmes_lake.engines.duckdb.transforms import DuckDBSession, open_session, running_duckdb
from filmes_lake.engines.spark.transforms import SparkEngine
from filmes_lake.models.kinds import Layer
from filmes_lake.models.source import Use
from filmes_lake.transform.planning import changes_in
from filmes_lake.transform.statements import DIALECTS, Statement, program_of
from tests.schema import SCHEMA
from tests.transform.lakes import SmallLake, by, movie_line, series_line
from tests.transform.twins import differences
from tools.drawing import relations_read
from tools.result_columns import read_nothing, stage

pytest_plugins = ("tests.sparking",)

PROGRAM = [(statement, use) for statement, use in program_of(SCHEMA, Layer.TRUSTED) if use is not Use.DROP]
CHOICES = {source.choice.relation for source in SCHEMA.sources if source.choice}
LAWS = {name: SCHEMA.raw_table(name).law for name in ("series", "tmdb_movies", "tmdb_series", "export_series")}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBSession]:
    """One in which no raw table has a line, and every statement of Trusted has run."""
    scratch = tmp_path_factory.mktemp("scratch")
    with running_duckdb("150MB", 1, scratch) as started, open_session(started, scratch, 0) as session:
        read_nothing(session, SCHEMA)
        for statement, _ in PROGRAM:
            stage(session, statement)
        yield session


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = SmallLake(tmp_path_factory.mktemp("films"))
    small.movies(movie_line("tt0000001"), "a bad line")
    small.transform()
    return small


def needed(lake: SmallLake) -> set[str]:
    return changes_in(lake.lake, Layer.TRUSTED, lake.manifest(Layer.RAW), force=True).needed


@pytest.mark.parametrize(
    "statement", [found for found, use in PROGRAM if use is not Use.COUNT and found.name not in CHOICES], ids=str
)
def test_what_reads_no_line_has_no_row(session: DuckDBSession, statement: Statement) -> None:
    """Such as a sum of nothing, or a row that stands in a text: what no line gave would be lost."""
    assert session.rows(f"SELECT COUNT(*) AS rows FROM {statement.name}") == [{"rows": 0}]


@pytest.mark.parametrize("statement", [found for found, use in PROGRAM if use is Use.COUNT], ids=str)
def test_what_counts_no_line_finds_none(session: DuckDBSession, statement: Statement) -> None:
    counted = [count for row in session.rows(f"FROM {statement.name}") for count in row.values()]

    assert not any(count for count in counted if not isinstance(count, str))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_text_of_no_rows_reads_nothing(dialect: str) -> None:
    assert not [read for statement, _ in PROGRAM for read in relations_read(statement.without_rows(dialect))]


def test_it_reads_neither_the_tables_nor_what_is_made_of_them(films: SmallLake) -> None:
    assert needed(films) >= {"fonte_movies", "titulos_de_filmes", "titulos_de_series", "tmdb_filmes", "contas_titulos"}
    assert not needed(films) & {"fonte_series", "fonte_tmdb_movies", "registros_filmes", "exportados_de_filmes"}


def test_the_tables_and_the_accounting_are_there_all_the_same(films: SmallLake) -> None:
    assert [films.table(name) for name in ("tmdb_filmes", "tmdb_series", "popularidade_diaria", "dim_serie")] == [
        []
    ] * 4
    for table, law in LAWS.items():
        found = films.reconciliation(table)
        assert found == {**dict.fromkeys((law.total, *law.parts, *law.notes), 0), "invalid_values": {}}


def test_a_first_file_is_read(films: SmallLake, tmp_path: Path) -> None:
    lake = films.copied(tmp_path)
    lake.series(series_line("tt0000003"), "another bad line")
    lake.transform()

    assert needed(lake) >= {"fonte_series"}
    assert lake.reconciliation("series")["lines"] == 2
    assert by(lake.table("titulos"), "id_titulo").keys() == {"tt0000001", "tt0000003"}


@pytest.mark.slow
@pytest.mark.spark
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("spark")
def test_spark_makes_the_same(films: SmallLake, tmp_path: Path) -> None:
    lake = films.copied(tmp_path)
    lake.engine = SparkEngine()
    lake.transform(force=True)

    assert not differences(films, lake)
