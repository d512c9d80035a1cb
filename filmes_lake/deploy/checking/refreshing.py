"""The pieces of a refresh: upload, the state machine, TMDB, the tables, the catalog."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from importlib.resources import as_file, files
from pathlib import Path

from filmes_lake.catalog.registration import RegistrationState
from filmes_lake.deploy.checking.check import Check
from filmes_lake.deploy.checking.estimate import of_job
from filmes_lake.deploy.checking.machine import Execution, StateRun, execute
from filmes_lake.deploy.checking.proving import LeftOut, NotReached, Proof
from filmes_lake.errors import FilmesLakeError, LakeError
from filmes_lake.ingest.csv_source.ingest import ingest_csv
from filmes_lake.ingest.tmdb.ingest import ingest_saved_tmdb
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.progress import format_bytes

_LOGS = "see: filmes-lake deploy logs"
_MADE = (Layer.TRUSTED, Layer.REFINED)


def upload(check: Check) -> Proof:
    """The sample's CSVs as `ingest csv` brings them, and TMDB's answers as they were recorded."""
    lake = check.backends(check.on_lambda).lake
    _bring_csvs(lake)
    for kind, records in _records():
        lake.storage.put(layout.recorded(kind), records)
    entries = list(lake.storage.list(""))
    size = format_bytes(sum(entry.size for entry in entries))
    # What S3 asks for a request is not among the prices that are known here.
    return Proof(f"{len(entries)} objects of {size} at {lake.storage.uri}", None)


def state_machine(check: Check) -> Proof:
    """An execution on the trial, to its good end."""
    execution = execute(check, check.on_lambda)
    _require_success(execution)
    return Proof(" > ".join(execution.states), check.deployed.of_transitions(execution.transitions), execution.seconds)


def tmdb(check: Check) -> Proof:
    """A function that asks, and has every recorded answer."""
    state = _reached(check, "Ask")
    answers = [output["asked"]["answer"] for output in state.outputs]
    stored, failed = (sum(answer[name] for answer in answers) for name in ("stored", "failed"))
    wanted = sum(_recorded().values())
    if stored != wanted or failed:
        raise LakeError(f"{stored} answers were stored of {wanted}, {failed} questions failed", _LOGS)
    return _of_function(check, state, f"{stored} answers of a stub stored, in {len(answers)} calls")


def on_lambda(check: Check) -> Proof:
    """The tables, made by a function."""
    state = _reached(check, "Transform")
    return _of_function(check, state, _tables_made(check.backends(check.on_lambda).lake))


def catalog(check: Check) -> Proof:
    """Every table in the Glue Data Catalog, as its current version has it."""
    state = _reached(check, "Register")
    found = check.backends(check.on_lambda).catalog
    states = found.states()
    for table in states:
        if table.state is not RegistrationState.CURRENT:
            raise LakeError(f"{found.where}: {table.name} is {table.state.value}", _LOGS)
    return _of_function(check, state, f"{len(states)} tables in {found.where}")


def on_glue(check: Check) -> Proof:
    """The same tables, made by the Glue job in an execution of its own, which has nothing to ask."""
    if not check.with_glue:
        raise LeftOut("add --glue, which costs a run of the Glue job")
    if check.deployed.parameters["Engine"] == "lambda":
        raise LeftOut("the stack has no Glue job (deploy apply --engine either)")
    lake = check.backends(check.on_glue).lake
    _bring_csvs(lake)
    with _sample() as sample:
        for kind in Kind:
            ingest_saved_tmdb(lake, sample / f"tmdb_{kind.value}.jsonl", kind)
    execution = execute(check, check.on_glue)
    _require_success(execution)
    seconds = _run_of(execution, "TransformOnGlue").seconds
    if (rows := _rows(lake)) != (others := _rows(check.backends(check.on_lambda).lake)):
        raise LakeError(f"its tables have other rows than Lambda's: {_first_difference(rows, others)}", _LOGS)
    return Proof(_tables_made(lake), of_job(check.deployed, seconds), seconds)


def _sample() -> AbstractContextManager[Path]:
    return as_file(files("filmes_lake.sample"))


def _bring_csvs(lake: Lake) -> None:
    with _sample() as sample:
        ingest_csv(lake, [sample / f"{kind.value}.csv" for kind in Kind], None, None)


def _records() -> Iterator[tuple[Kind, bytes]]:
    with _sample() as sample:
        for kind in Kind:
            yield kind, (sample / f"tmdb_{kind.value}.jsonl").read_bytes()


def _recorded() -> dict[Kind, int]:
    """How many answers there are of each kind."""
    return {kind: len(records.splitlines()) for kind, records in _records()}


def _require_success(execution: Execution) -> None:
    if execution.status != "SUCCEEDED":
        raise FilmesLakeError(execution.failure, _LOGS)


def _reached(check: Check, name: str) -> StateRun:
    """A state of the trial's execution; NotReached where it was not entered, an error where its task failed."""
    execution = check.executions.get(check.on_lambda.name)
    if execution is None:
        raise NotReached("the state machine did not run")
    return _run_of(execution, name)


def _run_of(execution: Execution, name: str) -> StateRun:
    if name not in execution.states:
        raise NotReached(f"the state machine did not come to {name}: {execution.failure}")
    if error := execution.states[name].error:
        raise FilmesLakeError(error, _LOGS)
    return execution.states[name]


def _tables_made(lake: Lake) -> str:
    """The tables in words; LakeError unless the facts have a row for each recorded answer."""
    rows = _rows(lake)
    for kind, wanted in _recorded().items():
        if (found := rows.get(kind.names.facts)) != wanted:
            raise LakeError(f"{kind.names.facts}: {found} rows, where {wanted} answers were recorded", _LOGS)
    return f"{len(rows)} tables of {sum(rows.values()):,} rows"


def _rows(lake: Lake) -> dict[str, int]:
    return {name: table.rows for layer in _MADE for name, table in lake.require(layer).tables.items()}


def _first_difference(rows: Mapping[str, int], others: Mapping[str, int]) -> str:
    name = next(name for name in sorted({*rows, *others}) if rows.get(name) != others.get(name))
    return f"{name} {rows.get(name)}, not {others.get(name)}"


def _of_function(check: Check, state: StateRun, what: str) -> Proof:
    return Proof(what, check.deployed.of_functions(state.seconds), state.seconds)
