"""Repairing a lake in S3: by the same storage verbs, so only what was looked at is replaced."""

from collections.abc import Callable

import pytest

from filmes_lake.errors import Damaged
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Layer
from filmes_lake.workflows.repair import plan_repair, repair
from tests.fakes.catalog import FakeCatalog

pytest_plugins = ("tests.on_aws", "tests.sample_on_s3")


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["emptied", "deleted"])
def test_pointer_and_manifest_are_repaired_in_s3_too(damage: str, new_lake: Callable[[], Lake]) -> None:
    lake = new_lake()
    pointer = lake.versions.pointer()
    manifest = layout.version(pointer.layers[Layer.RAW].kept[-1])
    for key in (layout.POINTER, manifest):
        if damage == "emptied":
            lake.storage.swap(key, b"", lake.storage.get(key).token)
        else:
            lake.storage.delete(key)
    with pytest.raises(Damaged):
        lake.require(Layer.RAW)

    repair(lake, FakeCatalog(), plan_repair(lake))

    assert {layer: found.current for layer, found in lake.versions.pointer().layers.items()} == {
        layer: found.current for layer, found in pointer.layers.items()
    }
    assert not plan_repair(lake).is_needed
