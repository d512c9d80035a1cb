"""Whether a cluster takes part, seen before there is work for it: Spark itself would wait for ever."""

import socket
import threading
from functools import partial

from py4j.protocol import Py4JJavaError
from pyspark import SparkContext

from filmes_lake.engines.spark.configuration import SparkSettings
from filmes_lake.engines.spark.json_records import parse_record
from filmes_lake.errors import LakeError

_STANDALONE = "spark://"
_SECONDS_TO_CONNECT = 10


def see_a_master(master: str) -> None:
    """LakeError where nothing answers at the addresses of a standalone master. Spark would try for a minute."""
    if not master.startswith(_STANDALONE):
        return
    reasons = [_unanswered(address) for address in master.removeprefix(_STANDALONE).split(",")]
    if all(reasons):
        raise LakeError(
            f"{master}: no Spark master answers there: {reasons[0]}",
            "start it, or set FILMES_LAKE_SPARK_MASTER, which is local[*] for this computer alone",
        )


def _unanswered(address: str) -> str:
    """Why nothing answers at host:port; nothing where something does."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), _SECONDS_TO_CONNECT).close()
    except OSError as error:
        return error.strerror or str(error)
    except (OverflowError, UnicodeError) as error:  # a port beyond all ports, a name that none can be
        return str(error)
    return ""


def see_an_executor(spark: SparkContext, settings: SparkSettings) -> None:
    """LakeError where none does in time what all will be asked to do: run this program in their Python."""
    late = threading.Event()

    def give_up() -> None:
        late.set()
        spark.cancelAllJobs()

    timer = threading.Timer(settings.wait, give_up)
    timer.start()
    try:
        spark.parallelize(["{}"], 1).map(partial(parse_record, structure={})).collect()
    except Py4JJavaError as error:
        if late.is_set():
            raise _no_executor(settings) from error
        raise
    finally:
        timer.cancel()


def _no_executor(settings: SparkSettings) -> LakeError:
    return LakeError(
        f"{settings.master}: no executor took part within {settings.wait} s: "
        f"no worker is there, or none has a core and {settings.memory} of memory free",
        "ask for less with FILMES_LAKE_SPARK_MEMORY=500MB, or wait longer with FILMES_LAKE_SPARK_WAIT=600",
    )
