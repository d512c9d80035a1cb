"""`filmes-lake jobs`: the transforms as a job of AWS Glue."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from filmes_lake.commands.options import JsonOption, LakeOption, command_line, open_console, open_runtime
from filmes_lake.models.kinds import Target

if TYPE_CHECKING:
    from filmes_lake.console import Console
    from filmes_lake.jobs.package import Package

app = typer.Typer(help="Run the transforms as a job of AWS Glue.", no_args_is_help=True)

PackageOption = Annotated[
    Path | None, typer.Option("--package", metavar="FOLDER", help="A package made by `jobs package`.")
]
RoleOption = Annotated[str | None, typer.Option("--role", help="The job's role: a name or an ARN (glue_role).")]
RunArgument = Annotated[str | None, typer.Argument(metavar="[RUN]", help="Glue's id of a run; the newest if left out.")]


@app.command()
def package(
    context: typer.Context,
    output: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the package is made.")] = Path("dist/glue"),
    as_json: JsonOption = False,
) -> None:
    """Pack the program and all it needs for Glue, so that Glue asks no package index."""
    from filmes_lake.jobs.package import make_package

    console = open_console(context, as_json=as_json)
    _show_package(console, output, make_package(output))


@app.command()
def submit(
    context: typer.Context,
    target: Annotated[Target, typer.Argument(help="The layer, or all.")] = Target.ALL,
    force: Annotated[bool, typer.Option("--force", help="Make it again even where it is up to date.")] = False,
    package: PackageOption = None,
    role: RoleOption = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Upload what changed, create or update the job, start a run and leave it (transform --engine glue waits)."""
    runtime, console = open_runtime(context, lake, as_json=as_json, glue_role=role, glue_package=package)
    submission = runtime.glue.submit(target, force=force)
    if console.as_json:
        console.document({"job_name": runtime.settings.glue_job, **vars(submission)})
        return
    console.pairs(
        [
            ("job", f"{runtime.settings.glue_job} ({submission.job})"),
            ("uploaded", ", ".join(submission.uploaded) or "nothing: no file has changed"),
            ("run", submission.job_run),
            ("run in the lake", submission.run_id),
        ]
    )
    console.note(f"see: {command_line('jobs status')}, {command_line('jobs logs')}")


@app.command()
def status(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many runs, the newest first.")] = 10,
    as_json: JsonOption = False,
) -> None:
    """Show the job's runs: how they stand, what they took and cost."""
    from filmes_lake.commands.views.glue import run_document, run_row

    runtime, console = open_runtime(context, None, as_json=as_json)
    job = runtime.glue_job
    runs = [run_document(job, run) for run in job.runs(limit)]
    if console.as_json:
        console.document({"job_name": job.name, "runs": runs})
        return
    columns = ("run", "state", "started", "elapsed", "DPU hours", "US$", "reason")
    console.table(columns, [run_row(run) for run in runs], right=(3, 4, 5))


@app.command()
def logs(
    context: typer.Context,
    run: RunArgument = None,
    lines: Annotated[int, typer.Option(min=1, max=10_000, help="How many lines, up to the last.")] = 100,
    as_json: JsonOption = False,
) -> None:
    """Show what a run logged last."""
    runtime, console = open_runtime(context, None, as_json=as_json)
    found = runtime.glue_job.newest() if run is None else runtime.glue_job.run(run)
    logged = runtime.glue_job.log(found.id, lines)
    if console.as_json:
        console.document(
            {"job_name": runtime.settings.glue_job, "run": found.id, "state": found.state, "lines": logged}
        )
        return
    for line in logged:
        console.line(line)
    if not logged:
        console.note(f"{found.id} ({found.state}) has logged nothing yet")


@app.command()
def stop(context: typer.Context, run: RunArgument = None, as_json: JsonOption = False) -> None:
    """Stop a run; what is published stays."""
    runtime, console = open_runtime(context, None, as_json=as_json)
    found = runtime.glue_job.newest() if run is None else runtime.glue_job.run(run)
    if not found.ended:
        runtime.glue_job.stop(found.id)
    state = found.state if found.ended else "STOPPING"
    if console.as_json:
        console.document({"job_name": runtime.settings.glue_job, "run": found.id, "state": state})
    else:
        console.line(f"{found.id}: {state}")


def _show_package(console: "Console", folder: Path, made: "Package") -> None:
    from filmes_lake.console import format_bytes

    if console.as_json:
        document: dict[str, Any] = {"folder": str(folder), **made.model_dump(mode="json"), "digest": made.digest}
        console.document(document)
        return
    rows = [(str(folder / file.name), format_bytes(file.bytes), file.sha256) for file in made.files]
    console.table(("file", "size", "SHA-256"), rows, right=(1,))
