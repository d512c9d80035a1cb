"""One of IMDb's files: copied to scratch while its bytes are hashed and its lines counted, in constant memory."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import IO, cast

from filmes_lake.errors import SourceError
from filmes_lake.ingest.delimited.receiving import CheckedText, Received, received
from filmes_lake.ingest.delimited.text_check import no_data
from filmes_lake.ingest.delimited.unreadable import Lookout, without_unreadable
from filmes_lake.ingest.files import open_content, unpacked
from filmes_lake.ingest.imdb.description import DATASETS, DELIMITER, OTHER_HEADERS, SOURCE
from filmes_lake.lake import layout
from filmes_lake.models.source import RawTable, headers_of
from filmes_lake.progress import Advance, unobserved
from filmes_lake.visible_text import visible

_LONGEST_HEADER = 4096
_SHOWN = 80


def is_another(source: Path, largest: int) -> bool:
    """Whether a file is one of those of IMDb's that nobody reads here. SourceError where it cannot be read."""
    with open_content(source, unobserved, largest) as content:
        header, _ = _header_of(unpacked(source, content, largest, _LONGEST_HEADER))
    return header in OTHER_HEADERS


def receive(source: Path, scratch: Path, largest: int, advance: Advance) -> Received:
    """Copy a file into `scratch`; SourceError where it is none of IMDb's, or ends early.

    `advance` gets the bytes read, as they are read; `largest` see `unpacked`. Where lines of it are no text, what
    engines read in its place is written beside the copy.
    """
    lookout = Lookout()

    def check(blocks: Iterator[bytes], _: Path) -> CheckedText:
        header, blocks = _header_of(blocks)
        table = _table_of(header, source)
        for block in blocks:
            lookout.feed(block)
        lookout.finish()
        if lookout.lines <= 1:
            raise no_data(str(source))
        return CheckedText(table, lookout.lines - 1, header, None)

    found = received(source, scratch, largest, advance, check)
    return _without_unreadable(found) if lookout.found else found


def _without_unreadable(found: Received) -> Received:
    with _opened(found) as lines:
        converted = without_unreadable(lines, found.table, found.path.parent, f"{found.path.name}-converted")
    return replace(found, converted=converted)


def _opened(found: Received) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(found.path)) if layout.is_compressed(found.ending) else found.path.open("rb")


def _header_of(blocks: Iterator[bytes]) -> tuple[tuple[str, ...], Iterator[bytes]]:
    """The columns that a text's first line names, and all of the text again."""
    taken: list[bytes] = []
    start = b""
    while b"\n" not in start and len(start) < _LONGEST_HEADER and (block := next(blocks, None)) is not None:
        taken.append(block)
        start += block
    line = start.partition(b"\n")[0][:_LONGEST_HEADER]
    return tuple(line.decode(errors="replace").split(DELIMITER)), chain(taken, blocks)


def _table_of(header: tuple[str, ...], source: Path) -> RawTable:
    found = next((table for table in SOURCE.raw if header in headers_of(table.model)), None)
    if found is None:
        known = ", ".join(dataset.file_name for dataset in DATASETS)
        shown = visible(" ".join(header)[:_SHOWN])
        raise SourceError(f"{source}:1: the header of none of IMDb's files: {shown}", f"give {known} as IMDb has them")
    return found
