"""Runs of the Glue job from the command line, against moto and a fake of what moto's Glue lacks."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
import requests

from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.errors import ChecksFailed
from filmes_lake.jobs.package import SCRIPT, WHEELS
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake, utc_now
from filmes_lake.lake.ledger import RunRecord
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.models.kinds import Target
from filmes_lake.transform.pipeline import TransformRequest, transform
from tests.fakes.aws import ACCOUNT, SECRETS
from tests.fakes.csv_files import csv
from tests.fakes.glue import Glue, packed, send
from tests.fakes.proxy import Proxy, reset
from tests.launcher import Running
from tests.program import SAMPLE, Ended, Program, finish
from tests.schema import SCHEMA
from tests.shapes import check_shape
from tests.transform.lakes import MEMORY, movie_line

pytest_plugins = ("tests.on_aws", "tests.running")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and terminals")

if TYPE_CHECKING:
    from mypy_boto3_glue import GlueClient
    from mypy_boto3_s3 import S3Client

ROLE = "arn:aws:iam::123456789012:role/films"


class Submitting:
    """The program on a lake in S3 with Glue beside it."""

    def __init__(self, program: Program, glue: Glue, bucket: str, environment: dict[str, str], name: str) -> None:
        self.uri, self.glue, self.name = f"s3://{bucket}/lake", glue, name
        self._program = program
        self.environment = {
            **environment,
            "FILMES_LAKE_LAKE": self.uri,
            "FILMES_LAKE_GLUE_ROLE": ROLE,
            "FILMES_LAKE_GLUE_JOB": name,
            "FILMES_LAKE_GLUE_PACKAGE": str(packed(program.folder / "package", b"1")),
        }

    def start(self, *words: str | Path, **environment: str) -> Running:
        return self._program.start(*words, **{**self.environment, **environment})

    def run(self, *words: str | Path, **environment: str) -> Ended:
        return finish(self.start(*words, **environment))

    def ask(self, *words: str | Path, **environment: str) -> Any:
        ended = self.run(*words, "--json", **environment)
        assert ended.code == 0, ended
        return ended.document

    def repack(self) -> None:
        packed(self._program.folder / "package", b"2")


@pytest.fixture
def glue(proxy: Proxy) -> Glue:
    return Glue(proxy)


@pytest.fixture
def submitting(program: Program, glue: Glue, bucket: str, aws: dict[str, str]) -> Submitting:
    return Submitting(program, glue, bucket, aws, f"films-{bucket[-8:]}")


@pytest.fixture
def client_of_glue(submitting: Submitting) -> "GlueClient":
    return boto3.client("glue", region_name="us-east-1")


@pytest.fixture
def steps(moto: str) -> Iterator[None]:
    """Runs are STARTING, then RUNNING, then SUCCEEDED, each for some looks."""
    _set_steps(moto, {"progression": "manual", "times": 2})
    yield
    _set_steps(moto, {"progression": "immediate"})


def _set_steps(moto: str, transition: dict[str, Any]) -> None:
    body = {"model_name": "glue::job_run", "transition": transition}
    requests.post(f"{moto}/moto-api/state-manager/set-transition", json=body, timeout=10).raise_for_status()


@pytest.fixture
def working(submitting: Submitting, client: "S3Client", tmp_path: Path) -> Submitting:
    """A lake with raw data, and a Glue whose runs do the work."""
    submitting.ask("ingest", "csv", SAMPLE / "movies.csv")
    storage = S3Storage(client, S3Address.parse(submitting.uri), tmp_path / "glue", tmp_path / "glue")

    def work(arguments: Mapping[str, str]) -> None:
        layers = Target(arguments["--LAYER"]).layers
        engine = DuckDBEngine(memory=MEMORY, threads=1)
        transform(
            Lake(storage, SCHEMA),
            engine,
            TransformRequest(layers, "--FORCE" in arguments, arguments["--RUN_ID"], strict="--STRICT" in arguments),
        )

    submitting.glue.does = work
    return submitting


def test_a_run_is_submitted_and_a_second_uploads_nothing_and_changes_nothing(submitting: Submitting) -> None:
    first = submitting.ask("jobs", "submit", "trusted")
    second = submitting.ask("jobs", "submit", "trusted")

    check_shape("jobs-submit", first)
    assert (first["job"], first["uploaded"]) == ("created", [SCRIPT, WHEELS])
    assert (second["job"], second["uploaded"]) == ("unchanged", [])
    assert first["job_run"] != second["job_run"]


def test_the_job_is_what_glue_needs(submitting: Submitting, client_of_glue: "GlueClient", client: "S3Client") -> None:
    submitting.ask("jobs", "submit")

    job = client_of_glue.get_job(JobName=submitting.name)["Job"]
    arguments = job["DefaultArguments"]
    assert (job["Role"], job["GlueVersion"], job["WorkerType"], job["NumberOfWorkers"]) == (ROLE, "5.1", "G.1X", 2)
    assert (job["Timeout"], job["MaxRetries"], job["ExecutionProperty"]) == (60, 0, {"MaxConcurrentRuns": 1})
    assert arguments["--python-modules-installer-option"] == "--no-index"
    assert arguments["--enable-metrics"] == arguments["--enable-continuous-cloudwatch-log"] == "true"
    assert arguments["--conf"] == "spark.executor.defaultJavaOptions=-XX:-DontCompileHugeMethods"
    assert arguments["--LAKE_URI"] == submitting.uri
    assert arguments["--additional-python-modules"].endswith(".gluewheels.zip")
    for address in (job["Command"]["ScriptLocation"], arguments["--additional-python-modules"]):
        bucket, _, key = address.removeprefix("s3://").partition("/")
        assert client.head_object(Bucket=bucket, Key=key)["ContentLength"] > 0


@pytest.mark.slow
def test_another_package_and_other_settings_update_the_job(submitting: Submitting) -> None:
    submitting.ask("jobs", "submit")
    submitting.repack()

    changed = submitting.ask("jobs", "submit", FILMES_LAKE_GLUE_WORKERS="5")
    again = submitting.ask("jobs", "submit", FILMES_LAKE_GLUE_WORKERS="5")

    assert (changed["job"], changed["uploaded"]) == ("updated", [SCRIPT, WHEELS])
    assert (again["job"], again["uploaded"]) == ("unchanged", [])
    assert submitting.glue.asked("UpdateJob") == 1


@pytest.mark.slow
def test_a_transform_waits_through_the_states_and_says_what_was_made(working: Submitting, steps: None) -> None:
    ended = working.run("transform", "all", "--engine", "glue")

    assert ended.code == 0, ended
    assert working.glue.asked("GetJobRun") >= 3
    assert "published" in ended.out
    assert "SUCCEEDED, 2 min 3 s" in ended.err  # moto's
    assert working.ask("runs")["runs"][0]["outcome"] == "done"


@pytest.mark.slow
def test_a_transform_is_one_document_and_where_nothing_is_stale_no_job_runs(working: Submitting) -> None:
    made = working.ask("transform", "all", "--engine", "glue")
    again = working.ask("transform", "all", "--engine", "glue")

    check_shape("transform-glue", made)
    assert {table["status"] for table in made["tables"]} == {"published"}
    assert made["glue"]["run_id"] == made["run_id"]
    assert made["glue"]["state"] == "SUCCEEDED"
    assert {table["status"] for table in again["tables"]} == {"unchanged"}
    assert again["glue"] is None
    assert working.glue.asked("StartJobRun") == 1


@pytest.mark.slow
def test_a_failed_run_says_why_and_what_it_logged_last(working: Submitting) -> None:
    def fail(arguments: Mapping[str, str]) -> None:
        logs = boto3.client("logs", region_name="us-east-1")
        with_stream = {"logGroupName": "/aws-glue/jobs/output", "logStreamName": _run_of(working)}
        logs.create_log_group(logGroupName="/aws-glue/jobs/output")
        logs.create_log_stream(**with_stream)
        event = {"timestamp": int(time.time() * 1000), "message": '{"level": "ERROR", "message": "titulos: 2 rows"}'}
        logs.put_log_events(**with_stream, logEvents=[event])  # type: ignore[arg-type, list-item]

    working.glue.does = fail
    working.glue.ending = {"JobRunState": "FAILED", "ErrorMessage": "SystemExit: checks failed", "ExecutionTime": 90}

    ended = working.run("transform", "all", "--engine", "glue")

    assert ended.code == 1
    assert '  {"level": "ERROR", "message": "titulos: 2 rows"}' in ended.err
    assert "FAILED after 1 min 30 s" in ended.err
    assert ": SystemExit: checks failed (see: filmes-lake jobs logs jr_" in ended.err
    assert not any(secret in ended.err for secret in SECRETS)
    logged = working.ask("jobs", "logs")
    check_shape("jobs-logs", logged)
    assert logged["lines"] == ['{"level": "ERROR", "message": "titulos: 2 rows"}']
    assert working.ask("versions")["versions"][0]["layer"] == "raw"


@pytest.mark.slow
def test_a_strict_run_that_publishes_nothing_exits_with_3(working: Submitting, tmp_path: Path) -> None:
    def work(arguments: Mapping[str, str]) -> None:
        with suppress(ChecksFailed):
            does(arguments)

    does = working.glue.does
    working.glue.does = work
    working.glue.ending = {"JobRunState": "FAILED", "ErrorMessage": "SystemExit: strict: 1 value became null"}
    spoilt = tmp_path / "movies.csv"
    spoilt.write_bytes(csv(movie_line("tt0000001", ano_lancamento="abcd")))
    working.ask("ingest", "csv", spoilt)

    ended = working.run("transform", "trusted", "--strict", "--engine", "glue")

    assert (ended.code, "strict: 1 value became null" in ended.err) == (3, True)
    assert {version["layer"] for version in working.ask("versions")["versions"]} == {"raw"}


def _run_of(submitting: Submitting) -> str:
    (run,) = boto3.client("glue", region_name="us-east-1").get_job_runs(JobName=submitting.name)["JobRuns"]
    return run["Id"]


@pytest.mark.slow
def test_runs_are_listed_with_what_they_took_and_cost(submitting: Submitting) -> None:
    submitting.glue.ending = {"NumberOfWorkers": 2, "WorkerType": "G.1X"}
    submitting.ask("jobs", "submit")

    submitting.ask("jobs", "submit")
    document = submitting.ask("jobs", "status", "--limit", "1")
    text = submitting.run("jobs", "status")

    check_shape("jobs-status", document)
    assert document["runs"][0]["seconds"] == 123  # moto's
    (newest,) = document["runs"]
    assert text.out.index(newest["run"]) < text.out.rindex("jr_")
    assert submitting.ask("jobs", "logs")["run"] == newest["run"]


@pytest.mark.slow
def test_a_run_that_has_ended_needs_no_stopping(submitting: Submitting) -> None:
    submitting.ask("jobs", "submit")
    newest = submitting.ask("jobs", "status")["runs"][0]

    stopped = submitting.ask("jobs", "stop")

    check_shape("jobs-stop", stopped)
    assert (stopped["run"], stopped["state"]) == (newest["run"], newest["state"])


@pytest.mark.slow
def test_what_a_run_costs_is_shown_while_it_is_waited_for(working: Submitting) -> None:
    working.glue.ending = {
        "JobRunState": "STOPPED",
        "NumberOfWorkers": 2,
        "WorkerType": "G.1X",
        "ExecutionTime": 1800,
    }

    ended = working.run("transform", "all", "--engine", "glue", "--force")

    assert ended.code == 1
    assert "STOPPED after 30 min 0 s, 1.000 DPU hours, US$ 0.440: Glue gives no reason" in ended.err


@pytest.mark.slow
def test_a_run_that_was_stopped_before_it_could_say_so_is_killed_in_the_ledger(
    working: Submitting, client: "S3Client"
) -> None:
    def begin(arguments: Mapping[str, str]) -> None:
        run_id = arguments["--RUN_ID"]
        begun = RunRecord(run_id=run_id, command="transform", program="1", holder="Glue", started_at=utc_now())
        key = f"lake/{layout.run(run_id)}"
        client.put_object(Bucket=working.uri.split("/")[2], Key=key, Body=begun.to_json())

    working.glue.does = begin
    working.glue.ending = {"JobRunState": "TIMEOUT", "ErrorMessage": f"{ACCOUNT} took too long"}

    ended = working.run("transform", "all", "--engine", "glue")

    assert ended.code == 1
    assert "TIMEOUT after" in ended.err
    assert not any(secret in ended.err for secret in SECRETS)
    assert working.ask("runs")["runs"][0]["outcome"] == "killed"


@pytest.mark.slow
def test_ctrl_c_without_a_terminal_leaves_the_run_and_says_how_to_stop_it(submitting: Submitting) -> None:
    submitting.ask("ingest", "csv", SAMPLE / "movies.csv")
    submitting.glue.ending = {"JobRunState": "RUNNING"}
    process = submitting.start("transform", "all", "--engine", "glue")
    _await(lambda: submitting.glue.asked("GetJobRun") > 0)

    process.send_signal(signal.SIGINT)

    ended = finish(process)
    assert ended.code == 130, ended
    run = _run_of(submitting)
    assert f"interrupted: the Glue run {run} goes on (check it: filmes-lake jobs status; " in ended.err
    assert f"stop it: filmes-lake jobs stop {run})" in ended.err
    assert submitting.glue.stopped == []
    assert submitting.ask("jobs", "stop", run)["state"] == "STOPPING"
    assert submitting.glue.stopped == [run]


@pytest.mark.slow
@pytest.mark.parametrize(("answer", "stopped"), [(b"y\n", True), (b"\n", False)], ids=["yes", "no"])
def test_ctrl_c_at_a_terminal_asks_whether_to_stop_the_run(
    submitting: Submitting, answer: bytes, *, stopped: bool
) -> None:
    submitting.ask("ingest", "csv", SAMPLE / "movies.csv")
    submitting.glue.ending = {"JobRunState": "RUNNING"}
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "filmes_lake", "transform", "all", "--engine", "glue"],
        env=submitting._program.environment(**submitting.environment, TERM="dumb"),
        cwd=submitting._program.folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    _await(lambda: submitting.glue.asked("GetJobRun") > 0)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    shown = _read_until(ours, b"[y/N]")
    os.write(ours, answer)
    assert process.wait(30) == 130, shown
    os.close(ours)

    assert submitting.glue.stopped == ([_run_of(submitting)] if stopped else [])


def _read_until(terminal: int, words: bytes) -> bytes:
    shown = b""
    while words not in shown:
        shown += os.read(terminal, 4096)
    return shown


def _await(condition: Callable[[], bool]) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError


@pytest.mark.parametrize(
    ("words", "environment", "code", "says"),
    [
        (("transform", "all", "--engine", "glue", "--lake", "lake"), {}, 5, "lake: Glue needs a lake in S3"),
        (("jobs", "submit", "--lake", "lake"), {}, 5, "lake: Glue needs a lake in S3"),
        (("jobs", "submit"), {"FILMES_LAKE_GLUE_ROLE": ""}, 5, "the Glue job needs a role"),
        (("jobs", "submit", "--package", "none"), {}, 1, "none/package.json: No such file or directory"),
        (("jobs", "submit"), {"FILMES_LAKE_GLUE_WORKERS": "1"}, 5, "glue_workers from environment"),
        (("jobs", "status"), {}, 1, "there is no such job (create it: filmes-lake jobs submit)"),
        (("jobs", "logs", "jr_none"), {}, 1, "no run jr_none"),
        (("jobs", "stop"), {}, 1, "there is no such job"),
    ],
)
def test_what_cannot_be_is_one_line(
    submitting: Submitting, words: tuple[str, ...], environment: dict[str, str], code: int, says: str
) -> None:
    ended = submitting.run(*words, **environment)

    assert ended.code == code, ended
    assert says in ended.error


def test_a_role_that_glue_does_not_take_is_named_and_no_word_of_aws_is(submitting: Submitting, proxy: Proxy) -> None:
    refused = {"__type": "InvalidInputException", "Message": f"{ROLE} should be given assume role permissions"}
    proxy.heal()
    proxy.spoil(r" AWSGlue\.CreateJob$", lambda exchange: send(exchange, refused, status=400))

    ended = submitting.run("jobs", "submit")

    assert ended.code == 5
    assert "check glue_role: the role must exist and trust glue.amazonaws.com" in ended.error
    assert ACCOUNT not in ended.err


@pytest.mark.slow
def test_where_glue_cannot_be_reached_any_more_the_run_goes_on(working: Submitting, proxy: Proxy) -> None:
    def vanish(_: Mapping[str, str]) -> None:
        proxy.heal()
        proxy.spoil(r" AWSGlue\.GetJobRun$", reset)

    working.glue.does = vanish

    ended = working.run("transform", "all", "--engine", "glue", AWS_MAX_ATTEMPTS="1")

    assert ended.code == 1
    assert "; the Glue run goes on, see: filmes-lake jobs status)" in ended.err


def test_the_sql_of_glue_is_sparks(program: Program) -> None:
    glue, spark = (
        program.run("transform", "all", "--print-sql", "--engine", name, "--json").document["statements"]
        for name in ("glue", "spark")
    )

    assert glue == spark


@pytest.mark.slow
def test_a_run_under_way_is_reported(submitting: Submitting, steps: None) -> None:
    submitting.ask("jobs", "submit")

    ended = submitting.run("jobs", "submit")

    assert ended.code == 1
    assert "a run is under way (see: filmes-lake jobs status)" in ended.error
