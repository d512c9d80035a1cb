"""TMDB records saved earlier: a file of JSON lines, bare answers or envelopes, plain or gzip."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filmes_lake.errors import SourceError
from filmes_lake.ingest.files import LARGEST_UNPACKED, blocks_of, open_source, unpacked
from filmes_lake.ingest.tmdb.record import LARGEST_RECORD_BYTES, NotARecord, TmdbRecord, parse_record
from filmes_lake.models.kinds import Kind

KEPT_BYTES = 1 << 16
"""What is kept of a line that is no record."""

JSON_LINES_HINT = "one TMDB detail object a line is expected; an array becomes that with: jq -c '.[]' FILE"

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Line:
    """A line without its end, by its number from 1: whole, or, if it is too long for a record, how it begins.

    `bytes` is its length. `digest` is the SHA-256 of one that is not whole.
    """

    number: int
    text: bytes
    bytes: int
    digest: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether `text` is all of it."""
        return self.digest is None

    @property
    def sha256(self) -> str:
        """The SHA-256 of all of it."""
        return self.digest or hashlib.sha256(self.text).hexdigest()


@dataclass(frozen=True)
class BadLine:
    """A line that is no record, and why."""

    line: Line
    reason: str


def saved_records(
    source: Path, kind: Kind, now: datetime, advance: Callable[[int], None], largest: int = LARGEST_UNPACKED
) -> Iterator[TmdbRecord | BadLine]:
    """The file's records in its order, and the lines that are none.

    Blank lines are passed over. SourceError where the file cannot be read, changes or ends early meanwhile, or
    begins like an indented document; `largest` see `unpacked`.
    """
    with open_source(source) as file:
        blocks = blocks_of(file, source, advance)
        first = True
        for line in _lines(unpacked(file, source, blocks, largest)):
            text = line.text.removeprefix(_BYTE_ORDER_MARK) if line.number == 1 else line.text
            if line.is_whole and not text.strip():
                continue
            if first:
                _refuse_indented(source, line.number, text)
                first = False
            try:
                if not line.is_whole:
                    raise NotARecord(f"longer than {LARGEST_RECORD_BYTES:,} bytes")
                yield parse_record(text, kind, now)
            except NotARecord as reason:
                yield BadLine(line, str(reason))


def _refuse_indented(source: Path, number: int, first: bytes) -> None:
    # Some lines of such a file would pass for records: a genre has an id and a name, as a series has.
    if first.strip() in (b"[", b"{"):
        raise SourceError(f"{source}:{number}: the file looks like indented JSON or an array", JSON_LINES_HINT)


def _lines(blocks: Iterator[bytes]) -> Iterator[Line]:
    growing = _GrowingLine(1)
    for block in blocks:
        *whole, rest = block.split(b"\n")
        for piece in whole:
            growing.add(piece)
            yield growing.line
            growing = _GrowingLine(growing.number + 1)
        growing.add(rest)
    if growing.bytes:
        yield growing.line


class _GrowingLine:
    """A line as its bytes come, which may be any number: once it is too long, only what `Line` needs is kept."""

    def __init__(self, number: int) -> None:
        self.number, self.bytes = number, 0
        self._text = bytearray()
        self._digest: hashlib._Hash | None = None

    def add(self, piece: bytes) -> None:
        self.bytes += len(piece)
        if self._digest:
            self._digest.update(piece)
            return
        self._text += piece
        if self.bytes > LARGEST_RECORD_BYTES:
            self._digest = hashlib.sha256(self._text)
            del self._text[KEPT_BYTES:]

    @property
    def line(self) -> Line:
        return Line(self.number, bytes(self._text), self.bytes, self._digest.hexdigest() if self._digest else None)
