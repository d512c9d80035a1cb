"""A job of AWS Glue through boto3: made, started, looked at, stopped; and what it logged."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from filmes_lake.aws.errors import Service, calling, code_of, without_secrets
from filmes_lake.aws.glue import GLUE, open_glue
from filmes_lake.aws.prices import Prices, prices_in
from filmes_lake.aws.session import configuration, session
from filmes_lake.errors import FilmesLakeError, NotFound, SettingsError
from filmes_lake.jobs.definition import WORKER_DPUS

if TYPE_CHECKING:
    from mypy_boto3_glue import GlueClient
    from mypy_boto3_logs import CloudWatchLogsClient

LOGS = Service("CloudWatch Logs", "logs")
ENDED = frozenset({"SUCCEEDED", "FAILED", "STOPPED", "TIMEOUT", "ERROR", "EXPIRED"})
# What the job printed, and what Spark and Glue said. See
# https://docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html
_LOG_GROUPS = ("/aws-glue/jobs/output", "/aws-glue/jobs/error")
_MOST_RUNS = 200  # of one answer; in which order they come is said nowhere


@dataclass(frozen=True)
class JobRun:
    """A run as Glue reports it: times in UTC, `seconds` as billed (None while it runs), DPUs (None: not reported)."""

    id: str
    state: str
    started: datetime
    seconds: int | None
    dpus: float | None
    reason: str | None
    arguments: Mapping[str, str]

    @property
    def ended(self) -> bool:
        """Whether it will not change any more."""
        return self.state in ENDED

    @property
    def run_id(self) -> str | None:
        """The id in the lake's ledger."""
        return self.arguments.get("--RUN_ID")

    def elapsed(self, now: datetime) -> float:
        """Seconds that it took, or has taken yet."""
        return self.seconds if self.seconds is not None else max(0.0, (now - self.started).total_seconds())


class GlueJob:
    """The job of this name. FilmesLakeError names it."""

    def __init__(self, name: str, glue: "GlueClient", logs: "CloudWatchLogsClient") -> None:
        self.name, self._glue, self._logs = name, glue, logs

    def ensure(self, definition: Mapping[str, Any]) -> str:
        """Make the job as defined: `created`, `updated` or `unchanged`; SettingsError where Glue does not take it."""
        found = self._defined()
        if found and all(found.get(name) == value for name, value in definition.items()):
            return "unchanged"
        not_taken = SettingsError(
            f"{self._where}: Glue rejects it (InvalidInputException)",
            "check glue_role: the role must exist and trust glue.amazonaws.com",
        )
        with self._translating({"InvalidInputException": not_taken}):
            if found:
                self._glue.update_job(JobName=self.name, JobUpdate=definition)  # type: ignore[arg-type]
                return "updated"
            self._glue.create_job(Name=self.name, **definition)
            return "created"

    def start(self, arguments: Mapping[str, str]) -> str:
        """Start a run; its id. An error where one is under way."""
        under_way = FilmesLakeError(f"{self._where}: a run is under way", "see: filmes-lake jobs status")
        with self._translating({"ConcurrentRunsExceededException": under_way}):
            return self._glue.start_job_run(JobName=self.name, Arguments=arguments)["JobRunId"]

    def run(self, run_id: str) -> JobRun:
        """A run of the job; NotFound where there is none of this id."""
        none = NotFound(f"{self._where}: no run {run_id}", "see: filmes-lake jobs status")
        with self._translating({"EntityNotFoundException": none}):
            return _run(self._glue.get_job_run(JobName=self.name, RunId=run_id)["JobRun"])

    def runs(self, limit: int) -> list[JobRun]:
        """The newest runs, 200 at most, newest first; NotFound where there is no such job."""
        none = NotFound(f"{self._where}: there is no such job", "create it: filmes-lake jobs submit")
        with self._translating({"EntityNotFoundException": none}):
            found = self._glue.get_job_runs(JobName=self.name, MaxResults=_MOST_RUNS)["JobRuns"]
        return sorted(map(_run, found), key=lambda run: run.started, reverse=True)[:limit]

    def newest(self) -> JobRun:
        """The run that was started last; NotFound where there was none yet."""
        if runs := self.runs(1):
            return runs[0]
        raise NotFound(f"{self._where}: it has no runs yet", "start one: filmes-lake jobs submit")

    def stop(self, run_id: str) -> None:
        """Ask Glue to stop a run, which takes some seconds."""
        with calling(GLUE, self._where):
            answer = self._glue.batch_stop_job_run(JobName=self.name, JobRunIds=[run_id])
        for failed in answer.get("Errors", ()):
            code = failed.get("ErrorDetail", {}).get("ErrorCode", "?")
            raise FilmesLakeError(f"{run_id}: Glue does not stop it ({code})", "see: filmes-lake jobs status")

    def log(self, run_id: str, limit: int) -> list[str]:
        """The last lines that a run logged: the job's own, or Glue's and Spark's where it came to none."""
        for group in _LOG_GROUPS:
            if lines := self._log(group, run_id, limit):
                return lines
        return []

    @property
    def prices(self) -> Prices | None:
        """The prices of the job's region; None where none are known."""
        return prices_in(self._glue.meta.region_name)

    def _log(self, group: str, run_id: str, limit: int) -> list[str]:
        with calling(LOGS, group):
            try:
                events = self._logs.get_log_events(
                    logGroupName=group, logStreamName=run_id, limit=limit, startFromHead=False
                )["events"]
            except ClientError as error:
                if code_of(error) != "ResourceNotFoundException":
                    raise
                return []
        lines = [line for event in events for line in event["message"].splitlines() if line.strip()]
        return list(map(without_secrets, lines[-limit:]))

    @property
    def _where(self) -> str:
        return f"Glue job {self.name}"

    def _defined(self) -> Mapping[str, Any] | None:
        """The job as it is; None where there is none."""
        with calling(GLUE, self._where):
            try:
                return self._glue.get_job(JobName=self.name)["Job"]
            except ClientError as error:
                if code_of(error) != "EntityNotFoundException":
                    raise
                return None

    @contextmanager
    def _translating(self, errors: Mapping[str, FilmesLakeError]) -> Iterator[None]:
        """Raise `errors[code]` where AWS answers with that code; any other error of AWS as `calling` does."""
        with calling(GLUE, self._where):
            try:
                yield
            except ClientError as error:
                if found := errors.get(code_of(error)):
                    raise found from None
                raise


def open_job(name: str) -> GlueJob:
    """The job of this name in the account and region of AWS's own settings."""
    where = f"Glue job {name}"
    glue = open_glue(where)
    with session(LOGS, where) as opened:
        return GlueJob(name, glue, opened.client("logs", config=configuration()))


def _run(found: Mapping[str, Any]) -> JobRun:
    state = found["JobRunState"]
    per_worker, workers = WORKER_DPUS.get(found.get("WorkerType", "")), found.get("NumberOfWorkers")
    return JobRun(
        id=found["Id"],
        state=state,
        started=found["StartedOn"].astimezone(UTC),
        seconds=found.get("ExecutionTime", 0) if state in ENDED else None,
        dpus=per_worker * workers if per_worker and workers else found.get("MaxCapacity"),
        reason=without_secrets(found["ErrorMessage"]) if found.get("ErrorMessage") else None,
        arguments=found.get("Arguments", {}),
    )
