"""TMDB records saved earlier: a file of JSON lines, bare answers or envelopes, plain or gzip."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from filmes_lake.errors import SourceError
from filmes_lake.ingest.csv_source import BLOCK_BYTES, gunzipped, is_gzip, open_source
from filmes_lake.ingest.tmdb_record import LARGEST_RECORD_BYTES, NotARecord, TmdbRecord, parse_record
from filmes_lake.models.kinds import Kind

BadLine = tuple[int, str, bytes]


def saved_records(
    source: Path, kind: Kind, now: datetime, advance: Callable[[int], None]
) -> Iterator[TmdbRecord | BadLine]:
    """The file's records in its order, and for each line that is none its number, the reason and its bytes.

    Blank lines are passed over. SourceError where the file cannot be read, or changes or ends early meanwhile.
    """
    with open_source(source) as file:
        before = os.fstat(file.fileno())
        blocks = _blocks(file, advance)
        for number, line in enumerate(_lines(gunzipped(str(source), blocks) if is_gzip(file) else blocks), start=1):
            if line.strip():
                try:
                    yield parse_record(line, kind, now)
                except NotARecord as reason:
                    yield number, str(reason), line
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise SourceError(f"{source}: the file changed while it was read", "wait until it is whole, then run again")


def _blocks(file: BinaryIO, advance: Callable[[int], None]) -> Iterator[bytes]:
    while block := file.read(BLOCK_BYTES):
        advance(len(block))
        yield block


def _lines(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Lines without their ends. One that is too long to be a record is cut: the rest of it is thrown away."""
    tail = bytearray()
    for block in blocks:
        *whole, rest = block.split(b"\n")
        for line in whole:
            tail += line
            yield bytes(tail)
            tail.clear()
        if len(tail) <= LARGEST_RECORD_BYTES:
            tail += rest
    if tail:
        yield bytes(tail)
