"""Validation of a delimited file: copied to scratch while its bytes are hashed, checked and counted, in one pass."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from filmes_lake.ingest.delimited.header import HeaderContract
from filmes_lake.ingest.delimited.text_check import TextCheck
from filmes_lake.ingest.files import LARGEST_UNPACKED, blocks_of, is_gzip, open_source, unpacked
from filmes_lake.lake.storage.files import writing
from filmes_lake.models.source import RawTable, new_columns


@dataclass(frozen=True)
class Received:
    """A file that passed the checks: where its copy lies, of which raw table it is, and what was seen.

    `ending` is its name's in the lake. `lines` counts data lines; `columns` are the header's words.
    """

    source: str
    path: Path
    table: RawTable
    ending: str
    bytes: int
    sha256: str
    lines: int
    columns: tuple[str, ...]

    @property
    def new_columns(self) -> tuple[str, ...]:
        """The columns that no table has: they stay in Raw."""
        return new_columns(self.columns, self.table.model)


def receive(
    source: Path,
    scratch: Path,
    contract: HeaderContract,
    advance: Callable[[int], None],
    largest: int = LARGEST_UNPACKED,
) -> Received:
    """Copy `source` into `scratch` and check it; SourceError says what is wrong in which line.

    `advance` is called with the number of bytes read, as they are read; `largest` see `unpacked`.
    """
    copy = scratch / f"received-{len(list(scratch.iterdir()))}"
    digest = hashlib.sha256()
    check = TextCheck(str(source), contract)
    # Copy and hash are made in threads: neither holds up the other, nor the checks, which keep Python busy.
    with open_source(source) as file, writing(copy), copy.open("wb") as target, ThreadPoolExecutor(2) as beside:
        compressed = is_gzip(file)
        blocks = _copied(blocks_of(file, source, advance), beside, (digest.update, target.write))
        for text in unpacked(file, source, blocks, largest):
            check.feed(text)
        table = check.finish()
        size = target.tell()
    ending = f".{contract.format.ending}{'.gz' if compressed else ''}"
    return Received(str(source), copy, table, ending, size, digest.hexdigest(), check.lines - 1, check.columns)


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
