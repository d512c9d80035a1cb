"""Ports for servers that take one and do not say which they took."""

import socket
import time

_PAUSE_SECONDS = 0.05


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def answers(port: int, seconds: float) -> bool:
    """Whether somebody takes connections on the port within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(_PAUSE_SECONDS)
    return False
