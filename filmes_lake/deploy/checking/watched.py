"""The pieces that watch: QuickSight, the log, the metrics, and an alarm that goes off and clears."""

import json
from collections.abc import Iterator
from datetime import timedelta

from filmes_lake.aws.errors import calling
from filmes_lake.deploy.account import CLOUDWATCH, LOGS
from filmes_lake.deploy.checking.check import Check
from filmes_lake.deploy.checking.estimate import of_metrics
from filmes_lake.deploy.checking.machine import execute
from filmes_lake.deploy.checking.proving import LeftOut, Proof
from filmes_lake.deploy.checking.trial import stack_of_trials
from filmes_lake.errors import FilmesLakeError, LakeError
from filmes_lake.lake.lake import utc_now
from filmes_lake.metrics import DIMENSION, NAMESPACE, Metric

# CloudWatch has a line within seconds and a metric within some minutes. The alarm looks at five minutes of them, so it
# goes off in the first and clears when they have passed.
_LOG_SECONDS, _METRIC_SECONDS, _ALARM_SECONDS, _CLEAR_SECONDS = 180.0, 600.0, 600.0, 1200.0
_PERIOD = 60


def quicksight(check: Check) -> Proof:
    """The dashboard that was published, and its data sets, taken anew."""
    if (seen := check.dashboard()) is None:
        raise LeftOut("no dashboard was published (filmes-lake dashboard publish)")
    # Its queries are Athena's, of tables of whatever size: what they read is not told.
    return Proof(seen, None)


def log_lines(check: Check) -> Proof:
    """The last line of each function, in JSON, with the trial's name."""
    lines = 0
    for group in check.deployed.log_groups:
        found: list[str] = []

        def is_done(group: str = group, found: list[str] = found) -> bool:
            found[:] = _lines(check, group)
            return any(json.loads(line)["message"] == "done" for line in found)

        check.wait(f"{group}: the last line of a function", is_done, _LOG_SECONDS)
        lines += len(found)
    return Proof(f"{lines} lines of JSON in {len(check.deployed.log_groups)} log groups")


def metrics(check: Check) -> Proof:
    """The series that CloudWatch makes of those lines."""
    stack, wanted = stack_of_trials(check.deployed.stack.compute), len(check.deployed.log_groups)
    check.wait(f"{NAMESPACE}, {DIMENSION} {stack}", lambda: _succeeded(check, stack) >= wanted, _METRIC_SECONDS)
    return Proof(f"{wanted} runs counted in {NAMESPACE}, {DIMENSION} {stack}", of_metrics(check.deployed))


def alarm_off(check: Check) -> Proof:
    """An execution that fails, since its lake is empty, and the alarm that goes off for it."""
    alarm = check.deployed.alarm
    if _state(check) == "ALARM":
        raise FilmesLakeError(f"alarm {alarm}: it is off already", "see why: filmes-lake deploy status")
    execution = execute(check, check.empty)
    if execution.status != "FAILED" or "Notify" not in execution.states:
        raise FilmesLakeError(f"a refresh of nothing should fail and be told: {execution.failure}")
    if error := execution.states["Notify"].error:
        raise FilmesLakeError(error, "the topic, and the machine's permission to send to it")
    check.wait(f"alarm {alarm}: to go off", lambda: _state(check) == "ALARM", _ALARM_SECONDS)
    dollars = check.deployed.of_transitions(execution.transitions)
    return Proof(f"alarm {alarm} went off for a refresh that failed", dollars)


def alarm_cleared(check: Check) -> Proof:
    """The same alarm, once five minutes have passed."""
    alarm = check.deployed.alarm
    check.wait(f"alarm {alarm}: to clear", lambda: _state(check) == "OK", _CLEAR_SECONDS)
    return Proof(f"alarm {alarm} cleared")


def _lines(check: Check, group: str) -> Iterator[str]:
    """What a function logged in the trial; LakeError where it is no JSON."""
    with calling(LOGS, group):
        pages = check.account.logs.get_paginator("filter_log_events").paginate(
            logGroupName=group,
            startTime=int(check.begun.timestamp() * 1000),
            filterPattern=f'"{check.on_lambda.name}"',
        )
        for event in (event for page in pages for event in page["events"]):
            try:
                json.loads(event["message"])
            except ValueError:
                raise LakeError(f"{group}: a line is no JSON", "see: filmes-lake deploy logs") from None
            yield event["message"]


def _succeeded(check: Check, stack: str) -> float:
    """How many runs CloudWatch has counted since the check began."""
    with calling(CLOUDWATCH, NAMESPACE):
        found = check.account.cloudwatch.get_metric_statistics(
            Namespace=NAMESPACE,
            MetricName=Metric.RUNS_SUCCEEDED.value,
            Dimensions=[{"Name": DIMENSION, "Value": stack}],
            StartTime=check.begun - timedelta(seconds=_PERIOD),
            EndTime=utc_now() + timedelta(seconds=_PERIOD),
            Period=_PERIOD,
            Statistics=["Sum"],
        )["Datapoints"]
    return float(sum(point["Sum"] for point in found))


def _state(check: Check) -> str:
    """The alarm's state; LakeError where there is no such alarm."""
    alarm = check.deployed.alarm
    with calling(CLOUDWATCH, f"alarm {alarm}"):
        found = check.account.cloudwatch.describe_alarms(AlarmNames=[alarm])["MetricAlarms"]
    if not found:
        raise LakeError(f"alarm {alarm}: there is none", "run: filmes-lake deploy apply")
    return str(found[0]["StateValue"])
