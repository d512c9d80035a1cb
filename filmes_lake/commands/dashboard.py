"""`filmes-lake dashboard`: the reports as one page, and as a dashboard of QuickSight."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, LanguageOption, assignments, open_runtime
from filmes_lake.commands.report import AsOfOption
from filmes_lake.commands.report_parameters import PageCommand, given_parameters

if TYPE_CHECKING:
    from filmes_lake.dashboard.quicksight.service import QuickSight

app = typer.Typer(help="Draw the reports on a page, or on a dashboard of QuickSight.", no_args_is_help=True)
# Athena has a workgroup of this name everywhere.
_USUAL_WORKGROUP = "primary"


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


@app.command()
def publish(
    context: typer.Context,
    users: Annotated[
        list[str] | None, typer.Option("--user", metavar="NAME", help="A user of QuickSight who may look; repeatable.")
    ] = None,
    groups: Annotated[
        list[str] | None, typer.Option("--group", metavar="NAME", help="A group that may look; repeatable.")
    ] = None,
    namespace: Annotated[str, typer.Option(metavar="NAME", help="The namespace of users and groups.")] = "default",
    lang: LanguageOption = None,
    plan_only: Annotated[
        bool, typer.Option("--plan", help="Show the calls and what it costs; call nothing. Needs no account.")
    ] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Publish the reports as a dashboard of QuickSight (Amazon Quick) over the tables in Athena, or update it.

    Its data are taken anew after each publish of tables. One dashboard for each language; parts that are there are
    updated.
    """
    from filmes_lake.commands.views import quicksight as quicksight_view
    from filmes_lake.dashboard.quicksight.publishing import plan_dashboard, publish_dashboard

    runtime, console = open_runtime(context, lake, as_json=as_json, lang=lang)
    if plan_only:
        wanted = runtime.quicksight_dashboard(runtime.settings.workgroup or _USUAL_WORKGROUP)
        quicksight_view.show_plan(console, plan_dashboard(wanted))
        return
    service, workgroup = runtime.quicksight(), runtime.workgroup.name
    readers = _readers(service, users or [], groups or [], namespace)
    with console.progress("dashboard publish") as progress:
        wanted = runtime.quicksight_dashboard(workgroup, readers)
        made = publish_dashboard(runtime.spice, runtime.catalog, service, wanted, progress)
    quicksight_view.show_published(console, made, shared=bool(readers))


@app.command()
def unpublish(context: typer.Context, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Delete what `dashboard publish` made in QuickSight: dashboards, data sets, theme, data source. The lake stays."""
    from filmes_lake.commands.views import quicksight as quicksight_view
    from filmes_lake.dashboard.quicksight.names import Names
    from filmes_lake.dashboard.quicksight.publishing import unpublish_dashboard

    runtime, console = open_runtime(context, lake, as_json=as_json)
    published = None if runtime.lake.storage.folder else runtime.spice.publication()
    service = runtime.quicksight(published.region if published else None)
    names = Names(published.database if published else runtime.settings.database)
    quicksight_view.show_unpublished(console, unpublish_dashboard(runtime.spice, service, names))


def _readers(service: "QuickSight", users: list[str], groups: list[str], namespace: str) -> list[str]:
    """The ARNs of those who may look."""
    named = [*(("User", name) for name in users), *(("Group", name) for name in groups)]
    return [service.reader(kind, name, namespace) for kind, name in named]
