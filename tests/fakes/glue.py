"""Glue on a port: moto's, with what that lacks. Jobs are updated, runs are stopped; a run does something, or fails."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from filmes_lake.deploy.package import Package, PackedFile
from filmes_lake.jobs.package import SCRIPT, WHEELS
from tests.fakes.proxy import Answer, Exchange, Proxy


def packed(folder: Path, contents: bytes) -> Path:
    """A package of two small files."""
    folder.mkdir(exist_ok=True)
    files = []
    for name in (SCRIPT, WHEELS):
        data = contents + name.encode()
        (folder / name).write_bytes(data)
        files.append(PackedFile(name=name, bytes=len(data), sha256=hashlib.sha256(data).hexdigest()))
    (folder / "package.json").write_text(Package(program="1", files=tuple(files)).model_dump_json(), encoding="utf-8")
    return folder


class Glue:
    """Glue behind the proxy. `does` is what a run does when it is started, given its arguments."""

    def __init__(self, proxy: Proxy) -> None:
        self.does: Callable[[Mapping[str, str]], None] = lambda _: None
        self.stopped: list[str] = []
        self.ending: dict[str, Any] = {}
        self._updates: dict[str, Any] = {}
        self._proxy = proxy
        answers = {
            "UpdateJob": self._update,
            "GetJob": self._get_job,
            "StartJobRun": self._start,
            "GetJobRun": self._get_run,
            "BatchStopJobRun": self._stop,
        }
        for action, answer in answers.items():
            proxy.spoil(rf" AWSGlue\.{action}$", answer)

    def asked(self, action: str) -> int:
        """How often an action was asked for."""
        return sum(line.endswith(f"AWSGlue.{action}") for line in self._proxy.seen)

    def _update(self, exchange: Exchange) -> None:
        asked = json.loads(exchange.body)
        self._updates[asked["JobName"]] = asked["JobUpdate"]
        send(exchange, {"JobName": asked["JobName"]})

    def _get_job(self, exchange: Exchange) -> None:
        found = exchange.forward()
        if found.status == 200:
            document = json.loads(found.body)
            document["Job"].update(self._updates.get(document["Job"]["Name"], {}))
            found.body = json.dumps(document).encode()
        _resend(exchange, found)

    def _start(self, exchange: Exchange) -> None:
        found = exchange.forward()
        if found.status == 200:
            self.does(json.loads(exchange.body)["Arguments"])
        exchange.send(found)

    def _get_run(self, exchange: Exchange) -> None:
        found = exchange.forward()
        if self.ending and found.status == 200:
            document = json.loads(found.body)
            document["JobRun"].update(self.ending)
            found.body = json.dumps(document).encode()
        _resend(exchange, found)

    def _stop(self, exchange: Exchange) -> None:
        asked = json.loads(exchange.body)
        self.stopped += asked["JobRunIds"]
        ended = [{"JobName": asked["JobName"], "JobRunId": run} for run in asked["JobRunIds"]]
        send(exchange, {"SuccessfulSubmissions": ended, "Errors": []})


def send(exchange: Exchange, document: Mapping[str, Any], status: int = 200) -> None:
    """Answer as Glue does; the server behind gets nothing."""
    exchange.send(Answer(status, [("Content-Type", "application/x-amz-json-1.1")], json.dumps(document).encode()))


def _resend(exchange: Exchange, found: Answer) -> None:
    """Send an answer whose body may be longer now."""
    found.headers = [(name, value) for name, value in found.headers if name.lower() != "content-length"]
    exchange.send(found)
