"""Fixtures of AWS on a port. A test module asks for them with `pytest_plugins = ("tests.on_aws",)`."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
import requests

from tests.fakes.aws import CREDENTIALS, Bucket, moto_server
from tests.fakes.proxy import Proxy, proxy_to

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
    nowhere = {
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials"),
    }
    environment = {
        **CREDENTIALS,
        **nowhere,
        "AWS_ENDPOINT_URL": moto,
        "AWS_EC2_METADATA_DISABLED": "true",
        "FILMES_LAKE_CACHE": str(tmp_path / "cache"),
    }
    for name in _ASIDE:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return environment


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
def beside(bucket: str, moto: str) -> Iterator[Bucket]:
    """The bucket, seen without the proxy."""
    client = boto3.client("s3", endpoint_url=moto, region_name="us-east-1")
    yield Bucket(bucket, client)
    client.close()
