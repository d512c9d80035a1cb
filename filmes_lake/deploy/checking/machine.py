"""Executions of the deployed state machine: started on a trial, watched to the end, read state by state."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from filmes_lake.aws.errors import calling, without_secrets
from filmes_lake.deploy.account import STEP_FUNCTIONS
from filmes_lake.deploy.checking.check import Check
from filmes_lake.deploy.checking.trial import Trial
from filmes_lake.deploy.watching import cause_of
from filmes_lake.errors import LakeError
from filmes_lake.interruption import held_back

_LONGEST_SECONDS = 3600.0
_PAGE = 1000
# What stands in the definition of a machine that hands a trial on; an older one passes over it.
_KNOWS_TRIALS = "$.trial"


@dataclass(frozen=True)
class StateRun:
    """A state that was entered: its seconds in all, what it gave each time, how its task failed at last."""

    seconds: float = 0.0
    outputs: tuple[Mapping[str, Any], ...] = ()
    error: str | None = None


@dataclass(frozen=True)
class Execution:
    """An execution that came to its end, with its states by their names in the order in which they were entered."""

    status: str
    seconds: float
    transitions: int
    states: Mapping[str, StateRun]

    @property
    def failure(self) -> str:
        """What a task failed with, or else what the execution ended as."""
        failed = (f"{name}: {state.error}" for name, state in self.states.items() if state.error)
        return next(failed, f"it ended as {self.status}")


def execute(check: Check, trial: Trial) -> Execution:
    """Start the machine on a trial and wait for its end; LakeError where it would refresh the lake itself."""
    with calling(STEP_FUNCTIONS, _where(check)):
        arn = _started(check, trial)
        found = _watched(check, arn)
        events = _history(check, arn)
    seconds = (found["stopDate"] - found["startDate"]).total_seconds()
    entered = sum("stateEnteredEventDetails" in event for event in events)
    check.running.remove(arn)
    check.executions[trial.name] = ended = Execution(found["status"], seconds, entered, _states(events))
    return ended


def stop_all(check: Check) -> int:
    """Stop the executions that nobody waits for any more; how many they were."""
    for arn in check.running:
        with calling(STEP_FUNCTIONS, _where(check)):
            check.account.step_functions.stop_execution(executionArn=arn, cause="deploy check was given up")
    return len(check.running)


def _started(check: Check, trial: Trial) -> str:
    """The ARN of an execution on the trial, which is noted, so that it can be stopped."""
    client, machine = check.account.step_functions, check.deployed.machine
    if _KNOWS_TRIALS not in client.describe_state_machine(stateMachineArn=machine)["definition"]:
        said = f"{_where(check)}: it knows no trials, and would refresh the lake"
        raise LakeError(said, "bring it up to date: filmes-lake deploy apply")
    with held_back():
        arn: str = client.start_execution(
            stateMachineArn=machine, name=trial.name, input=json.dumps(trial.input(trial.name))
        )["executionArn"]
        check.running.append(arn)
    return arn


def _watched(check: Check, arn: str) -> dict[str, Any]:
    """The execution as it is described when it is over."""
    found: dict[str, Any] = {}

    def is_over() -> bool:
        found.update(check.account.step_functions.describe_execution(executionArn=arn))
        return bool(found["status"] != "RUNNING")

    check.wait(_where(check), is_over, _LONGEST_SECONDS)
    return found


def _history(check: Check, arn: str) -> list[dict[str, Any]]:
    pages = check.account.step_functions.get_paginator("get_execution_history").paginate(
        executionArn=arn, PaginationConfig={"PageSize": _PAGE}
    )
    return [event for page in pages for event in page["events"]]


def _where(check: Check) -> str:
    return f"state machine {check.deployed.stack.compute}"


def _states(events: Iterable[Mapping[str, Any]]) -> dict[str, StateRun]:
    """One state is at work at a time, so that what comes after its entry is its own."""
    states: dict[str, StateRun] = {}
    name, entered = "", None
    for event in events:
        if entry := event.get("stateEnteredEventDetails"):
            name, entered = entry["name"], event["timestamp"]
            states.setdefault(name, StateRun())
        elif entered and (left := event.get("stateExitedEventDetails")):
            before, seconds = states[name], (event["timestamp"] - entered).total_seconds()
            output = json.loads(left.get("output") or "{}")
            states[name] = replace(before, seconds=before.seconds + seconds, outputs=(*before.outputs, output))
        elif event["type"].startswith("Task") and name:
            states[name] = replace(states[name], error=_error(event))
    return states


def _error(event: Mapping[str, Any]) -> str | None:
    """How a task failed; None for an event that is no failure, such as the success of its next try."""
    if not event["type"].endswith(("Failed", "TimedOut")):
        return None
    details: Mapping[str, Any] = next((value for key, value in event.items() if key.endswith("EventDetails")), {})
    said = ": ".join(filter(None, (details.get("error"), cause_of(details.get("cause")))))
    return without_secrets(" ".join(said.split())) or event["type"]
