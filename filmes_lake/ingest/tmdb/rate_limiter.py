"""The rate limiter: requests go out evenly spaced, by whichever thread, and all slow down when TMDB asks for it.

A burst at the start of each second, which is what most limiters allow, meets a limit that is counted over a sliding
second: so no two slots are closer than the interval.
"""

import threading
import time
from collections.abc import Callable

LONGEST_PAUSE_SECONDS = 120.0
_SLOWER = 1.1
_SLOWEST = 10.0
# A slowed limiter is back at its rate after about a thousand slots for each refusal.
_RECOVERY = 0.9999
# A late wake-up is made up for up to this share of an interval; after a longer one nothing bursts.
_MADE_UP = 0.25


class Stopped(Exception):
    """The run is over: nobody gets a slot any more."""


class RateLimiter:
    """Hands out slots at `rate` a second. `stop` ends every wait with Stopped."""

    def __init__(self, rate: float, stop: threading.Event, clock: Callable[[], float] = time.monotonic) -> None:
        self._shortest = self._interval = 1 / rate
        self._stop = stop
        self._clock = clock
        self._turn, self._state = threading.Lock(), threading.Lock()
        self._next = clock()
        self._resumes = self._next
        self._refusals = 0

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
        """Wait without a slot, as a retry does before it takes its own."""
        if self._stop.wait(seconds):
            raise Stopped

    def refused(self, retry_after: float | None, pause: float) -> None:
        """Keep everybody from asking for a while, then let them go on more slowly.

        The while is what the answer asked for (`retry_after`), else `pause`, doubled with each refusal that follows
        on another; never more than two minutes. Refusals of requests that were under way together count as one.
        """
        with self._state:
            now = self._clock()
            if now < self._resumes:
                return
            seconds = retry_after if retry_after is not None else pause * 2.0**self._refusals
            self._resumes = now + min(max(seconds, 0.0), LONGEST_PAUSE_SECONDS)
            self._next = max(self._next, self._resumes)
            self._refusals = min(self._refusals + 1, 8)
            self._interval = min(self._interval * _SLOWER, self._shortest * _SLOWEST)

    def answered(self) -> None:
        """Say that TMDB answers again, so that the next refusal begins with the shortest pause."""
        if self._refusals:
            with self._state:
                self._refusals = 0
