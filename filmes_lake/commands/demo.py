"""`filmes-lake demo`: the whole pipeline on the sample that comes with the package."""

from typing import Annotated

import typer

from filmes_lake.commands.options import JsonOption, command_line, open_runtime

DEMO_LAKE = "./filmes-demo"


def demo(
    context: typer.Context,
    lake: Annotated[
        str, typer.Option("--lake", metavar="URI", help="The lake: a folder or s3://bucket/prefix.")
    ] = DEMO_LAKE,
    as_json: JsonOption = False,
) -> None:
    """Run everything on 315 real films and 60 real series, offline; then the ROI report and the page of all reports."""
    from filmes_lake.commands.views import catalog as catalog_view
    from filmes_lake.commands.views import report as report_view
    from filmes_lake.workflows.demo import run_demo

    runtime, console = open_runtime(context, lake, as_json=as_json)
    language = runtime.settings.lang
    with console.progress("demo") as progress:
        done = run_demo(
            runtime.lake, runtime.transform_engine, runtime.query_engine, runtime.catalog, language, progress
        )
    report_view.show(console, done.result.report, language)
    console.note("")
    for head, words in (
        ("next: ", "report roi-by-decade"),
        ("      ", "status"),
        ("      ", 'query "SELECT * FROM dim_filme LIMIT 5"'),
    ):
        console.note(f"{head} {command_line(words, runtime)}")
    console.note(f"yours: {command_line('ingest csv movies.csv series.csv')}")
    console.note(f"       {command_line('transform all')}")
    if done.result.page:
        console.note(f"page:  {console.address(done.result.page, runtime.settings.lake)}")
    catalog_view.show_followed(console, runtime, done.catalog)
    raise typer.Exit(done.exit_code)
