"""The rate limiter: requests go out evenly spaced, by whichever thread, and all slow down when TMDB asks for it.

A burst at the start of each second, which is what most limiters allow, meets a limit that is counted over a sliding
second: so no two slots are closer than the interval.
"""

import threading
import time
from collections.abc import Callable

from filmes_lake.ingest.service import within_limits

# A refusal that follows on another makes the interval a tenth longer, one after this many answers half of that.
_SLOWER = 0.1
_FAR = 100
_SLOWEST = 10.0
# A tenth is forgiven after about five hundred slots.
_RECOVERY = 0.9998
# A late wake-up is made up for up to this share of an interval; after a longer one nothing bursts.
_MADE_UP = 0.25


class Stopped(Exception):
    """The run is over: nobody gets a slot any more."""


def wait(stop: threading.Event, seconds: float) -> None:
    """Wait; Stopped where the run is over by then."""
    if stop.wait(seconds):
        raise Stopped


class RateLimiter:
    """Hands out slots at `rate` a second. `stop` ends every wait with Stopped.

    Safe among threads: slots are given to one thread at a time (`_turn`), which sleeps meanwhile; `_state` guards
    what refusals change, and nobody sleeps with it.
    """

    def __init__(self, rate: float, stop: threading.Event, clock: Callable[[], float] = time.monotonic) -> None:
        self._shortest = self._interval = 1 / rate
        self._stop = stop
        self._clock = clock
        self._turn, self._state = threading.Lock(), threading.Lock()
        self._next = clock()
        self._resumes = self._next
        self._answers = 0
        """Since the last refusal."""
        self._pauses = 0
        """On end, without an answer between."""

    def take(self) -> None:
        """Wait for the next slot."""
        with self._turn:
            while (delay := self._next - self._clock()) > 0:
                self.wait(delay)
            if self._stop.is_set():
                raise Stopped
            with self._state:
                on_time = max(self._next, self._clock() - _MADE_UP * self._interval)
                self._next = on_time + self._interval
                self._interval = max(self._shortest, self._interval * _RECOVERY)

    def wait(self, seconds: float) -> None:
        """Wait without a slot."""
        wait(self._stop, seconds)

    def refused(self, retry_after: float | None, pause: float) -> None:
        """Make everybody ask more slowly and, if the last request was refused too, not at all for a while.

        Where we are over a limit, one request after the other is refused; a refusal among answers is a stray one. The
        fewer answers came since the last, the more it slows us. The while is what the answer asked for
        (`retry_after`), else `pause`, doubled with each that follows on another; never more than two minutes. Refusals
        of requests that were under way when it began are of the same cause and count no more.
        """
        with self._state:
            if self._clock() < self._resumes:
                return
            slower = _SLOWER * _FAR / (_FAR + self._answers)
            self._interval = min(self._interval * (1 + slower), self._shortest * _SLOWEST)
            self._pauses = 0 if self._answers else min(self._pauses + 1, 8)
            self._answers = 0
            if self._pauses:
                self._pause(pause * 2.0 ** (self._pauses - 1) if retry_after is None else retry_after)

    def answered(self) -> None:
        """Say that TMDB answered a request, with whatever but a refusal."""
        with self._state:
            self._answers += 1

    def _pause(self, seconds: float) -> None:
        self._resumes = self._clock() + within_limits(seconds)
        self._next = max(self._next, self._resumes)
