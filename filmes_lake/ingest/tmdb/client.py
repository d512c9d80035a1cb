"""TMDB's API version 3, one question at a time: rate-limited, with a deadline, retried by a policy.

https://developer.themoviedb.org/reference, error codes: https://developer.themoviedb.org/docs/errors
The token travels in a header that no message, log or exception of ours shows.
"""

import json
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import requests

from filmes_lake.ingest.service import connected, seconds_of, within_limits
from filmes_lake.ingest.tmdb.asking import Asking, GaveUp, NoSuchTitle, Read, RetryPolicy, TmdbRefused, TmdbUnreachable
from filmes_lake.ingest.tmdb.rate_limiter import RateLimiter
from filmes_lake.ingest.tmdb.record import AnotherTitle, NotARecord
from filmes_lake.ingest.tmdb.token import TmdbAccess
from filmes_lake.visible_text import visible

_NO_SUCH_TITLE = (6, 34)  # "Invalid id", "The resource you requested could not be found"
_BAD_TOKEN = (3, 7, 10)  # no permission, invalid, suspended
_CHUNK_BYTES = 1 << 16
_GZIP_WINDOW = 31
_FIX_TOKEN = "check TMDB_API_TOKEN (the API Read Access Token), then run the same command: it goes on where it was"  # noqa: S105


@dataclass
class _Fault(Exception):
    """One answer that is none.

    `most`: how often this very fault may come before it is clear that it stays. `wait`: the seconds it asks for.
    """

    reason: str
    http_status: int | None = None
    tmdb_code: int | None = None
    most: int | None = field(default=None, kw_only=True)
    wait: float = field(default=0.0, kw_only=True, compare=False)


@dataclass(frozen=True)
class _TmdbError:
    """What TMDB says in the body of an error: its own code, and a message."""

    code: int
    message: str


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
            self.ask("/authentication", {}, _success, attempts=3)
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
        """The answer to a question, waited for here; see `asking`."""
        asking = self.asking(path, query, read, attempts)
        while True:
            try:
                seconds = next(asking)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            self._limiter.wait(seconds)

    def asking(
        self, path: str, query: Mapping[str, str], read: Callable[[str], Read], attempts: int | None = None
    ) -> Asking[Read]:
        """What `read` makes of the answer's text; a ValueError or NotARecord of its counts as a faulty answer.

        NoSuchTitle, GaveUp or TmdbRefused where there is no such answer; Stopped where the run is over.
        """
        faults: list[_Fault] = []
        while True:
            self._limiter.take()
            answer = self._try(path, query, read, self._retry_policy.deadline_after(len(faults)))
            if not isinstance(answer, _Fault):
                return answer
            faults.append(answer)
            if len(faults) == (attempts or self._retry_policy.attempts) or faults.count(answer) == answer.most:
                silent = all(fault.http_status is None for fault in faults)
                raise GaveUp(answer.reason, answer.http_status, answer.tmdb_code, len(faults), silent)
            yield max(self._retry_policy.wait_after(len(faults)), answer.wait)

    def _try(self, path: str, query: Mapping[str, str], read: Callable[[str], Read], deadline: float) -> Read | _Fault:
        try:
            return _read(self._exchange(path, query, deadline), read)
        except _Fault as fault:
            return fault

    def _exchange(self, path: str, query: Mapping[str, str], deadline: float) -> str:
        """Ask once; the text of a good answer."""
        ends = time.monotonic() + deadline
        with (
            connected(_Fault),
            self._session().get(
                self._access.base_url + path,
                params=query,
                stream=True,
                allow_redirects=False,
                timeout=deadline,
            ) as response,
        ):
            self.date = response.headers.get("Date", self.date)
            body = self._body(response, ends)
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
                raise _Fault("larger than an answer can be", response.status_code, most=1)
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
            raise _Fault("larger than an answer can be", response.status_code, most=1)
        if not decompressor.eof:
            raise _Fault("gzip that ends early", response.status_code)
        return text

    def _judged(self, response: requests.Response, body: bytes) -> str:
        status = response.status_code
        if status == requests.codes.too_many_requests:
            raise self._refusal(seconds_of(response.headers.get("Retry-After")), _error_in(body))
        self._limiter.answered()
        if status == requests.codes.ok:
            return _text(response, body)
        raise _meaning(status, _error_in(body))

    def _refusal(self, wait: float | None, said: _TmdbError | None) -> _Fault:
        """The refusal (429) of a request, which the limiter is told of."""
        self._limiter.refused(wait, self._retry_policy.pause)
        code = said.code if said else None
        return _Fault("too many requests", requests.codes.too_many_requests, code, wait=within_limits(wait or 0.0))


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


def _read(text: str, read: Callable[[str], Read]) -> Read:
    """What `read` makes of the text of an answer that HTTP calls good."""
    try:
        return read(text)
    except (ValueError, NotARecord, RecursionError) as error:
        if said := _error_in(text):
            raise _meaning(requests.codes.ok, said) from error
        # An edge may mix up two answers once; who says the same again means it.
        most = 2 if isinstance(error, AnotherTitle) else None
        raise _Fault(f"not the answer it should be: {error}", requests.codes.ok, most=most) from error


def _meaning(status: int, said: _TmdbError | None) -> Exception:
    """What an error comes to. TMDB's code counts also where HTTP says that all is well (`"success": false`)."""
    code = said.code if said else None
    if status in (401, 403) or (status == requests.codes.ok and code in _BAD_TOKEN):
        return TmdbRefused(f"TMDB refuses the token (HTTP {status}, TMDB code {code})", _FIX_TOKEN)
    if status in (requests.codes.ok, requests.codes.not_found) and code in _NO_SUCH_TITLE:
        return NoSuchTitle()
    reason = f"HTTP {status}" + (f", TMDB code {said.code}: {said.message}" if said else "")
    # What is wrong with the question itself stays wrong.
    return _Fault(reason, status, code, most=1 if status in (400, 405, 406, 410, 414, 422) else None)


def _success(text: str) -> None:
    """Nothing; ValueError where TMDB does not say that all is well."""
    document = json.loads(text)
    if not isinstance(document, dict) or document.get("success") is not True:
        raise ValueError("no word of success")


def _error_in(body: bytes | str) -> _TmdbError | None:
    """What TMDB says of an error, if the body does."""
    try:
        document: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    code = document.get("status_code") if isinstance(document, dict) else None
    return _TmdbError(code, visible(str(document.get("status_message"))[:100])) if isinstance(code, int) else None
