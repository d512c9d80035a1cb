"""Spark and DuckDB make the same rows of IMDb's files, and count the same."""

from pathlib import Path

import pytest

from filmes_lake.engines.spark.configuration import SparkSettings
from filmes_lake.engines.spark.transforms import SparkEngine
from filmes_lake.ingest import csv_source, imdb
from filmes_lake.ingest.imdb.description import BASICS
from filmes_lake.ingest.imdb.ingest import ingest_set
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.models.kinds import Layer
from filmes_lake.models.tables import Schema
from tests.fakes.imdb_files import write, write_set
from tests.ingest.imdb.test_ingest import BAD
from tests.ingest.imdb.test_tables import HOSTILE
from tests.transform.lakes import SmallLake

pytest_plugins = ("tests.sparking",)
pytestmark = [pytest.mark.slow, pytest.mark.spark, pytest.mark.timeout(900)]

TITLES = Schema((imdb.SOURCE, csv_source.SOURCE))


def test_both_engines_make_the_same_rows_and_count_the_same(tmp_path: Path, spark: None) -> None:
    folder = write_set(tmp_path / "imdb", HOSTILE)
    lines = [*(line.encode() for line in HOSTILE[BASICS]), *BAD.values(), b""]
    write(folder, BASICS, b"\n".join(lines) + b"\n")
    small, twin = (
        SmallLake(tmp_path / "duckdb"),
        SmallLake(tmp_path / "spark", SparkEngine(SparkSettings("local[2]", "1GB"))),
    )

    for each in (small, twin):
        each.lake = Lake(FolderStorage(each.folder), TITLES)
        ingest_set(each.lake, [folder])
        each.transform(Layer.TRUSTED)

    for name in ("titulos", "pessoas", "creditos", "rejeitados"):
        assert twin.table(name) == small.table(name)
    assert twin.manifest(Layer.TRUSTED).accounting == small.manifest(Layer.TRUSTED).accounting
    assert small.reconciliation(BASICS.table)["rejected"] == 6
