"""`deploy` on moto: planned, made, changed, watched, left; and what CloudFormation refuses.

moto makes buckets, roles, functions, the state machine, log groups, topic and queue. It says that it makes the rest and
does not: what is seen here is the command, and no property of the templates.
"""

import json
import os
import pty
import re
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import boto3
import pytest

from filmes_lake.deploy.architecture import Architecture
from filmes_lake.deploy.costs import costs_of
from filmes_lake.deploy.permissions import permissions, word_of
from filmes_lake.deploy.remedies import remedy
from filmes_lake.deploy.stacks import Stack
from filmes_lake.deploy.templates import TemplateName, template
from filmes_lake.deploy.wishes import Wishes
from filmes_lake.errors import UsageError
from tests.fakes.aws import CREDENTIALS, SECRETS, environment_of
from tests.fakes.cloudformation import CloudFormation
from tests.fakes.functions import packed
from tests.fakes.glue import packed as glue_packed
from tests.fakes.proxy import Proxy, Stall, answer, proxy_to
from tests.in_process import Here, piped
from tests.program import Ended, Program, finish
from tests.shapes import check_shape

pytest_plugins = ("tests.in_process", "tests.on_aws", "tests.running")

TOKEN = "eyJhbGciOiJIUzI1NiJ9." + "a" * 60
HELD = "lake/Raw/Local/CSV/Movies/movies.csv"


@dataclass
class Place:
    """An account with the program before it, and CloudFormation as moto has it and lacks it."""

    program: Program
    proxy: Proxy
    server: str
    cloudformation: CloudFormation = field(init=False)

    def __post_init__(self) -> None:
        self.cloudformation = CloudFormation(self.proxy)

    @property
    def environment(self) -> dict[str, str]:
        return environment_of(self.proxy.uri, self.program.folder)

    def run(self, *words: str, package: str = "first", **settings: str) -> Ended:
        """Run `deploy`; `package` differs in ingest.zip by its name."""
        zips = ("--package", str(packed(self.program.folder / package, ingest=package)))
        given = (*words, *(zips if words[0] in {"plan", "apply"} else ()))
        return self.program.run("deploy", *given, **self.environment, **settings)

    def client(self, name: Any) -> Any:
        """AWS, seen from beside the program."""
        session = boto3.Session(CREDENTIALS["AWS_ACCESS_KEY_ID"], CREDENTIALS["AWS_SECRET_ACCESS_KEY"])
        return session.client(name, endpoint_url=self.server, region_name=CREDENTIALS["AWS_REGION"])

    def stacks(self, begin: str) -> list[str]:
        """The names of stacks that begin so."""
        found = self.client("cloudformation").describe_stacks()["Stacks"]
        return sorted(stack["StackName"] for stack in found if stack["StackName"].startswith(begin))


@pytest.fixture(scope="module")
def place(moto: str, tmp_path_factory: pytest.TempPathFactory, compiled_once: None) -> Iterator[Place]:
    with proxy_to(moto) as proxy:
        yield Place(Program(tmp_path_factory.mktemp("home")), proxy, moto)


@pytest.fixture
def fresh(place: Place) -> Iterator[Place]:
    """The account, whose CloudFormation is as it is by itself again afterwards."""
    yield place
    place.proxy.forget()
    place.cloudformation.attach()


@pytest.fixture(scope="module")
def made(place: Place) -> Ended:
    """The stack `films`, which most tests look at, as `apply` made it."""
    return place.run("apply", "--stack", "films", "--yes", "--schedule", "cron(0 6 ? * MON *)", "--email", "me@x.org")


def typed_unseen(place: Place) -> tuple[int, str]:
    """The exit code of `deploy token` at a terminal at which the token is typed, and what was to be seen there."""
    ours, theirs = pty.openpty()
    process = place.program.start_at(theirs, "deploy", "token", "--stack", "films", **place.environment)
    os.close(theirs)
    seen = b""
    with suppress(OSError):  # Linux ends a terminal so
        while block := os.read(ours, 65536):
            seen += block
            if seen.endswith(b"Token: "):
                os.write(ours, f"{TOKEN}\n".encode())
    os.close(ours)
    return process.wait(100), seen.decode()


def changes(planned: Ended) -> dict[str, str]:
    return {change["name"]: change["change"] for stack in planned.document["stacks"] for change in stack["changes"]}


def test_a_plan_says_what_it_makes_allows_costs_and_lacks_and_leaves_no_stack(place: Place) -> None:
    planned = place.run("plan", "--stack", "planned")

    assert planned.code == 0, planned
    check_shape("deploy-plan", place.run("plan", "--stack", "planned", "--json").document)
    assert "stack planned-data in us-east-1: is made" in planned.out
    assert "add     LakeBucket " in planned.out
    assert "read TMDB's token" in planned.out
    assert "US$ 0.0013, of 237 MB US$ 0.0020" in planned.out
    assert "no schedule: refreshes are started by hand" in planned.out
    assert place.stacks("planned") == []


@pytest.mark.slow
def test_ctrl_c_in_a_plan_leaves_no_stack(fresh: Place) -> None:
    stall = Stall()
    fresh.proxy.heal()
    fresh.proxy.spoil(" DescribeChangeSet$", stall, times=1)
    zips = packed(fresh.program.folder / "first", ingest="first")
    process = fresh.program.start("deploy", "plan", "--stack", "left", "--package", zips, **fresh.environment)
    assert stall.reached.wait(60)
    os.kill(process.pid, signal.SIGINT)
    stall.go_on.set()

    assert finish(process).code == 130
    assert fresh.stacks("left") == []


def test_a_region_without_prices_has_none() -> None:
    found = costs_of("eu-west-1", {"Architecture": "arm64"})

    assert (found.idle, found.refresh_real, found.refresh_full) == (None, None, None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"Memory": "12"}, "Memory 12: not a number that is taken"),
        ({"Engine": "spark"}, "Engine spark: not one of lambda, glue, either"),
        ({"Bucket": "My_Bucket"}, "Bucket My_Bucket: not taken"),
        ({"Schedule": "every day"}, "--schedule every day: neither rate(NUMBER UNIT) nor cron(...)"),
        ({"Schedule": "rate(1 day)", "Timezone": "Mars"}, "--timezone Mars: there is no such time zone"),
    ],
)
def test_what_cannot_be_a_parameter_is_said_before_aws_is_asked(given: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        Wishes(given).watched({}, date(2026, 11, 30)).values(TemplateName.COMPUTE, {}, {})


@pytest.mark.slow
def test_apply_asks_first(place: Place) -> None:
    ended = place.run("apply", "--stack", "planned")

    assert ended.code == 2
    assert ended.err.endswith("error: Make it so? nobody sits at a terminal to answer (add --yes to go ahead)\n")
    assert place.stacks("planned") == []


@pytest.mark.slow
def test_apply_makes_both_stacks_uploads_the_code_and_protects_the_data(place: Place, made: Ended) -> None:
    assert made.code == 0, made
    assert "uploaded  ingest.zip, transform.zip" in made.out
    assert "CREATE_COMPLETE             films (AWS::CloudFormation::Stack)" in made.err
    assert place.stacks("films") == ["films", "films-data"]
    assert "films-data" in place.cloudformation.protected
    functions = {found["FunctionName"] for found in place.client("lambda").list_functions()["Functions"]}
    assert {"films-plan", "films-ingest", "films-transform", "films-register"} <= functions


@pytest.mark.slow
def test_what_was_asked_for_before_stays_and_no_success_is_missed_by_the_schedule(place: Place, made: Ended) -> None:
    planned = place.run("plan", "--stack", "films", "--json")

    assert changes(planned) == {}
    parameters = planned.document["parameters"]
    assert (parameters["Email"], parameters["Schedule"]) == ("me@x.org", "cron(0 6 ? * MON *)")
    assert parameters["HoursWithoutSuccess"] == str(7 * 24 + 12)


@pytest.mark.slow
def test_a_code_change_shows_one_function(place: Place, made: Ended) -> None:
    assert changes(place.run("plan", "--stack", "films", "--json", package="second")) == {"IngestFunction": "modify"}


@pytest.mark.slow
def test_zips_for_another_processor_are_refused(here: Here, place: Place, made: Ended) -> None:
    zips = packed(place.program.folder / "x86", Architecture.X86_64)

    ended = here.run("deploy", "plan", "--stack", "films", "--package", zips, **place.environment)

    assert ended.code == 1
    assert "x86: packed for x86_64, and the stack's functions run on arm64 (use --package with" in ended.err


@pytest.mark.slow
def test_glue_comes_with_its_job_and_goes_with_it(place: Place) -> None:
    glue = {"FILMES_LAKE_GLUE_PACKAGE": str(glue_packed(place.program.folder / "glue", b"wheels"))}
    applied = place.run("apply", "--stack", "both", "--engine", "either", "--yes", **glue)
    again = place.run("plan", "--stack", "both", "--engine", "lambda", "--json")

    assert applied.code == 0, applied
    assert "uploaded  ingest.zip, transform.zip, glue_job.py, filmes-lake.gluewheels.zip" in applied.out
    assert (changes(again)["Job"], changes(again)["JobRole"]) == ("remove", "remove")


@pytest.mark.slow
def test_what_holds_data_is_not_replaced_without_being_named(fresh: Place, made: Ended) -> None:
    fresh.cloudformation.replaced.add("LakeBucket")
    other = ("--stack", "films", "--bucket", "another-bucket")
    planned, applied = fresh.run("plan", *other), fresh.run("apply", *other, "--yes")
    named = fresh.run("plan", *other, "--replace", "LakeBucket", "--json")

    assert "LakeBucket holds data: apply refuses to replace it without --replace LakeBucket" in planned.err
    assert applied.code == 1
    assert "error: LakeBucket holds data, and this would replace it" in applied.err
    assert named.document["endangered"] == []


@pytest.mark.slow
def test_status_and_logs_show_executions_alarms_and_last_lines(place: Place, made: Ended) -> None:
    machines, logs = place.client("stepfunctions"), place.client("logs")
    machine = next(of for of in machines.list_state_machines()["stateMachines"] if of["name"] == "films")
    machines.start_execution(stateMachineArn=machine["stateMachineArn"], name="by-hand", input="{}")
    where = {"logGroupName": "/aws/lambda/films-plan", "logStreamName": "one"}
    logs.create_log_stream(**where)
    now = int(time.time() * 1000)
    lines = [f'{{"message": "line {number}"}}' for number in range(5)]
    logs.put_log_events(**where, logEvents=[{"timestamp": now, "message": line} for line in lines])

    shown, logged = place.run("status", "--stack", "films"), place.run("logs", "--stack", "films", "--lines", "2")

    assert "stack films-data  CREATE_COMPLETE (protected)" in shown.out
    assert "by-hand" in shown.out
    assert '  {"message": "line 3"}\n  {"message": "line 4"}\n' in logged.out
    assert "line 2" not in logged.out
    assert "execution by-hand:" in logged.out
    as_json = place.run("status", "--stack", "films", "--json")
    check_shape("deploy-status", as_json.document)
    check_shape("deploy-logs", place.run("logs", "--stack", "films", "--json").document)
    assert not any(secret in shown.out + logged.out + as_json.out for secret in SECRETS)


@pytest.mark.slow
def test_the_token_is_in_ssm_and_nowhere_else(here: Here, place: Place, made: Ended) -> None:
    with piped(f"{TOKEN}\n".encode()):
        stored = here.run("-vv", "deploy", "token", "--stack", "films", **place.environment)
    code, shown = typed_unseen(place)
    found = place.client("ssm").get_parameter(Name="/films/tmdb-token", WithDecryption=True)["Parameter"]

    assert (stored.code, stored.out, code) == (0, "/films/tmdb-token: stored\n", 0), (stored, shown)
    assert (found["Type"], found["Value"]) == ("SecureString", TOKEN)
    formation = place.client("cloudformation")
    said = [formation.describe_stacks(), formation.get_template(StackName="films")]
    assert TOKEN not in stored.out + stored.err + shown + json.dumps(said, default=str)
    assert "TMDB's token      stored" in place.run("status", "--stack", "films").out
    check_shape("deploy-token", place.run("token", "--delete", "--stack", "films", "--json").document)


@pytest.mark.slow
@pytest.mark.parametrize("spoilt", [f"{TOKEN}é", "0123456789abcdef" * 2])
def test_what_is_no_token_is_refused_and_not_shown(here: Here, place: Place, spoilt: str) -> None:
    with piped(f"{spoilt}\n".encode()):
        ended = here.run("-vv", "deploy", "token", "--stack", "films", **place.environment)

    assert ended.code == 5
    assert spoilt not in ended.out + ended.err


@pytest.mark.slow
def test_a_token_that_may_not_be_stored_is_in_no_message(here: Here, fresh: Place) -> None:
    fresh.proxy.spoil("AmazonSSM.PutParameter$", answer(400, "AccessDeniedException"))
    with piped(f"{TOKEN}\n".encode()):
        ended = here.run("-vv", "deploy", "token", "--stack", "films", **fresh.environment)

    assert ended.code in {1, 5}
    assert TOKEN not in ended.out + ended.err


@pytest.mark.slow
def test_destroy_takes_what_can_be_made_again_and_apply_makes_it(place: Place) -> None:
    assert place.run("apply", "--stack", "again", "--yes").code == 0
    assert place.run("destroy", "--stack", "again", "--yes").code == 0
    assert place.stacks("again") == ["again-data"]

    again = place.run("apply", "--stack", "again", "--yes")

    assert again.code == 0, again
    assert "uploaded  nothing: no file has changed" in again.out
    assert place.stacks("again") == ["again", "again-data"]


@pytest.mark.slow
def test_data_goes_only_where_the_buckets_name_is_given_and_twice_where_it_is_not_empty(place: Place) -> None:
    bucket = "doomed-bucket"
    applied = place.run("apply", "--stack", "doomed", "--bucket", bucket, "--yes", "--json")
    check_shape("deploy-apply", applied.document)
    place.client("s3").put_object(Bucket=bucket, Key=HELD, Body=b"12345")
    destroy = ("destroy", "--data", "--stack", "doomed")

    for refused in (destroy, (*destroy, "--bucket", bucket)):
        ended = place.run(*refused, "--yes")
        assert ended.code == 2
        assert "bucket doomed-bucket: 3 objects of" in ended.err
        assert place.stacks("doomed") == ["doomed", "doomed-data"]
    ended = place.run(*destroy, "--bucket", bucket, "--bucket", bucket, "--json")

    check_shape("deploy-destroy", ended.document)
    assert ended.document["deleted"] == {"compute": True, "bucket": bucket, "objects": 3}
    assert place.stacks("doomed") == []
    assert bucket not in {found["Name"] for found in place.client("s3").list_buckets()["Buckets"]}


@pytest.mark.slow
def test_a_bucket_that_was_kept_is_taken_up_with_all_that_is_in_it(place: Place) -> None:
    s3 = place.client("s3")
    s3.create_bucket(Bucket="kept-bucket")
    s3.put_object(Bucket="kept-bucket", Key=HELD, Body=b"12345")
    kept = ("--stack", "kept", "--bucket", "kept-bucket")

    planned, applied = place.run("plan", *kept), place.run("apply", *kept, "--yes")

    assert "stack kept-data in us-east-1: takes up what is there" in planned.out
    assert "import  LakeBucket  AWS::S3::Bucket" in planned.out
    assert applied.code == 0, applied
    assert s3.get_object(Bucket="kept-bucket", Key=HELD)["Body"].read() == b"12345"
    resources = place.client("cloudformation").list_stack_resources(StackName="kept-data")
    assert "kept-bucket" in {found["PhysicalResourceId"] for found in resources["StackResourceSummaries"]}


@pytest.mark.slow
def test_what_failed_is_named_and_the_next_apply_begins_anew(fresh: Place) -> None:
    said = "User: arn:aws:iam::123456789012:user/x is not authorized to perform: iam:CreateRole"
    fresh.cloudformation.failing = {"PlanRole": said}
    failed = fresh.run("apply", "--stack", "failing", "--yes")
    fresh.cloudformation.failing = {}
    planned, again = fresh.run("plan", "--stack", "failing"), fresh.run("apply", "--stack", "failing", "--yes")

    assert failed.code == 1
    error = failed.err.splitlines()[-1]
    assert error.startswith("error: stack failing: PlanRole (AWS::IAM::Role) failed: ")
    assert "--role-arn" in error
    assert not any(secret in failed.err for secret in SECRETS)
    assert "stack failing in us-east-1: is made; its first creation failed" in planned.out
    assert again.code == 0, again
    assert fresh.stacks("failing") == ["failing", "failing-data"]


@pytest.mark.parametrize("status", ["ROLLBACK_COMPLETE", "IMPORT_ROLLBACK_FAILED", "CREATE_FAILED"])
def test_a_stack_whose_creation_failed_takes_no_changes(status: str) -> None:
    stack = Stack("films", "id", status, {}, protected=False)

    assert stack.failed_at_first
    assert not stack.is_made


@pytest.mark.slow
def test_roles_that_are_given_are_made_by_nobody(place: Place) -> None:
    planned = place.run("plan", "--stack", "roles", "--role-arn", "arn:aws:iam::123456789012:role/LabRole", "--json")

    assert "AWS::IAM::Role" not in {change["type"] for of in planned.document["stacks"] for change in of["changes"]}
    assert planned.document["permissions"] == []


@pytest.mark.parametrize(
    ("kind", "reason", "hint"),
    [
        ("AWS::IAM::Role", "not authorized to perform: iam:CreateRole", "--role-arn"),
        ("AWS::Budgets::Budget", "AccessDeniedException", "--budget"),
        ("AWS::Scheduler::Schedule", "not authorized to perform: scheduler:CreateSchedule", "--schedule"),
        ("AWS::CloudWatch::Dashboard", "not authorized to perform: cloudwatch:PutDashboard", "--no-dashboard"),
        ("AWS::Glue::Job", "not authorized to perform: glue:CreateJob", "--engine lambda"),
        (
            "AWS::Glue::Database",
            "Insufficient Lake Formation permission(s): Required Create Database on Catalog",
            "CREATE_DATABASE",
        ),
        ("AWS::S3::Bucket", "films already exists", "--bucket"),
        ("AWS::Lambda::Function", "Function already exist: films-plan", "another --stack"),
        ("AWS::Lambda::Function", "exceeds the account's limit", "quota"),
    ],
)
def test_what_a_restricted_account_refuses_has_its_way_out(kind: str, reason: str, hint: str) -> None:
    assert hint in remedy(kind, reason)


@pytest.mark.slow
def test_who_may_not_use_cloudformation_is_told_the_permission(fresh: Place) -> None:
    fresh.proxy.heal()
    fresh.proxy.spoil(" DescribeStacks$", answer(403, "AccessDenied"))
    ended = fresh.run("plan", "--stack", "planned")

    assert ended.code == 5
    assert "AWS does not permit DescribeStacks (the credentials need cloudformation:DescribeStacks there" in ended.error


@pytest.mark.parametrize("name", TemplateName)
def test_a_template_is_printed_as_it_is_deployed(here: Here, name: str) -> None:
    assert json.loads(here.run("deploy", "template", name).out) == template(name).sections
    as_json = here.run("deploy", "template", name, "--json").document
    assert as_json == template(name).sections
    if name == TemplateName.DATA:
        check_shape("deploy-template", as_json)


def test_every_action_of_a_role_has_its_words() -> None:
    roles = {name for name, of in template("compute").resources.items() if of["Type"] == "AWS::IAM::Role"}
    actions = {action for of in permissions(template("compute"), frozenset(roles), {}) for action in of.actions}

    assert len(actions) > 20
    assert not [action for action in actions if word_of(action) == action]
