"""The lake's work as functions of AWS Lambda, each a handler of its own. Settings come from `FILMES_LAKE_*`.

    plan           {}, or {"tick", "execution", "stack"}: what is stale, the raw files' bytes, which engine they need;
                   whether TMDB is to be asked (`ask`), whether the tick of the clock is this execution's (`proceed`)
    ingest_tmdb    {"kind", "genres", "min_year", "min_votes", "limit", "rate", "max_age", "retry_errors"}: ask TMDB
                   until all is asked (`done`) or the function's time is up
    transform      {"layer": "trusted", "refined" or "all", "force"}: make the tables with DuckDB
    register       {}: let the Glue Data Catalog show them

Each also takes {"trial": {"name", "engine"}}: it is about the lake of that trial of `deploy check`, where TMDB's
answers are recorded. Every key may be left out, and none may be there beside these. Answers are counts in a few hundred
bytes. An error of ours reaches the caller by the name of its class, with message and hint.
"""

import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from filmes_lake.deploy.checking.trial import NAME, Trial, stack_of_trials
from filmes_lake.entrypoints.logged import Logged, errors_logged, log_done, log_followed, metrics_of_transform
from filmes_lake.errors import FilmesLakeError, UsageError
from filmes_lake.ingest.tmdb.deadline import Deadline
from filmes_lake.log import log_json_lines
from filmes_lake.metrics import VARIABLE, Metric
from filmes_lake.models.kinds import Kind, Target, TransformPlace
from filmes_lake.runtime import Runtime
from filmes_lake.settings import bytes_of, variable_of

if TYPE_CHECKING:
    from filmes_lake.ingest.tmdb.token import TmdbAccess

_OWN_FOLDERS = ("cache", "state")
_ALL_FRAMES = 1000

Answer = dict[str, Any]
Metrics = Mapping[Metric, float]


class Context(Protocol):
    """What Lambda says of an invocation."""

    def get_remaining_time_in_millis(self) -> int:
        """Until the function is killed."""
        ...


class Strict(BaseModel):
    """A document in which nothing may stand that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class TrialOfStack(Strict):
    """Which trial of the deployment this is, and what makes its tables."""

    name: str = Field(pattern=f"^{NAME}$")
    engine: TransformPlace

    @property
    def trial(self) -> Trial:
        """It, as whoever checks has it."""
        return Trial(self.name, self.engine)


class Event(Strict):
    """What a function is asked; a key that is null counts as left out."""

    trial: TrialOfStack | None = None


class PlanEvent(Event):
    """Which tick of the clock asks, in which execution of which stack."""

    tick: str | None = None
    execution: str | None = None
    stack: str | None = None


class TmdbEvent(Event):
    """Which titles TMDB is asked about, as `ingest tmdb` has it."""

    kind: Kind | None = None
    genres: tuple[str, ...] | None = None
    min_year: int | None = Field(None, ge=1)
    min_votes: int | None = Field(None, ge=0)
    limit: int | None = Field(None, ge=1)
    rate: float | None = None
    # An answer of today is no answer to ask for again: the calls of one refresh would never come to an end.
    max_age: int | None = Field(None, ge=1)
    retry_errors: bool | None = None


class TransformEvent(Event):
    """Which layers are made; `force` makes them where they are up to date too."""

    layer: Target | None = None
    force: bool | None = None


class RegisterEvent(Event):
    """Nothing more."""


def plan(event: Mapping[str, Any], context: Context) -> Answer:  # noqa: ARG001 - Lambda hands in both
    """Say what a refresh would find to do; nothing is written but whose tick it is."""
    return _answered(event, PlanEvent, _plan)


def ingest_tmdb(event: Mapping[str, Any], context: Context) -> Answer:
    """Ask TMDB about what is due, and publish the answers."""
    deadline = Deadline.after(context.get_remaining_time_in_millis() / 1000)
    return _answered(event, TmdbEvent, lambda asked: _ingest_tmdb(asked, deadline))


def transform(event: Mapping[str, Any], context: Context) -> Answer:  # noqa: ARG001 - Lambda hands in both
    """Make the tables, and let the catalog follow where the lake is registered."""
    return _answered(event, TransformEvent, _transform)


def register(event: Mapping[str, Any], context: Context) -> Answer:  # noqa: ARG001 - Lambda hands in both
    """Register the current tables."""
    return _answered(event, RegisterEvent, _register)


def _plan(asked: PlanEvent) -> tuple[Answer, Metrics]:
    from filmes_lake.ingest.tmdb.steps import TmdbStep
    from filmes_lake.workflows.survey import survey

    runtime = _runtime(asked)
    if asked.tick and not _takes(asked, asked.tick, runtime):
        return {"proceed": False, "due": False, "ask": False}, {}
    found = survey(runtime.lake, runtime.refresh_steps(), bytes_of(runtime.settings.glue_above), _disk())
    hours = found.hours_since_success
    answer = {
        "proceed": True,
        "due": found.due,
        # Due, or known to fail, as with a parameter that cannot be read: that has to be heard of.
        "ask": TmdbStep.name in found.stale,
        "stale": found.stale,
        "bytes": found.bytes,
        "engine": (asked.trial.engine if asked.trial else found.engine).value,
        "hours_since_success": hours,
        "lake": runtime.settings.lake,
        "stack": _counted(asked.stack or _stack(), asked.trial),
    }
    return answer, {} if hours is None else {Metric.HOURS_SINCE_SUCCESS: hours}


def _takes(asked: PlanEvent, tick: str, runtime: Runtime) -> bool:
    """Whether the tick is this execution's."""
    from filmes_lake.workflows.ticks import take_tick

    stack = asked.stack or _stack()
    if not stack or not asked.execution:
        raise UsageError("event.tick: whose it is must be said too", "keys: tick, execution, stack")
    return take_tick(runtime.lake.storage, stack, tick, asked.execution)


def _ingest_tmdb(asked: TmdbEvent, deadline: Deadline) -> tuple[Answer, Metrics]:
    from filmes_lake.ingest.tmdb.live import TmdbIngestion, TmdbRequest, kinds_in
    from filmes_lake.ingest.tmdb.titles import TitleFilter

    runtime = _runtime(asked, tmdb_rate=asked.rate, tmdb_max_age=asked.max_age)
    settings = runtime.settings
    request = TmdbRequest(
        TitleFilter(tuple(asked.genres or ()), asked.kind is None, asked.min_year, asked.min_votes, asked.limit),
        settings.tmdb_language,
        settings.tmdb_rate,
        settings.tmdb_max_age,
        bool(asked.retry_errors),
    )
    kinds = kinds_in(runtime.lake, asked.kind)
    with _tmdb(runtime, asked) as access:
        results = TmdbIngestion(runtime.lake, access, request).ingest_all(kinds, Logged(), deadline)
    counts = {
        name: sum(getattr(result, name) for result in results)
        for name in ("asked", "stored", "absent", "failed", "remaining")
    }
    not_begun = [kind.value for kind in kinds[len(results) :]]
    answer = {"done": not counts["remaining"] and not not_begun, **counts, "not_begun": not_begun}
    return answer, {Metric.TITLES_FAILED: counts["failed"]}


@contextmanager
def _tmdb(runtime: Runtime, asked: Event) -> "Iterator[Callable[[], TmdbAccess]]":
    """What opens TMDB: the token; in a trial a server in this very function, which has the recorded answers."""
    if asked.trial is None:
        yield runtime.tmdb_access
        return
    from filmes_lake.ingest.tmdb.recorded import recorded_tmdb

    with recorded_tmdb(runtime.lake.storage) as access:
        yield lambda: access


def _transform(asked: TransformEvent) -> tuple[Answer, Metrics]:
    from filmes_lake.transform.pipeline import TransformRequest
    from filmes_lake.workflows.survey import refuse_too_much
    from filmes_lake.workflows.transform import transform as run

    runtime = _runtime(asked)
    refuse_too_much(runtime.lake, _disk())
    target = asked.layer or Target.ALL
    request = TransformRequest(target.layers, bool(asked.force), strict=runtime.settings.strict)
    made = run(runtime.lake, runtime.transform_engine, runtime.catalog, request, Logged())
    log_followed(runtime.catalog, made.catalog)
    tables = made.result.tables
    answer = {
        "run_id": made.result.run_id,
        "published": [table.name for table in tables if table.status == "published"],
        "rows": {table.name: table.rows for table in tables},
        "registered": len(made.catalog.moved),
        "catalog_lags": made.catalog.error is not None,
        "seconds": made.result.seconds,
    }
    return answer, metrics_of_transform(made.result)


def _register(asked: RegisterEvent) -> tuple[Answer, Metrics]:
    tables = _runtime(asked).catalog.register()
    return {"tables": len(tables), **Counter(table.status for table in tables)}, {}


def _disk() -> int:
    """Bytes of the one disk that a function has."""
    return shutil.disk_usage(tempfile.gettempdir()).total


def _stack() -> str | None:
    return os.environ.get(VARIABLE)


def _counted(stack: str | None, trial: object) -> str | None:
    """The stack under which CloudWatch counts."""
    return stack_of_trials(stack) if stack and trial else stack


def _runtime(asked: Event, **flags: Any) -> Runtime:
    """The settings of the environment; what no variable gives a place lies in the one folder that can be written."""
    ours = Path(tempfile.gettempdir()) / "filmes-lake"
    folders = {name: str(ours / name) for name in _OWN_FOLDERS if not os.environ.get(variable_of(name))}
    runtime = Runtime.from_flags(lake=None, **folders, **flags)
    return runtime.in_trial(asked.trial.trial) if asked.trial else runtime


Asked = TypeVar("Asked", bound=Event)


def _answered(event: Mapping[str, Any], model: type[Asked], work: Callable[[Asked], tuple[Answer, Metrics]]) -> Answer:
    """What the work answers, which is the last line of the log; errors of ours say what to do in their one text."""
    log_json_lines()
    # Lambda hands on what `traceback` makes of an error: paths of this code, of which the log alone has a use.
    sys.tracebacklimit = _ALL_FRAMES
    counted = _counted(_stack(), event.get("trial"))
    try:
        with errors_logged(counted):
            asked = _read(event, model)
            if asked.trial:
                log_json_lines(trial=asked.trial.name)
            answer, measured = work(asked)
    except Exception as error:
        sys.tracebacklimit = 0
        if isinstance(error, FilmesLakeError) and error.hint:
            error.args = (f"{error.message} ({error.hint})",)
        raise
    log_done(answer, measured, counted)
    return answer


def _read(event: Mapping[str, Any], model: type[Asked]) -> Asked:
    try:
        return model.model_validate_json(json.dumps(event))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, ("event", *first["loc"])))
        raise UsageError(f"{where}: {first['msg']}", f"keys: {', '.join(model.model_fields) or 'none'}") from error
