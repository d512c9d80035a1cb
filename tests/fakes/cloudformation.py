"""CloudFormation on a port: moto's, with what that lacks: replacing, importing, failing, protecting."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode

import boto3

from tests.fakes.aws import CREDENTIALS
from tests.fakes.conditions import settled
from tests.fakes.proxy import Answer, Exchange, Proxy

_STACK = "AWS::CloudFormation::Stack"


class CloudFormation:
    """CloudFormation behind the proxy.

    `replaced` are the resources whose changes replace them, `failing` those that fail when they are made, with the
    reason.
    """

    def __init__(self, proxy: Proxy) -> None:
        self.replaced: set[str]
        self.failing: dict[str, str]
        self.protected: set[str] = set()
        self._statuses: dict[str, str] = {}
        self._events: dict[str, list[str]] = {}
        self._wanted: dict[str, str] = {}
        self._importing: dict[str, list[str]] = {}
        self._proxy = proxy
        self.attach()

    def attach(self) -> None:
        """Be before moto, and do nothing unusual."""
        self.replaced, self.failing = set(), {}
        answers = {
            "CreateChangeSet": self._create,
            "DescribeChangeSet": self._describe,
            "ExecuteChangeSet": self._execute,
            "DescribeStacks": self._stacks,
            "DescribeStackEvents": self._stack_events,
            "DeleteStack": self._delete,
            "UpdateTerminationProtection": self._protect,
        }
        for action, answer in answers.items():
            self._proxy.spoil(rf" {action}$", answer)

    def asked(self, action: str) -> int:
        """How often an action was asked for."""
        return sum(line.endswith(f" {action}") for line in self._proxy.seen)

    def _create(self, exchange: Exchange) -> None:
        form = _form(exchange)
        buckets = [value for key, value in form.items() if key.endswith(".value") and "ResourceIdentifier" in key]
        if form["ChangeSetType"] == "IMPORT":
            self._importing[form["ChangeSetName"]] = buckets
        self._wanted[_name(form["StackName"])] = form["TemplateBody"]
        exchange.send(exchange.forward(urlencode({**form, "TemplateBody": _settled(form)}).encode()))

    def _describe(self, exchange: Exchange) -> None:
        found = exchange.forward()
        text = found.body.decode()
        if _form(exchange)["ChangeSetName"] in self._importing:
            text = text.replace("<Action>Add</Action>", "<Action>Import</Action>")
        for name in self.replaced:
            logical = f"<LogicalResourceId>{name}</LogicalResourceId>"
            text = text.replace(logical, f"<Replacement>True</Replacement>{logical}")
        _resend(exchange, found, text)

    def _execute(self, exchange: Exchange) -> None:
        form = _form(exchange)
        name = _name(form["StackName"])
        if any(f'"{resource}"' in self._wanted[name] for resource in self.failing):
            self._fail(name)
            exchange.send(_done("ExecuteChangeSet"))
            return
        with _moved_aside(self._importing.pop(form["ChangeSetName"], []), self._proxy):
            exchange.send(exchange.forward())

    def _fail(self, name: str) -> None:
        said = [(of, "CREATE_FAILED", reason) for of, reason in self.failing.items()]
        said += [("Other", "CREATE_FAILED", "Resource creation cancelled"), (name, "ROLLBACK_IN_PROGRESS", "")]
        self._events[name] = [_event(*event, name=name) for event in [*said, (name, "ROLLBACK_COMPLETE", "")]]
        self._statuses[name] = "ROLLBACK_COMPLETE"

    def _stacks(self, exchange: Exchange) -> None:
        found = exchange.forward()
        text = found.body.decode()
        name = _name(_form(exchange).get("StackName", ""))
        if name in self._statuses:
            text = re.sub(r"(<StackStatus>)\w+", rf"\g<1>{self._statuses[name]}", text)
        if name in self.protected:
            text = re.sub(r"(<EnableTerminationProtection>)false", r"\g<1>true", text)
        _resend(exchange, found, text)

    def _stack_events(self, exchange: Exchange) -> None:
        found = exchange.forward()
        name = _name(_form(exchange)["StackName"])
        stack = re.search(r"arn:aws:cloudformation:[^<]*", found.body.decode())
        added = "".join(reversed(self._events.get(name, []))).replace("STACK-ID", stack[0] if stack else "")
        _resend(exchange, found, found.body.decode().replace("<member>", f"{added}<member>", 1))

    def _delete(self, exchange: Exchange) -> None:
        name = _name(_form(exchange)["StackName"])
        if name in self.protected:
            exchange.send(_refused(f"Stack [{name}] cannot be deleted while TerminationProtection is enabled"))
            return
        self._statuses.pop(name, None)
        self._events.pop(name, None)
        exchange.send(exchange.forward())

    def _protect(self, exchange: Exchange) -> None:
        form = _form(exchange)
        change = self.protected.add if form["EnableTerminationProtection"] == "true" else self.protected.discard
        change(_name(form["StackName"]))
        exchange.send(_done("UpdateTerminationProtection"))


class _moved_aside:  # noqa: N801 - reads as the context that it is
    """Buckets out of moto's way, which makes what it should import, and back with all that is in them."""

    def __init__(self, names: list[str], proxy: Proxy) -> None:
        session = boto3.Session(CREDENTIALS["AWS_ACCESS_KEY_ID"], CREDENTIALS["AWS_SECRET_ACCESS_KEY"])
        self._client = session.client("s3", endpoint_url=proxy.uri, region_name=CREDENTIALS["AWS_REGION"])
        there = {bucket["Name"] for bucket in self._client.list_buckets()["Buckets"]}
        self._kept = {name: self._contents(name) for name in names if name in there}

    def __enter__(self) -> None:
        for name, contents in self._kept.items():
            for key in contents:
                self._client.delete_object(Bucket=name, Key=key)
            self._client.delete_bucket(Bucket=name)

    def __exit__(self, *_: object) -> None:
        for name, contents in self._kept.items():
            for key, data in contents.items():
                self._client.put_object(Bucket=name, Key=key, Body=data)
        self._client.close()

    def _contents(self, name: str) -> dict[str, bytes]:
        found = self._client.list_objects_v2(Bucket=name).get("Contents", ())
        return {of["Key"]: self._client.get_object(Bucket=name, Key=of["Key"])["Body"].read() for of in found}


def _form(exchange: Exchange) -> Mapping[str, Any]:
    return {key: values[0] for key, values in parse_qs(exchange.body.decode(), keep_blank_values=True).items()}


def _settled(form: Mapping[str, str]) -> str:
    keys = (key for key in form if key.endswith(".ParameterKey"))
    given = {form[key]: form[key.replace("ParameterKey", "ParameterValue")] for key in keys}
    return json.dumps(settled(json.loads(form["TemplateBody"]), given))


def _name(stack: str) -> str:
    return stack.split("/")[1] if "/" in stack else stack


def _event(resource: str, status: str, reason: str, *, name: str) -> str:
    of_stack = resource == name
    fields = {
        "StackId": "STACK-ID",
        "EventId": f"{resource}-{status}",
        "StackName": name,
        "LogicalResourceId": resource,
        "PhysicalResourceId": "STACK-ID",  # LocalStack gives it to resources without an id of their own
        "ResourceType": _STACK if of_stack else "AWS::IAM::Role",
        "Timestamp": "2026-11-30T00:00:00Z",
        "ResourceStatus": status,
        "ResourceStatusReason": reason,
    }
    return f"<member>{''.join(f'<{field}>{value}</{field}>' for field, value in fields.items())}</member>"


def _done(action: str) -> Answer:
    return Answer(200, [], f"<{action}Response><{action}Result/></{action}Response>".encode())


def _refused(message: str) -> Answer:
    error = f"<Error><Code>ValidationError</Code><Message>{message}</Message></Error>"
    return Answer(400, [], f"<ErrorResponse>{error}</ErrorResponse>".encode())


def _resend(exchange: Exchange, found: Answer, text: str) -> None:
    headers = [(name, value) for name, value in found.headers if name.lower() != "content-length"]
    exchange.send(Answer(found.status, headers, text.encode()))
