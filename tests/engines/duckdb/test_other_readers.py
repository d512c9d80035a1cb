"""What else reads Parquet reads the same rows of every table that DuckDB writes."""

import pickle
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet
import pytest
from pyspark.sql import SparkSession

from bench.make_full_scale import make
from filmes_lake.ingest.csv_source.ingest import ingest_csv
from filmes_lake.ingest.tmdb.ingest import ingest_saved_tmdb
from filmes_lake.models.kinds import Kind
from tests.environments import environment
from tests.transform.lakes import BOTH, SAMPLE, SmallLake

pytest_plugins = ("tests.sparking",)
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

Tables = dict[str, Path]

# Run in an environment of its own, which has no program of ours: the rows of each file, as a pickle.
_ELSEWHERE = """
import pickle, sys
import {module}
with open(sys.argv[1], "wb") as answer:
    pickle.dump([{rows} for path in sys.argv[2:]], answer)
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The tables, one file each, of a lake that is large enough for each of the writer's encodings."""
    folder = tmp_path_factory.mktemp("tables")
    make(folder / "input", 0.02)
    lake = SmallLake(folder)
    for kind in Kind:
        ingest_csv(lake.lake, [folder / f"input/{kind.value}.csv"], kind, None)
    ingest_saved_tmdb(lake.lake, folder / "input/tmdb_movies.jsonl", Kind.MOVIES)
    ingest_saved_tmdb(lake.lake, SAMPLE / "tmdb_series.jsonl", Kind.SERIES)
    lake.transform()
    return {name: file for layer in BOTH for name in lake.manifest(layer).tables for file in lake.files(name)}


@pytest.mark.parametrize(
    ("module", "rows"),
    [("duckdb", "duckdb.read_parquet(path).fetchall()"), ("polars", "polars.read_parquet(path).rows()")],
    ids=["DuckDB 1.0", "polars"],
)
def test_other_programs_read_the_same_rows(tables: Tables, tmp_path: Path, module: str, rows: str) -> None:
    code, answer = _ELSEWHERE.format(module=module, rows=rows), tmp_path / "answer"
    subprocess.run([environment("readers"), "-c", code, answer, *tables.values()], check=True)

    assert_same(tables, pickle.loads(answer.read_bytes()))


def test_arrow_reads_the_same_rows(tables: Tables) -> None:
    found = (pyarrow.parquet.read_table(path).to_pylist() for path in tables.values())

    assert_same(tables, ((tuple(row.values()) for row in rows) for rows in found))


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
def test_spark_reads_the_same_rows(tables: Tables) -> None:
    """Spark 3.5, as Glue has it."""
    session = SparkSession.active()

    assert_same(tables, (map(tuple, session.read.parquet(str(path)).collect()) for path in tables.values()))


def test_pages_are_of_the_second_version(tables: Tables) -> None:
    """Without which the tests above would show nothing new."""
    metadata = pyarrow.parquet.ParquetFile(tables["creditos"]).metadata
    encodings = {encoding for place in range(metadata.num_columns) for encoding in _encodings(metadata, place)}

    assert any("DELTA" in encoding for encoding in encodings)


def _encodings(metadata: Any, column: int) -> tuple[str, ...]:
    return tuple(metadata.row_group(0).column(column).encodings)


def assert_same(tables: Tables, found: Iterable[Iterable[tuple[Any, ...]]]) -> None:
    """Each table has the rows that DuckDB reads, in the same order."""
    for (name, path), rows in zip(tables.items(), found, strict=True):
        assert list(map(_plain, rows)) == list(map(_plain, _read(path))), name


def _read(path: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute("FROM read_parquet(?)", [str(path)]).fetchall()


def _plain(row: Iterable[Any]) -> list[Any]:
    """Programs differ in how they give an instant: with its zone, or as that of UTC without one."""
    return [value.astimezone(UTC).replace(tzinfo=None) if _zoned(value) else value for value in row]


def _zoned(value: Any) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None
