"""`filmes-lake versions` and `rollback`: what was published, and the way back."""

from typing import Annotated

import typer

from filmes_lake.commands import completion
from filmes_lake.commands.options import JsonOption, LakeOption, open_runtime


def versions(context: typer.Context, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Show the versions of each layer that are kept, newest first."""
    from filmes_lake.commands.views import versions as versions_view
    from filmes_lake.models.kinds import Layer

    runtime, console = open_runtime(context, lake, as_json=as_json)
    runtime.lake.require(Layer.RAW)
    versions_view.show(console, runtime.lake.versions)


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
    from filmes_lake.commands.views import catalog as catalog_view
    from filmes_lake.commands.views import versions as versions_view
    from filmes_lake.workflows.rollback import roll_back

    runtime, console = open_runtime(context, lake, as_json=as_json)
    moved = roll_back(runtime.lake, runtime.catalog, version)
    versions_view.show_current(console, moved.result)
    catalog_view.show_followed(console, runtime, moved.catalog)
    raise typer.Exit(moved.exit_code)
