"""`transform --engine spark` on a cluster whose machines are processes of this one: `make test-cluster`."""

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.spark_cluster import SparkCluster, spark_cluster
from tests.program import Ended, Program, stored
from tests.transform.lakes import SmallLake
from tests.transform.twins import differences

pytest_plugins = ("tests.running",)
pytestmark = [pytest.mark.cluster, pytest.mark.timeout(1500)]

TRANSFORM = ("transform", "all", "--engine", "spark", "--force", "--lake", "lake")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkCluster]:
    with spark_cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


def transform(program: Program, **environment: str) -> Ended:
    running = program.start(*TRANSFORM, **environment)
    out, err = running.communicate(timeout=1400)  # which waits for the JVM too: it holds the same standard error
    return Ended(running.returncode, out, err)


def in_one_line(ended: Ended) -> str:
    """The one line of the error, after those that tell of progress."""
    *others, last = [line for line in ended.err.splitlines() if "JAVA_TOOL_OPTIONS" not in line]
    assert not [line for line in others if line.startswith((" ", "\t", "Traceback", "Exception", "error: "))], ended
    return last


def test_the_sample_has_the_rows_that_duckdb_makes_by_one_application(
    program: Program, cluster: SparkCluster, tmp_path: Path
) -> None:
    small = SmallLake(tmp_path / "small")
    small.sample()
    small.transform()
    twin = small.copied(program.folder)

    registered = cluster.applications

    ended = transform(program, **cluster.environment)

    assert ended.code == 0, ended
    assert differences(small, twin) == {}
    assert cluster.applications - registered == 1
    cluster.wait_until_idle()


def test_a_stop_in_mid_run_leaves_the_lake_as_it_was_and_no_executor(
    program: Program, demo_copy: Path, cluster: SparkCluster
) -> None:
    before = stored(demo_copy)
    running = program.start(*TRANSFORM, **cluster.environment)
    assert running.stderr
    while "trusted: " not in running.stderr.readline():  # of which statement, depends on the machine
        assert running.poll() is None
    running.send_signal(signal.SIGTERM)
    out, err = running.communicate(timeout=600)
    ended = Ended(running.returncode, out, err)

    assert ended.code == 130
    assert in_one_line(ended).startswith("error: interrupted: the lake is consistent (")
    assert stored(demo_copy) == before
    assert not list((demo_copy / "_ops/tmp").iterdir())
    cluster.wait_until_idle()


def test_executors_that_no_worker_has_room_for_are_an_error(
    program: Program, demo_copy: Path, cluster: SparkCluster
) -> None:
    before = stored(demo_copy)
    too_much = {"FILMES_LAKE_SPARK_MEMORY": "1100MB", "FILMES_LAKE_SPARK_WAIT": "20"}
    ended = transform(program, **{**cluster.environment, **too_much})

    assert ended.code == 1
    assert in_one_line(ended) == (
        f"error: {cluster.master}: no executor took part within 20 s: no worker is there, or none has a core and "
        "1100MB of memory free (ask for less with FILMES_LAKE_SPARK_MEMORY=500MB, "
        "or wait longer with FILMES_LAKE_SPARK_WAIT=600)"
    )
    assert stored(demo_copy) == before
    cluster.wait_until_idle()


def test_what_answers_and_is_no_master_is_an_error(program: Program, demo_copy: Path) -> None:
    before = stored(demo_copy)
    with socket.create_server(("127.0.0.1", 0)) as other:
        ended = transform(program, FILMES_LAKE_SPARK_MASTER=f"spark://127.0.0.1:{other.getsockname()[1]}")

    assert ended.code == 1
    assert in_one_line(ended) == (
        "error: Spark: the cluster did not take the run, or has ended it "
        "(see that it is Spark 3.5, and what the logs of its master and workers say)"
    )
    assert stored(demo_copy) == before
