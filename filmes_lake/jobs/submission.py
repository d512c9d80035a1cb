"""Submitting: what changed is uploaded, the job is made as it should be, and a run is started and watched."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, repeat
from time import sleep
from typing import Any

from filmes_lake.deploy.package import Package
from filmes_lake.errors import AlreadyExists, SettingsError
from filmes_lake.jobs.definition import JobSettings, job_definition, run_arguments
from filmes_lake.jobs.glue import GlueJob, JobRun
from filmes_lake.jobs.package import SCRIPT, WHEELS, Packed
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Layer, Target
from filmes_lake.progress import format_duration
from filmes_lake.transform.pipeline import TransformResult, published_by

# The first looks are soon, for a run that fails at once; starting takes Glue half a minute or more.
_PAUSES = (1.0, 2.0, 4.0, 8.0)
_PAUSE_SECONDS = 10.0


@dataclass(frozen=True)
class Submission:
    """A run that was started: the id in the ledger and Glue's, what became of the job, the files that were uploaded."""

    run_id: str
    job_run: str
    job: str
    uploaded: tuple[str, ...]


@dataclass(frozen=True)
class Submitter:
    """Submits runs over one lake; `encryption` and `strict` are the settings of these names.

    `imdb` see `run_arguments`.
    """

    lake: Lake
    job: GlueJob
    settings: JobSettings
    package: Packed
    encryption: str
    strict: bool = False
    imdb: str = ""

    def submit(self, target: Target, *, force: bool) -> Submission:
        """Start a run."""
        package = self.package.ready()
        uploaded = self._upload(package)
        uris = {file.name: f"{self.lake.storage.uri}/{_key(package, file.name)}" for file in package.files}
        wanted = job_definition(
            self.settings, self.lake.storage.uri, self.encryption, script=uris[SCRIPT], wheels=uris[WHEELS]
        )
        made = self.job.ensure(wanted)
        run_id = self.lake.ledger.new_id()
        arguments = run_arguments(
            self.lake.storage.uri, target, run_id, force=force, strict=self.strict, imdb=self.imdb
        )
        started = self.job.start(arguments)
        return Submission(run_id, started, made, uploaded)

    def _upload(self, package: Package) -> tuple[str, ...]:
        """Upload the files that the lake does not have yet; they lie under their hash, so what is there is the same."""
        there = {entry.key for entry in self.lake.storage.list(layout.JOBS)}
        new = [file.name for file in package.files if _key(package, file.name) not in there]
        for name in new:
            with suppress(AlreadyExists):  # somebody else's upload of the same bytes
                self.lake.storage.put_file(_key(package, name), self.package.folder / name)
        return tuple(new)


def _key(package: Package, name: str) -> str:
    return layout.job_file(package.digest, name)


def wait(job: GlueJob, job_run: str, report: Callable[[JobRun], None]) -> JobRun:
    """Poll the run until it has ended; `report` gets its status."""
    pauses = chain(_PAUSES, repeat(_PAUSE_SECONDS))
    report(run := job.run(job_run))
    while not run.ended:
        sleep(next(pauses))
        report(run := job.run(job_run))
    return run


def result_of(lake: Lake, run: JobRun, layers: Sequence[Layer]) -> TransformResult:
    """What a run that ended well made; what it did not rebuild is as it was."""
    return published_by(lake, run.run_id or "", "glue", layers, float(run.seconds or 0))


def close(lake: Lake, run: JobRun) -> None:
    """Say in the ledger that a run was killed, where it could not say how it ended: it was stopped, or out of time."""
    if run.run_id:
        lake.ledger.close_killed([run.run_id])


def cost_of(job: GlueJob, run: JobRun, now: datetime) -> dict[str, Any]:
    """What a run took, or has taken yet: seconds, DPU hours and US dollars, each None where it is not known."""
    seconds = run.elapsed(now)
    dollars = job.prices.of_run(run.dpus, seconds) if job.prices and run.dpus is not None else None
    hours = run.dpus * seconds / 3600 if run.dpus is not None else None
    return {"seconds": round(seconds), "dpu_hours": _rounded(hours), "dollars": _rounded(dollars)}


def run_status(job: GlueJob, run: JobRun, now: datetime) -> str:
    """How a run stands, what it has taken and what it costs, in one line."""
    cost = cost_of(job, run, now)
    hours = "" if cost["dpu_hours"] is None else f", {cost['dpu_hours']:.3f} DPU hours"
    dollars = "" if cost["dollars"] is None else f", US$ {cost['dollars']:.3f}"
    return f"{run.state}, {format_duration(cost['seconds'])}{hours}{dollars}"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def role_of(role: str | None) -> str:
    """The role that was set; SettingsError where none was."""
    if role is None:
        raise SettingsError("the Glue job needs a role", "set FILMES_LAKE_GLUE_ROLE, or glue_role in filmes-lake.toml")
    return role
