"""Shuffles have as many partitions as the input's bytes need, and as the cores can use."""

import pytest

from filmes_lake.engines.spark.configuration import SparkSettings, shuffle_partitions

MB = 1 << 20


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
