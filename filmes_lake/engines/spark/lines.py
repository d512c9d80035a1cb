"""Raw files as Spark reads them: each line whole, with its place in the file."""

from collections.abc import Sequence
from functools import reduce
from pathlib import Path

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - everybody's name for it

from filmes_lake.transform.engine import SourceFile

# Spark takes * and [ in a path for a pattern, unless an option says that there are none.
PLAIN_PATHS = {"__globPaths__": "false"}
_COLUMNS = "origem STRING, bloco BIGINT, lugar BIGINT, texto STRING, dado BOOLEAN"
_ORIGINAL = "linha BIGINT, texto STRING, conteudo STRING"


def read_whole(spark: SparkSession, files: Sequence[SourceFile]) -> DataFrame:
    """Every line of the files: origem, bloco (the offset at which a task began), lugar, texto, dado (no header).

    `lugar` rises by one from line to line of a block. A file with a header is read alone, so its header is at 0.
    """
    frames = [_of_one(spark, file) for file in files if file.has_header]
    parts = [file for file in files if not file.has_header]
    if parts:
        frames.append(_of_many(spark, parts))
    return reduce(DataFrame.unionAll, frames) if frames else spark.createDataFrame([], _COLUMNS)


def read_data_lines(spark: SparkSession, files: Sequence[SourceFile]) -> DataFrame:
    """Every line but headers: origem, texto."""
    return read_whole(spark, files).where("dado").select("origem", "texto")


def numbered(lines: DataFrame) -> DataFrame:
    """The data lines of `read_whole` with their number in the file, a header is 1: origem, linha, texto."""
    blocks = lines.groupBy("origem", "bloco").agg(F.min("lugar").alias("primeiro"), F.count("*").alias("linhas"))
    before = F.expr("SUM(linhas) OVER (PARTITION BY origem ORDER BY bloco) - linhas")
    starts = blocks.select("origem", "bloco", (before - F.col("primeiro") + 1).alias("desvio"))
    number = F.col("lugar") + F.col("desvio")
    found = lines.where("dado").join(F.broadcast(starts), ["origem", "bloco"])
    return found.select("origem", number.alias("linha"), "texto")


def read_originals(spark: SparkSession, file: SourceFile) -> DataFrame:
    """Number and text in the file of the lines that may be rejected: origem, linha, texto, conteudo."""
    read = spark.read.options(**PLAIN_PATHS).text(uri_of(file.originals or ""), lineSep="\n")
    parsed = read.select(F.from_json("value", _ORIGINAL).alias("lido"))
    return parsed.select(F.lit(file.key).alias("origem"), "lido.linha", "lido.texto", "lido.conteudo")


def uri_of(location: str) -> str:
    """A path of this machine as Hadoop takes it, which decodes nothing, so nothing is encoded; a URI as it is."""
    if "://" in location:  # as no path has it
        return location
    return f"file:///{Path(location).absolute().as_posix().lstrip('/')}"


def _of_one(spark: SparkSession, file: SourceFile) -> DataFrame:
    return _lines(spark, [file], F.lit(file.key)).withColumn("dado", F.col("lugar") > 0)


def _of_many(spark: SparkSession, files: Sequence[SourceFile]) -> DataFrame:
    path_of = spark.sparkContext._jvm.org.apache.hadoop.fs.Path  # type: ignore[union-attr]  # noqa: SLF001
    keys = [(path_of(uri_of(file.location)).toUri().toString(), file.key) for file in files]
    names = F.broadcast(spark.createDataFrame(keys, "caminho STRING, origem STRING"))
    lines = _lines(spark, files, F.input_file_name()).withColumnRenamed("origem", "caminho")
    return lines.join(names, "caminho").select(
        "origem",
        "bloco",
        "lugar",
        "texto",
        F.lit(True).alias("dado"),  # noqa: FBT003 - a column
    )


def _lines(spark: SparkSession, files: Sequence[SourceFile], origin: Column) -> DataFrame:
    read = spark.read.options(**PLAIN_PATHS).text([uri_of(file.location) for file in files], lineSep="\n")
    return read.select(
        origin.alias("origem"),
        F.col("_metadata.file_block_start").alias("bloco"),
        F.monotonically_increasing_id().alias("lugar"),
        # Ingest refuses a bare carriage return, so one that is left here ends a line.
        F.expr("TRIM(TRAILING CHR(13) FROM value)").alias("texto"),
    )
