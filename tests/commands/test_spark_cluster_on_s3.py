"""`transform --engine spark` on a cluster, over a lake in S3 (moto) that Spark reads itself: `make test-s3a`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filmes_lake.models.kinds import Layer
from tests.fakes.aws import Bucket, new_bucket
from tests.fakes.spark_cluster import SparkCluster, spark_cluster
from tests.program import Ended, Program
from tests.schema import TRUSTED
from tests.transform.lake_in_s3 import S3Lake
from tests.transform.lakes import SmallLake, film_answer, movie_line
from tests.transform.twins import rows_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytest_plugins = ("tests.running", "tests.on_aws")
pytestmark = [pytest.mark.s3a, pytest.mark.timeout(1500)]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkCluster]:
    with spark_cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture
def defaults(aws: dict[str, str], tmp_path: Path) -> Path:
    """The folder of Spark's settings, as a user writes them: S3A's package, and where S3 is."""
    lines = (
        "spark.jars.packages org.apache.hadoop:hadoop-aws:3.3.4",
        f"spark.jars.ivy {Path.home() / '.ivy2'}",
        f"spark.hadoop.fs.s3a.endpoint {aws['AWS_ENDPOINT_URL']}",
        "spark.hadoop.fs.s3a.path.style.access true",
    )
    folder = tmp_path / "conf"
    folder.mkdir()
    (folder / "spark-defaults.conf").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture
def beside(moto: str, client: "S3Client") -> Bucket:
    return Bucket(new_bucket(moto), client)


def test_a_lake_in_s3_has_the_rows_that_duckdb_makes(
    program: Program, cluster: SparkCluster, defaults: Path, aws: dict[str, str], beside: Bucket, tmp_path: Path
) -> None:
    small = SmallLake(tmp_path / "small")
    small.movies(movie_line("tt0000001"), movie_line("tt0000002", nome_artista="Zoë"), "no line|of a film")
    small.answers(film_answer("tt0000001"))
    lake = S3Lake(small, beside, tmp_path / "cache")
    small.transform(Layer.TRUSTED)

    words = ("transform", "trusted", "--engine", "spark", "--lake", lake.uri)
    running = program.start(*words, **aws, **cluster.environment, SPARK_CONF_DIR=str(defaults))
    out, err = running.communicate(timeout=1400)
    ended = Ended(running.returncode, out, err)

    assert ended.code == 0, ended
    assert lake.manifest(Layer.TRUSTED).accounting == small.manifest(Layer.TRUSTED).accounting
    for table in (model.table.name for model in TRUSTED):
        assert rows_of(lake, table) == rows_of(small, table)
    assert cluster.applications == 1
    assert sorted(lake.table_keys()) == sorted(
        f"lake/{file.key}" for table in lake.manifest(Layer.TRUSTED).tables.values() for file in table.files
    )
    cluster.wait_until_idle()
