"""Leases on moto, and on servers that can do less: what none of them may depend on is spoilt before it."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filmes_lake.errors import LakeError
from filmes_lake.lake.storage.lease import Timing
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.lake.storage.s3_client import open_client
from tests.fakes.aws import Bucket
from tests.fakes.proxy import Proxy, answer
from tests.lake.storage.lease_contract import RENEWED, LeaseContract, Machine

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytest_plugins = ("tests.on_aws",)


def machines(client: "S3Client", bucket: str, folder: Path) -> Machine:
    """Opens the lake of a bucket, on machines whose folders lie in `folder`."""

    def storage(name: str, timing: Timing) -> S3Storage:
        address = S3Address.parse(f"s3://{bucket}/lake")
        return S3Storage(client, address, folder / name, folder / name, lease=timing)

    return storage


@pytest.fixture
def machine(client: "S3Client", bucket: str, tmp_path: Path) -> Machine:
    return machines(client, bucket, tmp_path)


class TestLeases(LeaseContract):
    pass


def test_a_server_that_deletes_on_no_condition_has_free_leases_too(proxy: Proxy, bucket: str, tmp_path: Path) -> None:
    proxy.spoil("DELETE .*", answer(501, "NotImplemented"))
    machine = machines(open_client(bucket), bucket, tmp_path)

    with machine("one", Timing()).lock("transform", "one"):
        pass
    with machine("two", Timing()).lock("transform", "two"):
        pass


def test_something_else_under_a_leases_name_is_one_line_of_error(machine: Machine, beside: Bucket) -> None:
    beside.client.put_object(Bucket=beside.name, Key="lake/_ops/locks/transform.lock", Body=b"[]")

    with pytest.raises(LakeError, match="not a valid lease"), machine("one", RENEWED).lock("transform", "one"):
        pass
