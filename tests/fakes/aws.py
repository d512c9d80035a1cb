"""AWS as tests need it: moto on a port, reached through AWS's own settings. `pytest_plugins = ("tests.fakes.aws",)`."""

import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

ACCOUNT = "123456789012"  # moto's
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "AKIATESTSTESTSTESTS1",
    "AWS_SECRET_ACCESS_KEY": "tests-own-secret-tests-own-secret-tests1",
    "AWS_SESSION_TOKEN": "tests-own-token",
    "AWS_REGION": "us-east-1",
}
# What of this machine's own settings must not get in.
_ASIDE = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL_S3", "AWS_MAX_ATTEMPTS")


@pytest.fixture(scope="session")
def moto() -> Iterator[str]:
    """The address of a moto server, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.moto_on_a_port"],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


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
def bucket(aws: dict[str, str]) -> str:
    """A new bucket's name."""
    name = f"lake-{uuid.uuid4().hex}"
    client = boto3.client("s3", region_name=aws["AWS_REGION"])
    client.create_bucket(Bucket=name)
    client.close()
    return name
