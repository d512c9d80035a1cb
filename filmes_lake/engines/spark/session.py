"""Spark's JVM and its sessions, set up in one place."""

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

from filmes_lake.engines.spark.cluster import see_a_master, see_an_executor
from filmes_lake.engines.spark.configuration import (
    S3_ENCRYPTION,
    SparkSettings,
    application,
    session_settings,
)
from filmes_lake.engines.spark.failures import not_started
from filmes_lake.engines.spark.java import java_home

_SECONDS_TO_END = 10


@contextmanager
def running_spark(settings: SparkSettings, spill: Path, input_bytes: int) -> Iterator[SparkSession]:
    """The Spark of this process. One that runs already is used and left running; else one is started, and stopped.

    `spill` is the folder for what does not fit into memory, `input_bytes` what the run begins with. LakeError where the
    cluster does not take part.
    """
    running = SparkSession.getActiveSession()
    if running:
        yield running
        return
    see_a_master(settings.master)
    with _later(), not_started(settings.master):
        started = start_spark(settings, spill, input_bytes)
    try:
        if not settings.is_local:
            see_an_executor(started.sparkContext, settings)
        yield started
    except BaseException as error:
        if not isinstance(error, Exception):  # Ctrl-C: the JVM is at work still
            started.sparkContext.cancelAllJobs()
        raise
    finally:
        _stop(started)


def new_session(spark: SparkSession, input_bytes: int, *, ansi: bool) -> SparkSession:
    """A session of its own, for work on so many bytes. Cores are those that the cluster has given so far."""
    session = spark.newSession()
    settings = session_settings(input_bytes, spark.sparkContext.defaultParallelism, ansi=ansi)
    for name, value in settings.items():
        session.conf.set(name, value)
    return session


def start_spark(settings: SparkSettings, spill: Path, input_bytes: int | None = None) -> SparkSession:
    """Start Spark, in a JVM that later sessions of this process use too and that ends with the process."""
    _choose_programs(settings)
    # py4j logs what it raises as well, with tracebacks, and the root logger prints what nobody handles.
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        conf = SparkConf().setAll(list(application(settings, spill, input_bytes).items()))
        return SparkSession.builder.config(conf=conf).getOrCreate()
    finally:
        atexit.unregister(end_jvm)
        atexit.register(end_jvm)


def join_cluster(encryption: str | None) -> None:
    """Begin a session of the Spark to which this process was submitted, set up as that says; engines then use it.

    `encryption` see `SparkSettings`.
    """
    builder = SparkSession.builder.appName("filmes-lake")
    if encryption:
        builder = builder.config(S3_ENCRYPTION, encryption)
    with _later():
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


def _choose_programs(settings: SparkSettings) -> None:
    """Let Spark run the JVM that its extra brings, where that is installed, and this very Python.

    On a cluster's machines Python may lie elsewhere, as PYSPARK_PYTHON then says.
    """
    os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    if settings.is_local or not os.environ.get("PYSPARK_PYTHON"):
        os.environ["PYSPARK_PYTHON"] = sys.executable
    if java := java_home():
        os.environ["JAVA_HOME"] = str(java)


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
