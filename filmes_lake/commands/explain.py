"""`filmes-lake explain`: where a title went, layer by layer."""

from typing import Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, assignments, command_line, in_utf_8, open_runtime
from filmes_lake.commands.report_parameters import given_parameters
from filmes_lake.errors import UsageError


def explain(
    context: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE_ID|TEXT", help="IMDb's id, or a part of the title's name.")],
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="A parameter of the film reports; may be repeated."),
    ] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Follow a title through the layers: its values, the lines they came from, and where it stops and why.

    Names are looked for without case and accents. Where several titles match, they are listed with their ids, and
    the exit code is 2. An id that the lake does not have is explained as that.
    """
    from filmes_lake.commands.views import explain as explain_view
    from filmes_lake.explain.title import explain_title
    from filmes_lake.reports.definitions import KEY_FIGURES

    given = assignments(given_parameters(context, settings), KEY_FIGURES.parameters)
    runtime, console = open_runtime(context, lake, as_json=as_json)
    explained = explain_title(runtime.lake, runtime.settings.memory, in_utf_8("explain", title), given)
    explain_view.show(console, explained)
    if words := explain_view.next_words(explained):
        console.note(f"next: {command_line(words, runtime)}")
    if explained.matches:
        raise typer.Exit(UsageError.exit_code)
