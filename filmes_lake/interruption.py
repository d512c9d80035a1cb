"""Ctrl-C while a library is at work that Python's own way does not suit: an exception out of whatever runs.

DuckDB takes it where it looks for signals, but loses one that comes while a query begins, and the query goes on to its
end. While it is being loaded, it takes the process down.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Any

_AGAIN_SECONDS = 0.1

Handler = Callable[[int, FrameType | None], Any]


@contextmanager
def interruptible(interrupt: Callable[[], None]) -> Iterator[None]:
    """End the block with KeyboardInterrupt where Ctrl-C or SIGTERM comes, whatever becomes of the exception in there.

    `interrupt` is called from a thread, again and again until the block has ended: it lets the library give up.
    """
    came, ended = threading.Event(), threading.Event()
    insisting = threading.Thread(target=_insist, args=(interrupt, came, ended), daemon=True)
    insisting.start()
    try:
        with _noticed(came):
            yield
    except Exception as error:
        if came.is_set():
            raise KeyboardInterrupt from error  # the error is what the library made of it
        raise
    finally:
        ended.set()
        insisting.join()
    if came.is_set():
        raise KeyboardInterrupt


def _insist(interrupt: Callable[[], None], came: threading.Event, ended: threading.Event) -> None:
    while not ended.wait(_AGAIN_SECONDS):
        if came.is_set():
            interrupt()


@contextmanager
def _noticed(came: threading.Event) -> Iterator[None]:
    """Set `came` at a signal, before what is done with it otherwise."""

    def notice(handler: Handler, number: int, frame: FrameType | None) -> None:
        came.set()
        handler(number, frame)

    with _handled(notice):
        yield


@contextmanager
def held_back() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM wait until the block has ended, for the moments in which a library cannot bear them."""
    waiting: list[Callable[[], None]] = []

    def hold(handler: Handler, number: int, frame: FrameType | None) -> None:
        waiting.append(lambda: handler(number, frame))

    try:
        with _handled(hold):
            yield
    finally:
        for handle in waiting:
            handle()


@contextmanager
def _handled(handle: Callable[[Handler, int, FrameType | None], None]) -> Iterator[None]:
    """Give the signals to `handle`, with the handler that would have had them. Only the main thread gets them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    handlers = {number: handler for number, handler in before.items() if callable(handler)}
    for number, handler in handlers.items():
        signal.signal(number, partial(handle, handler))
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
