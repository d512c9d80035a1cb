"""A server of S3 that nothing here was written for keeps every contract: `make test-s3-servers`.

It is built from the Go module proxy where it is not in the cache yet.
"""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filmes_lake.lake.storage import Storage
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.lake.storage.s3_client import open_client
from tests.fakes.aws import environment_of
from tests.lake.storage.lease_contract import LeaseContract, Machine
from tests.lake.storage.storage_contract import SharedStorageContract
from tests.lake.storage.test_lease import machines
from tests.lake.storage.test_s3 import OPENING
from tests.on_aws import set_environment
from tests.program import Program
from tests.program_on_a_lake import Lake
from tests.s3_servers.server import versitygw_server

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytest_plugins = ("tests.running",)
# The first test waits for the build.
pytestmark = [pytest.mark.versitygw, pytest.mark.timeout(1500)]

LARGE = bytes(range(256)) * (80 << 10)  # 20 MiB, three parts


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with versitygw_server(tmp_path_factory.mktemp("versitygw")) as uri:
        yield uri


@pytest.fixture(scope="session")
def environment(server: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which boto3 finds the server, whose keys have no session."""
    return {**environment_of(server, tmp_path_factory.mktemp("home")), "AWS_SESSION_TOKEN": ""}


@pytest.fixture(autouse=True)
def settings(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """This process has that environment too."""
    set_environment(monkeypatch, environment)


@pytest.fixture(scope="session")
def client(environment: dict[str, str]) -> Iterator["S3Client"]:
    with pytest.MonkeyPatch.context() as patch:
        set_environment(patch, environment)
        client = open_client("tests")
    yield client
    client.close()


@pytest.fixture
def bucket(client: "S3Client") -> str:
    name = f"lake-{uuid.uuid4().hex}"
    client.create_bucket(Bucket=name)
    return name


class TestStorage(SharedStorageContract):
    @pytest.fixture
    def storage(self, client: "S3Client", bucket: str, tmp_path: Path) -> Storage:
        return S3Storage(client, S3Address.parse(f"s3://{bucket}/a/lake"), tmp_path / "cache", tmp_path / "state")

    @pytest.fixture
    def opening(self, bucket: str, tmp_path: Path) -> str:
        return OPENING.format(f"s3://{bucket}/a/lake", str(tmp_path / "cache"), str(tmp_path / "state"))

    def test_a_large_file_goes_in_parts_and_comes_back(
        self, storage: Storage, client: "S3Client", bucket: str, tmp_path: Path
    ) -> None:
        (tmp_path / "large").write_bytes(LARGE)

        storage.put_file("Raw/large", tmp_path / "large")

        assert storage.local("Raw/large", tmp_path).read_bytes() == LARGE
        assert not client.list_multipart_uploads(Bucket=bucket).get("Uploads")


class TestLeases(LeaseContract):
    @pytest.fixture
    def machine(self, client: "S3Client", bucket: str, tmp_path: Path) -> Machine:
        return machines(client, bucket, tmp_path)


@pytest.fixture(scope="module")
def lake(
    client: "S3Client", environment: dict[str, str], compiled_once: None, tmp_path_factory: pytest.TempPathFactory
) -> Lake:
    """A lake with the sample, ingested and transformed."""
    client.create_bucket(Bucket="sample")
    lake = Lake(Program(tmp_path_factory.mktemp("work")), "s3://sample/lake", environment)
    lake.fill()
    return lake


def test_the_sample_gives_the_figures_that_a_folder_gives(lake: Lake, program: Program, demo_copy: Path) -> None:
    folder = Lake(program, str(demo_copy), {})
    assert lake.figures() == folder.figures()

    answers = [found.ask("purge", "--older-than", "0", "--yes")["answers"] for found in (lake, folder)]

    assert answers[0] == answers[1]
    assert sum(answers[0].values()) == 375
    assert lake.figures() == folder.figures()


def test_what_the_server_lacks_is_named_and_breaks_nothing(lake: Lake) -> None:
    doctor, register = lake.run("doctor", "--json"), lake.run("catalog", "register")

    verdicts = {check["name"]: check["verdict"] for check in doctor.document["checks"]}
    assert doctor.code == 0
    assert (verdicts["aws"], verdicts["writing"], verdicts["locks"]) == ("note", "ok", "ok")
    assert register.code == 5
    assert "the server does not offer Glue's GetDatabase" in register.error
