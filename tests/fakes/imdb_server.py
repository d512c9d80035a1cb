"""A fake of the host of IMDb's files, on a real port: conditions, ranges, and whatever goes wrong on the way.

In a test:  with FakeImdb({"title.ratings.tsv.gz": data}) as server: server.spoil(CUT) ...
On its own: python -m tests.fakes.imdb_server FOLDER --rate 5000000   (serves the .gz files of a folder)
"""

import argparse
import hashlib
import re
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_HOST = "127.0.0.1"
_POLL_SECONDS = 0.02
_BLOCK_BYTES = 1 << 14


@dataclass(frozen=True)
class Answer:
    """An answer on its way. `sent` is how much of the body goes out, `pause` the seconds after each `step` bytes."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    sent: int | None = None
    step: int = _BLOCK_BYTES
    pause: float = 0.0


@dataclass(frozen=True)
class Asked:
    """A request that came: method, name and headers, these in lower case."""

    method: str
    name: str
    headers: Mapping[str, str]


Spoiling = Callable[["FakeImdb", Asked, Answer], Answer]
"""What becomes of the answer to a GET."""


def cut(share: float = 0.5) -> Spoiling:
    """The connection breaks after this share of the body."""
    return lambda _, __, answer: replace(answer, sent=int(len(answer.body) * share))


def status(code: int, **headers: str) -> Spoiling:
    """An error with nothing else."""
    return lambda _, __, ___: Answer(code, headers=headers)


def changed_and_cut(data: bytes) -> Spoiling:
    """Half of the body comes, and the next request meets another edition."""

    def spoil(server: "FakeImdb", asked: Asked, answer: Answer) -> Answer:
        server.files[asked.name] = data
        return replace(answer, sent=len(answer.body) // 2)

    return spoil


def html(_: "FakeImdb", __: Asked, ___: Answer) -> Answer:
    """A page with status 200, as proxies and sign-in pages give it."""
    return Answer(200, b"<!doctype html><p>Sign in", {"Content-Type": "text/html; charset=utf-8"})


def plain(_: "FakeImdb", __: Asked, ___: Answer) -> Answer:
    """Something that is no gzip and does not say what it is."""
    return Answer(200, b"tconst\taverageRating\tnumVotes\n", {"Content-Type": "binary/octet-stream"})


def short(_: "FakeImdb", __: Asked, answer: Answer) -> Answer:
    """A whole answer, as its length says, of a file whose last bytes are missing."""
    return replace(answer, body=answer.body[:-5])


def trickle(_: "FakeImdb", __: Asked, answer: Answer) -> Answer:
    """A few bytes now and then."""
    return replace(answer, step=20, pause=0.05)


def deaf_to_if_range(server: "FakeImdb", asked: Asked, answer: Answer) -> Answer:
    """The part that was asked for, of whatever edition there is."""
    headers = {name: value for name, value in asked.headers.items() if name != "if-range"}
    return server.honest(replace(asked, headers=headers)) if "range" in headers else answer


class FakeImdb:
    """The host, as long as the block lasts; `files` may change meanwhile, and `asked` tells what came."""

    def __init__(self, files: Mapping[str, bytes], *, rate: int | None = None) -> None:
        self.files = dict(files)
        self.modified = 1_764_000_000.0
        self.asked: list[Asked] = []
        self._rate = rate
        self._spoilings: deque[Spoiling] = deque()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_POLL_SECONDS,))

    @property
    def url(self) -> str:
        return f"http://{_HOST}:{self._server.server_address[1]}"

    @property
    def environment(self) -> dict[str, str]:
        """What points the program here."""
        return {"FILMES_LAKE_IMDB_ADDRESS": self.url}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def spoil(self, *spoilings: Spoiling) -> None:
        """Spoil as many of the next answers to a GET, in this order."""
        self._spoilings.extend(spoilings)

    def methods(self) -> list[str]:
        """The methods of the requests so far."""
        return [asked.method for asked in self.asked]

    def respond(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        answer = self.honest(asked)
        if asked.method == "GET" and self._spoilings:
            answer = self._spoilings.popleft()(self, asked, answer)
        if self._rate and not answer.pause:
            answer = replace(answer, pause=_BLOCK_BYTES / self._rate)
        return answer

    def honest(self, asked: Asked) -> Answer:
        """What a good server answers."""
        data = self.files.get(asked.name)
        if data is None:
            return Answer(404)
        etag = f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'
        common = {"ETag": etag, "Last-Modified": formatdate(self.modified, usegmt=True), "Accept-Ranges": "bytes"}
        if asked.headers.get("if-none-match") == etag:
            return Answer(304, headers=common)
        common["Content-Type"] = "binary/octet-stream"
        wanted = re.fullmatch("bytes=([0-9]+)-", asked.headers.get("range", ""))
        if not wanted or asked.headers.get("if-range", etag) != etag:
            return Answer(200, data, common)
        first = int(wanted[1])
        if first >= len(data):
            return Answer(416, headers={"Content-Range": f"bytes */{len(data)}"})
        return Answer(206, data[first:], common | {"Content-Range": f"bytes {first}-{len(data) - 1}/{len(data)}"})


class _Server(ThreadingHTTPServer):
    def __init__(self, fake: FakeImdb) -> None:
        super().__init__((_HOST, 0), _Connection)
        self.fake = fake

    def handle_error(self, request: Any, client_address: Any) -> None:
        # Clients leave at any moment; whatever else happens is a mistake of this server and shows.
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""

    def _answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.fake.respond(Asked(self.command, self.path.removeprefix("/"), headers))
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET" and answer.status != HTTPStatus.NOT_MODIFIED:
            with suppress(OSError):  # clients leave at any moment
                self._send(answer)

    def _send(self, answer: Answer) -> None:
        end = len(answer.body) if answer.sent is None else answer.sent
        for first in range(0, end, answer.step):
            self.wfile.write(answer.body[first : min(end, first + answer.step)])
            if answer.pause:
                threading.Event().wait(answer.pause)
        self.close_connection |= end < len(answer.body)


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until SIGTERM or Ctrl-C; the first line on stdout tells where."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.imdb_server", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rate", type=int, help="bytes a second")
    asked = parser.parse_args(arguments)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with FakeImdb({path.name: path.read_bytes() for path in asked.folder.glob("*.gz")}, rate=asked.rate) as server:
        print(server.url, flush=True)  # noqa: T201 - said to who started it
        ended.wait()


if __name__ == "__main__":
    main()
