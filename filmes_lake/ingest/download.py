"""Gzip files fetched over HTTP into a folder: only what changed, on from where it was cut, whole or not at all.

The folder holds whole files only. What has come of one so far lies in its `.download`, and beside it what the server
said of that edition; once the file is whole it moves out, which is the only commit, and what was said stays. So it
is about what has come so far where there is such, and else about the whole file. A run killed anywhere leaves either.

Conditions and ranges: RFC 9110, 13 and 14.
"""

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http import HTTPStatus
from itertools import chain
from pathlib import Path
from typing import TypeVar

import requests

from filmes_lake.errors import FilmesLakeError, LockHeld, SourceError
from filmes_lake.ingest.files import GZIP_MAGIC, blocks_of, gunzipped
from filmes_lake.ingest.service import USER_AGENT, Backoff, connected, moment_of, seconds_of, within_limits
from filmes_lake.lake.compression import BLOCK_BYTES
from filmes_lake.lake.storage.files import flush, flush_folder, make_folder, retrying, try_lock, writing
from filmes_lake.progress import SILENT, Advance, Progress, format_bytes, unobserved
from filmes_lake.visible_text import visible

Found = TypeVar("Found")

_TEMPORARY = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)
_MEANINGS: Mapping[int, str] = {HTTPStatus.FORBIDDEN: "refused", HTTPStatus.NOT_FOUND: "no such file"}
_RANGE = re.compile(r"bytes ([0-9]{1,15})-[0-9]{1,15}/([0-9]{1,15})")
_NUMBER = re.compile(r"[0-9]{1,15}")
_GO_ON = "run the same command: it goes on where it was"
_SPACE = "free some space, or name another folder: --to DIR, of `run` the setting cache"


class DownloadFailed(FilmesLakeError):
    """A file cannot be had from where it should be; what was there before is still there."""

    code = "download_failed"


@dataclass(frozen=True)
class Patience(Backoff):
    """How long a file is waited for, beside how often it is asked for.

    `timeout`: seconds of silence. Fewer than `least_bytes` within `window` seconds are a trickle, which is cut: the
    next connection may be a better one. An attempt that brought `worthwhile` bytes counts as the first.
    """

    timeout: float = 30.0
    window: float = 30.0
    least_bytes: int = 100_000
    worthwhile: int = 10_000_000


@dataclass(frozen=True)
class Edition:
    """What a server says of a file as it is now: what tells it from others, and its size, where it says so."""

    etag: str | None = None
    last_modified: str | None = None
    bytes: int | None = None

    @property
    def conditions(self) -> dict[str, str]:
        """What asks for another edition only."""
        return _given({"If-None-Match": self.etag, "If-Modified-Since": self.last_modified})

    @property
    def validator(self) -> str | None:
        """What tells this edition byte for byte: no weak tag does."""
        strong = self.etag if self.etag and not self.etag.startswith("W/") else None
        return strong or self.last_modified

    def is_of(self, other: "Edition") -> bool:
        """Whether both are known to be the same."""
        return self.validator is not None and self.validator == other.validator


@dataclass(frozen=True)
class Downloaded:
    """A file of the folder, whole: whether it was fetched now, and its size."""

    path: Path
    fetched: bool
    bytes: int


@dataclass
class _Fault(Exception):
    """An attempt that failed and may be repeated; `wait` has the seconds that the server asks for."""

    reason: str
    wait: float = 0.0


@dataclass(frozen=True)
class _Place:
    """Where one file lies: whole, so far, and what the server said of it."""

    folder: Path
    name: str

    @property
    def whole(self) -> Path:
        return self.folder / self.name

    @property
    def part(self) -> Path:
        return _beside(self.folder) / self.name

    @property
    def _said(self) -> Path:
        return _beside(self.folder) / f"{self.name}.json"

    @property
    def arrived(self) -> int:
        """Bytes that have come so far."""
        return self.part.stat().st_size if self.part.exists() else 0

    @property
    def edition(self) -> Edition:
        """What was said last; nothing where that cannot be read any more."""
        try:
            return Edition(**json.loads(self._said.read_bytes()))
        except (OSError, ValueError, TypeError):
            return Edition()

    @property
    def had(self) -> Edition:
        """The edition of the whole file; nothing where there is none, or where it is not as it was left."""
        edition = self.edition
        as_left = not self.part.exists() and self.whole.is_file() and self.whole.stat().st_size == edition.bytes
        return edition if as_left else Edition()

    @property
    def is_full(self) -> bool:
        """Whether all has come, and was not moved out yet."""
        return self.part.exists() and self.arrived == self.edition.bytes

    @property
    def resuming(self) -> dict[str, str]:
        """What asks for the rest, if the edition is still the same; nothing where there is no telling."""
        arrived, validator = self.arrived, self.edition.validator
        return {"Range": f"bytes={arrived}-", "If-Range": validator} if arrived and validator else {}

    def has_begun(self, edition: Edition) -> bool:
        """Whether what has come so far is of this edition."""
        return self.part.exists() and self.edition.is_of(edition)

    def left_of(self, edition: Edition) -> int:
        """Bytes of an edition that are still to come."""
        return (edition.bytes or 0) - (self.arrived if edition.bytes and self.has_begun(edition) else 0)

    def begin(self, edition: Edition) -> None:
        """Begin with an edition. Emptied first: what was said is never about another one's bytes."""
        with writing(self.part, _SPACE):
            self.part.write_bytes(b"")
            self._said.write_text(json.dumps(asdict(edition)))

    def drop(self, advance: Advance) -> None:
        """Forget what has come so far, if anything; `advance` takes it back."""
        if self.part.exists():
            advance(-self.arrived)
            self.begin(Edition())

    def complete(self) -> None:
        """Make what has come the whole file."""
        with writing(self.whole, _SPACE):
            if (moment := moment_of(self.edition.last_modified)) is not None:
                os.utime(self.part, (moment, moment))  # a file of that day, whenever it was fetched
            flush(self.part)
            retrying(lambda: self.part.replace(self.whole))
            flush_folder(self.folder)


class FileServer:
    """Files at an address, asked for one at a time; `setting` is what says the address."""

    def __init__(
        self,
        address: str,
        setting: str,
        patience: Patience | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._address, self._setting = address, setting
        self._patience = patience or Patience()
        self._wait = wait
        self._session = requests.Session()
        # As it lies there: what a server says of sizes and ranges is about that.
        self._session.headers.update({"User-Agent": USER_AGENT, "Accept-Encoding": "identity"})

    def download(self, names: Sequence[str], folder: Path, progress: Progress = SILENT) -> list[Downloaded]:
        """Bring the files of these names into the folder, where the server has other editions than lie there.

        DownloadFailed where one cannot be had, or where the disk has no room for all: then none is fetched. LockHeld
        where another download is at work in the folder.
        """
        with _alone(folder):
            progress.step(f"asking {self._address}")
            places = [_Place(folder, name) for name in names]
            news = {place: edition for place in places if (edition := self._news(place))}
            left = sum(place.left_of(edition) for place, edition in news.items())
            _refuse_full_disk(folder, left)
            fetched = progress.begin_bytes("downloading", left)
            checked = progress.begin_bytes("checking", sum(edition.bytes or 0 for edition in news.values()))
            for place, edition in news.items():
                self._bring(place, edition, fetched, checked)
            return [Downloaded(place.whole, place in news, place.whole.stat().st_size) for place in places]

    def _news(self, place: _Place) -> Edition | None:
        """The edition that the server has, if it is not the one that is there whole."""

        def ask() -> Edition | None:
            with self._answer("HEAD", place, place.had.conditions) as answer:
                if answer.status_code == HTTPStatus.NOT_MODIFIED:
                    return None
                self._refuse_bad(answer)
                return _edition_of(answer)

        return self._persistently(place, ask)

    def _bring(self, place: _Place, edition: Edition, fetched: Advance, checked: Advance) -> None:
        if not place.has_begun(edition):
            place.drop(unobserved)
        self._persistently(place, lambda: self._go_on(place, fetched))
        self._check(place, checked)
        place.complete()

    def _persistently(self, place: _Place, ask: Callable[[], Found]) -> Found:
        """What `ask` finds, in as many attempts as patience has; DownloadFailed says why there is nothing."""
        failed = 0
        while True:
            before = place.arrived
            try:
                return ask()
            except _Fault as fault:
                failed = 1 if place.arrived - before >= self._patience.worthwhile else failed + 1
                if failed >= self._patience.attempts:
                    raise DownloadFailed(f"{self._url(place)}: {fault.reason}", _GO_ON) from fault
                self._wait(max(self._patience.wait_after(failed), within_limits(fault.wait)))

    def _go_on(self, place: _Place, advance: Advance) -> None:
        """Fetch what is missing of a file, or all of it where the server has another edition by now."""
        if place.is_full:
            return
        with self._answer("GET", place, place.resuming) as answer:
            if answer.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and place.resuming:
                place.drop(advance)
                raise _Fault("the missing part is not there (HTTP 416)")
            self._refuse_bad(answer)
            if answer.status_code == HTTPStatus.PARTIAL_CONTENT:
                _refuse_other_range(place, answer, advance)
                body = _body(answer)
            else:
                body = self._gzip(answer)
                place.drop(advance)
                place.begin(_edition_of(answer))
            self._take(place, body, advance)

    def _take(self, place: _Place, body: Iterator[bytes], advance: Advance) -> None:
        with writing(place.part, _SPACE), place.part.open("ab") as target:
            for block in self._at_a_pace(body):
                target.write(block)
                advance(len(block))
        announced, arrived = place.edition.bytes, place.arrived
        if announced is not None and arrived != announced:
            if arrived > announced:
                place.drop(advance)
            raise _Fault(f"{arrived:,} bytes came of {announced:,}")

    def _at_a_pace(self, body: Iterator[bytes]) -> Iterator[bytes]:
        """The blocks, as long as they are no trickle."""
        patience = self._patience
        ends, came = time.monotonic() + patience.window, 0
        for block in body:
            yield block
            came += len(block)
            if time.monotonic() > ends:
                if came < patience.least_bytes:
                    raise _Fault(f"slower than {format_bytes(patience.least_bytes / patience.window)}/s")
                ends, came = time.monotonic() + patience.window, 0

    def _check(self, place: _Place, advance: Advance) -> None:
        """DownloadFailed where what came is no whole gzip: the next run begins anew."""
        try:
            with place.part.open("rb") as file:
                for _ in gunzipped(self._url(place), blocks_of(file, place.part, advance)):
                    pass
        except SourceError as error:
            place.drop(unobserved)
            raise DownloadFailed(error.message, "run the same command: it begins anew with this file") from error

    @contextmanager
    def _answer(self, method: str, place: _Place, headers: Mapping[str, str]) -> Iterator[requests.Response]:
        """An answer, whose body is still to come."""
        with connected(_Fault):
            answer = self._session.request(
                method,
                self._url(place),
                headers=dict(headers),
                stream=True,
                allow_redirects=False,
                timeout=self._patience.timeout,
            )
        with answer:
            yield answer

    def _url(self, place: _Place) -> str:
        return f"{self._address}/{place.name}"

    def _refuse_bad(self, answer: requests.Response) -> None:
        """_Fault where the answer may be good later, DownloadFailed where it will not."""
        status = answer.status_code
        if status in _TEMPORARY or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise _Fault(f"HTTP {status}", seconds_of(answer.headers.get("Retry-After")) or 0.0)
        if status not in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
            what = _MEANINGS.get(status, "no answer that has a file")
            raise self._useless(answer, f"{what} (HTTP {status})")
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind.startswith("text/"):
            raise self._useless(answer, f"{visible(kind[:40])} in the place of gzip")

    def _gzip(self, answer: requests.Response) -> Iterator[bytes]:
        """The body, which begins as gzip does; DownloadFailed where it does not."""
        with connected(_Fault):
            first = answer.raw.read(len(GZIP_MAGIC), decode_content=False)
        if first != GZIP_MAGIC:
            raise self._useless(answer, "what came is no gzip")
        return chain([first], _body(answer))

    def _useless(self, answer: requests.Response, what: str) -> DownloadFailed:
        return DownloadFailed(
            f"{answer.url}: {what}", f"open it in a browser; if it is elsewhere by now, set {self._setting}"
        )


def _body(answer: requests.Response) -> Iterator[bytes]:
    while True:
        with connected(_Fault):
            block = answer.raw.read1(BLOCK_BYTES, decode_content=False)
        if not block:
            return
        yield block


def _edition_of(answer: requests.Response) -> Edition:
    headers, size = answer.headers, answer.headers.get("Content-Length", "")
    return Edition(headers.get("ETag"), headers.get("Last-Modified"), int(size) if _NUMBER.fullmatch(size) else None)


def _refuse_other_range(place: _Place, answer: requests.Response, advance: Advance) -> None:
    """_Fault where a part is not the one that is missing of this edition."""
    said = place.edition
    found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    its = Edition(answer.headers.get("ETag"), answer.headers.get("Last-Modified"), int(found[2]) if found else None)
    if not found or int(found[1]) != place.arrived or not its.is_of(said) or its.bytes != (said.bytes or its.bytes):
        place.drop(advance)
        raise _Fault("another part came than was asked for")


def _given(headers: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if value}


def _beside(folder: Path) -> Path:
    return folder / ".download"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other downloads out of the folder, which is made where it is not there."""
    with writing(folder, _SPACE):
        make_folder(_beside(folder))
    lock = try_lock(_beside(folder) / "lock")
    if lock is None:
        raise LockHeld(f"{folder}: another download is at work there", "wait for it, or use another folder: --to DIR")
    try:
        yield
    finally:
        lock.release()


def _refuse_full_disk(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if needed > free:
        said = f"{folder}: {format_bytes(needed)} are to come, and {format_bytes(free)} are free"
        raise DownloadFailed(said, _SPACE)
