"""Transform on AWS Glue: a run of the job is submitted and waited for, and the catalog follows what it published."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from filmes_lake.catalog.registration import Catalog
from filmes_lake.errors import EXIT_INTERRUPTED, ChecksFailed, FilmesLakeError, NotFound
from filmes_lake.jobs.glue import GlueJob, JobRun
from filmes_lake.jobs.submission import Submission, Submitter, close, result_of, run_status, wait
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Target
from filmes_lake.progress import Progress
from filmes_lake.transform.audits import refuse_losses
from filmes_lake.transform.pipeline import TransformResult, published_by
from filmes_lake.transform.planning import plan
from filmes_lake.workflows.publish import Published, publish
from filmes_lake.workflows.transform import warn_of

_LAST_LINES = 15


@dataclass(frozen=True)
class GlueTransform:
    """What a run on Glue made; no run where everything was up to date."""

    result: TransformResult
    run: JobRun | None


class RunLeft(FilmesLakeError):
    """Whoever waited for the run, whose id at Glue is `run`, waits no longer."""

    exit_code = EXIT_INTERRUPTED
    code = "interrupted"

    def __init__(self, message: str, hint: str, run: str) -> None:
        super().__init__(message, hint)
        self.run = run


@dataclass(frozen=True)
class _OnGlue:
    submitter: Submitter
    target: Target
    progress: Progress
    typed: Callable[[str], str]

    @property
    def _lake(self) -> Lake:
        return self.submitter.lake

    @property
    def _job(self) -> GlueJob:
        return self.submitter.job

    def transform(self, *, force: bool) -> GlueTransform:
        if not any(layer.stale for layer in plan(self._lake, self.target.layers, force=force)):
            result = published_by(self._lake, None, "glue", self.target.layers, 0.0)
            if self.submitter.strict:
                refuse_losses(result.losses)
            self.progress.note("everything is up to date: no job was started")
            return GlueTransform(result, None)
        submission = self.submitter.submit(self.target, force=force)
        self.progress.note(f"Glue run {submission.job_run} of the job {self._job.name} ({submission.job})")
        run = self._wait(submission)
        if run.state != "SUCCEEDED":
            close(self._lake, run)
            raise self._failure(run)
        self.progress.note(f"Glue run {run.id}: {self._status(run)}")
        return GlueTransform(result_of(self._lake, run, self.target.layers), run)

    def _wait(self, submission: Submission) -> JobRun:
        run = submission.job_run
        try:
            return wait(self._job, run, lambda found: self.progress.step(self._status(found)))
        except KeyboardInterrupt:
            check, stop = self.typed("jobs status"), self.typed(f"jobs stop {run}")
            message = f"interrupted: the Glue run {run} goes on"
            raise RunLeft(message, f"check it: {check}; stop it: {stop}", run) from None
        except FilmesLakeError as error:  # a network that is gone, credentials that have expired
            error.hint = f"{error.hint}; the Glue run goes on, see: {self.typed('jobs status')}"
            raise

    def _failure(self, run: JobRun) -> FilmesLakeError:
        """The error of a run that did not succeed; its last lines are shown."""
        for line in self._job.log(run.id, _LAST_LINES):
            self.progress.note(f"  {line}")
        reason = " ".join((run.reason or "Glue gives no reason").split())
        return self._kind_of(run)(
            f"Glue run {run.id}: {run.state} after {self._status(run).partition(', ')[2]}: {reason}",
            f"see: {self.typed(f'jobs logs {run.id}')}",
        )

    def _kind_of(self, run: JobRun) -> type[FilmesLakeError]:
        """The error's class: Glue knows no exit codes, but the run's entry in the ledger says which error it was."""
        with suppress(NotFound):
            if self._lake.ledger.entry(run.run_id or "").code == ChecksFailed.code:
                return ChecksFailed
        return FilmesLakeError

    def _status(self, run: JobRun) -> str:
        return run_status(self._job, run, self._lake.now())


def transform_on_glue(
    submitter: Submitter,
    catalog: Catalog,
    target: Target,
    *,
    force: bool,
    progress: Progress,
    typed: Callable[[str], str] = "filmes-lake {}".format,
) -> Published[GlueTransform]:
    """Run the transforms as a job of Glue and wait; where all is up to date, no job is started and nothing is paid.

    `typed` makes of a command's words what the user can type. FilmesLakeError says why the run failed, RunLeft that
    Ctrl-C came first.
    """
    work = _OnGlue(submitter, target, progress, typed)
    published = publish(catalog, partial(work.transform, force=force))
    warn_of(published.result.result.losses)
    return published
