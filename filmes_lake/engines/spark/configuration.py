"""What a Spark is set to, wherever it runs: in this process, on a cluster, on Glue. Loads nothing of Spark's."""

from dataclasses import dataclass
from math import ceil
from pathlib import Path

# What a statement means and a file holds, in every session.
SQL = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.compression.codec": "zstd",
    # Without these a timestamp is an INT96, and a day before 1582 an error.
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    # A small table is one file, and a large one files of a size that is worth opening.
    "spark.sql.adaptive.coalescePartitions.parallelismFirst": "false",
}
# Spark generates methods so long that Java would never compile them.
JIT = "-XX:-DontCompileHugeMethods"
# Java's second compiler takes long to make code that is quicker: a run over little has ended before that pays. The
# first alone has room for 48 MB of code, which Spark's overflows, so that it is compiled again and again. And with room
# for few classes Java looks through all of its heap for some to drop.
_FOR_LITTLE = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:MetaspaceSize=256m"
# Nor do threads pay that collect garbage beside the work. Here alone: Java starts with one collector, and a cluster's
# own settings may name another.
_FOR_LITTLE_HERE = "-XX:+UseSerialGC"
_LITTLE = 64 << 20
# What executors are started with, beside whatever a cluster's own settings say.
EXECUTORS_JAVA = "spark.executor.defaultJavaOptions"
EXECUTORS = {EXECUTORS_JAVA: JIT}
# Hadoop's S3A asks for it with every write, as it does behind `s3://` on Glue 5.1.
S3_ENCRYPTION = "spark.hadoop.fs.s3a.encryption.algorithm"
# Hadoop's S3A, of the Hadoop that comes with pyspark 3.5; a Spark fetches it from Maven Central.
_S3A = "org.apache.hadoop:hadoop-aws:3.3.4"
# The plain file system: no checksum file beside every file. What S3A is about to send lies on a disk, in the usual one.
_NO_CHECKSUM_FILES = {"spark.hadoop.fs.file.impl": "org.apache.hadoop.fs.RawLocalFileSystem"}
_LOGGING = Path(__file__).with_name("log4j2.properties")
_LOCAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    # Looking at files one by one is quicker here than a job with a task for each.
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "1000000",
}

# Spark's own aim for a partition is 64 MB, which is what these are once they are unpacked.
_LARGEST_PARTITION = 16 << 20
# Starting a task costs more than working through less.
_SMALLEST_PARTITION = 1 << 20


@dataclass(frozen=True)
class SparkSettings:
    """Where Spark runs, the heap of each of its JVMs, such as 2GB, and the seconds in which a cluster has to answer.

    `encryption` is what S3 is asked for with every write, None for the bucket's own default. `in_s3` says that Spark
    itself reads and writes there.
    """

    master: str = "local[*]"
    memory: str = "2GB"
    wait: int = 180
    encryption: str | None = None
    in_s3: bool = False

    @property
    def is_local(self) -> bool:
        """Whether Spark runs in this process's own JVM alone."""
        return self.master.partition("[")[0] == "local"


def application(settings: SparkSettings, spill: Path, input_bytes: int | None = None) -> dict[str, str]:
    """What an application is started with; `spill` is the folder for what does not fit into memory.

    `input_bytes` is how much it begins with, None where nobody knows.
    """
    java = java_options(input_bytes)
    here = f" {_FOR_LITTLE_HERE}" if settings.is_local and is_little(input_bytes) else ""
    heap = settings.memory.replace(" ", "").replace("i", "").removesuffix("B")
    return {
        "spark.master": settings.master,
        "spark.app.name": "filmes-lake",
        "spark.driver.memory": heap,
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_LOGGING.as_uri()} {java}{here}",
        "spark.local.dir": str(spill),
        "spark.sql.warehouse.dir": str(spill / "warehouse"),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        **({} if settings.in_s3 else _NO_CHECKSUM_FILES),
        **(_LOCAL if settings.is_local else {EXECUTORS_JAVA: java, "spark.executor.memory": heap}),
        **({S3_ENCRYPTION: settings.encryption} if settings.encryption else {}),
    }


def is_little(input_bytes: int | None) -> bool:
    """Whether it is so little that whatever has to be begun counts for more than how quickly it goes on from there."""
    return input_bytes is not None and input_bytes <= _LITTLE


def java_options(input_bytes: int | None) -> str:
    """What a JVM is started with that works on so many bytes; None where nobody knows."""
    return f"{JIT} {_FOR_LITTLE}" if is_little(input_bytes) else JIT


def s3a(endpoint: str | None) -> dict[str, str]:
    """By what a Spark that is not Glue's reads `s3a://`; `endpoint` is a server of one's own."""
    own = {"spark.hadoop.fs.s3a.endpoint": endpoint, "spark.hadoop.fs.s3a.path.style.access": "true"}
    return {
        "spark.jars.packages": _S3A,
        # What S3A uploads it first writes into files of this kind, and takes no other.
        "spark.hadoop.fs.file.impl": "org.apache.hadoop.fs.LocalFileSystem",
        **{name: value for name, value in own.items() if endpoint and value},
    }


def session_settings(input_bytes: int, cores: int, *, ansi: bool) -> dict[str, str]:
    """What a session is set to that works on so many bytes, where it has so many cores."""
    return {
        **SQL,
        "spark.sql.ansi.enabled": str(ansi).lower(),
        "spark.sql.shuffle.partitions": str(shuffle_partitions(input_bytes, cores)),
        # What is kept is packed to save memory, of which little takes little.
        "spark.sql.inMemoryColumnarStorage.compressed": str(not is_little(input_bytes)).lower(),
    }


def shuffle_partitions(input_bytes: int, cores: int) -> int:
    """Into how many partitions a session shuffles what it makes of so many bytes, where it has so many cores.

    Each is a task of its own, and a block in every task before it. So there are as many as keep a partition in memory,
    and else as many as there are cores for, as long as each of them has something to do. Spark's own are 200, always.
    """
    needed, useful = ceil(input_bytes / _LARGEST_PARTITION), ceil(input_bytes / _SMALLEST_PARTITION)
    return max(needed, min(useful, cores), 1)
