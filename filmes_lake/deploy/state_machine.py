"""The state machine that refreshes a lake by the clock, as Step Functions reads it (States Language, JSONPath).

    Tick -> Plan -> Planned -> Ask -> Asked -> Engine -> Transform | TransformOnGlue -> Register -> Done
                       |        ^--------'        ^
                       |--------------------------'      any error -> Notify -> Failed
                       '-> AlreadyRun | UpToDate

Its input is {"tick": "<the scheduled time>", "trial": null}; `deploy check` names its trial. What else somebody starts
it with by hand is not looked at.
https://states-language.net and https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from filmes_lake.models.kinds import Target

INVOKE = "arn:aws:states:::lambda:invoke"
RUN_JOB = "arn:aws:states:::glue:startJobRun.sync"
PUBLISH = "arn:aws:states:::sns:publish"

State = dict[str, Any]

# A lease that nobody renews ends after 60 s. Twelve times is the longest that a function can run.
_HELD_SECONDS, _HELD_ATTEMPTS = 75, 12
_LONGEST_FUNCTION = 900
LONGEST = 12 * 3600
"""Seconds of all: the titles of IMDb's whole list take TMDB 3.2 hours."""
# See https://docs.aws.amazon.com/lambda/latest/dg/services-stepfunctions.html
_LAMBDAS_OWN = (
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
)

# What every function is told, null but in a trial; and what the job is told of what was planned, which has no null.
_TRIAL = {"trial.$": "$.trial"}
_AS_PLANNED = {"--LAKE_URI.$": "$.plan.answer.lake", "--STACK.$": "$.plan.answer.stack"}


@dataclass(frozen=True)
class Parts:
    """What the machine calls: ARNs of functions and of the topic that hears of failures, the Glue job's name.

    `ask` is the event of each call of `ingest_tmdb`. With `retry_errors` in it a call would ask for what the one before
    could not get, and the calls would not come to an end.
    """

    stack: str
    plan: str
    ingest_tmdb: str
    transform: str
    register: str
    topic: str
    job: str
    job_minutes: int = 60
    ask: Mapping[str, Any] = field(default_factory=dict)


def state_machine(parts: Parts) -> dict[str, Any]:
    """The definition, to be written as JSON."""
    return {
        "Comment": "filmes-lake: ask TMDB, make the tables, register them",
        "StartAt": "Tick",
        "TimeoutSeconds": LONGEST,
        "States": {**_planning(parts), **_asking(parts), **_making(parts), **_failing(parts)},
    }


def _planning(parts: Parts) -> dict[str, State]:
    event = {"tick.$": "$.tick", "execution.$": "$$.Execution.Id", "stack": parts.stack, **_TRIAL}
    given = {"And": [{"Variable": f"$.{name}", "IsPresent": True} for name in ("tick", "trial")]}
    return {
        "Tick": _choice((given, "Plan"), default="ByHand"),
        "ByHand": _set({"tick.$": "$$.Execution.Name", "trial": None}, "$", "Plan"),
        "Plan": _invoke(parts.plan, event, "$.plan", "Planned"),
        "Planned": _choice(
            ({"Variable": "$.plan.answer.proceed", "BooleanEquals": False}, "AlreadyRun"),
            ({"Variable": "$.plan.answer.due", "BooleanEquals": False}, "UpToDate"),
            ({"Variable": "$.plan.answer.ask", "BooleanEquals": False}, "Engine"),
            default="Begin",
        ),
        "AlreadyRun": {"Type": "Succeed", "Comment": "Another execution is this tick's."},
        "UpToDate": {"Type": "Succeed"},
    }


def _asking(parts: Parts) -> dict[str, State]:
    """Ask until all is asked; a second call in a row that asked for nothing fails, since none after it would."""
    none = {"Error": "NoProgress", "Cause": "ingest_tmdb was called twice and asked for nothing, with titles remaining"}
    return {
        "Begin": _set({"idle": False}, "$.asking", "Ask"),
        "Ask": _invoke(parts.ingest_tmdb, {**parts.ask, **_TRIAL}, "$.asked", "Asked"),
        "Asked": _choice(
            ({"Variable": "$.asked.answer.done", "BooleanEquals": True}, "Engine"),
            ({"Variable": "$.asked.answer.asked", "NumericGreaterThan": 0}, "Begin"),
            ({"Variable": "$.asking.idle", "BooleanEquals": True}, "NoProgress"),
            default="Idle",
        ),
        "Idle": _set({"idle": True}, "$.asking", "Ask"),
        "NoProgress": _set(none, "$.error", "Notify"),
    }


def _making(parts: Parts) -> dict[str, State]:
    return {
        "Engine": _choice(
            ({"Variable": "$.plan.answer.engine", "StringEquals": "glue"}, "TransformOnGlue"), default="Transform"
        ),
        "Transform": _invoke(parts.transform, {"layer": Target.ALL.value, **_TRIAL}, "$.made", "Register"),
        "TransformOnGlue": _task(
            RUN_JOB,
            {"JobName": parts.job, "Arguments": {"--LAYER": Target.ALL.value, **_AS_PLANNED}},
            parts.job_minutes * 60 + _LONGEST_FUNCTION,  # a run may wait for its machines
            [
                _retry(["Glue.ConcurrentRunsExceededException"], _HELD_SECONDS, _HELD_ATTEMPTS, 1),
                _retry(["Glue.InternalServiceException", "Glue.OperationTimeoutException", "Glue.ThrottlingException"]),
            ],
            Next="Register",
            ResultPath="$.made",
        ),
        "Register": _invoke(parts.register, dict(_TRIAL), "$.registered", "Done"),
        "Done": {"Type": "Succeed"},
    }


def _failing(parts: Parts) -> dict[str, State]:
    said = "States.Format('{}\n{}: {}', $$.Execution.Id, $.error.Error, $.error.Cause)"
    message = {"TopicArn": parts.topic, "Subject": "filmes-lake: a refresh failed", "Message.$": said}
    return {
        "Notify": _task(
            PUBLISH, message, 60, [_retry(["States.ALL"])], "Failed", Next="Failed", ResultPath="$.notified"
        ),
        "Failed": {"Type": "Fail", "Error": "RefreshFailed", "Cause": "The message to the topic says why."},
    }


def _invoke(function: str, event: Mapping[str, Any], result: str, then: str) -> State:
    retries = [
        # By the names of our classes, which Lambda hands on.
        _retry(["LockHeld", "Conflict"], _HELD_SECONDS, _HELD_ATTEMPTS, 1),
        _retry(_LAMBDAS_OWN),
    ]
    return _task(
        INVOKE,
        {"FunctionName": function, "Payload": event},
        _LONGEST_FUNCTION + 60,
        retries,
        Next=then,
        ResultSelector={"answer.$": "$.Payload"},
        ResultPath=result,
    )


def _task(
    resource: str,
    parameters: Mapping[str, Any],
    seconds: int,
    retries: list[State],
    caught: str = "Notify",
    **more: Any,
) -> State:
    return {
        "Type": "Task",
        "Resource": resource,
        "Parameters": parameters,
        "TimeoutSeconds": seconds,
        "Retry": retries,
        "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": caught}],
        **more,
    }


def _retry(errors: Sequence[str], seconds: int = 2, attempts: int = 6, backoff: int = 2) -> State:
    return {
        "ErrorEquals": list(errors),
        "IntervalSeconds": seconds,
        "MaxAttempts": attempts,
        "BackoffRate": backoff,
    }


def _choice(*rules: tuple[State, str], default: str) -> State:
    return {"Type": "Choice", "Choices": [{**rule, "Next": then} for rule, then in rules], "Default": default}


def _set(values: Mapping[str, Any], path: str, then: str) -> State:
    return {"Type": "Pass", "Parameters": values, "ResultPath": path, "Next": then}
