"""What tests of every part stand on: a clock, a lake in a folder and one in memory."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.folder import FolderStorage
from tests.fakes.clock import Clock
from tests.fakes.memory_storage import MemoryStorage
from tests.schema import SCHEMA

pytest.register_assert_rewrite(
    "tests.in_process",
    "tests.lake.storage.lease_contract",
    "tests.lake.storage.storage_contract",
    "tests.on_aws",
    "tests.program_on_a_lake",
    "tests.reports.measured_lake",
    "tests.running",
    "tests.sample_on_s3",
    "tests.sparking",
)

# How long an example takes says how much the machine has to do.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

SAMPLE = Path(__file__).parents[1] / "filmes_lake" / "sample"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is collected stays to the end, so nothing is sought in it that could go."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that start Spark come first: one of them at the end would keep one process busy while others have none."""
    on_spark = {item.path for item in items if item.get_closest_marker("spark")}
    items.sort(key=lambda item: item.path not in on_spark)


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_the_disk() -> Iterator[None]:
    """No machine loses its power in a test, and its disk takes longer than most of what is tested."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", os.fstat)  # which refuses what is not open as well
        yield


@pytest.fixture(scope="module", autouse=True)
def _no_garbage_sought_in_what_stays() -> None:
    """Thousands of tests and every library stay to the end; each look through them took most of a second."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Give back what was set apart, or DuckDB's module takes its objects for lost at the end, and lists them."""
    gc.unfreeze()
    gc.callbacks.clear()  # Hypothesis' own holds on to what its tests have seen


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def memory(tmp_path: Path, clock: Clock) -> MemoryStorage:
    return MemoryStorage(tmp_path / "memory", clock)


@pytest.fixture
def memory_lake(memory: MemoryStorage, clock: Clock) -> Lake:
    """A lake whose objects are as old as the clock says."""
    return Lake(memory, SCHEMA, clock)


@pytest.fixture
def lake(tmp_path: Path, clock: Clock) -> Lake:
    """A lake in a folder that does not exist yet."""
    return Lake(FolderStorage(tmp_path / "lake"), SCHEMA, clock)


@pytest.fixture
def sample() -> Path:
    """The folder of the package's sample files."""
    return SAMPLE


@pytest.fixture
def permissions(tmp_path: Path) -> None:
    """Skip where permission bits keep nobody out: for root, and on Windows."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    if os.access(closed, os.R_OK):
        pytest.skip("permission bits keep nobody out here")
    closed.rmdir()
