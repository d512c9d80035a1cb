"""Fixtures of AWS on a port. A test module asks for them with `pytest_plugins = ("tests.on_aws",)`."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests

from filmes_lake.lake.s3_client import open_client
from tests.fakes.aws import CREDENTIALS, Bucket, moto_server
from tests.fakes.proxy import Proxy, proxy_to

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# What of this machine's own settings must not get in.
_ASIDE = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL_S3", "AWS_MAX_ATTEMPTS")


@pytest.fixture(scope="session")
def moto() -> Iterator[str]:
    """The address of a moto server, in a process of its own."""
    with moto_server() as uri:
        yield uri


@pytest.fixture
def aws(moto: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment in which boto3 finds moto and nothing of this machine's; this process has it too."""
    environment = {**_environment(moto, tmp_path), "FILMES_LAKE_CACHE": str(tmp_path / "cache")}
    _set(monkeypatch, environment)
    return environment


@pytest.fixture(scope="session")
def client(moto: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator["S3Client"]:
    """A client for all storages of a process, since opening one takes a while."""
    with pytest.MonkeyPatch.context() as patch:
        _set(patch, _environment(moto, tmp_path_factory.mktemp("aws")))
        client = open_client("tests")
    yield client
    client.close()


def _environment(endpoint: str, folder: Path) -> dict[str, str]:
    nowhere = {name: str(folder / "none") for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")}
    return {**CREDENTIALS, **nowhere, "AWS_ENDPOINT_URL": endpoint, "AWS_EC2_METADATA_DISABLED": "true"}


def _set(patch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    for name in _ASIDE:
        patch.delenv(name, raising=False)
    for name, value in environment.items():
        patch.setenv(name, value)


@pytest.fixture
def bucket(aws: dict[str, str], moto: str) -> str:
    """A new bucket's name."""
    name = f"lake-{uuid.uuid4().hex}"
    requests.put(f"{moto}/{name}", timeout=10).raise_for_status()
    return name


@pytest.fixture
def proxy(moto: str, aws: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """A proxy before moto, which boto3 finds in moto's place."""
    with proxy_to(moto) as proxy:
        aws["AWS_ENDPOINT_URL"] = proxy.uri
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.uri)
        yield proxy


@pytest.fixture
def beside(bucket: str, client: "S3Client") -> Bucket:
    """The bucket, seen without the proxy."""
    return Bucket(bucket, client)
