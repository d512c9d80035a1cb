"""Validation of a delimited file: copied to scratch while its bytes are hashed, checked and counted, in one pass."""

import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from filmes_lake.ingest.delimited.conversion import Converted, convert
from filmes_lake.ingest.delimited.dialect import Recognised, recognise
from filmes_lake.ingest.delimited.header import HeaderContract
from filmes_lake.ingest.delimited.records import records_of
from filmes_lake.ingest.delimited.text_check import TextCheck, no_data
from filmes_lake.ingest.files import LARGEST_UNPACKED, is_gzip, name_of, open_content, unpacked
from filmes_lake.lake.manifest import Conversion
from filmes_lake.lake.storage.files import writing
from filmes_lake.models.source import RawTable, new_columns
from filmes_lake.settings import UTF_8

# Python hands its lock over after 5 ms. By then the checks are through with a block, and only then would hash and copy
# begin with it.
_HAND_OVER_SECONDS = 0.0002
_FLUSHED_BYTES = 16 << 20


@dataclass(frozen=True)
class Received:
    """A file that passed the checks: where its copy lies, of which raw table it is, and what was seen.

    `ending` is its name's in the lake. `lines` counts data lines, or records; `columns` are the header's words, those
    that are known as the lake has them. `converted` is what engines are to read instead, if they cannot read it itself.
    """

    source: str
    path: Path
    table: RawTable
    ending: str
    bytes: int
    sha256: str
    lines: int
    columns: tuple[str, ...]
    converted: Converted | None

    @property
    def new_columns(self) -> tuple[str, ...]:
        """The columns that no table has: they stay in Raw."""
        return new_columns(self.columns, self.table.model)

    @property
    def conversion(self) -> Conversion | None:
        """What is read in its place, as the manifest names it."""
        return self.converted.of(self.sha256) if self.converted else None


class Reading(NamedTuple):
    """How files are read: under which contract, in which encoding. `largest` see `unpacked`."""

    contract: HeaderContract
    encoding: str = UTF_8
    largest: int = LARGEST_UNPACKED


def receive(source: Path, scratch: Path, reading: Reading, advance: Callable[[int], None]) -> Received:
    """Copy `source` into `scratch` and check it; SourceError says what is wrong in which line.

    `advance` is called with the number of bytes read, as they are read.
    """
    name = name_of(source)
    return received(source, scratch, reading.largest, advance, lambda text, copy: _taken(text, reading, copy, name))


def received(source: Path, scratch: Path, largest: int, advance: Callable[[int], None], check: "Check") -> Received:
    """Copy `source` into `scratch` while its text is checked; `advance` see `receive`, `largest` see `unpacked`."""
    copy = scratch / f"received-{len(list(scratch.iterdir()))}"
    digest = hashlib.sha256()
    # Copy and hash are made in threads: neither holds up the other, nor the checks, which keep Python busy.
    with (
        open_content(source, advance, largest) as content,
        writing(copy),
        copy.open("wb") as target,
        ThreadPoolExecutor(3) as beside,
        _handing_over(_HAND_OVER_SECONDS),
    ):
        compressed, blocks = is_gzip(content)
        flushed = _Flushed(target, beside)
        blocks = _copied(blocks, beside, (digest.update, flushed.write))
        text = check(unpacked(source, blocks, largest), copy)
        flushed.finish()
        size = target.tell()
    ending = f".{text.table.delimited.ending}{'.gz' if compressed else ''}"
    return Received(name_of(source), copy, text.table, ending, size, digest.hexdigest(), *text[1:])


class CheckedText(NamedTuple):
    """What a text is: of which raw table, with how many data lines, under which header, converted or not."""

    table: RawTable
    lines: int
    columns: tuple[str, ...]
    converted: Converted | None


Check = Callable[[Iterator[bytes], Path], CheckedText]
"""Checks the blocks of a text whose copy is to lie at the path; SourceError where it is not to be taken."""


def _taken(blocks: Iterator[bytes], reading: Reading, copy: Path, source: str) -> CheckedText:
    """What a text is and holds: checked as it stands where it has the lake's own form, else converted into that."""
    found, blocks = recognise(blocks, reading.encoding, reading.contract, source)
    return _converted(blocks, found, copy, source) if found else _checked(blocks, reading.contract, source)


def _checked(blocks: Iterator[bytes], contract: HeaderContract, source: str) -> CheckedText:
    check = TextCheck(source, contract)
    for block in blocks:
        check.feed(block)
    table = check.finish()
    return CheckedText(table, check.lines - 1, check.columns, None)


def _converted(blocks: Iterator[bytes], found: Recognised, copy: Path, source: str) -> CheckedText:
    converted = convert(records_of(blocks, found.dialect, source), found, copy.parent, f"{copy.name}-converted")
    if not converted.lines.rows:
        raise no_data(source)
    return CheckedText(found.table, converted.lines.rows, found.columns.names, converted)


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


class _Flushed:
    """A file that is brought to the disk `beside`, as it is written: at its end little is left to wait for."""

    def __init__(self, target: BinaryIO, beside: Executor) -> None:
        self._target, self._beside = target, beside
        self._flushing: Future[None] | None = None
        self._unflushed = 0

    def write(self, block: bytes) -> None:
        """Write a block; OSError too where the disk did not take one before it."""
        self._target.write(block)
        self._unflushed += len(block)
        if self._unflushed >= _FLUSHED_BYTES and (self._flushing is None or self._flushing.done()):
            self.finish()
            self._flushing = self._beside.submit(os.fsync, self._target.fileno())
            self._unflushed = 0

    def finish(self) -> None:
        """Wait for what goes to the disk now; OSError where it did not take that."""
        if self._flushing:
            self._flushing.result()


@contextmanager
def _handing_over(seconds: float) -> Iterator[None]:
    """Have threads wait no longer for Python's lock."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(seconds)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
