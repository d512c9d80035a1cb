"""A CSV at the door: copied to scratch while its bytes are hashed, checked and counted, in one pass.

What engines would read differently from each other never gets in: invalid UTF-8, NUL, a bare carriage return,
mixed line endings, a line no engine would take whole.
"""

import hashlib
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from filmes_lake.errors import SourceError
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import DELIMITER, header_of

BLOCK_BYTES = 1 << 20
# DuckDB's and Spark's CSV readers take lines of a few MiB at the most; IMDb's longest has under 2,000 bytes.
LONGEST_LINE_BYTES = 1 << 20
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WINDOW = 31


@dataclass(frozen=True)
class ReceivedCsv:
    """A CSV that passed the checks: where its copy lies, and what was seen. `lines` counts data lines."""

    source: str
    path: Path
    kind: Kind
    compressed: bool
    bytes: int
    sha256: str
    lines: int


def receive_csv(source: Path, scratch: Path, expected: Kind | None, advance: Callable[[int], None]) -> ReceivedCsv:
    """Copy `source` into `scratch` and check it; SourceError says what is wrong in which line.

    `advance` is called with the number of bytes read, as they are read.
    """
    copy = scratch / f"received-{len(list(scratch.iterdir()))}"
    with open_source(source) as file:
        compressed = is_gzip(file)
        before = os.fstat(file.fileno())
        digest = hashlib.sha256()
        check = _TextCheck(str(source), expected)
        with copy.open("wb") as target:
            blocks = _copied(file, target, digest.update, advance)
            for text in gunzipped(str(source), blocks) if compressed else blocks:
                check.feed(text)
        check.finish()
        after = os.fstat(file.fileno())
    size = copy.stat().st_size
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != after.st_size:
        raise SourceError(f"{source}: the file changed while it was read", "wait until it is whole, then run again")
    return ReceivedCsv(str(source), copy, check.kind, compressed, size, digest.hexdigest(), check.lines - 1)


def open_source(source: Path) -> BinaryIO:
    """Open a user's file for reading; SourceError where it is missing, no file, unreadable or empty."""
    try:
        file = source.open("rb")
    except FileNotFoundError as error:
        raise SourceError(f"{source}: no such file", "check the path") from error
    except OSError as error:
        raise SourceError(f"{source}: cannot be read: {error.strerror}", "check what it is and its permissions") from error
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode):
        file.close()
        raise SourceError(f"{source}: not a regular file", "give the path of a file")
    if status.st_size == 0:
        file.close()
        raise SourceError(f"{source}: the file is empty", "check where it comes from")
    return file


def is_gzip(file: BinaryIO) -> bool:
    """Whether the file's first bytes are gzip's; the position stays at the start."""
    magic = file.read(len(_GZIP_MAGIC))
    file.seek(0)
    return magic == _GZIP_MAGIC


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


def _copied(
    file: BinaryIO, target: BinaryIO, digest: Callable[[bytes], None], advance: Callable[[int], None]
) -> Iterator[bytes]:
    while block := file.read(BLOCK_BYTES):
        digest(block)
        target.write(block)
        advance(len(block))
        yield block


class _TextCheck:
    """Counts lines and checks them in blocks that end with a line."""

    def __init__(self, source: str, expected: Kind | None) -> None:
        self.lines = 0
        self.kind = Kind.MOVIES
        self._source = source
        self._expected = expected
        self._tail = b""
        self._newline = b""

    def feed(self, text: bytes) -> None:
        """Take the next bytes of the text."""
        cut = text.rfind(b"\n") + 1
        if cut:
            self._take(self._tail + text[:cut])
            self._tail = text[cut:]
        else:
            self._tail += text
        if len(self._tail) > LONGEST_LINE_BYTES:
            raise self._error(self.lines + 1, f"a line of more than {LONGEST_LINE_BYTES:,} bytes")

    def finish(self) -> None:
        """Take the last line, which may lack its end."""
        if self._tail:
            self._take(self._tail)
        if self.lines <= 1:
            raise self._error(1, "a header and no data lines", "a snapshot without lines would empty the lake")

    def _take(self, block: bytes) -> None:
        if not self.lines:
            self._take_header(block)
        if b"\0" in block:
            raise self._error(self._line_at(block, block.index(b"\0")), "a NUL byte")
        self._check_endings(block)
        if not block.isascii():
            self._check_utf8(block)
        self.lines += block.count(b"\n") + (not block.endswith(b"\n"))

    def _take_header(self, block: bytes) -> None:
        line, newline, _ = block.partition(b"\n")
        self._newline = b"\r\n" if line.endswith(b"\r") else newline
        if line.startswith(b"\xef\xbb\xbf"):
            raise self._error(1, "the file begins with a byte-order mark", "save it as UTF-8 without one")
        header = tuple(line.rstrip(b"\r").decode("utf-8", "replace").split(DELIMITER))
        self.kind = _kind_of(header, self._source, self._expected)

    def _check_endings(self, block: bytes) -> None:
        returns, feeds = block.count(b"\r"), block.count(b"\n")
        pairs = block.count(b"\r\n") if returns else 0
        if returns != pairs:
            at = next(place for place, byte in enumerate(block) if byte == 13 and block[place + 1 : place + 2] != b"\n")
            raise self._error(self._line_at(block, at), "a carriage return without a line feed")
        if pairs != (feeds if self._newline == b"\r\n" else 0):
            raise self._error(self._first_other_ending(block), "another line ending than the lines before")

    def _first_other_ending(self, block: bytes) -> int:
        pairs = self._newline == b"\r\n"
        lines = block.split(b"\n")[:-1]
        return self.lines + 1 + next(place for place, line in enumerate(lines) if line.endswith(b"\r") != pairs)

    def _check_utf8(self, block: bytes) -> None:
        try:
            block.decode("utf-8")
        except UnicodeDecodeError as error:
            line = self._line_at(block, error.start)
            raise self._error(line, f"invalid UTF-8 (byte 0x{block[error.start]:02x})", "save it as UTF-8") from error

    def _line_at(self, block: bytes, offset: int) -> int:
        return self.lines + 1 + block.count(b"\n", 0, offset)

    def _error(self, line: int, what: str, hint: str = "mend the file; nothing of it was stored") -> SourceError:
        return SourceError(f"{self._source}:{line}: {what}", hint)


def _kind_of(header: tuple[str, ...], source: str, expected: Kind | None) -> Kind:
    """The kind whose header this is, word for word."""
    for kind in Kind:
        if header == header_of(kind):
            if expected not in (None, kind):
                raise SourceError(f"{source}:1: this is the header of {kind.value}, not of {expected}", "check --kind")
            return kind
    nearest = expected or max(Kind, key=lambda kind: len(set(header) & set(header_of(kind))))
    raise SourceError(
        f"{source}:1: {_difference(header, header_of(nearest))}",
        f"a {nearest.value} CSV begins: {DELIMITER.join(header_of(nearest))}",
    )


def _difference(found: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    missing = [name for name in wanted if name not in found]
    unknown = [name for name in found if name not in wanted]
    if not missing and not unknown and len(found) == len(wanted):
        place = next(place for place in range(len(wanted)) if found[place] != wanted[place])
        return f"column {place + 1} is {found[place]!r}, expected {wanted[place]!r}"
    notes = [f"missing: {', '.join(missing)}"] if missing else []
    notes += [f"unknown: {', '.join(name[:40] for name in unknown[:5])}"] if unknown else []
    return f"expected {len(wanted)} columns, found {len(found)} ({'; '.join(notes) or 'a column stands twice'})"
