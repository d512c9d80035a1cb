"""A lake in S3: moto on a port keeps the contract of every storage."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filmes_lake.lake.storage import Storage
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from tests.lake.storage.storage_contract import ProcessContract, RaceContract, StorageContract

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytest_plugins = ("tests.on_aws",)

OPENING = """
from pathlib import Path
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.lake.storage.s3_client import open_client
storage = S3Storage(open_client("test"), S3Address.parse({!r}), Path({!r}), Path({!r}))
"""


@pytest.fixture
def uri(bucket: str) -> str:
    return f"s3://{bucket}/a/lake"


@pytest.fixture
def storage(client: "S3Client", uri: str, tmp_path: Path) -> S3Storage:
    return S3Storage(client, S3Address.parse(uri), tmp_path / "cache", tmp_path / "state")


@pytest.fixture
def opening(uri: str, tmp_path: Path) -> str:
    return OPENING.format(uri, str(tmp_path / "cache"), str(tmp_path / "state"))


class TestS3Storage(StorageContract):
    @pytest.fixture
    def storage(self, storage: S3Storage) -> Storage:
        return storage


@pytest.mark.slow
class TestS3StorageOfMany(RaceContract, ProcessContract):
    @pytest.fixture
    def storage(self, storage: S3Storage) -> Storage:
        return storage

    @pytest.fixture
    def opening(self, opening: str) -> str:
        return opening
