"""A tick is the first execution's that comes, and stays so, wherever the lake lies."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filmes_lake.errors import UsageError
from filmes_lake.lake.storage import Storage
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.workflows.ticks import take_tick
from tests.fakes.memory_storage import MemoryStorage

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytest_plugins = ("tests.on_aws",)

TICK = "2026-11-30T06:00:00Z"
FIRST, SECOND = (f"arn:aws:states:us-east-1:123456789012:execution:films:{name}" for name in ("one", "two"))


class TicksContract:
    def test_the_first_takes_it_and_the_second_does_not(self, storage: Storage) -> None:
        assert take_tick(storage, "films", TICK, FIRST)
        assert not take_tick(storage, "films", TICK, SECOND)

    def test_a_second_try_of_the_first_goes_on(self, storage: Storage) -> None:
        assert take_tick(storage, "films", TICK, FIRST)
        assert take_tick(storage, "films", TICK, FIRST)

    def test_another_tick_and_another_stack_are_others(self, storage: Storage) -> None:
        assert take_tick(storage, "films", TICK, FIRST)
        assert take_tick(storage, "films", "2026-12-01T06:00:00Z", SECOND)
        assert take_tick(storage, "series", TICK, SECOND)


class TestInAFolder(TicksContract):
    @pytest.fixture
    def storage(self, tmp_path: Path) -> Storage:
        return FolderStorage(tmp_path)

    def test_it_holds_the_executions_name(self, tmp_path: Path) -> None:
        take_tick(FolderStorage(tmp_path), "films", TICK, FIRST)

        assert (tmp_path / "_ops/ticks/films/2026-11-30T060000Z").read_text() == FIRST


class TestInMemory(TicksContract):
    @pytest.fixture
    def storage(self, memory: MemoryStorage) -> Storage:
        return memory


class TestInS3(TicksContract):
    @pytest.fixture
    def storage(self, client: "S3Client", bucket: str, tmp_path: Path) -> Storage:
        return S3Storage(client, S3Address.parse(f"s3://{bucket}/lake"), tmp_path / "cache", tmp_path / "state")


@pytest.mark.parametrize(("stack", "tick"), [("../x", TICK), ("films", ""), ("films", "a/b"), ("", TICK), ("x", "..")])
def test_what_can_be_no_part_of_a_path_is_refused(memory: MemoryStorage, stack: str, tick: str) -> None:
    with pytest.raises(UsageError):
        take_tick(memory, stack, tick, FIRST)
