"""What the roles of a stack may do, in words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from filmes_lake.deploy.templates import Template

_VARIABLE = re.compile(r"\$\{([^}]+)\}")
_WORDS = {
    "athena:GetQueryExecution": "run queries",
    "athena:GetQueryResults": "run queries",
    "athena:GetWorkGroup": "look at the workgroup",
    "athena:StartQueryExecution": "run queries",
    "athena:StopQueryExecution": "run queries",
    "cloudformation:DescribeStacks": "look at the stack",
    "cloudformation:ListStackResources": "look at the stack",
    "cloudwatch:DescribeAlarms": "look at alarms",
    "cloudwatch:GetMetricStatistics": "look at metrics",
    "cloudwatch:PutMetricData": "report metrics",
    "glue:BatchStopJobRun": "stop runs of the Glue job",
    "glue:CreateDatabase": "make the database",
    "glue:CreateTable": "register tables",
    "glue:DeleteDatabase": "delete the trial's database",
    "glue:DeleteTable": "delete the trial's database",
    "glue:GetDatabase": "look at the database",
    "glue:GetJobRun": "look at runs of the Glue job",
    "glue:GetJobRuns": "look at runs of the Glue job",
    "glue:GetPartitions": "look at registered tables",
    "glue:GetTable": "look at registered tables",
    "glue:GetTables": "look at registered tables",
    "glue:StartJobRun": "start the Glue job",
    "glue:UpdateTable": "register tables",
    "kms:Decrypt": "decrypt with the key",
    "kms:GenerateDataKey": "encrypt with the key",
    "lambda:InvokeFunction": "call the functions",
    "logs:CreateLogGroup": "write logs",
    "logs:CreateLogStream": "write logs",
    "logs:FilterLogEvents": "read logs",
    "logs:PutLogEvents": "write logs",
    "quicksight:CreateIngestion": "bring a dashboard up to date",
    "quicksight:DescribeDashboard": "look at a dashboard",
    "quicksight:DescribeIngestion": "bring a dashboard up to date",
    "s3:AbortMultipartUpload": "give up uploads",
    "s3:DeleteObject": "delete objects",
    "s3:DeleteObjectVersion": "delete objects",
    "s3:GetBucketLocation": "list the bucket",
    "s3:GetObject": "read objects",
    "s3:ListBucket": "list the bucket",
    "s3:ListBucketMultipartUploads": "find unfinished uploads",
    "s3:ListBucketVersions": "list the bucket",
    "s3:ListMultipartUploadParts": "find unfinished uploads",
    "s3:PutObject": "write objects",
    "sns:Publish": "send messages to the topic",
    "sqs:SendMessage": "keep lost ticks",
    "ssm:GetParameter": "read TMDB's token",
    "states:DescribeExecution": "watch executions",
    "states:DescribeStateMachine": "look at the state machine",
    "states:GetExecutionHistory": "watch executions",
    "states:StartExecution": "start the state machine",
    "states:StopExecution": "stop executions",
}


@dataclass(frozen=True)
class Permission:
    """What a role may do, in words and as IAM calls it, and to what."""

    role: str
    words: tuple[str, ...]
    actions: tuple[str, ...]
    resources: tuple[str, ...]


def permissions(of: Template, roles: frozenset[str], values: Mapping[str, str]) -> list[Permission]:
    """The statements of these roles of a template, with its parameters' values and AWS's own."""
    return [
        Permission(role, _words(statement["Action"]), tuple(statement["Action"]), _resources(statement, values))
        for role in sorted(roles)
        for statement in _statements(of.resources[role]["Properties"])
    ]


def word_of(action: str) -> str:
    """An action in words; itself where there are none for it."""
    return _WORDS.get(action, action)


def _words(actions: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(word_of, actions)))


def _statements(role: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for policy in role.get("Policies", ()):
        # Where it depends on a condition, what it comes to at most: {"Fn::If": [condition, policy, nothing]}.
        yield from (policy["Fn::If"][1] if "Fn::If" in policy else policy)["PolicyDocument"]["Statement"]


def _resources(statement: Mapping[str, Any], values: Mapping[str, str]) -> tuple[str, ...]:
    named = statement["Resource"]
    return tuple(_resource(of, values) for of in (named if isinstance(named, list) else [named]))


def _resource(named: Any, values: Mapping[str, str]) -> str:
    """A resource without its account and region: arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE."""
    text = named if isinstance(named, str) else str(next(iter(named.values())))
    filled = _VARIABLE.sub(lambda found: values.get(found[1], ""), text)
    service, _, rest = filled.removeprefix("arn:aws:").partition(":")
    return f"{service}:{rest.split(':', 2)[-1]}" if rest else filled
