"""HTTP/1.1 over sockets: connections that are counted, kept alive, refused and broken."""

import gzip
import json
import socket
import socketserver
import sys
import threading
import zlib
from collections.abc import Callable
from contextlib import suppress
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any, Protocol

from tests.fakes.tmdb.answers import Answer
from tests.fakes.tmdb.endpoints import Request

HOST = "127.0.0.1"
_GRACE = 0.05  # seconds in which a client's old connection may still close before its new one counts as too many
_COMPRESSION = 1
_POLL_SECONDS = 0.02


class Exchange(Protocol):
    """What a server does with requests."""

    def most_connections(self) -> int | None: ...
    def connected(self, open_now: int) -> None: ...
    def respond(self, request: Request, *, admitted: bool) -> Answer: ...
    def lost(self, request: Request, answer: Answer) -> None: ...


class Listener(socketserver.ThreadingTCPServer):
    """A server on a port of this machine, one thread a connection. Leaving the block closes every connection."""

    request_queue_size = 128
    allow_reuse_address = True
    daemon_threads = False  # closing waits for them

    def __init__(self, exchange: Exchange, port: int = 0) -> None:
        super().__init__((HOST, port), Connection)
        self.exchange = exchange
        self.stopping = threading.Event()
        self._open: dict[Any, bool] = {}
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self.serve_forever, args=(_POLL_SECONDS,))

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server_address[1]}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End every connection and wait for the threads."""
        self.stopping.set()
        self.shutdown()
        self._thread.join()
        with self._changed:
            for connection in self._open:
                _end(connection)
        self.server_close()

    def admitted(self, connection: Any) -> bool:
        """Whether the connection is among as many as are allowed at once."""
        return self._open[connection]

    def process_request(self, request: Any, client_address: Any) -> None:
        limit = self.exchange.most_connections()
        with self._changed:
            admitted = self._changed.wait_for(lambda: limit is None or len(self._open) < limit, _GRACE)
            self._open[request] = admitted
            self.exchange.connected(len(self._open))
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        # Counted as closed before it is, so that a client's next connection does not find it still open. And not shut
        # down first, as socketserver does: that would be an orderly end where a reset was wanted.
        with self._changed:
            del self._open[request]
            self._changed.notify_all()
        self.close_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # Clients leave at any moment; whatever else happens is a mistake of this server and shows.
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def _end(connection: socket.socket) -> None:
    with suppress(OSError):  # its client may have gone
        connection.shutdown(socket.SHUT_RDWR)


class Connection(BaseHTTPRequestHandler):
    """The requests of one connection, one after the other."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Listener

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.path, headers)
        admitted = self.server.admitted(self.connection)
        answer = self.server.exchange.respond(request, admitted=admitted)
        try:
            alive = self._send(answer, gzipped="gzip" in headers.get("accept-encoding", ""), close=not admitted)
        except OSError:
            self.server.exchange.lost(request, answer)
            raise
        self.close_connection |= not (alive and admitted)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""

    def _send(self, answer: Answer, *, gzipped: bool, close: bool) -> bool:
        body, headers = answer.body, {"Content-Type": answer.content_type, **answer.headers}
        if gzipped and not answer.as_it_is:
            body = gzip.compress(body, _COMPRESSION)
            headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        headers["Connection"] = "close" if close else "keep-alive"
        return answer.delivery(self.connection, _head(answer, headers), body, self.server.stopping)


def _head(answer: Answer, headers: dict[str, str]) -> bytes:
    hit = answer.status == HTTPStatus.OK
    common = {
        "Date": formatdate(usegmt=True),
        "Server": "openresty",
        "Vary": "accept-encoding, Origin",
        "Via": "1.1 (CloudFront)",
        "X-Cache": "Miss from cloudfront" if hit else "Error from cloudfront",
    }
    if hit:
        common |= {"Cache-Control": "public, max-age=13859", "ETag": f'W/"{zlib.crc32(answer.body):08x}"'}
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in {**common, **headers}.items()]
    return "\r\n".join([*lines, "", ""]).encode("ascii")


def statistics(seen: Callable[[], dict[str, Any]]) -> Answer:
    """What was seen, as an answer."""
    return Answer(HTTPStatus.OK, json.dumps(seen()).encode())
