"""Ctrl-C while a library is at work that may miss it.

Python's own way is an exception out of whatever runs. DuckDB takes it where it looks for signals, but loses one that
comes while a query begins, and the query goes on to its end.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN_SECONDS = 0.1


@contextmanager
def interruptible(interrupt: Callable[[], None]) -> Iterator[None]:
    """End the block with KeyboardInterrupt where Ctrl-C or SIGTERM comes, whatever becomes of the exception in there.

    `interrupt` is called from a thread, again and again until the block has ended: it lets the library give up.
    """
    came, ended = threading.Event(), threading.Event()
    insisting = threading.Thread(target=_insist, args=(interrupt, came, ended), daemon=True)
    insisting.start()
    try:
        with _heard(came):
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
def _heard(came: threading.Event) -> Iterator[None]:
    """Set `came` at a signal, before what is done with it otherwise. The main thread alone hears of signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    handlers = {number: handler for number, handler in before.items() if callable(handler)}

    def hear(number: int, frame: FrameType | None) -> None:
        came.set()
        handlers[signal.Signals(number)](number, frame)

    for number in handlers:
        signal.signal(number, hear)
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
