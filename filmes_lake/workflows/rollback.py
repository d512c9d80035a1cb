"""Roll back: an older version is current again."""

from filmes_lake.catalog.registration import Catalog
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Layer
from filmes_lake.workflows.publish import Published, publish


def roll_back(lake: Lake, catalog: Catalog, version: str | None = None) -> Published[dict[Layer, str]]:
    """Make `version` current again, or the one before the current one: what each layer's version is now.

    See `Versions.roll_back`; LockHeld where a transform runs.
    """
    lake.require(Layer.RAW)
    return publish(catalog, lambda: _roll_back(lake, version))


def _roll_back(lake: Lake, version: str | None) -> dict[Layer, str]:
    with lake.run("rollback", version=version) as run, lake.storage.lock(layout.TRANSFORM_LOCK, run.holder):
        moved = lake.versions.roll_back(version)
        run.versions = {layer.value: target for layer, target in moved.items()}
    return moved
