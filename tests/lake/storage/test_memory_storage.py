"""The fake keeps the contract, so what is tested on it holds for a real storage."""

import pytest

from filmes_lake.lake.storage import Storage
from tests.fakes.memory_storage import MemoryStorage
from tests.lake.storage.storage_contract import RaceContract, StorageContract


class TestMemoryStorage(StorageContract, RaceContract):
    @pytest.fixture
    def storage(self, memory: MemoryStorage) -> Storage:
        return memory
