"""TMDB's API version 3, one question at a time: rate-limited, with a deadline, retried by a policy.

https://developer.themoviedb.org/reference, error codes: https://developer.themoviedb.org/docs/errors
The token travels in a header that no message, log or exception of ours shows.
"""

import json
import random
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any, TypeVar

import requests
import urllib3

from filmes_lake.errors import FilmesLakeError, SettingsError
from filmes_lake.ingest.tmdb.rate_limiter import RateLimiter
from filmes_lake.ingest.tmdb.record import LARGEST_RECORD_BYTES, NotARecord
from filmes_lake.ingest.tmdb.token import TmdbAccess

Read = TypeVar("Read")

_NO_SUCH_TITLE = (6, 34)  # "Invalid id", "The resource you requested could not be found"
_CHUNK_BYTES = 1 << 16
_GZIP_WINDOW = 31
_FIX_TOKEN = "check TMDB_API_TOKEN (the API Read Access Token), then run the same command: it goes on where it was"  # noqa: S105


@dataclass(frozen=True)
class RetryPolicy:
    """How often and how long a question is tried: attempts, seconds of waiting, and how large an answer may be.

    `backoff` doubles with each attempt up to `longest_backoff`; `pause` is for everybody after a refusal (429).
    """

    attempts: int = 8
    backoff: float = 0.5
    longest_backoff: float = 30.0
    pause: float = 1.0
    connect: float = 10.0
    read: float = 20.0
    deadline: float = 60.0
    largest_answer: int = LARGEST_RECORD_BYTES


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


@dataclass
class _Fault(Exception):
    """One answer that is none."""

    reason: str
    http_status: int | None = None
    tmdb_code: int | None = None
    is_final: bool = False


class TmdbClient:
    """Asks TMDB. Safe among threads, each of which has a session (and so a connection) of its own."""

    def __init__(self, access: TmdbAccess, limiter: RateLimiter, retry_policy: RetryPolicy | None = None) -> None:
        self._access = access
        self._limiter = limiter
        self._retry_policy = retry_policy or RetryPolicy()
        self._own = threading.local()
        self.date: str | None = None
        """When TMDB last answered, as its header says it."""

    def check(self) -> None:
        """Ask whether the token is good; TmdbRefused where it is not, TmdbUnreachable where nobody answers."""
        try:
            self.ask("/authentication", {}, json.loads, attempts=3)
        except (GaveUp, NoSuchTitle) as error:
            raise self.unreachable(str(getattr(error, "reason", "no such page"))) from error

    def is_silent(self) -> bool:
        """Whether TMDB's address answers nothing at all."""
        try:
            self.ask("/configuration", {}, json.loads, attempts=2)
        except GaveUp as error:
            return error.is_silent
        except NoSuchTitle:
            return False
        return False

    def unreachable(self, reason: str) -> TmdbUnreachable:
        """The error to raise where TMDB does not answer."""
        return TmdbUnreachable(
            f"{self._access.base_url}: {reason}", "check the network, then run the same command: it goes on"
        )

    def ask(
        self, path: str, query: Mapping[str, str], read: Callable[[str], Read], attempts: int | None = None
    ) -> Read:
        """What `read` makes of the answer's text; a ValueError or NotARecord of its counts as a faulty answer.

        NoSuchTitle, GaveUp or TmdbRefused where there is no such answer; Stopped where the run is over.
        """
        faults: list[_Fault] = []
        while True:
            self._limiter.take()
            answer = self._try(path, query, read)
            if not isinstance(answer, _Fault):
                self._limiter.answered()
                return answer
            faults.append(answer)
            if answer.is_final or len(faults) == (attempts or self._retry_policy.attempts):
                silent = all(fault.http_status is None for fault in faults)
                raise GaveUp(answer.reason, answer.http_status, answer.tmdb_code, len(faults), silent)
            self._limiter.wait(self._backoff(len(faults)))

    def _try(self, path: str, query: Mapping[str, str], read: Callable[[str], Read]) -> Read | _Fault:
        try:
            return read(self._exchange(path, query))
        except (ValueError, NotARecord) as error:
            return _Fault(f"not the answer it should be: {error}", 200)
        except _Fault as fault:
            return fault

    def _backoff(self, attempt: int) -> float:
        longest = min(self._retry_policy.longest_backoff, self._retry_policy.backoff * 2.0 ** (attempt - 1))
        return longest * random.uniform(0.5, 1)  # noqa: S311 - spreads retries, hides nothing

    def _exchange(self, path: str, query: Mapping[str, str]) -> str:
        """Ask once; the text of a good answer."""
        ends = time.monotonic() + self._retry_policy.deadline
        try:
            with self._session().get(
                self._access.base_url + path,
                params=query,
                stream=True,
                allow_redirects=False,
                timeout=(self._retry_policy.connect, self._retry_policy.read),
            ) as response:
                self.date = response.headers.get("Date", self.date)
                body = self._body(response, ends)
        except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
            raise _Fault("timed out") from error
        # What the libraries say is left out: their texts hold what was sent.
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise _Fault(f"connection lost ({type(error).__name__})") from error
        return self._judged(response, body)

    def _session(self) -> requests.Session:
        if not hasattr(self._own, "session"):
            session = requests.Session()
            session.headers["Accept"] = "application/json"
            session.headers["Accept-Encoding"] = "gzip"
            session.headers["User-Agent"] = self._access.user_agent
            # Not a header of the session: requests would put a password out of .netrc in its place.
            session.auth = partial(_authorise, self._access.token)
            self._own.session = session
        return self._own.session  # type: ignore[no-any-return]

    def _body(self, response: requests.Response, ends: float) -> bytes:
        """The answer's bytes. A timeout of requests' is for each read, so a trickle would never end."""
        data = bytearray()
        while chunk := response.raw.read1(_CHUNK_BYTES, decode_content=False):
            data += chunk
            if len(data) > self._retry_policy.largest_answer:
                raise _Fault("larger than an answer can be", response.status_code, is_final=True)
            if time.monotonic() > ends:
                raise _Fault("slower than the deadline", response.status_code)
        return self._unpacked(bytes(data), response)

    def _unpacked(self, data: bytes, response: requests.Response) -> bytes:
        encoding = response.headers.get("Content-Encoding", "identity").lower()
        if encoding == "identity":
            return data
        if encoding != "gzip":
            raise _Fault("an encoding nobody asked for", response.status_code)
        decompressor = zlib.decompressobj(_GZIP_WINDOW)
        try:
            text = decompressor.decompress(data, self._retry_policy.largest_answer)
        except zlib.error as error:
            raise _Fault("broken gzip", response.status_code) from error
        if decompressor.unconsumed_tail:
            raise _Fault("larger than an answer can be", response.status_code, is_final=True)
        if not decompressor.eof:
            raise _Fault("gzip that ends early", response.status_code)
        return text

    def _judged(self, response: requests.Response, body: bytes) -> str:
        status = response.status_code
        if status in (401, 403):
            raise TmdbRefused(f"TMDB refuses the token (HTTP {status}, TMDB code {_code_of(body)})", _FIX_TOKEN)
        if status == requests.codes.ok:
            return _text(response, body)
        code = _code_of(body)
        if status == requests.codes.not_found and code in _NO_SUCH_TITLE:
            raise NoSuchTitle
        if status == requests.codes.too_many_requests:
            self._limiter.refused(_seconds(response.headers.get("Retry-After")), self._retry_policy.pause)
            raise _Fault("too many requests", status, code)
        # What is wrong with the question itself stays wrong.
        is_final = status in (400, 405, 406, 410, 414, 422)
        raise _Fault(f"HTTP {status}", status, code, is_final)


def _authorise(token: Callable[[], str], request: requests.PreparedRequest) -> requests.PreparedRequest:
    request.headers["Authorization"] = f"Bearer {token()}"
    return request


def _text(response: requests.Response, body: bytes) -> str:
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise _Fault(f"not JSON but {kind[:40] or 'without a type'}", response.status_code)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _Fault("invalid UTF-8", response.status_code) from error


def _code_of(body: bytes) -> int | None:
    """TMDB's own code in the body of an error."""
    try:
        document: Any = json.loads(body)
    except ValueError:
        return None
    code = document.get("status_code") if isinstance(document, dict) else None
    return code if isinstance(code, int) else None


def _seconds(retry_after: str | None) -> float | None:
    """The header's seconds; it may be a date instead (RFC 9110, 10.2.3)."""
    if not retry_after:
        return None
    if retry_after.isascii() and retry_after.isdecimal():
        return float(retry_after[:9])
    try:
        return parsedate_to_datetime(retry_after).timestamp() - time.time()
    except (TypeError, ValueError, OverflowError):
        return None
