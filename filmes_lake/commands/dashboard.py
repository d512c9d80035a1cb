"""`filmes-lake dashboard`: the reports as one page."""

from pathlib import Path
from typing import Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, LanguageOption, assignments, open_runtime
from filmes_lake.commands.report import AsOfOption
from filmes_lake.commands.report_parameters import PageCommand, given_parameters

app = typer.Typer(help="Draw the reports on a page.", no_args_is_help=True)


@app.command(cls=PageCommand)
def build(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where the page is written.")] = Path(
        "dashboard.html"
    ),
    lang: LanguageOption = None,
    show: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="A filter with which it opens, a parameter of the reports; repeatable: genre=Crime,War.",
        ),
    ] = None,
    as_of: AsOfOption = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write every report as one HTML file, with filters, that opens anywhere and needs no network."""
    from filmes_lake.commands.views import dashboard as dashboard_view
    from filmes_lake.dashboard.build import build_page, opened_with
    from filmes_lake.dashboard.definition import PARAMETERS
    from filmes_lake.reports.output import file_at

    file = file_at(str(output), (".html",))
    asked = opened_with(assignments(given_parameters(context, settings), PARAMETERS))
    runtime, console = open_runtime(context, lake, as_json=as_json, lang=lang)
    built = build_page(runtime.lake, runtime.query_engine, asked, runtime.settings.lang, as_of)
    built.write(file)
    dashboard_view.show_built(console, built, str(output))
    if show:
        typer.launch(file.as_uri())
