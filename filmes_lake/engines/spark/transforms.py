"""Spark as a transform engine: the SQL as it is written, in this process's own JVM or on a cluster."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property, partial, reduce
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JError
from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - everybody's name for it
from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    DataType,
    DateType,
    DoubleType,
    IntegerType,
    LongType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

from filmes_lake.engines.spark.concurrency import run_at_once
from filmes_lake.engines.spark.configuration import SparkSettings
from filmes_lake.engines.spark.failures import MORE_MEMORY, explained
from filmes_lake.engines.spark.json_records import parse_record
from filmes_lake.engines.spark.lines import PLAIN_PATHS, numbered, read_data_lines, read_originals, read_whole, uri_of
from filmes_lake.engines.spark.session import new_session, running_spark
from filmes_lake.lake import layout
from filmes_lake.log import logger
from filmes_lake.models.columns import Column, ColumnType, Row, columns_of
from filmes_lake.models.records import Structure
from filmes_lake.models.source import Sieve, Use
from filmes_lake.models.tables import QUARANTINE
from filmes_lake.transform.engine import (
    KNOWN_REJECTS,
    NUMBERED_LINES,
    PRICES,
    OpenSession,
    SourceFile,
    Step,
    WrittenFile,
    check_columns,
)

# About 120,000 rows of credits: a look at one title reads no more than that.
ROW_GROUP_BYTES = 16 << 20
# Spark plans and ends a statement with one core, so that another finds the others idle.
_AT_ONCE = 2
_PART = re.compile(r"part-.*\.parquet")


@dataclass(frozen=True)
class SparkEngine:
    """Implements `Engine`; `root` see `Engine.root`. Of a Spark that runs already the settings do not count.

    `more_memory` says how to give it more memory.
    """

    settings: SparkSettings = field(default_factory=SparkSettings)
    ansi: bool = False
    name: str = "spark"
    dialect: str = "spark"
    root: str | None = None
    more_memory: str = MORE_MEMORY

    @contextmanager
    def sessions(self, scratch: Path) -> Iterator[OpenSession]:
        """See `Engine.sessions`; they share one application."""
        with ExitStack() as application:
            started: list[SparkSession] = []

            def spark(input_bytes: int) -> SparkSession:
                if not started:
                    running = running_spark(self.settings, scratch / "spill", input_bytes)
                    started.append(application.enter_context(running))
                return started[0]

            yield partial(self._session, spark)

    @contextmanager
    def _session(self, spark: Callable[[int], SparkSession], input_bytes: int) -> Iterator["SparkTransforms"]:
        with explained(self.more_memory):
            session = SparkTransforms(new_session(spark(input_bytes), input_bytes, ansi=self.ansi))
            try:
                yield session
            finally:
                session.close()


class SparkTransforms:
    """Implements `Session`."""

    def __init__(self, spark: SparkSession) -> None:
        self._spark = spark
        self._kept: dict[str, DataFrame] = {}

    def run(self, steps: Sequence[Step], say: Callable[[str], None]) -> None:
        """See `Session.run`."""
        run_at_once(steps, _AT_ONCE, self._do, say)

    def read_lines(self, relation: str, delimiter: str, files: Sequence[SourceFile]) -> None:
        """See `Session.read_lines`."""
        # Of a raw table one delimited file is current.
        fields = _fields(delimiter, files[0] if files else None)
        read_data_lines(self._spark, files).withColumn("campos", fields).createOrReplaceTempView(relation)

    def read_records(self, relation: str, structure: Structure, files: Sequence[SourceFile]) -> None:
        """See `Session.read_records`."""
        shape = dict(structure)
        parts = [StructField("registro", _type_of(structure)), StructField("deformados", ArrayType(StringType()))]
        parse = F.udf(lambda text: parse_record(text, shape), StructType(parts))
        records = read_data_lines(self._spark, files).select("origem", "texto", parse("texto").alias("lido"))
        records.select("origem", "texto", "lido.registro", "lido.deformados").createOrReplaceTempView(relation)

    def number_lines(self, files: Sequence[SourceFile]) -> None:
        """See `Session.number_lines`."""
        plain = numbered(read_whole(self._spark, [file for file in files if not file.originals]))
        frames = [read_originals(self._spark, file) for file in files if file.originals]
        lines = plain.withColumn("conteudo", F.col("texto"))
        reduce(DataFrame.unionByName, frames, lines).createOrReplaceTempView(NUMBERED_LINES)

    def read_prices(self, rows: Sequence[tuple[int, float]]) -> None:
        """See `Session.read_prices`."""
        values = ", ".join(f"({year}, {index!r}D)" for year, index in rows)
        self._sql(f"SELECT * FROM VALUES {values} AS precos (ano, indice)").createOrReplaceTempView(PRICES)

    def read_table(self, model: type[Row], files: Sequence[str]) -> None:
        """See `Session.read_table`."""
        reader = self._spark.read.schema(_schema(model)).options(**PLAIN_PATHS)
        reader.parquet(*map(uri_of, files)).createOrReplaceTempView(model.table.name)

    def read_rejects(self, files: Sequence[str], origins: Sequence[str]) -> None:
        """See `Session.read_rejects`."""
        schema = _schema(QUARANTINE)
        reader = self._spark.read.schema(schema).options(**PLAIN_PATHS)
        rows = reader.parquet(*map(uri_of, files)) if files else self._spark.createDataFrame([], schema)
        rows.where(F.col("origem").isin(list(origins))).createOrReplaceTempView(KNOWN_REJECTS)

    def stage(self, name: str, sql: str, use: Use) -> None:
        """See `Session.stage`."""
        frame = self._sql(sql)
        if use is not Use.VIEW:
            self._kept[name] = frame.persist()
            frame = self._without_past(frame)
        frame.createOrReplaceTempView(name)

    def sift(self, name: str, sieve: Sieve, wanted: str) -> None:  # noqa: ARG002 - all lines are left
        """See `Session.sift`."""
        self.stage(name, sieve.nothing, Use.KEEP)

    def drop(self, name: str) -> None:
        """See `Session.drop`."""
        self._spark.catalog.dropTempView(name)
        self._kept.pop(name).unpersist()

    def close(self) -> None:
        """Free what is kept still; where the JVM has ended, nothing is."""
        with suppress(Py4JError, OSError):
            for name in list(self._kept):
                self.drop(name)

    def is_unique(self, table: str) -> bool:  # noqa: ARG002 - nobody looked
        """See `Session.is_unique`."""
        return False

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """See `Session.rows`."""
        return [row.asDict() for row in self._sql(sql).collect()]

    def write(self, model: type[Row], sql: str, folder: str) -> list[WrittenFile]:
        """See `Session.write`; a file for each of the parts that Spark sorted."""
        frame = self._sql(sql)
        wanted = [(column.name, column.engine.spark.lower()) for column in columns_of(model)]
        check_columns(model, frame.dtypes, wanted)
        options = {"parquet.block.size": ROW_GROUP_BYTES, "mapreduce.fileoutputcommitter.marksuccessfuljobs": False}
        self._as_declared(frame, model).write.options(**options).parquet(uri_of(folder))
        return self._written(folder)

    def _do(self, step: Step) -> None:
        """Do a step with this session's settings, also in a thread in which no session is the active one."""
        self._java.SparkSession.setActiveSession(self._spark._jsparkSession)  # noqa: SLF001
        step.do()

    def _without_past(self, frame: DataFrame) -> DataFrame:
        """The rows that are kept of a frame, and are made now, with none of the plans that made them.

        Spark looks through a plan whole each time, and writes it down. One that reads its like thrice holds it thrice,
        so that after a few such steps this takes longer than all the rows.
        """
        session, of_rows = self._spark._jsparkSession, self._java.org.apache.spark.sql.Dataset.ofRows  # noqa: SLF001
        kept = of_rows(session, frame._jdf.queryExecution().analyzed()).queryExecution().toRdd()  # noqa: SLF001
        kept.count()  # now, since what it reads may be dropped before it is read
        schema = session.parseDataType(frame.schema.json())
        return DataFrame(session.internalCreateDataFrame(kept, schema, False), self._spark)  # noqa: FBT003

    def _as_declared(self, frame: DataFrame, model: type[Row]) -> DataFrame:
        """The rows under the model's own schema: ids of columns, and each of them nullable in the file."""
        session = self._spark._jsparkSession  # noqa: SLF001
        schema = session.parseDataType(_schema(model).json())
        rows = frame._jdf.queryExecution().toRdd()  # noqa: SLF001
        return DataFrame(session.internalCreateDataFrame(rows, schema, False), self._spark)  # noqa: FBT003

    def _written(self, folder: str) -> list[WrittenFile]:
        """The files of a table, under the names that they keep; nothing else stays in the folder."""
        system = self._path(folder).getFileSystem(self._hadoop)
        names = sorted(status.getPath().getName() for status in system.listStatus(self._path(folder)))
        for name in (name for name in names if not _PART.fullmatch(name)):
            system.delete(self._path(f"{folder}/{name}"), True)  # noqa: FBT003 - Java's
        written = []
        for place, name in enumerate(filter(_PART.fullmatch, names)):
            location = f"{folder}/{layout.part(place)}"
            system.rename(self._path(f"{folder}/{name}"), self._path(location))
            written.append(WrittenFile(location, self._count(location)))
        return written

    def _count(self, location: str) -> int:
        """The rows that a Parquet file says it has."""
        parquet = self._java.org.apache.parquet.hadoop
        reader = parquet.ParquetFileReader.open(
            parquet.util.HadoopInputFile.fromPath(self._path(location), self._hadoop)
        )
        try:
            return int(reader.getRecordCount())
        finally:
            reader.close()

    def _path(self, location: str) -> Any:
        return self._path_of(uri_of(location))

    @cached_property
    def _path_of(self) -> Any:
        return self._java.org.apache.hadoop.fs.Path  # for each of whose names Python asks Java

    @property
    def _java(self) -> Any:
        return self._spark.sparkContext._jvm  # noqa: SLF001

    @property
    def _hadoop(self) -> Any:
        return self._spark.sparkContext._jsc.hadoopConfiguration()  # noqa: SLF001

    def _sql(self, sql: str) -> DataFrame:
        logger.debug("%s", sql)
        return self._spark.sql(sql)


_TYPES: dict[ColumnType, DataType] = {
    ColumnType.STRING: StringType(),
    ColumnType.INT: IntegerType(),
    ColumnType.BIGINT: LongType(),
    ColumnType.DOUBLE: DoubleType(),
    ColumnType.BOOLEAN: BooleanType(),
    ColumnType.DATE: DateType(),
    ColumnType.TIMESTAMP: TimestampType(),
    ColumnType.STRINGS: ArrayType(StringType()),
}


def _fields(delimiter: str, file: SourceFile | None) -> SparkColumn:
    """The fields of a line in the model's order, see `Session.read_lines`."""
    fields = F.split("texto", re.escape(delimiter), -1)
    if file is None or not file.places:
        return fields
    known = F.array(*(F.lit(None) if place is None else F.get(fields, place - 1) for place in file.places))
    texts = known.cast("array<string>"), F.array().cast("array<string>")
    return F.when(F.size(fields) == len(file.columns), texts[0]).otherwise(texts[1])


def _schema(model: type[Row]) -> StructType:
    return StructType([_field(column) for column in columns_of(model)])


def _field(column: Column) -> StructField:
    return StructField(column.name, _TYPES[column.type], nullable=True, metadata={"parquet.field.id": column.id})


def _type_of(structure: Any) -> Any:
    """Spark's type of a structure: objects, lists of one kind of member, and text."""
    if isinstance(structure, Mapping):
        return StructType([StructField(name, _type_of(inner)) for name, inner in structure.items()])
    return ArrayType(_type_of(structure[0])) if isinstance(structure, list) else StringType()
