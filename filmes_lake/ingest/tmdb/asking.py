"""What asking TMDB means to those who ask: how often and how long, and how it may end.

The client, which loads what speaks HTTP, is loaded by who asks.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeVar

from filmes_lake.errors import FilmesLakeError, SettingsError
from filmes_lake.ingest.service import Backoff, growth
from filmes_lake.ingest.tmdb.record import LARGEST_RECORD_BYTES

Read = TypeVar("Read")

Asking = Generator[float, None, Read]
"""A question that is being asked: runs until it has to wait, gives the seconds, and goes on when it is resumed.

So nobody has to hold it while it waits. It may be resumed by another thread, but by one at a time.
"""


@dataclass(frozen=True)
class RetryPolicy(Backoff):
    """How often and how long a question is tried: attempts, seconds of waiting, and how large an answer may be.

    `deadline`, the time for an answer, grows as `backoff` does: what trickles is cut soon, and a slow network has its
    answer at a later attempt. `pause` is for everybody, after refusals on end.
    """

    pause: float = 1.0
    deadline: float = 3.0
    longest_deadline: float = 60.0
    largest_answer: int = LARGEST_RECORD_BYTES

    def deadline_after(self, attempts: int) -> float:
        """Seconds in which the next attempt's answer has to be there."""
        return min(self.longest_deadline, self.deadline * growth(attempts))


class TmdbRefused(SettingsError):
    """TMDB does not accept the token: nobody needs to ask on."""


class TmdbUnreachable(FilmesLakeError):
    """Nothing answers at TMDB's address, or nothing sensible does."""

    code = "tmdb_unreachable"


class NoSuchTitle(Exception):
    """TMDB says that it has no such title."""


@dataclass
class GaveUp(Exception):
    """No usable answer to a question, however often it was asked. `is_silent`: there was no answer at all."""

    reason: str
    http_status: int | None
    tmdb_code: int | None
    attempts: int
    is_silent: bool = False
