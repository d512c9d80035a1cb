"""What a server saw of its clients."""

import re
import threading
from collections import Counter, deque
from typing import Any

from tests.fakes.tmdb.endpoints import IMDB_ID, Request

_BEARER = re.compile(r"Bearer eyJ[\w-]*\.[\w-]+\.[\w-]+")
_NUMBER = re.compile(r"\d{1,10}")


class Seen:
    """Counts and records. An id is counted as the path names it: `tt0078748`, or `/3/tv/1396` where that is no IMDb id.

    `asked`: all requests; `answered`: those that got 200 and the whole true body, an empty find among them.
    `rate_limited`: 429s because of the limit, `refused`: because of too many connections; the faults' are only in
    `statuses`. `most_connections` counts the refused ones too. `arrivals` are of the monotonic clock, in seconds.
    `violations`: what no client may do, in words.
    """

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.rate_limited = 0
        self.refused = 0
        self.most_connections = 0
        self.most_in_a_second = 0
        self.paths: list[str] = []
        self.violations: list[str] = []
        self.arrivals: list[float] = []
        self._last_second: deque[float] = deque()
        self._lock = threading.Lock()

    def connection(self, open_now: int) -> None:
        with self._lock:
            self.most_connections = max(self.most_connections, open_now)

    def arrival(self, request: Request, now: float) -> None:
        with self._lock:
            self.asked[request.subject] += 1
            self.paths.append(request.target)
            self.arrivals.append(now)
            self.violations += _violations(request)
            self._last_second.append(now)
            while self._last_second[0] <= now - 1:
                self._last_second.popleft()
            self.most_in_a_second = max(self.most_in_a_second, len(self._last_second))

    def limit_exceeded(self, *, by_connections: bool) -> None:
        with self._lock:
            self.refused += by_connections
            self.rate_limited += not by_connections

    def answer(self, request: Request, status: int, *, true: bool) -> None:
        """An answer is counted before it is sent, so that no client has what is not counted yet."""
        with self._lock:
            self.statuses[status] += 1
            if true and status == 200:
                self.answered[request.subject] += 1

    def not_sent(self, request: Request, status: int, *, true: bool) -> None:
        """An answer that was counted did not go out whole."""
        with self._lock:
            if true and status == 200:
                self.answered[request.subject] -= 1

    def violation(self, words: str) -> None:
        with self._lock:
            self.violations.append(words)

    def as_json(self) -> dict[str, Any]:
        """The public attributes, for a JSON document."""
        with self._lock:
            shown = {name: value for name, value in vars(self).items() if not name.startswith("_")}
            return {name: value.copy() if isinstance(value, list | Counter) else value for name, value in shown.items()}


def _violations(request: Request) -> list[str]:
    found = []
    if "api_key" in request.parameters:
        found.append(f"api_key in the URL: {request.path}")
    if not _BEARER.fullmatch(request.headers.get("authorization", "")):
        found.append(f"no bearer token: {request.path}")
    if request.title:
        endpoint, identity = request.title
        allowed = {"movie": (IMDB_ID, _NUMBER), "find": (IMDB_ID,), "tv": (_NUMBER,)}[endpoint]
        if not any(pattern.fullmatch(identity) for pattern in allowed):
            found.append(f"no id of /{endpoint}: {identity}")
    return found
