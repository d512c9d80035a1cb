"""A folder's lake laid into a bucket, for what Spark makes of it there."""

from pathlib import Path

from filmes_lake.lake.lake import Lake
from filmes_lake.lake.layout import LOCKS, layer_prefix
from filmes_lake.lake.manifest import Manifest
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.models.kinds import Layer
from tests.fakes.aws import Bucket
from tests.schema import SCHEMA
from tests.transform.lakes import BOTH, SmallLake


class S3Lake:
    """What lies in a folder's lake, laid into a bucket, and the tables that are there."""

    def __init__(self, small: SmallLake, bucket: Bucket, cache: Path) -> None:
        self.bucket, self._cache = bucket, cache
        for path in (path for path in small.folder.rglob("*") if path.is_file()):
            name = path.relative_to(small.folder).as_posix()
            if not name.startswith(LOCKS):  # a folder's locks are no leases
                bucket.client.put_object(Bucket=bucket.name, Key=f"lake/{name}", Body=path.read_bytes())
        self.uri = f"s3://{bucket.name}/lake"
        self.lake = Lake(S3Storage(bucket.client, S3Address.parse(self.uri), cache, cache), SCHEMA)

    def manifest(self, layer: Layer) -> Manifest:
        """The layer's current version."""
        return self.lake.require(layer)

    def files(self, name: str) -> list[Path]:
        """Copies of a current table's files."""
        made = (manifest for layer in BOTH if (manifest := self.lake.versions.current(layer)))
        tables = {name: table for manifest in made for name, table in manifest.tables.items()}
        return list(self.lake.storage.local_files([file.key for file in tables[name].files], self._cache))

    def named(self) -> set[str]:
        """The keys that the current versions name."""
        tables = [table for layer in BOTH for table in self.manifest(layer).tables.values()]
        return {f"lake/{file.key}" for table in tables for file in table.files}

    def table_keys(self) -> set[str]:
        """The keys of all objects under Trusted and Refined."""
        prefixes = tuple(f"lake/{layer_prefix(layer)}" for layer in BOTH)
        return {key for key in self.bucket.keys() if key.startswith(prefixes)}  # noqa: SIM118
