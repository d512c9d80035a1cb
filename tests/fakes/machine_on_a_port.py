"""A stack's state machine and its functions on a port, in a process of its own.

The definition is the one that is deployed, the functions are the handlers themselves, with the environment that this
process has. Their log goes to CloudWatch and what its last lines count becomes metrics, as AWS would have it; the Glue
job is DuckDB's transform. An execution that fails sets the alarm off, for a second.
"""

import io
import json
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout, suppress
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import boto3

from filmes_lake.deploy.state_machine import INVOKE, PUBLISH, RUN_JOB, state_machine
from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.entrypoints import lambda_handler
from filmes_lake.models.kinds import Target
from filmes_lake.runtime import Runtime
from filmes_lake.transform.pipeline import TransformRequest, transform
from tests.deploy.state_machines import PARTS
from tests.fakes.deployed import STACK
from tests.fakes.states_language import Execution, TaskFailed

HANDLERS = {
    "plan": lambda_handler.plan,
    "ingest": lambda_handler.ingest_tmdb,
    "transform": lambda_handler.transform,
    "register": lambda_handler.register,
}
_ALARM, _OFF_SECONDS = f"{STACK}-run-failed", 1.0


class Invocation:
    """An invocation with all its time."""

    def get_remaining_time_in_millis(self) -> int:
        """See `lambda_handler.Context`."""
        return 900_000


class Machine:
    """The executions, and what they call."""

    def __init__(self) -> None:
        self.executions: dict[str, Execution] = {}
        self._logs, self._metrics = boto3.client("logs"), boto3.client("cloudwatch")
        self._at_work = threading.Lock()  # functions share this process's standard output

    def answer(self, operation: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """What Step Functions would say."""
        if operation == "StartExecution":
            return self._start(asked)
        execution = self.executions[asked["executionArn"]]
        if operation == "StopExecution":
            return {"stopDate": execution.started}
        if operation == "GetExecutionHistory":
            return {"events": execution.events}
        told = {"executionArn": execution.arn, "status": execution.status, "startDate": execution.started}
        return {**told, **({"stopDate": execution.stopped} if execution.stopped else {})}

    def _start(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        arn = asked["stateMachineArn"].replace(":stateMachine:", ":execution:") + ":" + asked["name"]
        self.executions[arn] = execution = Execution(state_machine(PARTS), arn, self._call)
        threading.Thread(target=self._run, args=(execution, json.loads(asked["input"])), daemon=True).start()
        return {"executionArn": arn, "startDate": execution.started}

    def _run(self, execution: Execution, given: Any) -> None:
        execution.run(given)
        if execution.status == "FAILED":
            self._set_alarm("ALARM")
            threading.Timer(_OFF_SECONDS, self._set_alarm, ("OK",)).start()

    def _set_alarm(self, state: str) -> None:
        self._metrics.set_alarm_state(AlarmName=_ALARM, StateValue=state, StateReason="a stand-in says so")

    def _call(self, resource: str, parameters: Mapping[str, Any]) -> Any:
        if resource == INVOKE:
            return {"Payload": self._invoke(parameters["FunctionName"].rpartition("-")[2], parameters["Payload"])}
        if resource == RUN_JOB:
            with self._at_work, _told_as_aws_does():
                return _run_job(parameters["Arguments"])
        assert resource == PUBLISH
        return {}

    def _invoke(self, name: str, event: Any) -> Any:
        with self._at_work, redirect_stdout(io.StringIO()) as said:
            try:
                with _told_as_aws_does():
                    return HANDLERS[name](event, Invocation())
            finally:
                self._log(f"/aws/lambda/{STACK}-{name}", said.getvalue().splitlines())

    def _log(self, group: str, lines: list[str]) -> None:
        where: Any = {"logGroupName": group, "logStreamName": "one"}
        with suppress(self._logs.exceptions.ResourceAlreadyExistsException):
            self._logs.create_log_stream(**where)
        documents = [json.loads(line) for line in lines]
        times = [int(_milliseconds(document)) for document in documents]
        events: Any = [{"timestamp": time, "message": line} for time, line in zip(times, lines, strict=True)]
        self._logs.put_log_events(**where, logEvents=events)
        for document in documents:
            for directive in document.get("_aws", {}).get("CloudWatchMetrics", ()):
                self._count(document, directive)

    def _count(self, document: Mapping[str, Any], directive: Mapping[str, Any]) -> None:
        ((dimension,),) = directive["Dimensions"]
        self._metrics.put_metric_data(
            Namespace=directive["Namespace"],
            MetricData=[
                {
                    "MetricName": metric["Name"],
                    "Unit": metric["Unit"],
                    "Value": document[metric["Name"]],
                    "Dimensions": [{"Name": dimension, "Value": document[dimension]}],
                }
                for metric in directive["Metrics"]
            ],
        )


@contextmanager
def _told_as_aws_does() -> Iterator[None]:
    """An error by the name of its class."""
    try:
        yield
    except Exception as error:
        raised = {"errorType": type(error).__name__, "errorMessage": str(error)}
        raise TaskFailed(raised["errorType"], json.dumps(raised)) from error


def _milliseconds(document: Mapping[str, Any]) -> float:
    return datetime.fromisoformat(document["time"]).timestamp() * 1000


def _run_job(arguments: Mapping[str, str]) -> dict[str, str]:
    runtime = Runtime.from_flags(lake=arguments["--LAKE_URI"])
    transform(runtime.lake, DuckDBEngine(memory="400MB", threads=2), TransformRequest(Target.ALL.layers))
    return {"JobRunState": "SUCCEEDED"}


class _Handler(BaseHTTPRequestHandler):
    machine: Machine

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        document = self.machine.answer(self.headers["X-Amz-Target"].rpartition(".")[2], json.loads(body))
        text = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        pass


if __name__ == "__main__":
    _Handler.machine = Machine()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
