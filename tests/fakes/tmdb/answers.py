"""What TMDB answers: a status, a body and how it is sent."""

import json
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

PAYLOADS = Path(__file__).parents[1] / "tmdb_payloads"

JSON = "application/json;charset=utf-8"

# Sends head and body, gives up early where the event says that the server stops; whether the connection lives on.
Delivery = Callable[[socket.socket, bytes, bytes, threading.Event], bool]


def send_whole(connection: socket.socket, head: bytes, body: bytes, stopping: threading.Event) -> bool:
    connection.sendall(head + body)
    return True


@dataclass(frozen=True)
class Answer:
    """An answer on its way. `as_it_is`: the body is sent as it stands, not compressed for whom accepts that.

    `true`: no fault has touched it.
    """

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = JSON
    as_it_is: bool = False
    true: bool = True
    delivery: Delivery = send_whole


@cache
def payload(name: str) -> Any:
    """A recorded payload. It is shared: copy before changing."""
    return json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))


def document(body: Any, status: int = 200) -> Answer:
    """A JSON answer. TMDB does not escape what is beyond ASCII."""
    return Answer(status, json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode())


def error(code: int) -> Answer:
    """The answer of an error of TMDB's table, by its code."""
    known = payload("errors")[str(code)]
    body = {"success": False, "status_code": code, "status_message": known["status_message"]}
    return document(body, known["http_status"])
