"""A lake in S3 with the package's sample, made once for a module.

A test module asks for it with `pytest_plugins = ("tests.on_aws", "tests.sample_on_s3")`.
"""

import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filmes_lake.engines.duckdb.transforms import DuckDBEngine
from filmes_lake.ingest.csv_source.ingest import ingest_csv
from filmes_lake.ingest.tmdb.ingest import ingest_saved_tmdb
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.transform.pipeline import TransformRequest, transform
from tests.fakes.aws import new_bucket
from tests.schema import SCHEMA

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

LAYERS = (Layer.TRUSTED, Layer.REFINED)


@pytest.fixture(scope="module")
def filled(moto: str, client: "S3Client", tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """The lake; further versions may be published to it."""
    home = tmp_path_factory.mktemp("filled")
    storage = S3Storage(client, S3Address.parse(f"s3://{new_bucket(moto)}/lake"), home / "cache", home / "state")
    return fill(Lake(storage, SCHEMA), Path(__file__).parents[1] / "filmes_lake" / "sample")


@pytest.fixture
def database() -> str:
    """A name that no database has yet."""
    return f"films_{uuid.uuid4().hex}"


def fill(lake: Lake, folder: Path, ending: str = "") -> Lake:
    """Ingest the folder's four files and transform them."""
    ingest_csv(lake, [folder / f"{kind.value}.csv{ending}" for kind in Kind], None, None)
    for kind in Kind:
        ingest_saved_tmdb(lake, folder / f"tmdb_{kind.value}.jsonl{ending}", kind)
    publish(lake)
    return lake


def publish(lake: Lake) -> None:
    """Make new versions of both layers, with the same rows."""
    transform(lake, DuckDBEngine(memory="400MB", threads=2), TransformRequest(LAYERS, force=True))
