"""What asking any service over HTTP takes: its address, who asks, what a lost connection means, when to ask again."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from filmes_lake import __version__
from filmes_lake.errors import SettingsError

USER_AGENT = f"filmes-lake/{__version__}"
LONGEST_PAUSE_SECONDS = 120.0
_GROWTH = 3.0
_HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Backoff:
    """How often something is asked for, and how long to wait in between, in seconds.

    `backoff` trebles with each attempt up to `longest_backoff`: most faults are gone at once, the others stay a while.
    """

    attempts: int = 8
    backoff: float = 0.25
    longest_backoff: float = 30.0

    def wait_after(self, attempts: int) -> float:
        """Seconds until the next attempt, which differ from asker to asker so that retries spread."""
        longest = min(self.longest_backoff, self.backoff * growth(attempts - 1))
        return longest * random.uniform(0.5, 1)  # noqa: S311 - spreads retries, hides nothing


def growth(attempts: int) -> float:
    """By how much what grows with each attempt has grown."""
    return _GROWTH**attempts


def within_limits(seconds: float) -> float:
    """As long as anybody waits because an answer said so."""
    return min(max(seconds, 0.0), LONGEST_PAUSE_SECONDS)


def seconds_of(retry_after: str | None) -> float | None:
    """The seconds of a header `Retry-After`; it may be a date instead (RFC 9110, 10.2.3)."""
    if not retry_after:
        return None
    if retry_after.isascii() and retry_after.isdecimal():
        return float(retry_after[:9])
    moment = moment_of(retry_after)
    return None if moment is None else moment - time.time()


def moment_of(date: str | None) -> float | None:
    """The moment of a header that has a date, in seconds since 1970; None where it is none."""
    try:
        return parsedate_to_datetime(date).timestamp() if date else None
    except (TypeError, ValueError, OverflowError):
        return None


@contextmanager
def connected(fault: Callable[[str], Exception]) -> Iterator[None]:
    """Raise the `fault` of a reason where the connection is lost within the block, or the time for an answer is over.

    What the libraries say is left out: their texts hold what was sent.
    """
    import requests
    import urllib3

    try:
        yield
    except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
        raise fault("timed out") from error
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        raise fault(f"connection lost ({type(error).__name__})") from error


def address_of(text: str, setting: str, usual: str) -> str:
    """The address of a service, as `setting` has it; SettingsError unless it is one of https, or on this machine."""
    hint = f"unset {setting} for {usual}"
    try:
        url = urlsplit(text)
        host, _ = url.hostname, url.port
    except ValueError as error:
        raise SettingsError(f"{setting}: not an address", hint) from error
    if url.username or url.password or url.query or url.fragment:
        raise SettingsError(f"{setting}: an address without user, password and query is expected", hint)
    if not host or not (url.scheme == "https" or (url.scheme == "http" and host in _HERE)):
        raise SettingsError(f"{setting}: an address that begins with https:// is expected", hint)
    return text.rstrip("/")
