"""The policies of whoever deploys, held against what CloudFormation's own schemas say that making each resource needs.

Two say what the stacks ask for, and one more is for stacks that make their own roles. IAM takes 6,144 characters each.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from fnmatch import fnmatch
from pathlib import Path
from string import Template
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from filmes_lake import aws
from filmes_lake.deploy.templates import TemplateName, template
from tests.deploy.schemas import schema_of
from tests.deploy.stacks import GIVEN, stacks
from tests.fakes.aws import moto_server
from tests.fakes.iam import User

POLICIES = Path(aws.__file__).parent / "policies"
NAMES = ("deploy-data", "deploy-compute", "deploy-roles")
VALUES = {"BUCKET": "films", "PREFIX": "lake", "DATABASE": "films", "STACK": "films", "ROLE": "LabRole"}
HERE = {"REGION": "us-east-1", "ACCOUNT": "123456789012"}

# What the handlers of CloudFormation may call for properties that no template of ours has.
NOT_ASKED_FOR = {
    "a bucket's other settings": """
        s3:*Metadata* s3:*Analytics* s3:*Cors s3:*CORS s3:*Website s3:*Replication* s3:*Accelerate* s3:*Inventory*
        s3:*Metrics* s3:*Notification s3:*ObjectLock* s3:*IntelligentTiering* s3:*Abac s3:*Acl s3:PutBucketLogging
        s3:DeleteBucketEncryption s3:DeleteBucketLifecycle s3:DeleteBucketTagging s3tables:*
    """,
    "a log group's other settings": """
        logs:*KmsKey logs:*Policy logs:*Policies logs:CreateLogDelivery logs:PutBearerTokenAuthentication
        logs:PutLogGroupDeletionProtection firehose:* s3:REST.PUT.OBJECT
    """,
    "a topic's other settings": "sns:PutDataProtectionPolicy",
    "a function in a VPC, with layers, signed, or with a concurrency of its own": """
        ec2:* elasticfilesystem:* s3files:* lambda:*CodeSigningConfig lambda:*Concurrency lambda:GetLayerVersion
        lambda:PutFunctionRecursionConfig lambda:PutFunctionScalingConfig lambda:PutRuntimeManagementConfig
        lambda:PassCapacityProvider lambda:PublishVersion lambda:AssociateRuntimeAlias
    """,
    "a role with managed policies or a boundary": "iam:AttachRolePolicy iam:DetachRolePolicy iam:*PermissionsBoundary",
    "a workgroup of Spark's": "iam:CreateServiceLinkedRole",
    "connections and Lake Formation": "glue:*Connection lakeformation:*",
    "keys, which their own policies give": "kms:*",
}
# What the command itself calls, beside CloudFormation.
CALLED = {
    "cloudformation": """
        CreateChangeSet DeleteChangeSet DeleteStack DescribeChangeSet DescribeStackEvents DescribeStacks
        ExecuteChangeSet ListStackResources TagResource UntagResource UpdateTerminationProtection
    """,
    "cloudwatch": "SetAlarmState",
    "logs": "DescribeLogStreams GetLogEvents",
    "s3": "DeleteObjectVersion GetBucketLocation ListBucketVersions",
    "ssm": "DeleteParameter DescribeParameters PutParameter",
    "states": "DescribeExecution GetExecutionHistory ListExecutions StartExecution",
}


def allowed(*names: str) -> Iterator[tuple[str, str]]:
    """Each action with each resource that a policy allows."""
    for name in names:
        text = Template((POLICIES / f"{name}.json").read_text(encoding="utf-8")).substitute(VALUES, **HERE)
        for statement in json.loads(text)["Statement"]:
            yield from ((action, resource) for action in statement["Action"] for resource in statement["Resource"])


def asked_for() -> dict[str, str]:
    """What CloudFormation calls to make, read, change and delete what both stacks have, each with a resource's type."""
    found: dict[str, str] = {}
    for type_ in {found["Type"] for found in stacks().resources.values()}:
        schema = schema_of(type_)
        handlers = [handler["permissions"] for kind, handler in schema["handlers"].items() if kind != "list"]
        for actions in (*handlers, schema.get("tagging", {}).get("permissions", ())):
            found |= dict.fromkeys(actions, type_)
    return found


def is_needed(action: str) -> bool:
    return not any(fnmatch(action, pattern) for patterns in NOT_ASKED_FOR.values() for pattern in patterns.split())


def test_whoever_deploys_may_do_what_cloudformation_does_for_them() -> None:
    may = {action for action, _ in allowed(*NAMES)}

    assert not {action: type_ for action, type_ in asked_for().items() if is_needed(action) and action not in may}


def test_they_may_do_nothing_that_is_asked_for_by_nobody() -> None:
    called = {f"{service}:{action}" for service, actions in CALLED.items() for action in actions.split()}

    assert not {action for action, _ in allowed(*NAMES)} - called - set(asked_for())


def test_without_the_third_they_make_no_role_and_hand_over_the_one_that_is_given() -> None:
    may = set(allowed("deploy-data", "deploy-compute"))

    assert {pair for pair in may if pair[0].startswith("iam:")} == {
        ("iam:PassRole", "arn:aws:iam::123456789012:role/LabRole")
    }


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("cloudformation:CreateChangeSet", "arn:aws:cloudformation:us-east-1:123456789012:stack/films-data/1-2"),
        ("cloudformation:ExecuteChangeSet", "arn:aws:cloudformation:us-east-1:123456789012:stack/films/1-2"),
        ("s3:PutObject", "arn:aws:s3:::films/lake/_ops/functions/a/ingest.zip"),
        ("lambda:CreateFunction", "arn:aws:lambda:us-east-1:123456789012:function:films-transform"),
        ("logs:CreateLogGroup", "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/films-plan"),
        ("states:CreateStateMachine", "arn:aws:states:us-east-1:123456789012:stateMachine:films"),
        ("scheduler:CreateSchedule", "arn:aws:scheduler:us-east-1:123456789012:schedule/films/films"),
        ("scheduler:CreateScheduleGroup", "arn:aws:scheduler:us-east-1:123456789012:schedule-group/films"),
        ("sqs:CreateQueue", "arn:aws:sqs:us-east-1:123456789012:films-lost-ticks"),
        ("sns:CreateTopic", "arn:aws:sns:us-east-1:123456789012:films"),
        ("cloudwatch:PutMetricAlarm", "arn:aws:cloudwatch:us-east-1:123456789012:alarm:films-run-failed"),
        ("cloudwatch:PutDashboard", "arn:aws:cloudwatch::123456789012:dashboard/films"),
        ("athena:CreateWorkGroup", "arn:aws:athena:us-east-1:123456789012:workgroup/films"),
        ("budgets:ModifyBudget", "arn:aws:budgets::123456789012:budget/films"),
        ("glue:CreateJob", "arn:aws:glue:us-east-1:123456789012:job/films"),
        ("events:PutRule", "arn:aws:events:us-east-1:123456789012:rule/films-DailyLook-AB12"),
        ("ssm:PutParameter", "arn:aws:ssm:us-east-1:123456789012:parameter/films/tmdb-token"),
        ("iam:CreateRole", "arn:aws:iam::123456789012:role/films-PlanRole-AB12"),
    ],
)
def test_they_may_do_it_to_what_the_stack_calls_it_and_not_to_anothers(action: str, resource: str) -> None:
    may = [pattern for known, pattern in allowed(*NAMES) if known == action]

    assert any(fnmatch(resource, pattern) for pattern in may)
    assert not any(fnmatch(resource.replace("films", "series"), pattern) for pattern in may)


@pytest.mark.parametrize("name", NAMES)
def test_each_is_short_enough_to_be_a_policy_of_its_own(name: str) -> None:
    document = json.loads((POLICIES / f"{name}.json").read_text(encoding="utf-8"))

    assert len(json.dumps(document, separators=(",", ":"))) <= 6144


@pytest.mark.slow  # a server of its own
def test_with_them_a_stack_is_prepared_and_without_it_is_not() -> None:
    """moto asks for permissions of CloudFormation, not for those of what a stack makes."""
    documents = [json.loads((POLICIES / f"{name}.json").read_text(encoding="utf-8")) for name in NAMES]
    every = [{**statement, "Resource": "*"} for document in documents for statement in document["Statement"]]

    with moto_server() as server, closing(User(server, "deployer")) as user:
        for kept, refused in ((every, False), ([s for s in every if "Stack" not in s["Sid"]], True)):
            with user.allowed({"Version": "2012-10-17", "Statement": kept}):
                assert is_refused(server, user.credentials) == refused


def is_refused(server: str, credentials: Mapping[str, str]) -> bool:
    """Whether the credentials may not make the data stack's change set."""
    key, secret = credentials["AWS_ACCESS_KEY_ID"], credentials["AWS_SECRET_ACCESS_KEY"]
    client = boto3.Session(key, secret).client("cloudformation", endpoint_url=server, region_name="us-east-1")
    given: Any = [{"ParameterKey": name, "ParameterValue": GIVEN[name]} for name in ("Bucket", "Database")]
    body = template(TemplateName.DATA).body
    with closing(client):
        try:
            client.create_change_set(
                StackName="films-data", ChangeSetName="a", ChangeSetType="CREATE", TemplateBody=body, Parameters=given
            )
        except ClientError as error:
            return error.response["Error"]["Code"] == "AccessDenied"
    return False
