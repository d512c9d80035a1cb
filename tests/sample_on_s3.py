"""A lake in S3 with the package's sample, made once for a module.

A test module asks for it with `pytest_plugins = ("tests.on_aws", "tests.sample_on_s3")`.
"""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.ingest.csv_source.ingest import ingest_csv
from filmes_lake.ingest.tmdb.ingest import ingest_saved_tmdb
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import TableVersion
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.transform.pipeline import TransformRequest, transform
from tests.fakes.aws import new_bucket
from tests.schema import SCHEMA

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytest_plugins = ("tests.running",)


@pytest.fixture(scope="session")
def new_lake(moto: str, client: "S3Client", demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Lake]:
    """Makes a lake in a bucket of its own: the demo's, object by object."""

    def make() -> Lake:
        home, made = tmp_path_factory.mktemp("home"), FolderStorage(demo)
        address = S3Address.parse(f"s3://{new_bucket(moto)}/lake")
        storage = S3Storage(client, address, home / "cache", home / "state")
        for entry in filter(lambda entry: layout.is_ours(entry.key), made.list("")):
            storage.put(entry.key, made.get(entry.key).data)
        return Lake(storage, SCHEMA)

    return make


@pytest.fixture(scope="module")
def filled(new_lake: Callable[[], Lake]) -> Lake:
    """The lake; further versions may be published to it."""
    return new_lake()


@pytest.fixture
def database() -> str:
    """A name that no database has yet."""
    return f"films_{uuid.uuid4().hex}"


def fill(lake: Lake, folder: Path, ending: str = "") -> Lake:
    """Ingest the folder's four files and transform them."""
    ingest_csv(lake, [folder / f"{kind.value}.csv{ending}" for kind in Kind], None, None)
    for kind in Kind:
        ingest_saved_tmdb(lake, folder / f"tmdb_{kind.value}.jsonl{ending}", kind)
    transform(lake, DuckDBEngine(memory="400MB", threads=2), TransformRequest((Layer.TRUSTED, Layer.REFINED)))
    return lake


def publish(lake: Lake) -> None:
    """Make new versions of both layers, with the same rows in files of their own."""
    trusted = _publish(lake, Layer.TRUSTED, None)
    _publish(lake, Layer.REFINED, trusted)


def _publish(lake: Lake, layer: Layer, made_from: str | None) -> str:
    before, run = lake.require(layer), lake.ledger.new_id()
    tables = {name: copied(lake, layer, name, table, run) for name, table in before.tables.items()}
    version = layout.version_id(run, layer)
    lake.versions.publish(
        before.model_copy(
            update={
                "version": version,
                "run_id": run,
                "created_at": lake.now(),
                "tables": tables,
                "made_from": made_from or before.made_from,
            }
        ),
        before.version,
    )
    return version


def copied(lake: Lake, layer: Layer, name: str, table: TableVersion, run: str) -> TableVersion:
    """The table, its files copied to where those of `run` lie."""
    folder = layout.table_folder(layer, name, run)
    files = [file.model_copy(update={"key": f"{folder}{Path(file.key).name}"}) for file in table.files]
    for old, new in zip(table.files, files, strict=True):
        lake.storage.put(new.key, lake.storage.get(old.key).data)
    return table.model_copy(update={"files": tuple(files)})
