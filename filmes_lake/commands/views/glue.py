"""Runs on Glue as the terminal shows them: left while they go on, in a list, their logs, the package they run."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from filmes_lake.commands.options import command_line
from filmes_lake.console import Console
from filmes_lake.deploy.package import Package
from filmes_lake.jobs.glue import GlueJob, JobRun
from filmes_lake.jobs.submission import Submission, cost_of
from filmes_lake.lake.lake import utc_now
from filmes_lake.progress import format_bytes, format_duration
from filmes_lake.workflows.transform_on_glue import RunLeft


def left(console: Console, job: GlueJob, error: RunLeft) -> RunLeft:
    """What is said of a run that nobody waits for any more; who sits at a terminal is asked whether it shall stop."""
    try:
        wanted = console.confirm(f"Stop the Glue run {error.run}?")
    except KeyboardInterrupt:  # once more: who wants to be gone wants no answer
        wanted = False
    if not wanted:
        return error
    job.stop(error.run)
    return RunLeft(f"interrupted: the Glue run {error.run} is being stopped", "what is published stays", error.run)


def show_submission(console: Console, job: str, submission: Submission) -> None:
    """Write what was uploaded and started."""
    if console.as_json:
        console.document({"job_name": job, **vars(submission)})
        return
    console.pairs(
        [
            ("job", f"{job} ({submission.job})"),
            ("uploaded", ", ".join(submission.uploaded) or "nothing: no file has changed"),
            ("run", submission.job_run),
            ("run in the lake", submission.run_id),
        ]
    )
    console.note(f"see: {command_line('jobs status')}, {command_line('jobs logs')}")


def show_runs(console: Console, job: GlueJob, runs: Sequence[JobRun]) -> None:
    """Write the runs, the newest first."""
    documents = [run_document(job, run) for run in runs]
    if console.as_json:
        console.document({"job_name": job.name, "runs": documents})
        return
    columns = ("run", "state", "started", "elapsed", "DPU hours", "US$", "reason")
    console.table(columns, [_row(document) for document in documents], right=(3, 4, 5), whole=(0,))


def show_log(console: Console, job: GlueJob, run: JobRun, lines: Sequence[str]) -> None:
    """Write what a run logged."""
    if console.as_json:
        console.document({"job_name": job.name, "run": run.id, "state": run.state, "lines": lines})
        return
    console.lines(line.expandtabs() for line in lines)
    if not lines:
        console.note(f"{run.id} ({run.state}) has logged nothing yet")


def show_stopped(console: Console, job: GlueJob, run: JobRun) -> None:
    """Write how a run stands that was to be stopped."""
    state = run.state if run.ended else "STOPPING"
    if console.as_json:
        console.document({"job_name": job.name, "run": run.id, "state": state})
    else:
        console.line(f"{run.id}: {state}")


def show_package(console: Console, folder: Path, made: Package) -> None:
    """Write the files that were packed."""
    if console.as_json:
        listed: dict[str, Any] = made.model_dump(mode="json", exclude_none=True)
        console.document({"folder": str(folder), **listed, "digest": made.digest})
        return
    rows = [(str(folder / file.name), format_bytes(file.bytes), file.sha256) for file in made.files]
    console.table(("file", "size", "SHA-256"), rows, right=(1,))


def run_document(job: GlueJob, run: JobRun, now: Callable[[], datetime] = utc_now) -> dict[str, Any]:
    """What is known of a run."""
    return {
        "run": run.id,
        "run_id": run.run_id,
        "state": run.state,
        "started": run.started,
        **cost_of(job, run, now()),
        "reason": run.reason,
    }


def _row(document: dict[str, Any]) -> tuple[str, ...]:
    return (
        document["run"],
        document["state"],
        f"{document['started']:%Y-%m-%d %H:%M:%S}",
        format_duration(document["seconds"]),
        _number(document["dpu_hours"]),
        _number(document["dollars"]),
        " ".join((document["reason"] or "").split()),
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
