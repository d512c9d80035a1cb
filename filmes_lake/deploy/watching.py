"""How a stack stands: its two halves, its last executions, its alarms, and what its functions logged last."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from filmes_lake.aws.errors import calling, code_of, without_secrets
from filmes_lake.deploy.account import CLOUDWATCH, LOGS, STEP_FUNCTIONS, Account
from filmes_lake.deploy.stacks import Stacks
from filmes_lake.deploy.token import has_token
from filmes_lake.deploy.wishes import StackName
from filmes_lake.errors import NotFound

MACHINE, _ALARM, LOG = "AWS::StepFunctions::StateMachine", "AWS::CloudWatch::Alarm", "AWS::Logs::LogGroup"
_NEWEST_STREAMS = 3


@dataclass(frozen=True)
class Half:
    """A stack of CloudFormation's; no status where there is none."""

    name: str
    status: str | None
    protected: bool


@dataclass(frozen=True)
class Execution:
    """A run of the state machine: times in UTC, seconds None while it goes on."""

    name: str
    arn: str
    status: str
    started: datetime
    seconds: float | None


@dataclass(frozen=True)
class Alarm:
    """An alarm: OK, ALARM or INSUFFICIENT_DATA, and since when."""

    name: str
    state: str
    since: datetime | None


@dataclass(frozen=True)
class Status:
    """How a stack stands; `lake` is the lake's address, if there is one that is refreshed."""

    stacks: tuple[Half, ...]
    lake: str | None
    token: bool
    executions: tuple[Execution, ...]
    alarms: tuple[Alarm, ...]


@dataclass(frozen=True)
class Log:
    """The last lines of a function, or what an execution came through last."""

    name: str
    lines: tuple[str, ...]


def status(account: Account, stack: StackName, executions: int) -> Status:
    """How it stands, with so many of its last executions."""
    stacks = Stacks(account)
    found = [stacks.find(name) for name in (stack.data, stack.compute)]
    halves = [
        Half(name, half.status if half else None, bool(half and half.protected))
        for name, half in zip((stack.data, stack.compute), found, strict=True)
    ]
    made = made_by(account, stack) if found[1] else {}
    parameters = found[1].parameters if found[1] else {}
    return Status(
        tuple(halves),
        f"s3://{parameters['Bucket']}/{parameters['Prefix']}" if "Bucket" in parameters else None,
        has_token(account, stack),
        tuple(
            execution for machine in made.get(MACHINE, ()) for execution in _executions(account, machine, executions)
        ),
        tuple(_alarms(account, made.get(_ALARM, []))),
    )


def logs(account: Account, stack: StackName, lines: int) -> list[Log]:
    """The last lines of each function and of the newest execution; NotFound where there is no such stack."""
    if Stacks(account).find(stack.compute) is None:
        raise NotFound(f"stack {stack.compute} in {account.region}: there is none", "make it: filmes-lake deploy apply")
    made = made_by(account, stack)
    groups = [Log(group, tuple(_last_lines(account, group, lines))) for group in made.get(LOG, ())]
    newest = [found for machine in made.get(MACHINE, ()) for found in _executions(account, machine, 1)]
    return [*groups, *(Log(f"execution {found.name}", tuple(_history(account, found, lines))) for found in newest)]


def made_by(account: Account, stack: StackName) -> dict[str, list[str]]:
    """What AWS calls the compute stack's resources, by their types."""
    found: dict[str, list[str]] = {}
    for kind, name in Stacks(account).resources(stack.compute).values():
        found.setdefault(kind, []).append(name)
    return found


def _executions(account: Account, machine: str, most: int) -> list[Execution]:
    with calling(STEP_FUNCTIONS, "the state machine"):
        found = account.step_functions.list_executions(stateMachineArn=machine, maxResults=most)["executions"]
    return list(map(_execution, found))


def _execution(found: Mapping[str, Any]) -> Execution:
    started, stopped = found["startDate"], found.get("stopDate")
    seconds = (stopped - started).total_seconds() if stopped else None
    return Execution(found["name"], found["executionArn"], found["status"], started.astimezone(UTC), seconds)


def _alarms(account: Account, names: list[str]) -> Iterator[Alarm]:
    if not names:  # which would ask for every alarm of the account
        return
    with calling(CLOUDWATCH, "the alarms"):
        found = account.cloudwatch.describe_alarms(AlarmNames=names)["MetricAlarms"]
    for alarm in found:
        yield Alarm(alarm["AlarmName"], alarm["StateValue"], alarm.get("StateUpdatedTimestamp"))


def _last_lines(account: Account, group: str, most: int) -> list[str]:
    with calling(LOGS, group):
        try:
            streams = account.logs.describe_log_streams(
                logGroupName=group, orderBy="LastEventTime", descending=True, limit=_NEWEST_STREAMS
            )["logStreams"]
            events = [
                event
                for stream in streams[::-1]
                for event in account.logs.get_log_events(
                    logGroupName=group, logStreamName=stream["logStreamName"], limit=most, startFromHead=False
                )["events"]
            ]
        except account.logs.exceptions.ClientError as error:
            if code_of(error) != "ResourceNotFoundException":
                raise
            return []
    said = sorted(events, key=lambda event: event["timestamp"])
    lines = [line for event in said for line in event["message"].splitlines() if line.strip()]
    return list(map(without_secrets, lines[-most:]))


def _history(account: Account, execution: Execution, most: int) -> list[str]:
    with calling(STEP_FUNCTIONS, f"execution {execution.name}"):
        events = account.step_functions.get_execution_history(
            executionArn=execution.arn, maxResults=most, reverseOrder=True
        )["events"]
    return [_passed(event) for event in events[::-1]]


def _passed(event: Mapping[str, Any]) -> str:
    """An event of an execution: when, what, in which state, and its error."""
    details: Mapping[str, Any] = next((value for key, value in event.items() if key.endswith("EventDetails")), {})
    error = ": ".join(filter(None, (details.get("error"), cause_of(details.get("cause")))))
    words = (f"{event['timestamp'].astimezone(UTC):%Y-%m-%d %H:%M:%S}", event["type"], details.get("name"), error)
    return without_secrets(" ".join(filter(None, words)))


def cause_of(cause: str | None) -> str | None:
    """A function's error message, out of the JSON in which Lambda hands it on."""
    try:
        return str(json.loads(cause or "")["errorMessage"])
    except (ValueError, KeyError, TypeError):
        return cause
