"""A proxy on a port that lets requests through to a server, but for those that it is to spoil."""

import http.client
import json
import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

_HOP_BY_HOP = {"connection", "transfer-encoding", "keep-alive"}


@dataclass
class Answer:
    """What a server said."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True)
class Exchange:
    """A request that is being spoiled, with what can be done to it; another body may be forwarded."""

    forward: Callable[..., Answer]
    send: Callable[[Answer], None]
    hang_up: Callable[[], None]
    body: bytes = b""


Spoil = Callable[[Exchange], None]


def answer(status: int, code: str, **headers: str) -> Spoil:
    """Answer with an error of S3's; the server behind gets nothing."""
    body = f"<Error><Code>{code}</Code><Message>as User: arn:aws:iam::123456789012:user/x</Message></Error>".encode()
    given = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return lambda exchange: exchange.send(Answer(status, given, body))


def reset(exchange: Exchange) -> None:
    """Break the connection off; the server behind gets nothing."""
    exchange.hang_up()


def lose_answer(exchange: Exchange) -> None:
    """Let the server do the work, and break off before its answer."""
    exchange.forward()
    exchange.hang_up()


def cut_answer(exchange: Exchange) -> None:
    """Break off in the middle of the server's answer."""
    found = exchange.forward()
    exchange.send(Answer(found.status, found.headers, found.body[: len(found.body) // 2]))
    exchange.hang_up()


def alter_answer(exchange: Exchange) -> None:
    """Change the first byte of what the server says."""
    found = exchange.forward()
    exchange.send(Answer(found.status, found.headers, bytes([found.body[0] ^ 1]) + found.body[1:]))


def change_answer(change: Callable[[dict[str, Any], dict[str, Any]], None]) -> Spoil:
    """Change what a server of JSON says; `change` is given the request and the answer."""

    def spoil(exchange: Exchange) -> None:
        found = exchange.forward()
        document = json.loads(found.body)
        change(json.loads(exchange.body), document)
        headers = [(name, value) for name, value in found.headers if name.lower() != "content-length"]
        exchange.send(Answer(found.status, headers, json.dumps(document).encode()))

    return spoil


@dataclass
class Stall:
    """Keeps a request waiting: `reached` says that it came, `go_on` lets it through."""

    reached: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def __call__(self, exchange: Exchange) -> None:
        self.reached.set()
        self.go_on.wait(60)
        exchange.send(exchange.forward())


@dataclass
class _Rule:
    line: re.Pattern[str]
    spoil: Spoil
    left: int


@dataclass
class Proxy:
    """What the proxy spoils, and the requests it saw, as `METHOD /path?query`, with the action where one is named."""

    uri: str = ""
    seen: list[str] = field(default_factory=list)
    _rules: list[_Rule] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def spoil(self, line: str, spoil: Spoil, times: int = 1_000_000) -> None:
        """Spoil the next requests whose line matches the pattern."""
        self._rules.append(_Rule(re.compile(line), spoil, times))

    def heal(self) -> None:
        """Let everything through again."""
        self._rules.clear()

    def forget(self) -> None:
        """Be as a new one: spoil nothing, and have seen nothing."""
        self.heal()
        self.seen.clear()

    def rule_for(self, line: str) -> Spoil | None:
        """How to spoil this request; it counts as spoilt."""
        with self._lock:
            self.seen.append(line)
            for rule in self._rules:
                if rule.left and rule.line.search(line):
                    rule.left -= 1
                    return rule.spoil
        return None


def _action_in(body: bytes) -> str:
    """The action that a form names, as CloudFormation's requests do."""
    return body.partition(b"&")[0].removeprefix(b"Action=").decode() if body.startswith(b"Action=") else ""


class _Listening(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, proxy: Proxy, behind: str) -> None:
        self.proxy, self.behind = proxy, behind
        super().__init__(("127.0.0.1", 0), _Handler)
        proxy.uri = f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: _Listening

    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, ValueError):  # the client was killed, or we hung up
            self.close_connection = True

    def _any(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:
            raise ConnectionError  # the client was killed
        exchange = Exchange(lambda other=body: self._forward(other), self._send, self._hang_up, body)
        action = self.headers.get("X-Amz-Target", "") or _action_in(body)  # such as AWSGlue.GetJob
        spoil = self.server.proxy.rule_for(f"{self.command} {self.path} {action}".rstrip())
        if spoil:
            spoil(exchange)
        else:
            self._send(self._forward(body))

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _any  # noqa: N815 - the names are the base class's

    def _forward(self, body: bytes) -> Answer:
        connection = http.client.HTTPConnection(self.server.behind, timeout=60)
        try:
            own = {"Host": self.server.behind, **({"Content-Length": str(len(body))} if body else {})}
            connection.request(self.command, self.path, body, {**dict(self.headers), **own})
            found = connection.getresponse()
            return Answer(found.status, found.getheaders(), found.read())
        finally:
            connection.close()

    def _send(self, found: Answer) -> None:
        names = {name.lower() for name, _ in found.headers}
        lines = [f"HTTP/1.1 {found.status} -"]
        lines += [f"{name}: {value}" for name, value in found.headers if name.lower() not in _HOP_BY_HOP]
        if "content-length" not in names:
            lines.append(f"Content-Length: {len(found.body)}")
        body = b"" if self.command == "HEAD" else found.body
        self.wfile.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
        self.wfile.flush()

    def _hang_up(self) -> None:
        """Reset the connection rather than close it."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        pass


@contextmanager
def proxy_to(server: str) -> Iterator[Proxy]:
    """A proxy before the server at this address."""
    proxy = Proxy()
    listening = _Listening(proxy, urlsplit(server).netloc)
    thread = threading.Thread(target=listening.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield proxy
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
