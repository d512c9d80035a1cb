"""`filmes-lake demo`: the whole pipeline on the sample that comes with the package."""

import shlex

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, open_runtime

DEMO_LAKE = "./filmes-demo"


def demo(context: typer.Context, lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Run everything on 315 real films and 60 real series, offline, into ./filmes-demo; then the ROI report."""
    from filmes_lake.commands import report_view
    from filmes_lake.demo import run_demo

    runtime, console = open_runtime(context, DEMO_LAKE if lake is None else lake, as_json=as_json)
    with console.steps("demo") as step:
        result = run_demo(runtime.lake, runtime.transform_engine, runtime.query_engine, step)
    report_view.show(console, result)
    where = shlex.quote(runtime.settings.lake)
    console.note(
        f"\nnext:  filmes-lake report list\n"
        f"       filmes-lake report roi-by-decade --lake {where}\n"
        f"       filmes-lake status --lake {where}\n"
        f'       filmes-lake query "SELECT * FROM dim_filme LIMIT 5" --lake {where}\n'
        f"yours: filmes-lake ingest csv movies.csv series.csv, then filmes-lake transform all"
    )
