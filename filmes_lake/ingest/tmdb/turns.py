"""Whose turn it is: the titles that wait for another try, by when it is due, and those nobody has asked about yet."""

import heapq
import threading
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Generic, TypeVar

from filmes_lake.ingest.tmdb.rate_limiter import wait

Title = TypeVar("Title")

_LOOK_SECONDS = 0.1


class Turns(Generic[Title]):
    """Hands titles to workers: first those whose next try is due, then new ones in their order.

    A title that has to wait is given back (`again`), so no worker waits with it. While `most_waiting` wait, no new
    one is begun: where that many were in vain, the next would be too. `stop` ends every wait with Stopped, and once
    `is_over` says so nobody's turn comes any more.

    Safe among threads: every field is used with the mutex held, nobody sleeps with it, and a title is either in here
    or with the one worker that took it. Whoever finds none while others are under way looks again, since those may
    be given back; so the last worker leaves when the last title has ended.
    """

    def __init__(
        self,
        new: Iterator[Title],
        most_waiting: int,
        stop: threading.Event,
        clock: Callable[[], float] = time.monotonic,
        is_over: Callable[[], bool] = lambda: False,
    ) -> None:
        self._new, self._most_waiting = new, most_waiting
        self._stop, self._clock, self._is_over = stop, clock, is_over
        self._mutex = threading.Lock()
        self._waiting: list[tuple[float, int, Title]] = []
        # Of two that are due at one moment the first comes first; titles themselves have no order.
        self._numbers = count()
        self._under_way = 0

    def next(self) -> Title | None:
        """The title whose turn it is, as soon as it is somebody's; None when all have ended, or time is over."""
        while not self._is_over():
            with self._mutex:
                title = self._due()
                if title is not None:
                    self._under_way += 1
                elif not (self._under_way or self._waiting):
                    return None
                seconds = self._until_due()
            if title is not None:
                return title
            wait(self._stop, seconds)
        return None

    def again(self, title: Title, seconds: float) -> None:
        """Give a title back whose next try is due after so many seconds."""
        with self._mutex:
            self._under_way -= 1
            heapq.heappush(self._waiting, (self._clock() + seconds, next(self._numbers), title))

    def ended(self) -> None:
        """Say that there is no more to ask about a title."""
        with self._mutex:
            self._under_way -= 1

    def _due(self) -> Title | None:
        if self._waiting and self._waiting[0][0] <= self._clock():
            return heapq.heappop(self._waiting)[2]
        return next(self._new, None) if len(self._waiting) < self._most_waiting else None

    def _until_due(self) -> float:
        due = self._waiting[0][0] - self._clock() if self._waiting else _LOOK_SECONDS
        return min(max(due, 0.0), _LOOK_SECONDS)
