"""A text cut into what may be a record each: the lines of JSON lines, or the values of JSON of any other shape.

Each piece is the text as it stands there. Nothing is parsed: where a piece ends follows from brackets and quotes, so
that a broken one costs no other, and no number is written anew.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from filmes_lake.ingest.tmdb.record import LARGEST_RECORD_BYTES

KEPT_BYTES = 1 << 16
"""What is kept of a piece that is too long for a record."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_HEAD_BYTES = 1 << 20
_UNFINISHED = (b"{", b"[", b",", b":")
_SEPARATORS = b" \t\r\n,"
_PLAIN = rb'[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+"'
_NESTED = 6  # what is deeper, or longer than a block, is gone through bracket by bracket
# From outside a string up to a bracket, from inside one up to its end; both stop at the end of what is there.
_TO_BRACKET = re.compile(rb"(?:" + _PLAIN + rb")*+", re.DOTALL)
_TO_QUOTE = re.compile(rb"(?:[^\"\\]++|\\.)*+", re.DOTALL)


def _object_pattern() -> re.Pattern[bytes]:
    """A whole object, which is the quick way past one."""
    within = _PLAIN
    for _ in range(_NESTED):
        within = _PLAIN + rb"|[{\[](?:" + within + rb")*+[}\]]"
    return re.compile(rb"\{(?:" + within + rb")*+[}\]]", re.DOTALL)


_OBJECT = _object_pattern()
_RESULTS = re.compile(rb'"results"\s*:\s*\Z')
_OPENING_BYTES = 1_000  # a page begins with its number and, at most, two dates


@dataclass(frozen=True)
class Piece:
    """Where a piece begins (a line from 1), and its text: whole, or, if it is too long for a record, how it begins.

    `number` counts the values of a file that is no JSON lines. `bytes` is the length, `digest` the SHA-256 of one
    that is not whole. `cut`: the file ends within it.
    """

    line: int
    number: int | None
    text: bytes
    bytes: int
    digest: str | None = None
    cut: bool = False

    @property
    def fault(self) -> str:
        """Why it can be no record, whatever it says."""
        if self.digest:
            return f"longer than {LARGEST_RECORD_BYTES:,} bytes"
        return "the file ends before the JSON does" if self.cut else ""

    @property
    def sha256(self) -> str:
        """The SHA-256 of all of it."""
        return self.digest or hashlib.sha256(self.text).hexdigest()


def pieces_of(blocks: Iterator[bytes]) -> Iterator[Piece]:
    """The pieces of a text that comes in blocks; blank lines are none."""
    head, blocks = _head_of(blocks)
    return (_lines if _is_lines(head) else _values)(chain([head], blocks))


def _head_of(blocks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The text up to the first line's end or further, without a byte-order mark, and the blocks after it."""
    head = b""
    for block in blocks:
        head += block
        if b"\n" in head.lstrip() or len(head) >= _HEAD_BYTES:
            break
    return head.removeprefix(_BYTE_ORDER_MARK), blocks


def _is_lines(head: bytes) -> bool:
    """Whether a text that begins so has a JSON object a line. One that is cut in its first line may be such a text."""
    first = head.lstrip().partition(b"\n")[0].rstrip()
    opening, bracket, _ = first.partition(b"[")
    is_page = bool(bracket) and _opens_page(opening)
    return not (first.startswith(b"[") or is_page or (first.startswith(b"{") and first.endswith(_UNFINISHED)))


def _opens_page(opening: bytes | bytearray) -> bool:
    """Whether the first array of an object that begins so is the results of a list page of TMDB's."""
    if len(opening) > _OPENING_BYTES or b"[" in opening:
        return False
    is_results = _RESULTS.search(opening)
    return bool(is_results) and b'"imdb_id"' not in opening and b'"body"' not in opening


def _lines(blocks: Iterator[bytes]) -> Iterator[Piece]:
    growing = _Growing(1)
    for block in blocks:
        *whole, rest = block.split(b"\n")
        for text in whole:
            growing.add(text)
            if not growing.is_blank:
                yield growing.piece()
            growing = _Growing(growing.line + 1)
        growing.add(rest)
    if not growing.is_blank:
        yield growing.piece()


def _values(blocks: Iterator[bytes]) -> Iterator[Piece]:
    values = _Values()
    for block in blocks:
        yield from values.feed(block)
    yield from values.end()


class _Values:
    """The objects of a text: those that stand alone, the elements of arrays, the results of list pages.

    What else stands beside them is a piece too, and so a complaint: no text is passed over but that of a page itself.
    """

    def __init__(self) -> None:
        self._line, self._number = 1, 0
        self._arrays: list[bool] = []  # those around the objects; True: the results of a page
        self._depth = 0  # brackets open since the object began
        self._in_string = False
        self._escape = b""
        self._growing: _Growing | None = None  # within an object none: what is left of a page

    def feed(self, block: bytes) -> Iterator[Piece]:
        """The pieces that end in this block."""
        text = self._whole_escapes(block)
        start = 0
        while start < len(text):
            end = self._next_bracket(text, start)
            self._take(text[start:end])
            if whole := self._whole_object(text, end):
                yield self._ended(self._grown(whole))
                start = end + len(whole)
                continue
            bracket = text[end : end + 1]
            if bracket and (piece := self._within(bracket) if self._depth else self._between(bracket)):
                yield piece
            start = end + 1

    def end(self) -> Iterator[Piece]:
        """What is left when the text ends."""
        self._take(self._escape)
        is_open = bool(self._depth or self._arrays)
        if is_open and not self._growing:
            self._growing = _Growing(self._line)
        if self._growing:
            yield self._ended(self._growing, cut=is_open)

    def _whole_escapes(self, block: bytes) -> bytes:
        """The text to look at now: a backslash at its end waits for what it escapes."""
        text, self._escape = self._escape + block, b""
        if (len(text) - len(text.rstrip(b"\\"))) % 2:
            text, self._escape = text[:-1], b"\\"
        return text

    def _next_bracket(self, text: bytes, start: int) -> int:
        """Where the next bracket outside of strings is; the text's end where it has none."""
        while start < len(text):
            found = (_TO_QUOTE if self._in_string else _TO_BRACKET).match(text, start)
            start = found.end() if found else start
            if text[start : start + 1] != b'"':
                break
            self._in_string = not self._in_string
            start += 1
        return start

    def _whole_object(self, text: bytes, start: int) -> bytes:
        """The object that begins there, if all of it is there and it cannot be a page."""
        is_next = not self._depth and not self._growing and text[start : start + 1] == b"{"
        found = _OBJECT.match(text, start) if is_next else None
        return found[0] if found and b'"results"' not in found[0] else b""

    def _grown(self, text: bytes) -> "_Growing":
        growing = _Growing(self._line)
        growing.add(text)
        self._line += text.count(b"\n")
        return growing

    def _take(self, text: bytes) -> None:
        skipped = 0
        if not self._depth and not self._growing and (bare := text.lstrip(_SEPARATORS)):
            skipped = len(text) - len(bare)
            self._growing = _Growing(self._line + text.count(b"\n", 0, skipped))
        if self._growing:
            self._growing.add(text[skipped:])
        self._line += text.count(b"\n")

    def _between(self, bracket: bytes) -> Piece | None:
        """Go past a bracket outside of objects; the piece that stood before it."""
        piece = self._ended(self._growing) if self._growing else None
        if bracket == b"[":
            self._arrays.append(False)
        elif bracket == b"]" and self._arrays:
            self._depth = int(self._arrays.pop())  # a page goes on after its results
        else:
            self._take(bracket)
            self._depth = int(bracket == b"{")
        return piece

    def _within(self, bracket: bytes) -> Piece | None:
        """Go past a bracket within an object; the object, if that was its last."""
        growing = self._growing
        if growing and self._depth == 1 and bracket == b"[" and _opens_page(growing.text):
            self._arrays.append(True)
            self._growing, self._depth = None, 0
            return None
        self._depth += 1 if bracket in b"{[" else -1
        if growing:
            growing.add(bracket)
        return self._ended(growing) if growing and not self._depth else None

    def _ended(self, growing: "_Growing", *, cut: bool = False) -> Piece:
        self._growing = None
        self._number += 1
        return growing.piece(self._number, cut=cut)


class _Growing:
    """A piece as its bytes come, which may be any number: once it is too long, only what `Piece` needs is kept."""

    def __init__(self, line: int) -> None:
        self.line, self.bytes = line, 0
        self.text = bytearray()
        self._digest: hashlib._Hash | None = None

    def add(self, text: bytes) -> None:
        self.bytes += len(text)
        if self._digest:
            self._digest.update(text)
            return
        self.text += text
        if self.bytes > LARGEST_RECORD_BYTES:
            self._digest = hashlib.sha256(self.text)
            del self.text[KEPT_BYTES:]

    @property
    def is_blank(self) -> bool:
        return not self.text or self.text.isspace()

    def piece(self, number: int | None = None, *, cut: bool = False) -> Piece:
        digest = self._digest.hexdigest() if self._digest else None
        return Piece(self.line, number, bytes(self.text), self.bytes, digest, cut)
