"""`filmes-lake diff`: what changed between two versions, in tables and key figures, and why."""

from typing import Annotated

import typer

from filmes_lake.commands import completion
from filmes_lake.commands.options import JsonOption, LakeOption, assignments, open_runtime
from filmes_lake.commands.report_parameters import given_parameters


def diff(
    context: typer.Context,
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD", help="A version of Refined or Trusted: see `versions`.", autocompletion=completion.versions
        ),
    ],
    new: Annotated[
        str,
        typer.Argument(metavar="NEW", help="Another version of the same layer.", autocompletion=completion.versions),
    ],
    top: Annotated[int, typer.Option(min=0, metavar="N", help="Name at most this many films per key figure.")] = 3,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="A parameter of the report kpis; may be repeated."),
    ] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what changed between two kept versions: rows per table, and each key figure's change with its causes.

    A figure's change is taken in three steps whose effects add up: films that left the selection are taken away,
    films in both get their new values, films that entered are put in. The films named are those whose change alone
    moves the figure most.
    """
    from filmes_lake.commands.views import diff as diff_view
    from filmes_lake.diff.changes import ComparisonRequest, compare_versions
    from filmes_lake.reports.definitions import KEY_FIGURES

    wanted = ComparisonRequest(old, new, assignments(given_parameters(context, settings), KEY_FIGURES.parameters), top)
    runtime, console = open_runtime(context, lake, as_json=as_json)
    diff_view.show(console, compare_versions(runtime.lake, runtime.query_engine, runtime.settings.memory, wanted))
