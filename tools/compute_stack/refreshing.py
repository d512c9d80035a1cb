"""What refreshes the lake: the state machine, the Glue job and the schedule, each where it is asked for."""

import json
from typing import Any

from filmes_lake.deploy.state_machine import Parts, state_machine
from filmes_lake.jobs.definition import JobSettings, job_definition
from filmes_lake.settings import Settings
from tools.compute_stack.functions import ENCRYPTION, LAKE, role
from tools.compute_stack.intrinsics import OF_THE_STACK, STACK, Json, arn, filled, ref, resource, tagged

# What Scheduler puts in the place of this. See
# https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
_TICK = "<aws.scheduler.scheduled-time>"
# Where the job may read: below the lake's `_ops`.
_CODE = "s3://${Bucket}"
_LOST = f"{STACK}-lost-ticks"
_FORTNIGHT = 14 * 24 * 3600  # as long as a queue can keep a message
_JOB = JobSettings(
    name="",
    role="",
    workers=Settings.model_fields["glue_workers"].default,
    timeout=Settings.model_fields["glue_timeout"].default,
)


def machine() -> Json:
    """The state machine; what it calls is filled in by Step Functions, so that its definition is one plain text."""
    called = {
        "plan": arn("PlanFunction"),
        "ingest_tmdb": arn("IngestFunction"),
        "transform": arn("TransformFunction"),
        "register": arn("RegisterFunction"),
        "topic": ref("Topic"),
        **dict.fromkeys(("stack", "job"), ref("AWS::StackName")),
    }
    places: dict[str, Any] = {name: f"${{{name}}}" for name in called}
    parts = Parts(**places, job_minutes=_JOB.timeout)
    return {
        "Machine": tagged(
            "AWS::StepFunctions::StateMachine",
            StateMachineName=ref("AWS::StackName"),
            StateMachineType="STANDARD",
            RoleArn=role("Machine"),
            # Not `Definition`, of which CloudFormation may hand on numbers as texts.
            DefinitionString=json.dumps(state_machine(parts), separators=(",", ":")),
            DefinitionSubstitutions=called,
        )
    }


def job() -> Json:
    """The Glue job, as `jobs submit` makes it."""
    made = filled(
        job_definition(_JOB, LAKE, "", script=f"{_CODE}/${{JobScriptKey}}", wheels=f"{_CODE}/${{JobWheelsKey}}")
    )
    made["DefaultArguments"]["--ENCRYPTION"] = ENCRYPTION
    made |= {"Name": ref("AWS::StackName"), "Role": role("Job")}
    tags = {tag["Key"]: tag["Value"] for tag in OF_THE_STACK}
    return {"Job": resource("AWS::Glue::Job", "WithGlue", **made, Tags=tags)}


def schedule() -> Json:
    """The clock, and the queue of the ticks that found no machine."""
    return {
        "LostTicks": tagged(
            "AWS::SQS::Queue",
            "WithSchedule",
            QueueName=filled(_LOST),
            MessageRetentionPeriod=_FORTNIGHT,
            SqsManagedSseEnabled=True,
        ),
        "Clocks": tagged("AWS::Scheduler::ScheduleGroup", "WithSchedule", Name=ref("AWS::StackName")),
        "Clock": resource(
            "AWS::Scheduler::Schedule",
            "WithSchedule",
            Name=ref("AWS::StackName"),
            GroupName=ref("Clocks"),
            State="ENABLED",
            ScheduleExpression=ref("Schedule"),
            ScheduleExpressionTimezone=ref("Timezone"),
            FlexibleTimeWindow={"Mode": "OFF"},
            Target=_target(),
        ),
    }


def _target() -> Json:
    return {
        "Arn": ref("Machine"),
        "RoleArn": role("Schedule"),
        "Input": json.dumps({"tick": _TICK, "trial": None}),
        "RetryPolicy": {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 20},
        "DeadLetterConfig": {"Arn": arn("LostTicks")},
    }
