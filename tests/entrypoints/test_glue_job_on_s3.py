"""The package as Glue installs it, with Glue's boto3 and Hadoop's S3A, on a lake in S3 (moto): `make test-s3a`.

Packages come from the index that pip is set to, jars from Maven Central into ~/.ivy2.
"""

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filmes_lake.jobs.local import OF_GLUE
from filmes_lake.jobs.package import SCRIPT, WHEELS, make_package
from filmes_lake.models.kinds import Kind, Layer
from tests.fakes.aws import Bucket, new_bucket
from tests.fakes.glue_python import GluePython, JobEnded
from tests.transform.lake_in_s3 import S3Lake
from tests.transform.lakes import SmallLake, movie_line
from tests.transform.twins import differences

pytest_plugins = ("tests.on_aws",)
pytestmark = [pytest.mark.s3a, pytest.mark.timeout(900)]

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

RUN = "20260101T000000000Z-abcd"
GLUES_BOTO3 = "boto3==1.40.61"  # what Glue 5.1 has


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    make_package(folder)
    return folder


@pytest.fixture(scope="module")
def glue(package: Path, tmp_path_factory: pytest.TempPathFactory) -> GluePython:
    """The zip of wheels, installed without an index beside what Glue has."""
    made = GluePython.make(tmp_path_factory.mktemp("glue") / "environment")
    for name in OF_GLUE:
        made.borrow(name)
    with zipfile.ZipFile(package / WHEELS) as packed:
        packed.extractall(package)
    install = (sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", made.python)
    subprocess.run([*install, GLUES_BOTO3], check=True)
    wheels = package / "wheels"
    subprocess.run([*install, "--no-index", "--find-links", wheels, "-r", wheels / "requirements.txt"], check=True)
    return made


class Job:
    """The packaged job, in its environment."""

    def __init__(self, glue: GluePython, package: Path, aws: dict[str, str]) -> None:
        self._glue, self._script, self._aws = glue, package / SCRIPT, aws

    def run(self, lake: S3Lake, *arguments: str) -> JobEnded:
        """The job on a lake, ended."""
        conf = (
            "spark.jars.packages=org.apache.hadoop:hadoop-aws:3.3.4",
            f"spark.jars.ivy={Path.home() / '.ivy2'}",
            f"spark.hadoop.fs.s3a.endpoint={self._aws['AWS_ENDPOINT_URL']}",
            "spark.hadoop.fs.s3a.path.style.access=true",
        )
        words = (
            "--JOB_NAME",
            "films",
            "--LAKE_URI",
            f"s3a://{lake.bucket.name}/lake",
            "--RUN_ID",
            RUN,
            "--ENCRYPTION",
            "AES256",
        )
        return self._glue.run(self._script, *words, *arguments, conf=conf, **self._aws)


@pytest.fixture
def job(glue: GluePython, package: Path, aws: dict[str, str]) -> Job:
    return Job(glue, package, aws)


@pytest.fixture
def beside(moto: str, client: "S3Client") -> Bucket:
    return Bucket(new_bucket(moto), client)


def test_it_publishes_what_duckdb_publishes_and_leaves_nothing_else(job: Job, beside: Bucket, tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "small")
    small.sample()
    lake = S3Lake(small, beside, tmp_path / "cache")
    small.transform()

    ended = job.run(lake)

    assert ended.code == 0, ended
    assert differences(small, lake) == {}
    assert lake.table_keys() == lake.named()
    assert all(f"/{RUN}/part-0" in key for key in lake.table_keys())
    assert not [key for key in beside.keys() if key.endswith("/") or "/_ops/tmp/" in key]  # noqa: SIM118
    assert beside.uploads() == []
    assert {beside.head(key)["ServerSideEncryption"] for key in lake.table_keys()} == {"AES256"}
    assert [run.outcome for run in lake.lake.ledger.runs(1)] == ["done"]


def test_a_failed_audit_leaves_no_file_of_a_table(job: Job, beside: Bucket, tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "small")
    small.movies(movie_line("tt0000001"))
    small.plant_line_count(Kind.MOVIES, 7)
    lake = S3Lake(small, beside, tmp_path / "cache")

    ended = job.run(lake, "--LAYER", "trusted")

    assert (ended.code, ended.lines[-1].get("code")) == (1, "checks_failed"), ended
    assert lake.table_keys() == set()
    assert lake.lake.versions.current(Layer.TRUSTED) is None
