"""What goes wrong between TMDB and a client, by name.

A fault makes of the true answer the one that is sent; it is told the address of another host, for redirects.
"""

import gzip
import json
import select
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tests.fakes.tmdb.answers import Answer, Delivery, error

Fault = Callable[[Answer, str], Answer]

TRICKLE_SECONDS = 60.0
TRICKLE_PAUSE = 0.2
_OTHER_IMDB_ID = "tt0000001"
_PAGE = b"<!DOCTYPE html><html><head><title>TMDB</title></head><body><h1>We'll be back soon</h1></body></html>"


def _error(code: int, **headers: str) -> Fault:
    return lambda answer, elsewhere: replace(error(code), headers=headers, true=False)


def _unsuccessful(code: int) -> Fault:
    return lambda answer, elsewhere: replace(error(code), status=200, true=False)


def _sent(delivery: Delivery) -> Fault:
    return lambda answer, elsewhere: replace(answer, delivery=delivery, true=False)


def _other_body(content_type: str, body: bytes) -> Fault:
    return lambda answer, elsewhere: Answer(200, body, content_type=content_type, as_it_is=True, true=False)


def _cut_json(answer: Answer, elsewhere: str) -> Answer:
    return replace(answer, body=answer.body[: len(answer.body) // 2], true=False)


def _slow_body(answer: Answer, elsewhere: str) -> Answer:
    # White space before the document, so that even a short answer does not arrive within the minute.
    padding = b" " * (2 * int(TRICKLE_SECONDS / TRICKLE_PAUSE))
    return replace(answer, body=padding + answer.body, as_it_is=True, delivery=_trickle, true=False)


def _redirect(answer: Answer, elsewhere: str) -> Answer:
    return Answer(302, b"", {"Location": elsewhere}, as_it_is=True, true=False)


def _gzip(answer: Answer, body: bytes) -> Answer:
    return replace(answer, body=body, headers={"Content-Encoding": "gzip"}, as_it_is=True, true=False)


def _corrupt_gzip(answer: Answer, elsewhere: str) -> Answer:
    body = bytearray(gzip.compress(answer.body))
    body[len(body) // 2] ^= 0xFF
    return _gzip(answer, bytes(body))


def _cut_gzip(answer: Answer, elsewhere: str) -> Answer:
    body = gzip.compress(answer.body)
    return _gzip(answer, body[: len(body) // 2])


def _wrong_id(answer: Answer, elsewhere: str) -> Answer:
    """Details of another title. Other answers stay as they are: they do not say which IMDb id they are about."""
    body: dict[str, Any] = json.loads(answer.body)
    if answer.status != 200 or not ("imdb_id" in body or "external_ids" in body):
        return answer
    other = {"id": body["id"] + 1}
    if "imdb_id" in body:
        other["imdb_id"] = _OTHER_IMDB_ID
    if "external_ids" in body:
        other["external_ids"] = {**body["external_ids"], "imdb_id": _OTHER_IMDB_ID}
    return replace(answer, body=json.dumps(body | other, ensure_ascii=False).encode(), true=False)


def _reset_before(connection: socket.socket, head: bytes, body: bytes, stopping: threading.Event) -> bool:
    _reset_on_close(connection)
    return False


def _reset_in_body(connection: socket.socket, head: bytes, body: bytes, stopping: threading.Event) -> bool:
    connection.sendall(head + body[: len(body) // 2])
    _reset_on_close(connection)
    return False


def _short_body(connection: socket.socket, head: bytes, body: bytes, stopping: threading.Event) -> bool:
    connection.sendall(head + body[: len(body) // 2])
    return False


def _trickle(connection: socket.socket, head: bytes, body: bytes, stopping: threading.Event) -> bool:
    connection.sendall(head)
    for byte in body[: int(TRICKLE_SECONDS / TRICKLE_PAUSE)]:
        # A client that waits for an answer sends nothing: what can be read is its leaving.
        gone, _, _ = select.select([connection], [], [], TRICKLE_PAUSE)
        if gone or stopping.is_set():
            break
        connection.sendall(bytes((byte,)))
    return False


def _reset_on_close(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


FAULTS: Mapping[str, Fault] = {
    "error_500": _error(11),
    "error_502": _error(43),
    "error_503": _error(46),
    "error_504": _error(24),
    "unsuccessful": _unsuccessful(11),
    "id_never_valid": _error(44),
    "rate_limited": _error(25),
    "rate_limited_retry_after": _error(25, **{"Retry-After": "1"}),
    "reset_before": _sent(_reset_before),
    "reset_in_body": _sent(_reset_in_body),
    "short_body": _sent(_short_body),
    "cut_json": _cut_json,
    "wrong_content_type": _other_body("text/plain", b'{"status": "ok", "results": []}'),
    "html": _other_body("text/html; charset=utf-8", _PAGE),
    "empty_body": lambda answer, elsewhere: replace(answer, body=b"", as_it_is=True, true=False),
    "slow_body": _slow_body,
    "redirect": _redirect,
    "corrupt_gzip": _corrupt_gzip,
    "cut_gzip": _cut_gzip,
    "wrong_id": _wrong_id,
}
