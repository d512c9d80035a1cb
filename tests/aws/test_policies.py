"""The IAM policies of docs/aws.md: each is enough for its command, and each statement of it is needed.

moto on a port enforces them. It looks at the resources of S3's statements alone, so those of Glue and Athena stand for
all there; and it runs neither queries nor jobs nor functions, so what AWS does as the user or the role is not seen here
(`UNSEEN`). The state machine's role is held against what the machine calls.
"""

import json
import uuid
from collections.abc import Iterator
from contextlib import closing
from fnmatch import fnmatch
from pathlib import Path
from string import Template
from typing import Any

import boto3
import pytest

from filmes_lake import aws
from filmes_lake.deploy.state_machine import INVOKE, PUBLISH, RUN_JOB, state_machine
from filmes_lake.errors import EXIT_PARTLY_DONE, SettingsError
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.workflows.ticks import take_tick
from tests.deploy.state_machines import PARTS
from tests.fakes.athena import make_workgroup, queue, result
from tests.fakes.aws import CREDENTIALS, SECRETS, environment_of, moto_server, new_bucket
from tests.fakes.glue import packed
from tests.fakes.iam import User
from tests.fakes.tmdb_server import TOKEN, FakeTmdb
from tests.program import SAMPLE, Ended, Program

pytest_plugins = ("tests.running",)

POLICIES = Path(aws.__file__).parent / "policies"
NAMES = sorted(path.stem for path in POLICIES.glob("*.json"))
# Each policy's command. The roles of the Glue job and of the functions do with the lake what the command here does.
COMMANDS: dict[str, list[str | Path]] = {
    "ingest": ["ingest", "csv", SAMPLE / "series.csv"],
    "transform": ["transform", "all", "--force"],
    "register": ["catalog", "register"],
    "report": ["query", "SELECT titulo_principal FROM dim_filme", "--engine", "athena"],
    "queries": ["catalog", "queries", "push"],
    "submit": ["jobs", "submit"],
    "glue-job": ["transform", "all", "--force"],
    "lambda-plan": ["run", "--plan"],
    "lambda-ingest": ["ingest", "tmdb", "--kind", "movies", "--limit", "1"],
    "lambda-transform": ["transform", "all", "--force"],
    "lambda-register": ["catalog", "register"],
}
MACHINE = "state-machine"
ELSEWHERE = {  # where they are tested
    "schedule": "tests/deploy/stack_properties.py",
    "check": "tests/deploy/test_checking.py",
    **dict.fromkeys(("deploy-compute", "deploy-data", "deploy-roles"), "tests/aws/test_deploying.py"),
}
# Held against what a service of the tests' own is asked: see tests/dashboard/quicksight.
PUBLISH_DASHBOARD = "publish"
FRESH = {"ingest", "lambda-ingest"}
ASKING = {"lambda-ingest", "lambda-plan"}
TOKEN_PARAMETER = "/films/tmdb-token"
REGISTERING = {"register", "lambda-register"}
SEEING_TABLES = {"report", "lambda-plan"}
# Statements without which the command still does its work and says what it left undone.
DISPENSABLE = {"Sweep", "FindUploads"}
UNSEEN = {"Places", "Results", "FindResults", "Logs", "Metrics", "PassRole", "Ticks", "Spice"}
# Where a lake is registered: without one of them the transform is published, and the catalog lags behind.
FOLLOWING = ("Database", "Tables")
# Who list the lake. The others need the permission so that S3 says of a missing object that it is missing, which moto
# says to everybody; and Athena lists for itself.
LISTING = {"transform", "glue-job", "submit", "lambda-transform", "lambda-plan"}
DATABASE, WORKGROUP = "films_by_policy", "films"


def statements(name: str) -> list[str]:
    return [statement["Sid"] for statement in json.loads((POLICIES / f"{name}.json").read_text())["Statement"]]


NEEDED = [
    (name, sid)
    for name in COMMANDS
    for sid in statements(name)
    if sid not in DISPENSABLE | UNSEEN
    and (sid != "Find" or name in LISTING)
    # Who submits a run reads the lake only where they wait for its end.
    and (name, sid) != ("submit", "Read")
    and (name != "lambda-transform" or sid not in FOLLOWING)
]
# One statement of each policy is taken away in the quick tests, and every one in the slow.
QUICK = dict(reversed(NEEDED)).items()


class Place:
    """A lake with the sample on a moto server of its own, and a user who is allowed what a policy says."""

    def __init__(self, server: str, home: Path, tmdb: FakeTmdb) -> None:
        self.server, self.program, self.tmdb = server, Program(home), tmdb
        self.bucket = self.plain = self.registered = new_bucket(server)
        self._environment = environment_of(server, home)
        self.user = User(server, f"user-{uuid.uuid4().hex}")
        make_workgroup(server, WORKGROUP, "s3://results/")

    def fill(self) -> None:
        """Ingest and transform, then register a copy, as somebody who may do everything."""
        self._run(["ingest", "csv", SAMPLE / "movies.csv"], {})
        for words in (COMMANDS["ingest"], COMMANDS["transform"]):
            assert self._run(words, {}).code == 0
        with closing(self._client("ssm")) as client:
            client.put_parameter(Name=TOKEN_PARAMETER, Value=self.tmdb.token, Type="SecureString")
        plain, self.bucket = self.bucket, new_bucket(self.server)
        self._copy(plain)
        assert self._run(COMMANDS["register"], {}).code == 0
        self.plain, self.registered = plain, self.bucket

    def run(self, name: str, without: str | None = None, *, registered: bool = False) -> Ended:
        """Run the policy's command as the user, with the policy or with one that lacks a statement."""
        # What is in the lake already needs no writing, and a registered lake's transform registers too.
        self.bucket = self.registered if registered or name in SEEING_TABLES else self.plain
        if name in FRESH | REGISTERING:
            self.bucket = new_bucket(self.server)
        if name in REGISTERING | (FRESH & ASKING):
            self._copy(self.plain)
        if name == "report":
            queue(self.server, result({"titulo_principal": "varchar"}, [["Crime"]]))
        with self.user.allowed(self.policy(name, without)):
            own = {**dict.fromkeys(("AWS_SESSION_TOKEN",), ""), **self.user.credentials}
            if name in REGISTERING:  # in a database that is not there yet
                own["FILMES_LAKE_DATABASE"] = f"films_{uuid.uuid4().hex}"
            if name in ASKING:
                own["TMDB_BASE_URL"], own["FILMES_LAKE_TMDB_TOKEN_PARAMETER"] = self.tmdb.base_url, TOKEN_PARAMETER
            if name == "submit":  # a job and a package that are not there yet
                new = uuid.uuid4().hex
                own["FILMES_LAKE_GLUE_JOB"] = f"films-{new}"
                own["FILMES_LAKE_GLUE_PACKAGE"] = str(packed(self.program.folder / new, new.encode()))
            return self._run(COMMANDS[name], own)

    def policy(self, name: str, without: str | None) -> dict[str, Any]:
        values = {"BUCKET": self.bucket, "PREFIX": "lake", "RESULTS": "results", "DATABASE": DATABASE}
        names = {"WORKGROUP": WORKGROUP, "JOB": "films", "ROLE": "films-job", "STACK": "films", "TOPIC": "films"}
        text = (POLICIES / f"{name}.json").read_text(encoding="utf-8")
        filled = Template(text).substitute(values, **names, REGION="us-east-1", ACCOUNT="123456789012")
        policy: dict[str, Any] = json.loads(filled)
        kept = [statement for statement in policy["Statement"] if statement["Sid"] != without]
        assert without is None or len(kept) == len(policy["Statement"]) - 1
        return {**policy, "Statement": [_as_moto_reads_it(statement) for statement in kept]}

    def _copy(self, bucket: str) -> None:
        with closing(self._client("s3")) as client:
            for found in client.list_objects_v2(Bucket=bucket)["Contents"]:
                client.copy_object(Bucket=self.bucket, Key=found["Key"], CopySource=f"{bucket}/{found['Key']}")

    def _client(self, service: Any) -> Any:
        """One that may do everything."""
        return boto3.client(
            service,
            endpoint_url=self.server,
            region_name="us-east-1",
            aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        )

    def _run(self, words: list[str | Path], more: dict[str, str]) -> Ended:
        settings = {
            "FILMES_LAKE_DATABASE": DATABASE,
            "FILMES_LAKE_GLUE_ROLE": "films-job",
            "FILMES_LAKE_WORKGROUP": WORKGROUP,
        }
        environment = {**self._environment, **settings, **more}
        return self.program.run(
            *words,
            "--lake",
            f"s3://{self.bucket}/lake",
            **{name: value for name, value in environment.items() if value},
        )


def _as_moto_reads_it(statement: dict[str, Any]) -> dict[str, Any]:
    of_s3 = all(action.startswith("s3:") for action in statement["Action"])
    return statement if of_s3 else {**statement, "Resource": "*"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, compiled_once: None) -> Iterator[Place]:
    with moto_server() as server, FakeTmdb() as tmdb:
        place = Place(server, tmp_path_factory.mktemp("home"), tmdb)
        place.fill()
        yield place
        place.user.close()


def test_every_policy_has_a_command() -> None:
    assert sorted([*COMMANDS, MACHINE, PUBLISH_DASHBOARD, *ELSEWHERE]) == NAMES


def test_the_machines_role_may_do_what_the_machine_does_and_nothing_else() -> None:
    text = Template((POLICIES / f"{MACHINE}.json").read_text(encoding="utf-8")).substitute(
        STACK="films", JOB=PARTS.job, TOPIC="films", REGION="us-east-1", ACCOUNT="123456789012"
    )
    allowed = {statement["Sid"]: statement for statement in json.loads(text)["Statement"]}

    called = {task["Resource"] for task in state_machine(PARTS)["States"].values() if task["Type"] == "Task"}
    # https://docs.aws.amazon.com/step-functions/latest/dg/connect-glue.html: `.sync` starts, looks and stops.
    wanted = {
        INVOKE: ("Functions", ["lambda:InvokeFunction"]),
        RUN_JOB: ("Job", ["glue:BatchStopJobRun", "glue:GetJobRun", "glue:GetJobRuns", "glue:StartJobRun"]),
        PUBLISH: ("Failures", ["sns:Publish"]),
    }
    assert called == set(wanted)
    assert {sid: statement["Action"] for sid, statement in allowed.items()} == dict(wanted.values())
    for function in (PARTS.plan, PARTS.ingest_tmdb, PARTS.transform, PARTS.register):
        assert fnmatch(function, allowed["Functions"]["Resource"][0])
    assert allowed["Failures"]["Resource"] == [PARTS.topic]


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_a_policy_is_enough_for_its_command(place: Place, name: str) -> None:
    ended = place.run(name)

    assert ended.code == 0, ended
    assert "permit" not in ended.err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "sid"),
    [pytest.param(*pair, id="-".join(pair), marks=() if pair in QUICK else pytest.mark.slow) for pair in NEEDED],
)
def test_without_a_statement_the_command_names_the_permission(place: Place, name: str, sid: str) -> None:
    ended = place.run(name, without=sid)

    assert ended.code == 5, ended
    removed = next(found for found in place.policy(name, None)["Statement"] if found["Sid"] == sid)
    line = ended.err.strip().splitlines()[-1]
    assert line.startswith("error: ")
    assert "AWS does not permit" in line
    assert any(action in line for action in removed["Action"]), line
    assert not any(secret in ended.err for secret in (*SECRETS, TOKEN, *place.user.credentials.values()))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ingest", "transform"])
@pytest.mark.parametrize("sid", sorted(DISPENSABLE))
def test_who_may_not_tidy_up_can_still_work(place: Place, name: str, sid: str) -> None:
    ended = place.run(name, without=sid)

    assert ended.code == 0, ended


@pytest.mark.slow
@pytest.mark.parametrize("without", [None, "Ticks"])
def test_a_plan_may_take_a_tick(place: Place, without: str | None, tmp_path: Path) -> None:
    place.bucket = place.plain
    keys = {
        f"aws_{name}": place.user.credentials[f"AWS_{name.upper()}"] for name in ("access_key_id", "secret_access_key")
    }
    client = boto3.client("s3", endpoint_url=place.server, region_name="us-east-1", **keys)
    storage = S3Storage(client, S3Address.parse(f"s3://{place.bucket}/lake"), tmp_path, tmp_path)

    with place.user.allowed(place.policy("lambda-plan", without)), closing(client):
        if without is None:
            assert take_tick(storage, "films", "2026-11-30T06:00:00Z", "arn:one")
        else:
            with pytest.raises(SettingsError, match="AWS does not permit PutObject"):
                take_tick(storage, "films", "2026-12-01T06:00:00Z", "arn:one")


@pytest.mark.slow
@pytest.mark.parametrize("without", [None, *FOLLOWING])
def test_where_a_catalog_may_not_follow_the_transform_is_published(place: Place, without: str | None) -> None:
    ended = place.run("lambda-transform", without=without, registered=True)

    assert ended.code == (EXIT_PARTLY_DONE if without else 0), ended
    assert ("AWS does not permit" in ended.err) == (without is not None)
