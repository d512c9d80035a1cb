"""A run on Glue as the terminal shows it: while it is waited for, when it has ended, in a list."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from filmes_lake.commands.options import command_line
from filmes_lake.console import format_duration
from filmes_lake.errors import FilmesLakeError
from filmes_lake.jobs.submission import RunLeft, close, cost_of, result_of, wait
from filmes_lake.lake.lake import utc_now

if TYPE_CHECKING:
    from filmes_lake.console import Console
    from filmes_lake.jobs.glue import GlueJob, JobRun
    from filmes_lake.jobs.submission import Submission
    from filmes_lake.lake.lake import Lake
    from filmes_lake.models.kinds import Target
    from filmes_lake.transform.pipeline import TransformResult

_LAST_LINES = 15


def follow(
    console: "Console", lake: "Lake", job: "GlueJob", submission: "Submission", target: "Target"
) -> tuple["TransformResult", dict[str, Any]]:
    """Wait for the run and show how it stands: its result, and the run's document. An error says why it failed.

    On Ctrl-C whoever sits at a terminal is asked whether it shall stop.
    """
    console.note(f"Glue run {submission.job_run} of the job {job.name} ({submission.job})")
    try:
        with console.steps("transform") as step:
            run = wait(job, submission.job_run, lambda run: step(_standing(job, run)))
    except KeyboardInterrupt:
        raise _left(console, job, submission) from None
    except FilmesLakeError as error:  # a network that is gone, credentials that have expired
        error.hint = f"{error.hint}; the Glue run goes on, see: {command_line('jobs status')}"
        raise
    if run.state != "SUCCEEDED":
        close(lake, run)
        raise _failed(console, job, run)
    console.note(f"Glue run {run.id}: {_standing(job, run)}")
    return result_of(lake, run, target.layers), run_document(job, run)


def run_document(job: "GlueJob", run: "JobRun", now: Callable[[], datetime] = utc_now) -> dict[str, Any]:
    """What is known of a run."""
    return {
        "run": run.id,
        "run_id": run.run_id,
        "state": run.state,
        "started": run.started,
        **cost_of(job, run, now()),
        "reason": run.reason,
    }


def run_row(document: dict[str, Any]) -> tuple[str, ...]:
    """A run's row in the list."""
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


def _standing(job: "GlueJob", run: "JobRun") -> str:
    """How a run stands, in one line."""
    document = run_document(job, run)
    hours = "" if document["dpu_hours"] is None else f", {document['dpu_hours']:.3f} DPU hours"
    dollars = "" if document["dollars"] is None else f", US$ {document['dollars']:.3f}"
    return f"{run.state}, {format_duration(document['seconds'])}{hours}{dollars}"


def _left(console: "Console", job: "GlueJob", submission: "Submission") -> RunLeft:
    run = submission.job_run
    if console.confirm(f"Stop the Glue run {run}?"):
        job.stop(run)
        return RunLeft(f"interrupted: the Glue run {run} is being stopped", "what is published stays")
    return RunLeft(
        f"interrupted: the Glue run {run} goes on",
        f"look at it: {command_line('jobs status')}; stop it: {command_line(f'jobs stop {run}')}",
    )


def _failed(console: "Console", job: "GlueJob", run: "JobRun") -> FilmesLakeError:
    """The error of a run that did not succeed, after its last lines."""
    for line in job.log(run.id, _LAST_LINES):
        console.note(f"  {line}")
    reason = " ".join((run.reason or "Glue says no reason").split())
    return FilmesLakeError(
        f"Glue run {run.id}: {run.state} after {_standing(job, run).partition(', ')[2]}: {reason}",
        f"see: {command_line(f'jobs logs {run.id}')}",
    )
