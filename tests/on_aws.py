"""Fixtures of AWS on a port. A test module asks for them with `pytest_plugins = ("tests.on_aws",)`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filmes_lake.aws.glue import open_glue
from filmes_lake.lake.storage.s3_client import open_client
from tests.fakes.aws import Bucket, environment_of, moto_server, new_bucket
from tests.fakes.proxy import Proxy, proxy_to

if TYPE_CHECKING:
    from mypy_boto3_glue import GlueClient
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
    environment = environment_of(moto, tmp_path)
    set_environment(monkeypatch, environment)
    return environment


@pytest.fixture(scope="session")
def client(moto: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator["S3Client"]:
    """A client for all storages of a process, since opening one takes a while."""
    with pytest.MonkeyPatch.context() as patch:
        set_environment(patch, environment_of(moto, tmp_path_factory.mktemp("aws")))
        client = open_client("tests")
    yield client
    client.close()


@pytest.fixture(scope="session")
def glue(moto: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator["GlueClient"]:
    """Glue for all tests of a process, for catalogs and for whoever changes something beside them."""
    with pytest.MonkeyPatch.context() as patch:
        set_environment(patch, environment_of(moto, tmp_path_factory.mktemp("aws")))
        client = open_glue("tests")
    yield client
    client.close()


def set_environment(patch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    """Have this process see that environment, and nothing of this machine's AWS."""
    for name in _ASIDE:
        patch.delenv(name, raising=False)
    for name, value in environment.items():
        patch.setenv(name, value)


@pytest.fixture
def bucket(aws: dict[str, str], moto: str) -> str:
    """A new bucket's name."""
    return new_bucket(moto)


@pytest.fixture(scope="session")
def before_moto(moto: str) -> Iterator[Proxy]:
    """A proxy before moto. Tests ask for `proxy`, which is this one as if it were new."""
    with proxy_to(moto) as proxy:
        yield proxy


@pytest.fixture
def proxy(before_moto: Proxy, aws: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Proxy:
    """A proxy before moto, which boto3 finds in moto's place."""
    before_moto.forget()
    aws["AWS_ENDPOINT_URL"] = before_moto.uri
    monkeypatch.setenv("AWS_ENDPOINT_URL", before_moto.uri)
    return before_moto


@pytest.fixture(scope="session")
def client_behind(before_moto: Proxy, tmp_path_factory: pytest.TempPathFactory) -> Iterator["S3Client"]:
    """A client for all storages behind the proxy; what is to be set otherwise needs one of its own."""
    with pytest.MonkeyPatch.context() as patch:
        set_environment(patch, environment_of(before_moto.uri, tmp_path_factory.mktemp("aws")))
        client = open_client("tests")
    yield client
    client.close()


@pytest.fixture
def beside(bucket: str, client: "S3Client") -> Bucket:
    """The bucket, seen without the proxy."""
    return Bucket(bucket, client)
