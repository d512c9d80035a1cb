"""What Spark is set to follows the bytes of the input, and the cores."""

from pathlib import Path

import pytest

from filmes_lake.engines.spark.configuration import (
    JIT,
    SparkSettings,
    application,
    java_options,
    session_settings,
    shuffle_partitions,
)

MB = 1 << 20
ALONE = " -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:MetaspaceSize=256m"
ONE_COLLECTOR = "-XX:+UseSerialGC"


@pytest.mark.parametrize(
    ("input_bytes", "cores", "partitions"),
    [
        (0, 2, 1),
        (MB // 2, 100, 1),  # the sample, on a cluster of any size
        (3 * MB, 100, 3),
        (50 * MB, 8, 8),
        (240 * MB, 2, 15),  # more than the cores: each holds but some of it at a time
        (240 * MB, 300, 240),
        (10_000 * MB, 8, 625),
    ],
)
def test_partitions_follow_the_bytes_and_the_cores(input_bytes: int, cores: int, partitions: int) -> None:
    assert shuffle_partitions(input_bytes, cores) == partitions


@pytest.mark.parametrize("master", ["local", "local[*]", "local[2,3]"])
def test_a_local_master_is_this_process(master: str) -> None:
    assert SparkSettings(master).is_local


@pytest.mark.parametrize("master", ["spark://localhost:7077", "yarn"])
def test_other_masters_are_clusters(master: str) -> None:
    assert not SparkSettings(master).is_local


@pytest.mark.parametrize(("input_bytes", "first"), [(0, ALONE), (64 * MB, ALONE), (65 * MB, ""), (None, "")])
def test_javas_second_compiler_is_for_what_takes_long(input_bytes: int | None, first: str) -> None:
    assert java_options(input_bytes).removeprefix(JIT) == first


def test_driver_and_executors_are_started_alike(tmp_path: Path) -> None:
    started = application(SparkSettings("spark://localhost:7077"), tmp_path, MB)

    assert started["spark.executor.defaultJavaOptions"] == java_options(MB)
    assert java_options(MB) in started["spark.driver.extraJavaOptions"]


def test_a_cluster_is_told_of_no_collector_since_its_own_settings_may_name_one(tmp_path: Path) -> None:
    def of_driver(master: str, input_bytes: int) -> str:
        return application(SparkSettings(master), tmp_path, input_bytes)["spark.driver.extraJavaOptions"]

    assert ONE_COLLECTOR in of_driver("local[*]", MB)
    assert ONE_COLLECTOR not in of_driver("local[*]", 65 * MB)
    assert ONE_COLLECTOR not in of_driver("spark://localhost:7077", MB) + java_options(MB)


@pytest.mark.parametrize(("input_bytes", "packed"), [(64 * MB, "false"), (65 * MB, "true")])
def test_much_that_is_kept_is_packed(input_bytes: int, packed: str) -> None:
    assert session_settings(input_bytes, 2, ansi=False)["spark.sql.inMemoryColumnarStorage.compressed"] == packed
