"""QuickSight's interface on a port, as far as a dashboard needs it.

Requests are read by botocore's own routes, by whose shapes boto3 has checked them, and answers are held against these.
What is made is under way when it is first looked at, and done when it is next. Nothing is evaluated: what an expression
or a visual gives, only the service itself can show.
"""

import json
import re
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from botocore.model import ServiceModel
from botocore.session import get_session
from botocore.validate import ParamValidator

from tests.fakes.aws import ACCOUNT

KINDS = ("DataSource", "DataSet", "Theme", "Dashboard")
_DENIED, _EXISTS, _ABSENT, _WRONG = (
    (403, "AccessDeniedException"),
    (409, "ResourceExistsException"),
    (404, "ResourceNotFoundException"),
    (400, "InvalidParameterValueException"),
)
# What AWS's own texts name, and no message of ours may.
_SAID = f"User: arn:aws:iam::{ACCOUNT}:user/x is not authorized"

Asked = dict[str, Any]


class Refused(Exception):
    """An error that is answered: HTTP's status and AWS's code."""


@dataclass
class Thing:
    """Something that was made: what it was last asked to be, and its versions' errors, the latest last."""

    body: Asked
    errors: list[list[Asked]] = field(default_factory=list)
    under_way: bool = True
    permissions: list[Asked] = field(default_factory=list)
    published: int = 0


class FakeQuickSight:
    """QuickSight of one account, as long as the block of `quicksight_on_a_port` lasts.

    `errors` are those of the next versions of a thing, by kind; `denied` are the operations that are not permitted.
    """

    def __init__(self) -> None:
        self.things: dict[tuple[str, str], Thing] = {}
        self.asked: list[tuple[str, Asked]] = []
        self.errors: dict[str, list[Asked]] = {}
        self.denied: set[str] = set()
        self.edition = "ENTERPRISE"
        self.readers = {"User": {"ana"}, "Group": {"filmes"}}
        self.ingestions: dict[str, Asked] = {}
        self.uri = ""

    def operations(self) -> list[str]:
        """What was asked, in order."""
        return [operation for operation, _ in self.asked]

    def bodies(self, operation: str) -> list[Asked]:
        """With what an operation was asked."""
        return [body for name, body in self.asked if name == operation]

    def forget(self) -> None:
        """As if it were new, but for what was made."""
        self.asked.clear()
        self.errors.clear()
        self.denied.clear()
        self.edition = "ENTERPRISE"

    def answer(self, operation: str, asked: Asked) -> Asked:
        """What an operation answers; Refused with an error of AWS's."""
        self.asked.append((operation, asked))
        if operation in self.denied:
            raise Refused(_DENIED)
        answered = self._answered(operation, asked)
        assert not (faults := _faults(operation, answered)), faults
        return answered

    def _answered(self, operation: str, asked: Asked) -> Asked:
        own: dict[str, Callable[[Asked], Asked]] = {
            "DescribeAccountSubscription": self._subscription,
            "CreateIngestion": self._create_ingestion,
            "DescribeIngestion": self._describe_ingestion,
            "UpdateDashboardPublishedVersion": self._publish,
            "UpdateDashboardPermissions": self._grant,
            "DescribeUser": lambda asked: self._reader("User", asked),
            "DescribeGroup": lambda asked: self._reader("Group", asked),
        }
        if operation in own:
            return own[operation](asked)
        verb, kind = re.match("(Create|Update|Describe|Delete)(.+)", operation).groups()  # type: ignore[union-attr]
        return {"Create": self._create, "Update": self._update, "Describe": self._describe, "Delete": self._delete}[
            verb
        ](kind, asked)

    def _create(self, kind: str, asked: Asked) -> Asked:
        key = kind, asked[f"{kind}Id"]
        if key in self.things:
            raise Refused(_EXISTS)
        self.things[key] = Thing(asked, permissions=list(asked.get("Permissions", ())))
        return self._changed(kind, asked)

    def _update(self, kind: str, asked: Asked) -> Asked:
        thing = self._thing(kind, asked)
        thing.body = {**thing.body, **asked}
        return self._changed(kind, asked)

    def _changed(self, kind: str, asked: Asked) -> Asked:
        """A new version is under way."""
        thing = self._thing(kind, asked)
        thing.under_way = True
        thing.errors.append([*self.errors.get(kind, ()), *self._dangling(kind, asked)])
        arn = _arn(kind, asked[f"{kind}Id"])
        known = {"Arn": arn, f"{kind}Id": asked[f"{kind}Id"]}
        if kind == "DataSet":
            return {**known, **self._ingest(asked["DataSetId"], thing.errors[-1])}
        if kind == "Dashboard":
            return {**known, "VersionArn": f"{arn}/version/{len(thing.errors)}"}
        return known

    def _dangling(self, kind: str, asked: Asked) -> Iterator[Asked]:
        declared = asked.get("Definition", {}).get("DataSetIdentifierDeclarations", ()) if kind == "Dashboard" else ()
        for place, entry in enumerate(declared):
            if ("DataSet", entry["DataSetArn"].rpartition("/")[2]) not in self.things:
                path = f"DataSetIdentifierDeclarations[{place}]"
                yield {"Type": "DATA_SET_NOT_FOUND", "Message": _SAID, "ViolatedEntities": [{"Path": path}]}

    def _describe(self, kind: str, asked: Asked) -> Asked:
        thing = self._thing(kind, asked)
        status, thing.under_way = ("CREATION_IN_PROGRESS" if thing.under_way else self._ended(thing)), False
        errors = thing.errors[-1] if status == "CREATION_FAILED" else []
        told = {"Arn": _arn(kind, asked[f"{kind}Id"]), f"{kind}Id": asked[f"{kind}Id"], "Name": thing.body["Name"]}
        if kind == "DataSource":
            return {kind: {**told, "Status": status, **({"ErrorInfo": errors[0]} if errors else {})}}
        if kind == "DataSet":
            return {kind: told}
        version = {"Status": status, "VersionNumber": asked.get("VersionNumber", len(thing.errors))}
        return {kind: {**told, "Version": {**version, **({"Errors": errors} if errors else {})}}}

    def _ended(self, thing: Thing) -> str:
        return "CREATION_FAILED" if thing.errors[-1] else "CREATION_SUCCESSFUL"

    def _delete(self, kind: str, asked: Asked) -> Asked:
        self._thing(kind, asked)
        del self.things[kind, asked[f"{kind}Id"]]
        return {}

    def _publish(self, asked: Asked) -> Asked:
        thing = self._thing("Dashboard", asked)
        if thing.errors[asked["VersionNumber"] - 1]:
            raise Refused(_WRONG)
        thing.published = asked["VersionNumber"]
        return {}

    def _grant(self, asked: Asked) -> Asked:
        self._thing("Dashboard", asked).permissions += asked["GrantPermissions"]
        return {}

    def _create_ingestion(self, asked: Asked) -> Asked:
        self._thing("DataSet", asked)
        return self._ingest(asked["DataSetId"], self.errors.get("Ingestion", []), asked["IngestionId"])

    def _ingest(self, data_set: str, errors: list[Asked], name: str = "") -> Asked:
        name = name or uuid.uuid4().hex
        self.ingestions[name] = {"data_set": data_set, "errors": errors, "looked": False}
        return {"IngestionId": name}

    def _describe_ingestion(self, asked: Asked) -> Asked:
        found = self.ingestions[asked["IngestionId"]]
        ended = "FAILED" if found["errors"] else "COMPLETED"
        status, found["looked"] = (ended if found["looked"] else "RUNNING"), True
        error = {"ErrorInfo": found["errors"][0]} if status == "FAILED" else {}
        arn = _arn("DataSet", f"{asked['DataSetId']}/ingestion/{asked['IngestionId']}")
        return {"Ingestion": {"Arn": arn, "IngestionStatus": status, "CreatedTime": 0, **error}}

    def _subscription(self, _: Asked) -> Asked:
        if not self.edition:
            raise Refused(_ABSENT)
        return {"AccountInfo": {"Edition": self.edition, "AccountSubscriptionStatus": "ACCOUNT_CREATED"}}

    def _reader(self, kind: str, asked: Asked) -> Asked:
        name = asked[f"{kind}Name"]
        if name not in self.readers[kind]:
            raise Refused(_ABSENT)
        return {kind: {"Arn": _arn(kind, f"{asked['Namespace']}/{name}")}}

    def _thing(self, kind: str, asked: Asked) -> Thing:
        try:
            return self.things[kind, asked[f"{kind}Id"]]
        except KeyError:
            raise Refused(_ABSENT) from None


@contextmanager
def quicksight_on_a_port() -> Iterator[FakeQuickSight]:
    """The service, at its `uri`."""
    fake = FakeQuickSight()

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            text = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            operation, asked = _read(self.command, self.path, text)
            try:
                self._send(200, fake.answer(operation, asked))
            except Refused as refused:
                status, code = refused.args[0]
                self._send(status, {"Message": _SAID}, code)

        def _send(self, status: int, document: Mapping[str, Any], code: str = "") -> None:
            text = json.dumps(document).encode()
            self.send_response(status)
            if code:
                self.send_header("x-amzn-ErrorType", code)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - as the base class has it
            """Nothing is written to the terminal."""

        do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815 - as the base class wants them

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.uri = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@cache
def _model() -> ServiceModel:
    return get_session().get_service_model("quicksight")


@cache
def _routes() -> list[tuple[str, re.Pattern[str], str]]:
    """Method, path and operation, the paths with most that is fixed in them first."""
    found = []
    for name in _model().operation_names:
        http = _model().operation_model(name).http
        path = http["requestUri"].partition("?")[0]
        found.append((http["method"], re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path) + r"\Z"), name))
    return sorted(found, key=lambda route: route[1].pattern.count("(?P"))


def _read(method: str, address: str, text: bytes) -> tuple[str, Asked]:
    """The operation, and what it was asked with: of the path, of the query and of the body."""
    split = urlsplit(address)
    for wanted, path, operation in _routes():
        found = path.match(split.path)
        if wanted == method and found:
            shape = _model().operation_model(operation).input_shape
            assert shape
            names = {member.serialization.get("name", name): name for name, member in shape.members.items()}
            given: Asked = {name: unquote(value) for name, value in found.groupdict().items()}
            given |= {name: values[0] for name, values in parse_qs(split.query).items()}
            given |= json.loads(text or b"{}")
            asked = {names[name]: value for name, value in given.items()}
            if "VersionNumber" in asked:
                asked["VersionNumber"] = int(asked["VersionNumber"])
            return operation, asked
    raise AssertionError(f"no such route: {method} {split.path}")


def _arn(kind: str, name: str) -> str:
    return f"arn:aws:quicksight:us-east-1:{ACCOUNT}:{kind.lower()}/{name}"


def _faults(operation: str, told: Asked) -> str:
    """What botocore finds wrong in an answer."""
    shape = _model().operation_model(operation).output_shape
    assert shape
    found: str = ParamValidator().validate(told, shape).generate_report()
    return found
