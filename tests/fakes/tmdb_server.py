"""A fake of TMDB's API v3 on a real port.

In a test:  with FakeTmdb(FakeOptions(limit=45)) as server: server.add_movies(100) ...
On its own: python -m tests.fakes.tmdb_server --movies 2000 --absent 20 --latency 0.08 --limit 45 --fault html=0.01
"""

import argparse
import json
import random
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

from tests.fakes.tmdb.answers import Answer, document, error
from tests.fakes.tmdb.endpoints import Catalogue, Request
from tests.fakes.tmdb.faults import FAULTS
from tests.fakes.tmdb.seen import Seen
from tests.fakes.tmdb.titles import movie, series, tmdb_id
from tests.fakes.tmdb.wire import Listener

__all__ = ["FAULTS", "FakeOptions", "FakeTmdb", "movie", "series", "tmdb_id"]

# Shaped like TMDB's read access tokens, and obviously none.
TOKEN = "eyJhbGciOiJub25lIn0.eyJub3QiOiJhIHJlYWwgdG9rZW4ifQ.ZmFrZS1zaWduYXR1cmUtb2YtdGhlLWZha2UtdG1kYg"
FIRST_NUMBER = 9_000_001


@dataclass(frozen=True)
class FakeOptions:
    """How the server behaves. Another one may be set while it runs.

    `latency`: seconds before an answer. `limit`: requests let through in any sliding second, counted as they arrive.
    `connections`: open at once. `faults`: the probability of each for an answer of any endpoint; with `faulty_first`
    every title's first so many answers are faulty instead, the faults weighted by these numbers, and later ones not:
    /find and /tv count apart. `faulty_ids`: the fault of an IMDb id, for ever, whichever endpoint tells of it.
    `errors_are_ok`: TMDB's own errors come with HTTP 200, and only their body tells.
    `refuse_token_after`: from so many requests on, counted from the server's start, the token is no longer good.
    """

    latency: float = 0.0
    limit: int | None = None
    connections: int | None = 20
    faults: Mapping[str, float] = field(default_factory=dict)
    faulty_first: int | None = None
    faulty_ids: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    errors_are_ok: bool = False
    refuse_token_after: int | None = None
    page_size: int = 100

    def __post_init__(self) -> None:
        unknown = {*self.faults, *self.faulty_ids.values()} - set(FAULTS)
        if unknown:
            raise ValueError(f"no such fault: {', '.join(sorted(unknown))}; there are {', '.join(FAULTS)}")
        if self.faulty_first is None and sum(self.faults.values()) > 1:
            raise ValueError("the faults' probabilities are more than 1 together")


class FakeTmdb(Catalogue):
    """TMDB, as long as the block lasts; `seen` tells what came."""

    token = TOKEN

    def __init__(self, options: FakeOptions | None = None, port: int = 0) -> None:
        super().__init__()
        self.options = options or FakeOptions()
        self.seen = Seen()
        self._listener = Listener(self, port)
        self._elsewhere = Listener(_Elsewhere(self))
        self._let_through: deque[float] = deque()
        self._asked: Counter[str] = Counter()
        self._authorised = 0
        self._lock = threading.Lock()

    @property
    def base_url(self) -> str:
        return f"{self._listener.url}/3"

    @property
    def environment(self) -> dict[str, str]:
        """What points the program here."""
        return {"TMDB_BASE_URL": self.base_url, "TMDB_API_TOKEN": self.token}

    def __enter__(self) -> Self:
        self._listener.start()
        self._elsewhere.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.stop()
        self._elsewhere.stop()

    def add_movies(self, count: int, start: int = FIRST_NUMBER) -> list[str]:
        """Know so many more films; their IMDb ids, `tt9000001` and on."""
        imdb_ids = [f"tt{number:07d}" for number in range(start, start + count)]
        self.movies |= {imdb_id: movie(imdb_id) for imdb_id in imdb_ids}
        return imdb_ids

    def most_connections(self) -> int | None:
        return self.options.connections

    def connected(self, open_now: int) -> None:
        self.seen.connection(open_now)

    def respond(self, request: Request, *, admitted: bool) -> Answer:
        if request.path == "/__seen__":
            return document(self.seen.as_json())
        answer = self._respond(request, admitted=admitted)
        self.seen.answer(request, answer.status, true=answer.true)
        return answer

    def lost(self, request: Request, answer: Answer) -> None:
        self.seen.not_sent(request, answer.status, true=answer.true)

    def _respond(self, request: Request, *, admitted: bool) -> Answer:
        options = self.options
        now = self._arrival(request)
        if not admitted or not self._is_within(options.limit, now):
            self.seen.limit_exceeded(by_connections=not admitted)
            return error(25)
        self._listener.stopping.wait(options.latency)
        if not self._is_authorised(request, options):
            return _told(error(7), options)
        answer = _told(self.answer(request, options.page_size), options)
        fault = self._fault(request, options)
        return FAULTS[fault](answer, self._elsewhere.url) if fault else answer

    def _arrival(self, request: Request) -> float:
        with self._lock:
            now = time.monotonic()
            self.seen.arrival(request, now)
            return now

    def _is_within(self, limit: int | None, now: float) -> bool:
        with self._lock:
            while self._let_through and self._let_through[0] <= now - 1:
                self._let_through.popleft()
            if limit is not None and len(self._let_through) >= limit:
                return False
            self._let_through.append(now)
            return True

    def _is_authorised(self, request: Request, options: FakeOptions) -> bool:
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return False
        with self._lock:
            if options.refuse_token_after is not None and self._authorised >= options.refuse_token_after:
                return False
            self._authorised += 1
            return True

    def _fault(self, request: Request, options: FakeOptions) -> str | None:
        """The name of the fault that befalls this answer. It depends on the seed and on what was asked how often."""
        if options.faulty_ids and (lasting := options.faulty_ids.get(self.imdb_id(request) or "")):
            return lasting
        with self._lock:
            earlier = self._asked[request.path]
            self._asked[request.path] += 1
        # Not one generator for all: then threads' order would decide which id is hit.
        chance = random.Random(f"{options.seed} {request.path} {earlier}")
        names, weights = list(options.faults), list(options.faults.values())
        if options.faulty_first is None:
            return chance.choices([None, *names], [1 - sum(weights), *weights])[0]
        if request.title is None or not names or earlier >= options.faulty_first:
            return None
        return chance.choices(names, weights)[0]


def _told(answer: Answer, options: FakeOptions) -> Answer:
    return replace(answer, status=200) if options.errors_are_ok else answer


class _Elsewhere:
    """The host that redirects name: nobody should ever come."""

    def __init__(self, server: FakeTmdb) -> None:
        self._server = server

    def most_connections(self) -> int | None:
        return None

    def connected(self, open_now: int) -> None:
        pass

    def respond(self, request: Request, *, admitted: bool) -> Answer:
        carried = "with" if self._server.token in str(request.headers) else "without"
        self._server.seen.violation(f"followed a redirect, {carried} the token")
        return Answer(200, b'{"id": 1, "imdb_id": "tt0000001", "title": "Elsewhere"}')

    def lost(self, request: Request, answer: Answer) -> None:
        pass


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until SIGTERM or Ctrl-C; the first line on stdout tells where."""
    asked = _parse(arguments)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    options = FakeOptions(
        latency=asked.latency,
        limit=asked.limit,
        connections=asked.connections,
        faults=dict(asked.fault),
        faulty_first=asked.faulty_first,
        seed=asked.seed,
    )
    with FakeTmdb(options, asked.port) as server:
        imdb_ids = server.add_movies(asked.movies)
        absent = imdb_ids[:: len(imdb_ids) // asked.absent][: asked.absent] if asked.absent else []
        for imdb_id in absent:
            del server.movies[imdb_id]
        print(json.dumps({"base_url": server.base_url, "token": server.token, "absent": absent}), flush=True)  # noqa: T201 - said to who started it
        ended.wait()


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.tmdb_server", description="A fake TMDB API v3.")
    parser.add_argument("--port", type=int, default=0, help="0 for any free one")
    parser.add_argument("--movies", type=int, default=0, help=f"how many ids, from tt{FIRST_NUMBER} on")
    parser.add_argument("--absent", type=int, default=0, help="how many of them are unknown, spread among the others")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before an answer")
    parser.add_argument("--limit", type=int, help="requests in a sliding second")
    parser.add_argument("--connections", type=int, default=20, help="open at once")
    parser.add_argument("--fault", type=_fault, action="append", default=[], metavar="NAME=PROBABILITY")
    parser.add_argument("--faulty-first", type=int, help="only every id's first so many answers are faulty")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    if not 0 <= asked.absent <= asked.movies:
        parser.error(f"--absent {asked.absent}: there are {asked.movies} ids")
    return asked


def _fault(text: str) -> tuple[str, float]:
    name, _, probability = text.partition("=")
    try:
        FakeOptions(faults={name: float(probability)})
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text}: {error}") from error
    return name, float(probability)


if __name__ == "__main__":
    main()
