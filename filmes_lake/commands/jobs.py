"""`filmes-lake jobs`: the transforms as a job of AWS Glue."""

from pathlib import Path
from typing import Annotated

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, open_console, open_runtime
from filmes_lake.models.kinds import Target

app = typer.Typer(help="Run the transforms as a job of AWS Glue.", no_args_is_help=True)

PackageOption = Annotated[
    Path | None, typer.Option("--package", metavar="FOLDER", help="A package made by `jobs package`.")
]
RoleOption = Annotated[str | None, typer.Option("--role", help="The job's role: a name or an ARN (glue_role).")]
RunArgument = Annotated[str | None, typer.Argument(metavar="[RUN]", help="Glue's id of a run; the newest if omitted.")]


@app.command()
def package(
    context: typer.Context,
    output: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the package is made.")] = Path("dist/glue"),
    as_json: JsonOption = False,
) -> None:
    """Pack the program and all it needs for Glue, so that Glue asks no package index."""
    from filmes_lake.commands.views import glue as glue_view
    from filmes_lake.jobs.package import make_package

    console = open_console(context, as_json=as_json)
    glue_view.show_package(console, output, make_package(output))


@app.command()
def run(
    context: typer.Context,
    target: Annotated[Target, typer.Argument(help="The layer, or all.")] = Target.ALL,
    force: Annotated[bool, typer.Option("--force", help="Rebuild it even if it is up to date.")] = False,
    package: PackageOption = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run the packaged job on this machine as Glue would start it, over a folder or S3; nothing is paid."""
    from filmes_lake.commands.views import catalog as catalog_view
    from filmes_lake.commands.views import transform as transform_view
    from filmes_lake.workflows.job_here import run_job_here

    runtime, console = open_runtime(context, lake, as_json=as_json, glue_package=package)
    with console.progress("job") as progress:
        made = run_job_here(runtime.local_job, runtime.catalog, target, force=force, progress=progress)
    transform_view.show_result(console, made.result)
    transform_view.show_losses(console, runtime, made.result)
    catalog_view.show_followed(console, runtime, made.catalog)
    raise typer.Exit(made.exit_code)


@app.command()
def submit(
    context: typer.Context,
    target: Annotated[Target, typer.Argument(help="The layer, or all.")] = Target.ALL,
    force: Annotated[bool, typer.Option("--force", help="Rebuild it even if it is up to date.")] = False,
    package: PackageOption = None,
    role: RoleOption = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Upload what changed, create or update the job, start a run and leave it (transform --engine glue waits)."""
    from filmes_lake.commands.views import glue as glue_view

    runtime, console = open_runtime(context, lake, as_json=as_json, glue_role=role, glue_package=package)
    glue_view.show_submission(console, runtime.settings.glue_job, runtime.glue.submit(target, force=force))


@app.command()
def status(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=200, help="At most this many runs, the newest first.")] = 10,
    as_json: JsonOption = False,
) -> None:
    """Show the job's runs: how they stand, what they took and cost."""
    from filmes_lake.commands.views import glue as glue_view

    runtime, console = open_runtime(context, None, as_json=as_json)
    glue_view.show_runs(console, runtime.glue_job, runtime.glue_job.runs(limit))


@app.command()
def logs(
    context: typer.Context,
    run: RunArgument = None,
    lines: Annotated[int, typer.Option(min=1, max=10_000, help="At most this many lines, the last ones.")] = 100,
    as_json: JsonOption = False,
) -> None:
    """Show what a run logged last."""
    from filmes_lake.commands.views import glue as glue_view

    runtime, console = open_runtime(context, None, as_json=as_json)
    job = runtime.glue_job
    found = job.newest() if run is None else job.run(run)
    glue_view.show_log(console, job, found, job.log(found.id, lines))


@app.command()
def stop(context: typer.Context, run: RunArgument = None, as_json: JsonOption = False) -> None:
    """Stop a run; what is published stays."""
    from filmes_lake.commands.views import glue as glue_view

    runtime, console = open_runtime(context, None, as_json=as_json)
    job = runtime.glue_job
    found = job.newest() if run is None else job.run(run)
    if not found.ended:
        job.stop(found.id)
    glue_view.show_stopped(console, job, found)
