"""`filmes-lake versions` and `rollback`: what was published, and the way back."""

from typing import Annotated

import typer

from filmes_lake.commands import completion
from filmes_lake.commands.options import JsonOption, LakeOption, open_runtime


def versions(context: typer.Context, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Show the versions of each layer that are kept, newest first."""
    from filmes_lake.models.kinds import Layer

    runtime, console = open_runtime(context, lake, as_json=as_json)
    runtime.lake.require(Layer.RAW)
    pointer = runtime.lake.versions.pointer()
    found = [
        {
            "layer": layer.value,
            "version": manifest.version,
            "current": manifest.version == pointer.layers[layer].current,
            "created_at": manifest.created_at,
            "rows": sum(table.rows for table in manifest.tables.values()),
            "bytes": sum(table.bytes for table in manifest.tables.values()),
            "made_from": manifest.made_from,
        }
        for layer in Layer
        for manifest in runtime.lake.versions.kept(layer)
    ]
    if as_json:
        console.document({"versions": found})
        return
    rows = [
        (
            "*" if version["current"] else "",
            str(version["layer"]),
            str(version["version"]),
            f"{version['created_at']:%Y-%m-%d %H:%M:%S}",
            f"{version['rows']:,}",
        )
        for version in found
    ]
    console.table(("", "layer", "version", "created (UTC)", "rows"), rows, right=(4,))


def rollback(
    context: typer.Context,
    version: Annotated[
        str | None,
        typer.Argument(
            help="The version to go back to; without it, the one before the current one.",
            autocompletion=completion.versions,
        ),
    ] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make an older version current again: Refined with the Trusted version it was made from. No file is touched."""
    from filmes_lake.commands.views.catalog import follow
    from filmes_lake.models.kinds import Layer

    runtime, console = open_runtime(context, lake, as_json=as_json)
    runtime.lake.require(Layer.RAW)
    with runtime.lake.run("rollback", version=version) as run, runtime.lake.storage.lock("transform", run.holder):
        moved = runtime.lake.versions.roll_back(version)
        run.versions = {layer.value: target for layer, target in moved.items()}
    if as_json:
        console.document({"current": run.versions})
    else:
        console.pairs([(f"{layer} is now", target) for layer, target in run.versions.items()])
        console.note("the next transform publishes from the current raw files again")
    follow(runtime, console)
