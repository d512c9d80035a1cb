"""Versions that tests publish: a file or two, no data."""

from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import DataFile, Manifest, TableVersion
from filmes_lake.models.kinds import Layer

TABLE = {Layer.RAW: "movies", Layer.TRUSTED: "titulos", Layer.REFINED: "dim_filme"}


def manifest(lake: Lake, layer: Layer, run: str, *, made_from: str | None = None) -> Manifest:
    """A version of one table with one file, which is stored; the manifest is not."""
    key = layout.table_folder(layer, TABLE[layer], run) + layout.part(0)
    lake.storage.put(key, run.encode())
    return Manifest(
        version=layout.version_id(run, layer),
        layer=layer,
        run_id=run,
        created_at=lake.now(),
        program="test",
        tables={TABLE[layer]: TableVersion(files=(DataFile(key=key, bytes=len(run), rows=1, sha256="0"),))},
        made_from=made_from,
    )


def publish(lake: Lake, layer: Layer, run: str, *, made_from: str | None = None) -> str:
    """Publish such a version over the current one; its id."""
    current = lake.versions.pointer().layers.get(layer)
    version = manifest(lake, layer, run, made_from=made_from)
    lake.versions.publish(version, current.current if current else None)
    return version.version


def file_of(layer: Layer, run: str) -> str:
    """The key of the file of the version that `run` published."""
    return layout.table_folder(layer, TABLE[layer], run) + layout.part(0)
