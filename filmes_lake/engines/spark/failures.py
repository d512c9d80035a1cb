"""Why Spark failed, in one line, where that is something a user can mend."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from py4j.protocol import Py4JJavaError, Py4JNetworkError
from pyspark.errors import PySparkRuntimeError

from filmes_lake.errors import LakeError

MORE_MEMORY = "give it more with FILMES_LAKE_SPARK_MEMORY=4GB"
MORE_WORKERS = "give the job more workers with FILMES_LAKE_GLUE_WORKERS=4"

_PYTHON = (
    "each machine of a cluster needs the program in the Python that PYSPARK_PYTHON names, else in this one's place"
)
# What a trace says, what that means, and what to do; the first that is found counts.
_CAUSES = (
    (r"No space left on device", "no space left on the disk", "free some of the disk that the lake lies on"),
    (r'Cannot run program "([^"]+)"', "an executor has no {}", _PYTHON),
    (r"No module named '([^']+)'", "an executor's Python has no {}", _PYTHON),
    (
        r"S3AFileSystem not found",
        "it has no S3A, by which a cluster reads a lake in S3",
        "name the package in spark-defaults.conf: spark.jars.packages org.apache.hadoop:hadoop-aws:3.3.4",
    ),
    (
        r"File (file:\S+) does not exist",
        "an executor does not see {}",
        "a cluster needs a lake in S3, or in a folder that all its machines see",
    ),
    (
        r"Master removed our application|SparkContext was shut down|stopped SparkContext",
        "the cluster did not take the run, or has ended it",
        "see that it is Spark 3.5, and what the logs of its master and workers say",
    ),
)
# Java's code for a JVM that ended so.
_OUT_OF_MEMORY = re.compile(r"OutOfMemoryError|exited with code 52\b")


@contextmanager
def explained(more_memory: str) -> Iterator[None]:
    """LakeError in place of errors of Spark's of which the cause is known; `more_memory` says how to give it more."""
    try:
        yield
    except Py4JNetworkError as error:
        raise LakeError("Spark: its JVM has ended", more_memory) from error
    except Py4JJavaError as error:
        trace = f"{error.java_exception.toString()}{error}"
        if _OUT_OF_MEMORY.search(trace):
            raise LakeError("Spark: out of memory", more_memory) from error
        if known := _known(trace):
            raise known from error
        raise


@contextmanager
def not_started(master: str) -> Iterator[None]:
    """LakeError where Spark does not start."""
    try:
        yield
    except Py4JJavaError as error:
        raise _not_started(master, str(error.java_exception.toString())) from error
    except PySparkRuntimeError as error:
        raise _not_started(master, str(error)) from error


def _known(trace: str) -> LakeError | None:
    for sign, what, todo in _CAUSES:
        if found := re.search(sign, trace):
            return LakeError(f"Spark: {what.format(*found.groups())}", todo)
    return None


def _not_started(master: str, reason: str) -> LakeError:
    # A cluster may end the application while it still starts, and then that is the cause.
    return _known(reason) or LakeError(
        f"{master}: Spark did not start: {reason.partition(chr(10))[0]}",
        "see that it is a master of Spark 3.5, and what its log says",
    )
