"""What a Spark is set to, wherever it runs: in this process, on a cluster, on Glue. Loads nothing of Spark's."""

from dataclasses import dataclass
from math import ceil

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
# What executors are started with, beside whatever a cluster's own settings say.
EXECUTORS = {"spark.executor.defaultJavaOptions": JIT}
# Hadoop's S3A asks for it with every write, as it does behind `s3://` on Glue 5.1.
S3_ENCRYPTION = "spark.hadoop.fs.s3a.encryption.algorithm"

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


def shuffle_partitions(input_bytes: int, cores: int) -> int:
    """Into how many partitions a session shuffles what it makes of so many bytes, where it has so many cores.

    Each is a task of its own, and a block in every task before it. So there are as many as keep a partition in memory,
    and else as many as there are cores for, as long as each of them has something to do. Spark's own are 200, always.
    """
    needed, useful = ceil(input_bytes / _LARGEST_PARTITION), ceil(input_bytes / _SMALLEST_PARTITION)
    return max(needed, min(useful, cores), 1)
