"""`deploy check` on moto, with a stand-in for the machine that runs the handlers themselves.

Every piece passes; and each fails where it is broken on purpose, and says so.
"""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from filmes_lake.commands.views.deploy_check import show_results
from filmes_lake.console import Console
from filmes_lake.dashboard.quicksight.spice import Publication
from filmes_lake.deploy.account import Account
from filmes_lake.deploy.checking.check import Check, Deployed
from filmes_lake.deploy.checking.pieces import CLEANUP, PIECES
from filmes_lake.deploy.checking.proving import Outcome, Piece, Proof, Result, has_failed, prove_all
from filmes_lake.deploy.wishes import StackName
from filmes_lake.reports.definitions import REPORTS, find_report
from filmes_lake.runtime import Runtime
from tests.fakes import deployed
from tests.fakes.athena import found_by_duckdb, queue, refuses
from tests.fakes.aws import SECRETS, environment_of
from tests.fakes.deployed import STACK, client, make_alarm, make_stack
from tests.fakes.proxy import Spoil, Stall, answer, change_answer
from tests.fakes.quicksight import Thing, quicksight_on_a_port
from tests.in_process import Here
from tests.on_aws import set_environment
from tests.program import Program, finish
from tests.shapes import check_shape
from tests.transform.lakes import SmallLake

pytest_plugins = ("tests.in_process", "tests.on_aws", "tests.running")
# One passing check for all, most of whose time is the asking of 375 titles.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

LATER = Piece(CLEANUP.name, lambda _: Proof("later"))
# What proves a report is one and the same for all of them, and each is compared in tests/engines/athena.
SOME = ("kpis",)
KPIS, DENIED = "report kpis on Athena", answer(403, "AccessDenied")


@dataclass(frozen=True)
class Place:
    """A check of a stack that is deployed, whose pieces were proved once; nothing was cleaned up yet."""

    check: Check
    account: deployed.Account
    server: str
    bucket: str
    lake: SmallLake
    program: Program
    results: dict[str, Result]

    def prove(self, *names: str, check: Check | None = None) -> list[Result]:
        """Prove these pieces again, or of another check; the first needs nothing."""
        first, *others = [piece for piece in PIECES if piece.name in names]
        return prove_all(check or self.check, [replace(first, needs=()), *others], LATER, lambda _: None)[:-1]

    def clean_up(self, check: Check | None = None) -> Result:
        """Clean up after the check, or after another."""
        return prove_all(check or self.check, [], CLEANUP, lambda _: None)[0]

    @contextmanager
    def another(self) -> Iterator[Check]:
        """A check of the same stack with other trials, which is cleaned up."""
        check = check_of(self.program.folder)
        yield check
        assert self.clean_up(check).outcome is Outcome.PASSED
        check.account.close()

    @property
    def environment(self) -> dict[str, str]:
        return environment_of(self.account.proxy.uri, self.program.folder)

    def keys(self) -> list[str]:
        """What lies in the bucket, in whatever version."""
        found = client(self.server, "s3").list_object_versions(Bucket=self.bucket)
        return [version["Key"] for version in (*found.get("Versions", ()), *found.get("DeleteMarkers", ()))]


def check_of(folder: Path) -> Check:
    """A check of the stack, which does not wait between two looks."""
    account = Account.here(None, STACK)
    found = Deployed.of(account, StackName(STACK))
    runtime = Runtime.from_flags(**found.settings, cache=str(folder / "cache"), state=str(folder / "state"))
    return runtime.check_of(account, found, with_glue=True)


@pytest.fixture(scope="module")
def place(moto: str, sample_lake: SmallLake, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("check")
    bucket = make_stack(moto, Engine="either", JobScriptKey="c", JobWheelsKey="d")
    with deployed.account(moto, bucket, folder) as account, pytest.MonkeyPatch.context() as patch:
        set_environment(patch, environment_of(account.proxy.uri, folder))
        queue_answers(moto, sample_lake, folder, *SOME)
        check = check_of(folder)
        results = prove_all(check, list(filter(is_proved, PIECES)), LATER, lambda _: None)
        check.pause = lambda _: None
        by_name = {result.piece: result for result in results}
        yield Place(check, account, moto, bucket, sample_lake, Program(folder), by_name)
        check.account.close()


def is_proved(piece: Piece) -> bool:
    return not piece.name.startswith("report ") or piece.name.split()[1] in SOME


def queue_answers(server: str, lake: SmallLake, scratch: Path, *reports: str) -> None:
    """What Athena will say to reports, were it as right as DuckDB."""
    queue(server, *(found for name in reports for found in found_by_duckdb(lake.lake, find_report(name), scratch)))


def test_there_is_a_piece_for_every_report() -> None:
    names = {piece.name for piece in PIECES}

    assert {f"report {report.name} on Athena" for report in REPORTS} < names
    assert len(names) == len(PIECES)


def test_every_piece_passes(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    results = dict(place.results)
    on_quicksight = results.pop("QuickSight")

    assert (on_quicksight.outcome, on_quicksight.what) == (
        Outcome.LEFT_OUT,
        "no dashboard was published (filmes-lake dashboard publish)",
    )
    assert {result.outcome for result in results.values()} == {Outcome.PASSED}, results
    assert (
        results["state machine"].what
        == "Tick > Plan > Planned > Begin > Ask > Asked > Engine > Transform > Register > Done"
    )
    assert results["TMDB's stub asked"].what == "375 answers of a stub stored, in 1 calls"
    assert results["transform on Glue"].what == results["transform on Lambda"].what
    assert results[KPIS].what.startswith("1 rows as DuckDB has them; 3 queries read ")
    assert all(result.seconds for result in results.values() if result.piece != LATER.name)
    show_results(Console(as_json=True), place.check.deployed, list(place.results.values()))
    check_shape("deploy-check", json.loads(capsys.readouterr().out))


def _without_tables(_: Any, told: dict[str, Any]) -> None:
    del told["TableList"][0]


def _without_events(_: Any, told: dict[str, Any]) -> None:
    told["events"] = []


def _other_figure(_: Any, told: dict[str, Any]) -> None:
    for row in told["ResultSet"]["Rows"][1:]:
        row["Data"][0] = {"VarCharValue": "7"}


def _older_machine(_: Any, told: dict[str, Any]) -> None:
    told["definition"] = told["definition"].replace("$.trial", "$.other")


BROKEN: list[tuple[str, str, Spoil, str]] = [
    ("upload", r"^PUT .*_ops/trials/", DENIED, "AWS does not permit PutObject"),
    (
        "state machine",
        r"\.StartExecution$",
        refuses(400, "AccessDeniedException"),
        "AWS does not permit StartExecution",
    ),
    ("transform on Lambda", r"^GET .*_ops/current.json", answer(404, "NoSuchKey"), "it is gone"),
    (
        "state machine",
        r"\.DescribeStateMachine$",
        change_answer(_older_machine),
        "it knows no trials, and would refresh the lake",
    ),
    (
        "transform on Glue",
        r"\.StartExecution$",
        refuses(400, "AccessDeniedException"),
        "does not permit StartExecution",
    ),
    ("catalog", r"AWSGlue\.GetTables$", change_answer(_without_tables), " is missing"),
    (
        KPIS,
        r"AmazonAthena\.GetQueryResults$",
        change_answer(_other_figure),
        "rows[1].filmes is 7, not 314, as DuckDB has it",
    ),
    (
        "log lines",
        r"\.FilterLogEvents$",
        change_answer(_without_events),
        "the last line of a function: not within 3 minutes",
    ),
    ("metrics", r"GetMetricStatistics$", DENIED, "AWS does not permit GetMetricStatistics"),
    ("cleanup", r"^POST .*\?delete", DENIED, "AWS does not permit DeleteObjects"),
]


@pytest.mark.parametrize(("name", "line", "spoil", "said"), BROKEN, ids=[f"{name} {line}" for name, line, *_ in BROKEN])
def test_a_piece_that_is_broken_fails(place: Place, name: str, line: str, spoil: Spoil, said: str) -> None:
    if name == KPIS:
        queue_answers(place.server, place.lake, place.program.folder, "kpis")
    with place.account.broken(line, spoil):
        result = place.clean_up() if name == CLEANUP.name else place.prove(name)[0]

    assert result.outcome is Outcome.FAILED, result
    assert said in result.what


def test_what_a_function_fails_with_is_said_and_what_comes_after_is_not_checked(place: Place) -> None:
    pieces = ("upload", "state machine", "TMDB's stub asked", "transform on Lambda", "catalog", KPIS, "log lines")
    with place.another() as check, place.account.broken(r"^GET .*_ops/recorded/movies", answer(404, "NoSuchKey")):
        found = {result.piece: result for result in place.prove(*pieces, check=check)}

    assert [found[name].outcome.value for name in pieces] == ["pass", "fail", "fail", *["not checked"] * 4]
    assert found["state machine"].what.startswith("Ask: NotFound: ")
    assert found["transform on Lambda"].what.startswith("the state machine did not come to Transform: Ask: NotFound")
    assert (found[KPIS].what, found["log lines"].what) == ("catalog: not checked", "state machine: fail")
    assert has_failed(list(found.values()))


def test_an_alarm_that_is_off_does_not_go_off_and_one_that_is_not_there_is_missed(place: Place) -> None:
    make_alarm(place.server, "ringing")  # the machine's own clears after a second
    alarms = client(place.server, "cloudwatch")
    alarms.set_alarm_state(AlarmName="ringing-run-failed", StateValue="ALARM", StateReason="a test says so")
    ringing = replace_stack(place.check, "ringing")
    (goes_off,), (clears,) = (place.prove(name, check=ringing) for name in ("alarm goes off", "alarm clears"))
    (missed,) = place.prove("alarm goes off", check=replace_stack(place.check, "others"))

    assert goes_off.what == "alarm ringing-run-failed: it is off already"
    assert clears.what == "alarm ringing-run-failed: to clear: not within 20 minutes"
    assert missed.what == "alarm others-run-failed: there is none"
    assert {goes_off.outcome, clears.outcome, missed.outcome} == {Outcome.FAILED}


def replace_stack(check: Check, name: str) -> Check:
    return replace(check, deployed=replace(check.deployed, stack=StackName(name)))


def test_a_dashboard_that_was_published_is_looked_at(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    spice = Runtime.from_flags(**place.check.deployed.settings, cache=str(place.program.folder / "c")).spice
    data_sets, region = {"filmes": "of the tables"}, "us-east-1"
    spice.note(
        Publication(
            lake=place.check.deployed.lake,
            region=region,
            database="films",
            dashboards=("films-pt",),
            data_sets=data_sets,
        )
    )
    with quicksight_on_a_port() as fake:
        monkeypatch.setenv("AWS_ENDPOINT_URL_QUICKSIGHT", fake.uri)
        fake.things["DataSet", "films-filmes"] = Thing({"Name": "filmes"}, [[]])
        (missing,) = place.prove("QuickSight")
        fake.things["Dashboard", "films-pt"] = Thing({"Name": "films"}, [[]])
        (there,) = place.prove("QuickSight")
        fake.errors["Ingestion"] = [{"Type": "PERMISSION_DENIED", "Message": "no"}]
        (denied,) = place.prove("QuickSight")
    spice.forget()

    assert (missing.outcome, missing.what) == (Outcome.FAILED, "QuickSight dashboard films-pt: there is none")
    assert (there.outcome, there.what) == (Outcome.PASSED, "1 dashboards are there, 1 data sets were taken anew")
    assert (denied.outcome, denied.what) == (
        Outcome.FAILED,
        "QuickSight data set films-filmes: FAILED: PERMISSION_DENIED (no)",
    )


def test_the_policy_allows_what_is_asked_of_the_services_that_functions_do_not_ask(place: Place) -> None:
    text = (files("filmes_lake.aws") / "policies" / "check.json").read_text(encoding="utf-8")
    allowed = {action for statement in json.loads(text)["Statement"] for action in statement["Action"]}
    seen = {line.rpartition(" ")[2] for line in place.account.proxy.seen}
    services = {"AWSStepFunctions": "states", "AmazonAthena": "athena"}
    asked = {f"{services[of]}:{what}" for of, _, what in (line.partition(".") for line in seen) if of in services}

    ours = {action for action in allowed if action.startswith(tuple(services.values()))}
    assert ours - asked == {"states:StopExecution", "athena:StopQueryExecution"}
    assert asked - ours == set()


def test_nothing_is_started_before_somebody_says_yes(place: Place, here: Here) -> None:
    ended = here.run("deploy", "check", "--stack", STACK, **place.environment)

    assert ended.code == 2
    assert "it costs about US$ 0.0" in ended.err
    assert "the stack leaves out: no schedule: refreshes are started by hand" in ended.err
    assert ended.err.endswith("error: Check it? nobody sits at a terminal to answer (add --yes to go ahead)\n")


def test_the_command_says_what_failed_and_ends_with_it(place: Place, here: Here) -> None:
    before = place.keys()
    with place.account.broken(r"^PUT .*_ops/trials/", DENIED):
        ended = here.run("deploy", "check", "--stack", STACK, "--yes", **place.environment)

    assert ended.code == 1, ended
    assert "fail         upload  " in ended.out
    assert "not checked  state machine                       upload: fail\n" in ended.out
    assert "pass         cleanup                             0 objects and 0 databases deleted" in ended.out
    assert not any(secret in ended.out + ended.err for secret in SECRETS)
    assert place.keys() == before


def test_ctrl_c_leaves_nothing(place: Place) -> None:
    before, stall = place.keys(), Stall()
    with place.account.broken(r"^PUT .*_ops/trials/.*_ops/recorded/series", stall):
        process = place.program.start("deploy", "check", "--stack", STACK, "--yes", "--json", **place.environment)
        assert stall.reached.wait(60)
        os.kill(process.pid, signal.SIGINT)
        stall.go_on.set()
        ended = finish(process)

    assert ended.code == 130, ended
    assert place.keys() == before


def test_what_cannot_be_stopped_keeps_nothing_from_being_deleted(place: Place) -> None:
    before = place.keys()
    with place.another() as check:
        assert place.prove("upload", check=check)[0].outcome is Outcome.PASSED
        check.running.append("of an execution that goes on")
        with place.account.broken(r" AWSStepFunctions\.StopExecution$", DENIED):
            result = place.clean_up(check)
        check.running.clear()

        assert (result.outcome, place.keys()) == (Outcome.FAILED, before)
        assert result.what == f"state machine {STACK}: AWS does not permit StopExecution"


def test_a_stack_that_is_not_there_cannot_be_checked(place: Place, here: Here) -> None:
    ended = here.run("deploy", "check", "--stack", "nobody", "--yes", **place.environment)

    assert (ended.code, ended.error) == (
        1,
        "error: stack nobody in us-east-1: there is none to check (make it: filmes-lake deploy apply)",
    )


def test_in_the_end_nothing_is_left(place: Place) -> None:
    assert place.clean_up().outcome is Outcome.PASSED
    assert set(place.keys()) <= {"lake/_ops/dashboard.json"}  # which a test wrote there
    databases = client(place.server, "glue").get_databases()["DatabaseList"]
    assert not [found for found in databases if "_trial_" in found["Name"]]
