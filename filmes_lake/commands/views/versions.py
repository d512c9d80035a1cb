"""How versions look on a terminal and as JSON."""

from collections.abc import Mapping
from typing import Any

from filmes_lake.commands.views import damaged
from filmes_lake.console import Console
from filmes_lake.errors import Damaged
from filmes_lake.lake.manifest import Manifest
from filmes_lake.lake.versions import Versions
from filmes_lake.models.kinds import Layer


def show(console: Console, versions: Versions) -> None:
    """Write the kept versions of each layer, newest first; a star marks the current ones; damaged ones are named."""
    pointer = versions.pointer()
    found = [
        _document(manifest, current=manifest.version == pointer.layers[layer].current)
        for layer in Layer
        for manifest in versions.kept(layer)
    ]
    faults = [state for layer in Layer for state in versions.states(layer).values() if isinstance(state, Damaged)]
    if console.as_json:
        console.document({"versions": found, "damaged": damaged.documents(faults)})
        return
    rows = [
        (
            "*" if version["current"] else "",
            version["layer"],
            version["version"],
            f"{version['created_at']:%Y-%m-%d %H:%M:%S}",
            f"{version['rows']:,}",
        )
        for version in found
    ]
    console.table(("", "layer", "version", "created (UTC)", "rows"), rows, right=(4,), whole=(2,))
    damaged.note(console, faults)


def show_current(console: Console, current: Mapping[Layer, str]) -> None:
    """Write which version of each layer is current now."""
    if console.as_json:
        console.document({"current": {layer.value: version for layer, version in current.items()}})
        return
    console.pairs([(f"{layer.value} is now", version) for layer, version in current.items()])
    console.note("the next transform publishes from the current raw files again")


def _document(manifest: Manifest, *, current: bool) -> dict[str, Any]:
    return {
        "layer": manifest.layer.value,
        "version": manifest.version,
        "current": current,
        "created_at": manifest.created_at,
        "rows": sum(table.rows for table in manifest.tables.values()),
        "bytes": sum(table.bytes for table in manifest.tables.values()),
        "made_from": manifest.made_from,
    }
