"""Uploads in parts: whole or not at all, and nothing left of those that were broken off."""

import hashlib
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filmes_lake.errors import AlreadyExists, LakeError, SettingsError
from filmes_lake.lake.storage.lease import Timing
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.lake.storage.s3_client import open_client
from tests.fakes.aws import Bucket
from tests.fakes.processes import kill, running
from tests.fakes.proxy import Proxy, Stall, answer
from tests.fakes.threads import race
from tests.lake.storage.storage_contract import keys

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytest_plugins = ("tests.on_aws",)

DATA = bytes(range(256)) * (80 << 10)  # 20 MiB, three parts
SHORT = Timing(life=1, renewal=0.2)

UPLOAD = """
import sys
from pathlib import Path
from filmes_lake.lake.storage.lease import Timing
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.lake.storage.s3_client import open_client
uri, home, file = sys.argv[1:]
address, folders = S3Address.parse(uri), (Path(home, "cache"), Path(home, "state"))
storage = S3Storage(open_client(uri), address, *folders, lease=Timing(1, 0.2))
print("ready", flush=True)
storage.put_file("Raw/large", Path(file))
"""


@pytest.fixture
def uri(bucket: str) -> str:
    return f"s3://{bucket}/lake"


@pytest.fixture
def storage(proxy: Proxy, client_behind: "S3Client", uri: str, tmp_path: Path) -> S3Storage:
    return S3Storage(client_behind, S3Address.parse(uri), tmp_path / "cache", tmp_path / "state", lease=SHORT)


@pytest.fixture
def elsewhere(proxy: Proxy, client_behind: "S3Client", uri: str, tmp_path: Path) -> S3Storage:
    """The same lake, from another machine."""
    return S3Storage(client_behind, S3Address.parse(uri), tmp_path / "elsewhere", tmp_path / "elsewhere", lease=SHORT)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large"
    path.write_bytes(DATA)
    return path


def test_a_large_file_goes_in_parts_with_checksums_and_encrypted(
    storage: S3Storage, large: Path, beside: Bucket, proxy: Proxy
) -> None:
    storage.put_file("Raw/large", large)

    found = beside.head("lake/Raw/large")
    assert sum("partNumber" in line for line in proxy.seen) == 3
    assert found["ETag"].strip('"').endswith("-3")
    assert found["ServerSideEncryption"] == "AES256"
    assert found["ContentLength"] == len(DATA)
    assert storage.get("Raw/large").data == DATA
    assert [key for key in beside.keys() if "_ops" in key] == []  # noqa: SIM118 - keys() of a bucket


@pytest.mark.parametrize("data", [b"", b"small"])
def test_a_small_file_goes_at_once_with_its_checksum(storage: S3Storage, beside: Bucket, data: bytes) -> None:
    storage.put("Raw/small", data)

    found = beside.head("lake/Raw/small")
    assert found["Metadata"]["sha256"] == hashlib.sha256(data).hexdigest()
    assert found["ChecksumSHA256"]
    assert found["ServerSideEncryption"] == "AES256"


def test_a_buckets_own_encryption_is_left_to_it(uri: str, large: Path, beside: Bucket, tmp_path: Path) -> None:
    storage = S3Storage(open_client(uri), S3Address.parse(uri), tmp_path / "cache", tmp_path / "state", None)

    storage.put("Raw/small", b"x")
    storage.put_file("Raw/large", large)

    assert "ServerSideEncryption" not in beside.head("lake/Raw/small")
    assert "ServerSideEncryption" not in beside.head("lake/Raw/large")


def test_a_large_file_does_not_replace_an_object(storage: S3Storage, large: Path, proxy: Proxy) -> None:
    storage.put("Raw/large", b"first")

    with pytest.raises(AlreadyExists):
        storage.put_file("Raw/large", large)

    assert storage.get("Raw/large").data == b"first"
    assert not any("uploads" in line for line in proxy.seen if line.startswith("POST"))


@pytest.mark.slow
def test_of_two_large_files_under_one_key_one_wins(storage: S3Storage, large: Path, beside: Bucket) -> None:
    outcomes = race([lambda: storage.put_file("Raw/large", large)] * 2)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyExists", "NoneType"]
    assert beside.uploads() == []


def test_a_part_that_fails_leaves_no_upload(storage: S3Storage, large: Path, beside: Bucket, proxy: Proxy) -> None:
    proxy.spoil("partNumber=2", answer(403, "AccessDenied"))

    with pytest.raises(SettingsError, match="UploadPart"):
        storage.put_file("Raw/large", large)

    assert beside.uploads() == []
    assert beside.keys() == []


def test_progress_is_reported_in_bytes(storage: S3Storage, large: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.write_bytes(b"12345")
    told: list[int] = []

    storage.put_files([("Raw/small", small), ("Raw/large", large)], told.append)

    assert sum(told) == len(DATA) + 5
    assert len(told) == 4
    assert keys(storage) == ["Raw/large", "Raw/small"]


@pytest.mark.slow
def test_a_process_killed_in_mid_upload_leaves_nothing_after_the_next_run(
    storage: S3Storage, proxy: Proxy, uri: str, large: Path, beside: Bucket, tmp_path: Path
) -> None:
    token = storage.swap("pointer", b"old", None)
    with running(UPLOAD, uri, str(tmp_path), str(large)) as process:
        stall = Stall()
        proxy.spoil("partNumber=", stall)
        assert stall.reached.wait(30)
        kill(process)
        stall.go_on.set()
    assert beside.uploads() == ["lake/Raw/large"]

    storage.sweep_scratch()

    assert beside.uploads() == []
    assert beside.keys() == ["lake/pointer"]
    assert storage.get("pointer").token == token
    storage.put_file("Raw/large", large)


@pytest.mark.slow
def test_an_upload_left_by_another_machine_goes_when_its_lease_is_over(
    elsewhere: S3Storage, proxy: Proxy, uri: str, large: Path, beside: Bucket, tmp_path: Path
) -> None:
    stall = Stall()
    proxy.spoil("partNumber=", stall)
    with running(UPLOAD, uri, str(tmp_path), str(large)) as process:
        assert stall.reached.wait(30)
        elsewhere.sweep_scratch()
        assert beside.uploads() == ["lake/Raw/large"]
        kill(process)
        stall.go_on.set()
    time.sleep(2.1)  # S3's times are whole seconds

    elsewhere.sweep_scratch()

    assert beside.uploads() == []
    assert beside.keys() == []


@pytest.mark.slow
def test_a_living_upload_is_not_swept(storage: S3Storage, elsewhere: S3Storage, proxy: Proxy, large: Path) -> None:
    stall = Stall()
    proxy.spoil("partNumber=2", stall, times=1)
    uploading = threading.Thread(target=storage.put_file, args=("Raw/large", large))
    uploading.start()
    try:
        assert stall.reached.wait(30)
        time.sleep(2.1)  # longer than a lease lives that is not renewed
        storage.sweep_scratch()
        elsewhere.sweep_scratch()
    finally:
        stall.go_on.set()
        uploading.join()

    assert storage.get("Raw/large").data == DATA


def test_uploads_of_others_in_the_bucket_are_left_alone(storage: S3Storage, beside: Bucket, bucket: str) -> None:
    for key in ("lake2/Raw/large", "lake/theirs/large", "lake/Raw/large"):
        beside.client.create_multipart_upload(Bucket=bucket, Key=key)

    storage.sweep_scratch()

    # moto says of every upload that it is years old.
    assert beside.uploads() == ["lake2/Raw/large", "lake/theirs/large"]


def test_a_copy_is_fetched_once_and_again_where_it_was_damaged(
    storage: S3Storage, proxy: Proxy, large: Path, tmp_path: Path
) -> None:
    storage.put_file("Raw/large", large)
    path = storage.local("Raw/large", tmp_path)
    proxy.seen.clear()

    assert storage.local_files(["Raw/large", "Raw/large"], tmp_path) == [path, path]
    assert not any(line.startswith("GET") for line in proxy.seen)

    path.write_bytes(b"short")
    assert storage.local("Raw/large", tmp_path).read_bytes() == DATA


def test_a_missing_file_of_many_is_an_error(storage: S3Storage, tmp_path: Path) -> None:
    storage.put("Raw/a", b"x")

    with pytest.raises(LakeError, match="Raw/none"):
        storage.local_files(["Raw/a", "Raw/none"], tmp_path)
