"""A CSV at the door: copied to scratch while its bytes are hashed, checked and counted, in one pass.

What engines would read differently from each other never gets in: invalid UTF-8, NUL, a bare carriage return,
mixed line endings, a line no engine would take whole.
"""

import hashlib
import io
import os
import stat
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from filmes_lake.errors import SourceError
from filmes_lake.ingest.csv_source.header import kind_of, new_columns
from filmes_lake.lake.storage.files import writing
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import DELIMITER, NO_DELIMITER

# Read and handed to other threads in blocks of this size: each hand-over may wait for Python's lock.
BLOCK_BYTES = 1 << 20
# DuckDB's and Spark's CSV readers take lines of a few MiB at the most; IMDb's longest has under 2,000 bytes.
LONGEST_LINE_BYTES = 1 << 20
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WINDOW = 31
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MEND = "mend the file; nothing of it was stored"
# Small enough to stay in a core's cache from one check to the next: twice as fast as 1 MiB.
_CHECKED_BYTES = 1 << 18
_PIECE_BYTES = 4096
_FORBIDDEN = {b"\0": "a NUL byte", NO_DELIMITER.encode(): "the control characters 1, 2 and 3 in a row"}
_TOO_LONG = f"a line of more than {LONGEST_LINE_BYTES:,} bytes"


@dataclass(frozen=True)
class ReceivedCsv:
    """A CSV that passed the checks: where its copy lies, and what was seen.

    `lines` counts data lines; `columns` are the header's words.
    """

    source: str
    path: Path
    kind: Kind
    compressed: bool
    bytes: int
    sha256: str
    lines: int
    columns: tuple[str, ...]

    @property
    def new_columns(self) -> tuple[str, ...]:
        """The columns that no table has: they stay in Raw."""
        return new_columns(self.columns, self.kind)


def receive_csv(
    source: Path,
    scratch: Path,
    expected: Kind | None,
    advance: Callable[[int], None],
    evolving: Collection[Kind] = (),
) -> ReceivedCsv:
    """Copy `source` into `scratch` and check it; SourceError says what is wrong in which line.

    `advance` is called with the number of bytes read, as they are read; `evolving` is that of `kind_of`.
    """
    copy = scratch / f"received-{len(list(scratch.iterdir()))}"
    digest = hashlib.sha256()
    check = _TextCheck(str(source), expected, evolving)
    # Copy and hash are made in threads: neither holds up the other, nor the checks, which keep Python busy.
    with open_source(source) as file, writing(copy), copy.open("wb") as target, ThreadPoolExecutor(2) as beside:
        compressed = is_gzip(file)
        blocks = _copied(blocks_of(file, source, advance), beside, (digest.update, target.write))
        for text in gunzipped(str(source), blocks) if compressed else blocks:
            check.feed(text)
        check.finish()
        size = target.tell()
    return ReceivedCsv(
        str(source), copy, check.kind, compressed, size, digest.hexdigest(), check.lines - 1, check.columns
    )


@contextmanager
def open_source(source: Path) -> Iterator[BinaryIO]:
    """Open a user's file for reading; SourceError where it is missing, no file, unreadable or empty.

    SourceError too where the file changes before the block ends: that is why the block's own complaint came up.
    """
    try:
        # Looked at before it is opened, since opening a pipe waits for a writer.
        if not stat.S_ISREG(source.stat().st_mode):
            raise SourceError(f"{source}: not a regular file", "give the path of a file")
        file = source.open("rb")
    except FileNotFoundError as error:
        raise SourceError(f"{source}: no such file", "check the path") from error
    except OSError as error:
        raise _unreadable(source, error) from error
    with file:
        before = _state(file)
        if not before[0]:
            raise SourceError(f"{source}: the file is empty", "check where it comes from")
        complaint: SourceError | None = None
        try:
            yield file
        except SourceError as error:
            complaint = error
        if _state(file) != before:
            message = f"{source}: the file changed while it was read"
            raise SourceError(message, "wait until it is whole, then run again") from complaint
        if complaint:
            raise complaint


def blocks_of(file: BinaryIO, source: Path, advance: Callable[[int], None]) -> Iterator[bytes]:
    """The file's bytes in blocks; `advance` is told the size of each."""
    left = os.fstat(file.fileno()).st_size
    # One that grows as fast as it is read has no end: `open_source` says so once this stops.
    while left >= 0 and (block := _read(file, source)):
        left -= len(block)
        advance(len(block))
        yield block


def _read(file: BinaryIO, source: Path) -> bytes:
    try:
        return file.read(BLOCK_BYTES)
    except OSError as error:
        raise _unreadable(source, error) from error


def _unreadable(source: Path, error: OSError) -> SourceError:
    return SourceError(f"{source}: cannot be read: {error.strerror}", "check what it is and its permissions")


def is_gzip(file: BinaryIO) -> bool:
    """Whether the file's first bytes are gzip's; the position stays at the start."""
    magic = file.read(len(_GZIP_MAGIC))
    file.seek(0)
    return magic == _GZIP_MAGIC


def _state(file: BinaryIO) -> tuple[int, int]:
    status = os.fstat(file.fileno())
    return status.st_size, status.st_mtime_ns


def gunzipped(source: str, blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Decompress blocks of gzip, members one after another; SourceError where it is broken or ends early."""
    decompressor = zlib.decompressobj(_GZIP_WINDOW)
    for block in blocks:
        data, full = block, False
        while data or full:
            if decompressor.eof:
                if not data.strip(b"\0"):  # gzip allows zeros after the last member
                    break
                decompressor = zlib.decompressobj(_GZIP_WINDOW)
            try:
                # Bounded, so that a small file cannot unfold into all memory.
                text = decompressor.decompress(data, BLOCK_BYTES)
            except zlib.error as error:
                raise SourceError(f"{source}: broken gzip: {error}", "copy or compress the file again") from error
            yield text
            full = len(text) == BLOCK_BYTES
            data = decompressor.unconsumed_tail or decompressor.unused_data
    if not decompressor.eof:
        raise SourceError(f"{source}: the gzip ends early", "copy or compress the file again")


def _copied(blocks: Iterator[bytes], beside: Executor, ways: Sequence[Callable[[bytes], object]]) -> Iterator[bytes]:
    """The blocks, while each goes all the ways `beside`; one at a time, so that they do not gather in memory."""
    going: list[Future[object]] = []
    for block in blocks:
        _await(going)
        going = [beside.submit(way, block) for way in ways]
        yield block
    _await(going)


def _await(going: Sequence[Future[object]]) -> None:
    for future in going:
        future.result()


class _TextCheck:
    """Counts lines and checks them, in blocks that end with a line.

    The first faulty line is the one complained of, wherever the text was cut into blocks.
    """

    def __init__(self, source: str, expected: Kind | None, evolving: Collection[Kind] = ()) -> None:
        self.lines = 0
        self.kind = Kind.MOVIES
        self.columns: tuple[str, ...] = ()
        self._source = source
        self._expected = expected
        self._evolving = evolving
        self._tail = b""
        self._newline = b""

    def feed(self, text: bytes) -> None:
        """Take the next bytes of the text."""
        # In pieces shorter than a line may be: so only the first line of a piece can be too long.
        for start in range(0, len(text), _CHECKED_BYTES):
            self._feed(text[start : start + _CHECKED_BYTES])

    def finish(self) -> None:
        """Take the last line, which may lack its end."""
        if self._tail:
            self._take(self._tail)
        if self.lines <= 1:
            raise self._error(1, "a header and no data lines", "a snapshot without lines would empty the lake")

    def _feed(self, text: bytes) -> None:
        cut = text.rfind(b"\n") + 1
        if cut:
            # The cut line by itself: putting the whole block together would copy it once more.
            first = text.find(b"\n") + 1 if self._tail else 0
            self._take(self._tail + text[:first])
            self._take(text[first:cut])
            self._tail = text[cut:]
        else:
            self._tail += text
        if len(self._tail) > LONGEST_LINE_BYTES:
            raise self._error(self.lines + 1, _TOO_LONG)

    def _take(self, block: bytes) -> None:
        if not block:
            return
        if block.find(b"\n") > LONGEST_LINE_BYTES:
            raise self._error(self.lines + 1, _TOO_LONG)
        if not self.lines:
            self._take_header(block)
        if not self._is_clean(block):
            self._complain(block)
        self.lines += block.count(b"\n") + (not block.endswith(b"\n"))

    def _take_header(self, block: bytes) -> None:
        line, newline, _ = block.partition(b"\n")
        self._newline = b"\r\n" if line.endswith(b"\r") else newline
        if line.startswith(_BYTE_ORDER_MARKS):
            raise self._error(1, "the file begins with a byte-order mark", "save it as UTF-8 without one")
        self.columns = tuple(line.removesuffix(b"\r").decode("utf-8", "replace").split(DELIMITER))
        self.kind = kind_of(self.columns, self._source, self._expected, self._evolving)

    def _is_clean(self, block: bytes) -> bool:
        """Whether no line of the block has a fault: cheap, since this is asked of every byte."""
        if self._newline == b"\r\n":
            if not block.count(b"\r") == block.count(b"\n") == block.count(b"\r\n"):
                return False
        elif b"\r" in block:
            return False
        # One byte is found far quicker than three.
        suspicious = b"\0" in block or (b"\x01" in block and NO_DELIMITER.encode() in block)
        return not suspicious and _is_utf8(block)

    def _complain(self, block: bytes) -> None:
        # Not splitlines: it cuts at a bare carriage return too.
        for number, line in enumerate(io.BytesIO(block), self.lines + 1):
            if fault := self._fault(line):
                hint = "save it as UTF-8" if "UTF-8" in fault else _MEND
                raise self._error(number, fault, hint)

    def _fault(self, line: bytes) -> str | None:
        """What is wrong with a line, its end included."""
        text = line.removesuffix(b"\n").removesuffix(b"\r") if line.endswith(b"\n") else line
        for forbidden, name in _FORBIDDEN.items():
            if forbidden in text:
                return name
        if b"\r" in text:
            return "a carriage return without a line feed"
        if line.endswith(b"\n") and line[len(text) :] != self._newline:
            return "another line ending than the lines before"
        try:
            text.decode("utf-8")
        except UnicodeDecodeError as error:
            return f"invalid UTF-8 (byte 0x{text[error.start]:02x})"
        return None

    def _error(self, line: int, what: str, hint: str = _MEND) -> SourceError:
        return SourceError(f"{self._source}:{line}: {what}", hint)


def _is_utf8(block: bytes) -> bool:
    """Whether the block is valid UTF-8, in short pieces: most are ASCII, and those need no decoding."""
    start = 0
    while start < len(block):
        end = start + _PIECE_BYTES
        while end < len(block) and block[end] & 0xC0 == 0x80:  # not in the middle of a character
            end += 1
        piece = block[start:end]
        if not piece.isascii():
            try:
                piece.decode("utf-8")
            except UnicodeDecodeError:
                return False
        start = end
    return True
