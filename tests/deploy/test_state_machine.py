"""The state machine, read and executed. moto executes it; functions answer, or raise, what a test says.

moto has no `glue:startJobRun.sync`, so that of Glue only the way of its errors is seen.
"""

import json
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.awslambda_simple.models import LambdaSimpleBackend

from filmes_lake.deploy.state_machine import INVOKE, PUBLISH, RUN_JOB, state_machine
from filmes_lake.errors import ChecksFailed, FilmesLakeError, LockHeld
from tests.deploy.state_machines import PARTS

MACHINE = state_machine(PARTS)
STATES: dict[str, dict[str, Any]] = MACHINE["States"]
TASKS = {name: state for name, state in STATES.items() if state["Type"] == "Task"}
ARNS = {INVOKE, RUN_JOB, PUBLISH, PARTS.plan, PARTS.ingest_tmdb, PARTS.transform, PARTS.register, PARTS.topic}
TICK = "2026-11-30T06:00:00Z"


def nexts(state: dict[str, Any]) -> set[str]:
    """Where a state may lead."""
    ways = [state, *state.get("Choices", ()), *state.get("Catch", ())]
    return {way[name] for way in ways for name in ("Next", "Default") if name in way}


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from (key, *texts(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


def test_every_state_is_reached_and_every_way_leads_somewhere() -> None:
    seen, ahead = set[str](), [MACHINE["StartAt"]]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead += nexts(STATES[name])

    assert seen == set(STATES)
    assert {name for name, state in STATES.items() if not nexts(state)} == {"AlreadyRun", "UpToDate", "Done", "Failed"}


def test_it_calls_nothing_but_what_it_was_given() -> None:
    assert {text for text in texts(MACHINE) if text.startswith("arn:")} == ARNS


def test_every_task_retries_catches_and_has_a_time() -> None:
    assert set(TASKS) == {"Plan", "Ask", "Transform", "TransformOnGlue", "Register", "Notify"}
    for name, task in TASKS.items():
        assert 0 < task["TimeoutSeconds"] < MACHINE["TimeoutSeconds"]
        assert task["Retry"]
        (caught,) = task["Catch"]
        assert (caught["ErrorEquals"], caught["ResultPath"]) == (["States.ALL"], "$.error")
        assert caught["Next"] == ("Failed" if name == "Notify" else "Notify")


def test_a_lock_that_is_held_is_tried_again_when_its_lease_has_ended() -> None:
    functions = [task for task in TASKS.values() if task["Resource"] == INVOKE]
    for task in functions:
        (held,) = [rule for rule in task["Retry"] if "LockHeld" in rule["ErrorEquals"]]
        assert held["IntervalSeconds"] >= 75
        assert held["MaxAttempts"] * held["IntervalSeconds"] >= 900  # as long as whoever holds it may run


@dataclass
class Place:
    """An account of moto's with the machine, and a queue that hears what the topic is told."""

    machine: str
    queue: str
    states: Any
    messages: Any
    answers: list[Any]

    def run(self, *answers: Any, given: dict[str, Any] | None = None) -> tuple[str, list[str]]:
        """How an execution ends and the states that it enters; functions answer in this order."""
        self.answers[:] = answers
        text = json.dumps({"tick": TICK, "trial": None} if given is None else given)
        self.execution = self.states.start_execution(stateMachineArn=self.machine, input=text, name=uuid.uuid4().hex)[
            "executionArn"
        ]
        ends = time.monotonic() + 60
        while (status := self.states.describe_execution(executionArn=self.execution)["status"]) == "RUNNING":
            assert time.monotonic() < ends
            time.sleep(0.05)
        return status, [details["name"] for _, details in self.events("stateEnteredEventDetails")]

    def events(self, kind: str) -> list[tuple[int, Any]]:
        found = self.states.get_execution_history(executionArn=self.execution, maxResults=1000)["events"]
        return [(event["id"], event[kind]) for event in found if kind in event]

    def asked(self, state: str) -> Any:
        """With what a state's function was called first."""
        entered = next(
            number for number, details in self.events("stateEnteredEventDetails") if details["name"] == state
        )
        parameters = next(d["parameters"] for number, d in self.events("taskScheduledEventDetails") if number > entered)
        return json.loads(parameters)["Payload"]

    def told(self) -> list[str]:
        found = self.messages.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages", ())
        return [json.loads(message["Body"])["Message"] for message in found]


@pytest.fixture(scope="module")
def answers() -> Iterator[list[Any]]:
    """An account with the functions and the topic; what the functions will answer, in the order of the calls."""
    coming: list[Any] = []

    def invoke(_: Any, __: str, ___: Any, ____: Any, _____: Any, headers: dict[str, str]) -> bytes:
        answer = coming.pop(0)
        if "errorType" in answer:  # as Lambda says of a function that raised
            headers["x-amz-function-error"] = "Unhandled"
        return json.dumps(answer).encode()

    settings: Any = {"lambda": {"use_docker": False}, "stepfunctions": {"execute_state_machine": True}}
    with pytest.MonkeyPatch.context() as patch, mock_aws(config=settings):
        patch.setattr(LambdaSimpleBackend, "invoke", invoke)
        role = boto3.client("iam", "us-east-1").create_role(RoleName="films", AssumeRolePolicyDocument="{}")["Role"]
        functions = boto3.client("lambda", "us-east-1")
        for arn in (PARTS.plan, PARTS.ingest_tmdb, PARTS.transform, PARTS.register):
            functions.create_function(
                FunctionName=arn.rpartition(":")[2],
                Runtime="python3.13",
                Role=role["Arn"],
                Handler="x.y",
                Code={"ZipFile": b"x"},
            )
        boto3.client("sns", "us-east-1").create_topic(Name="films")
        yield coming


@pytest.fixture
def place(answers: list[Any]) -> Place:
    """A machine of its own that waits a second where AWS's waits longer, and a queue of its own."""
    definition = json.loads(json.dumps(MACHINE).replace('"IntervalSeconds": 75', '"IntervalSeconds": 1'))
    states, messages = (boto3.client(name, "us-east-1") for name in ("stepfunctions", "sqs"))
    name = uuid.uuid4().hex
    queue = messages.create_queue(QueueName=name)["QueueUrl"]
    arn = f"arn:aws:sqs:us-east-1:123456789012:{name}"
    boto3.client("sns", "us-east-1").subscribe(TopicArn=PARTS.topic, Protocol="sqs", Endpoint=arn)
    made = states.create_state_machine(
        name=name, definition=json.dumps(definition), roleArn="arn:aws:iam::123456789012:role/films"
    )
    return Place(made["stateMachineArn"], queue, states, messages, answers)


def planned(**more: Any) -> dict[str, Any]:
    found = {"due": True, "stale": {"transform": "new"}, "bytes": 1, "engine": "lambda", "hours_since_success": None}
    found |= {"lake": "s3://films/lake", "stack": "films"}
    return {**found, "proceed": True, "ask": True, **more}


def asked(*, done: bool, asked: int = 100) -> dict[str, Any]:
    return {"done": done, "asked": asked, "stored": asked, "failed": 0, "remaining": 0 if done else 1}


MADE = ({"published": ["titulos"]}, {"tables": 16})


def test_what_is_asked_at_once_is_made_and_registered(place: Place) -> None:
    status, states = place.run(planned(), asked(done=True), *MADE)

    assert (status, states[2:]) == (
        "SUCCEEDED",
        ["Planned", "Begin", "Ask", "Asked", "Engine", "Transform", "Register", "Done"],
    )
    assert place.asked("Plan") == {"tick": TICK, "execution": place.execution, "stack": "films", "trial": None}
    assert place.asked("Ask") == {"min_votes": 1000, "trial": None}
    assert place.asked("Transform") == {"layer": "all", "trial": None}
    assert (place.asked("Register"), place.told()) == ({"trial": None}, [])


@pytest.mark.slow
def test_every_function_hears_of_the_trial(place: Place) -> None:
    trial = {"name": "one", "engine": "lambda"}

    status, _ = place.run(planned(), asked(done=True), *MADE, given={"tick": "one", "trial": trial})

    assert status == "SUCCEEDED"
    assert {json.dumps(place.asked(state)["trial"]) for state in ("Plan", "Ask", "Transform", "Register")} == {
        json.dumps(trial)
    }


def test_where_tmdb_is_not_to_be_asked_the_tables_are_made(place: Place) -> None:
    status, states = place.run(planned(ask=False), *MADE)

    assert (status, states[2:]) == ("SUCCEEDED", ["Planned", "Engine", "Transform", "Register", "Done"])


@pytest.mark.slow
def test_it_asks_until_all_is_asked(place: Place) -> None:
    status, states = place.run(planned(), asked(done=False), asked(done=False), asked(done=True), *MADE)

    assert (status, states.count("Ask")) == ("SUCCEEDED", 3)


@pytest.mark.slow
def test_one_call_without_progress_is_none(place: Place) -> None:
    none = asked(done=False, asked=0)

    status, _ = place.run(planned(), none, asked(done=False), none, asked(done=True), *MADE)

    assert status == "SUCCEEDED"


def test_two_calls_without_progress_fail(place: Place) -> None:
    none = asked(done=False, asked=0)

    status, states = place.run(planned(), asked(done=False), none, none)

    assert (status, states[-3:]) == ("FAILED", ["NoProgress", "Notify", "Failed"])
    (message,) = place.told()
    assert message.startswith(f"{place.execution}\nNoProgress: ingest_tmdb was called twice")


def raised(error: type[FilmesLakeError], message: str = "what went wrong") -> dict[str, Any]:
    return {"errorType": error.__name__, "errorMessage": message, "stackTrace": []}


@pytest.mark.slow
def test_an_error_of_a_function_is_told(place: Place) -> None:
    status, states = place.run(planned(), asked(done=True), raised(ChecksFailed, "titulos: 2 rows"))

    assert (status, states[-3:]) == ("FAILED", ["Transform", "Notify", "Failed"])
    (message,) = place.told()
    assert message.startswith(f"{place.execution}\nChecksFailed: ")
    assert "titulos: 2 rows" in message


@pytest.mark.slow
def test_who_finds_the_lake_locked_waits_and_goes_on(place: Place) -> None:
    status, states = place.run(planned(), asked(done=True), raised(LockHeld), raised(LockHeld), *MADE)

    assert (status, states.count("Transform"), place.told()) == ("SUCCEEDED", 1, [])
    assert place.answers == []


@pytest.mark.slow
def test_an_error_of_glue_is_told(place: Place) -> None:
    status, states = place.run(planned(engine="glue"), asked(done=True))

    assert (status, states[-3:]) == ("FAILED", ["TransformOnGlue", "Notify", "Failed"])
    assert len(place.told()) == 1


@pytest.mark.slow
def test_another_executions_tick_and_a_lake_that_is_up_to_date_end_well(place: Place) -> None:
    assert place.run(planned(proceed=False)) == ("SUCCEEDED", ["Tick", "Plan", "Planned", "AlreadyRun"])
    assert place.run(planned(due=False)) == ("SUCCEEDED", ["Tick", "Plan", "Planned", "UpToDate"])


@pytest.mark.slow
def test_who_starts_it_by_hand_needs_no_tick(place: Place) -> None:
    status, states = place.run(planned(), asked(done=True), *MADE, given={})

    assert (status, states[:3]) == ("SUCCEEDED", ["Tick", "ByHand", "Plan"])
    assert place.execution.endswith(f":{place.asked('Plan')['tick']}")
