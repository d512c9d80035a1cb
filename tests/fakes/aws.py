"""AWS as tests need it: moto on a port, and a bucket seen from beside the program."""

import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

ACCOUNT = "123456789012"  # moto's
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "AKIATESTSTESTSTESTS1",
    "AWS_SECRET_ACCESS_KEY": "tests-own-secret-tests-own-secret-tests1",
    "AWS_SESSION_TOKEN": "tests-own-token",
    "AWS_REGION": "us-east-1",
}
# What no message may hold.
SECRETS = (ACCOUNT, *(value for name, value in CREDENTIALS.items() if name != "AWS_REGION"))


@contextmanager
def moto_server() -> Iterator[str]:
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


def new_bucket(server: str) -> str:
    """The name of a bucket that was just made."""
    name = f"lake-{uuid.uuid4().hex}"
    requests.put(f"{server}/{name}", timeout=10).raise_for_status()
    return name


def environment_of(server: str, folder: Path) -> dict[str, str]:
    """The environment in which boto3 finds the server and nothing of this machine's; the cache is in `folder`."""
    nowhere = {name: str(folder / "none") for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")}
    own = {"AWS_ENDPOINT_URL": server, "AWS_EC2_METADATA_DISABLED": "true", "FILMES_LAKE_CACHE": str(folder / "cache")}
    return {**CREDENTIALS, **nowhere, **own}


@dataclass(frozen=True)
class Bucket:
    """What lies in a bucket, seen from beside the program."""

    name: str
    client: Any

    def uploads(self) -> list[str]:
        """The keys of uploads in parts that are under way."""
        return [found["Key"] for found in self.client.list_multipart_uploads(Bucket=self.name).get("Uploads", ())]

    def keys(self) -> list[str]:
        """The keys of all objects, leases too."""
        return [found["Key"] for found in self.client.list_objects_v2(Bucket=self.name).get("Contents", ())]

    def head(self, key: str) -> dict[str, Any]:
        """What S3 says of an object."""
        found: dict[str, Any] = self.client.head_object(Bucket=self.name, Key=key, ChecksumMode="ENABLED")
        return found
