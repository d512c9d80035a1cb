"""A stack that is deployed, as `deploy check` finds it: what moto makes of it, and a machine that is at work."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import boto3
import requests

from filmes_lake.deploy.templates import TemplateName, template
from filmes_lake.metrics import VARIABLE
from tests.fakes.athena import make_workgroup
from tests.fakes.aws import CREDENTIALS, environment_of, new_bucket
from tests.fakes.conditions import settled
from tests.fakes.proxy import Answer, Exchange, Proxy, Spoil, proxy_to

# Of one moto for all tests, so nothing else may be called so.
STACK, DATABASE = "checked", "films_of_the_stack"
# Of the rest moto says that it makes it and does not, or it is not looked at.
_MADE = ("AWS::Logs::LogGroup", "AWS::StepFunctions::StateMachine")
_ROLE = "arn:aws:iam::123456789012:role/films"


def client(server: str, name: Any) -> Any:
    """AWS, seen from beside the program."""
    session = boto3.Session(CREDENTIALS["AWS_ACCESS_KEY_ID"], CREDENTIALS["AWS_SECRET_ACCESS_KEY"])
    return session.client(name, endpoint_url=server, region_name=CREDENTIALS["AWS_REGION"])


def make_stack(server: str, **parameters: str) -> str:
    """Make the stack with an alarm and a workgroup, and give its bucket, which keeps versions."""
    bucket = new_bucket(server)
    client(server, "s3").put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    given = {"Bucket": bucket, "Database": DATABASE, "CodeBucket": bucket, "IngestKey": "a", "TransformKey": "b"}
    given |= {"MachineRoleArn": _ROLE, **parameters}
    client(server, "cloudformation").create_stack(
        StackName=STACK,
        TemplateBody=json.dumps(_seen_by_moto(given)),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()],
    )
    make_workgroup(server, STACK, f"s3://{bucket}/athena/{STACK}/")
    make_alarm(server, STACK)
    return bucket


def make_alarm(server: str, stack: str) -> None:
    """Make a stack's alarm of refreshes that fail."""
    client(server, "cloudwatch").put_metric_alarm(
        AlarmName=f"{stack}-run-failed",
        Namespace="AWS/States",
        MetricName="ExecutionsFailed",
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        EvaluationPeriods=1,
        Period=300,
        Statistic="Sum",
        Threshold=1,
    )


def _seen_by_moto(given: dict[str, str]) -> dict[str, Any]:
    found = settled(template(TemplateName.COMPUTE).sections, given)
    made = {name: of for name, of in found["Resources"].items() if of["Type"] in _MADE}
    made["Machine"]["Properties"].pop("DefinitionSubstitutions")
    return {**found, "Resources": made, "Outputs": {}}


@dataclass(frozen=True)
class Account:
    """AWS behind a proxy: moto, and the stand-in for the machine at its own address."""

    proxy: Proxy
    machine: str

    @contextmanager
    def broken(self, line: str, spoil: Spoil) -> Iterator[None]:
        """Something is broken as long as the block lasts."""
        self.proxy.heal()
        self.proxy.spoil(line, spoil)
        self.attach()
        yield
        self.proxy.heal()
        self.attach()

    def attach(self) -> None:
        """Have the machine's own operations answered by the stand-in."""
        for name in ("StartExecution", "DescribeExecution", "GetExecutionHistory", "StopExecution"):
            self.proxy.spoil(rf" AWSStepFunctions\.{name}$", partial(self._hand_on, name))

    def _hand_on(self, operation: str, exchange: Exchange) -> None:
        target = {"X-Amz-Target": f"AWSStepFunctions.{operation}"}
        found = requests.post(self.machine, exchange.body, headers=target, timeout=60)
        exchange.send(Answer(found.status_code, [("Content-Type", "application/x-amz-json-1.0")], found.content))


@contextmanager
def account(server: str, bucket: str, folder: Path) -> Iterator[Account]:
    """The account, in which a machine works."""
    settings = {"FILMES_LAKE_LAKE": f"s3://{bucket}/lake", "FILMES_LAKE_DATABASE": DATABASE, VARIABLE: STACK}
    region = {"AWS_DEFAULT_REGION": CREDENTIALS["AWS_REGION"], "TMPDIR": str(folder)}
    with proxy_to(server) as proxy:
        environment = {**environment_of(proxy.uri, folder), **settings, **region}
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.machine_on_a_port"],
            cwd=Path(__file__).parents[2],
            env={**{name: value for name, value in os.environ.items() if "AWS" not in name}, **environment},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        try:
            found = Account(proxy, f"http://127.0.0.1:{int(process.stdout.readline())}")
            found.attach()
            yield found
        finally:
            process.kill()
            process.wait()
            process.stdout.close()
