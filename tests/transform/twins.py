"""One lake made by DuckDB and by Spark, and what differs between the two."""

from collections import Counter
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from filmes_lake.engines.spark.transforms import SparkEngine
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.kinds import Layer
from tests.schema import REFINED, TRUSTED
from tests.transform.lakes import BOTH, SmallLake

TABLES = [model.table.name for model in TRUSTED + REFINED]


class Twins:
    """The raw files of `lake`, transformed by DuckDB where they lie and by Spark in a copy."""

    def __init__(self, lake: SmallLake, folder: Path, *, ansi: bool = False) -> None:
        self.duckdb = lake
        self.spark = lake.copied(folder)
        self.spark.engine = SparkEngine(ansi=ansi)
        for twin in (self.duckdb, self.spark):
            twin.transform(*BOTH, force=True)

    def differences(self) -> dict[str, Any]:
        """By table: the rows that only one of the two has, and how often; nothing where all is the same."""
        return differences(self.duckdb, self.spark)


class Tables(Protocol):
    """A lake whose tables are files of this machine, or were fetched."""

    def manifest(self, layer: Layer) -> Manifest:
        """The layer's current version."""
        ...

    def files(self, name: str) -> list[Path]:
        """A current table's files."""
        ...


def differences(duckdb: Tables, spark: Tables) -> dict[str, Any]:
    """See `Twins.differences`, of any two lakes."""
    found: dict[str, Any] = {name: _only_in_one(rows_of(duckdb, name), rows_of(spark, name)) for name in TABLES}
    reconciliations = [twin.manifest(Layer.TRUSTED).accounting for twin in (duckdb, spark)]
    found["accounting"] = [] if reconciliations[0] == reconciliations[1] else reconciliations
    return {name: rows for name, rows in found.items() if rows}


def rows_of(lake: Tables, table: str) -> Counter[str]:
    """A table's rows as text. Days and instants are numbers there, since Python knows no year 0."""
    counted: Counter[str] = Counter()
    for path in lake.files(table):
        counted.update(map(repr, _plain(pq.ParquetFile(path).read()).to_pylist()))
    return counted


def schema_of(path: Path) -> list[tuple[str, str, bool]]:
    """Names and types of a file's columns, and what may be null; writers name the element of a list as they like."""
    schema = pq.ParquetFile(path).schema_arrow
    return [(field.name, str(field.type).replace("<l:", "<element:"), field.nullable) for field in schema]


def _plain(table: pa.Table) -> pa.Table:
    numbers = {
        field.name: pa.int32() if pa.types.is_date(field.type) else pa.int64()
        for field in table.schema
        if pa.types.is_temporal(field.type)
    }
    columns = [table[name].cast(numbers[name]) if name in numbers else table[name] for name in table.column_names]
    return pa.table(columns, names=table.column_names)


def _only_in_one(ours: Counter[str], theirs: Counter[str]) -> list[tuple[str, str, int]]:
    return [
        *(("duckdb", row, count) for row, count in (ours - theirs).items()),
        *(("spark", row, count) for row, count in (theirs - ours).items()),
    ]
