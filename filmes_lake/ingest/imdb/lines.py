"""Lines of IMDb's files in Raw, read as bytes in blocks: whoever looks for a title has a hundred million to look at."""

from collections.abc import Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from filmes_lake.ingest.delimited.conversions import opened
from filmes_lake.ingest.imdb.description import Dataset
from filmes_lake.lake.compression import BLOCK_BYTES
from filmes_lake.lake.integrity import verified_files
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import DataFile, Manifest


class NumberedLine(NamedTuple):
    """A line without its end, and its number in the file; a header is 1."""

    number: int
    text: bytes


def file_of(lake: Lake, raw: Manifest, dataset: Dataset, scratch: Path) -> tuple[DataFile, Path] | None:
    """The current file of a dataset, and where it lies; None where there is none."""
    table = raw.tables.get(dataset.table)
    if table is None:
        return None
    (path,) = verified_files(lake, table.files, scratch)
    return table.files[0], path


def lines_of(file: DataFile, path: Path) -> Iterator[bytes]:
    """The data lines of a file, without their ends."""
    for block in _blocks(file, path):
        yield from block.split(b"\n")


def lines_beginning(file: DataFile, path: Path, start: bytes) -> Iterator[NumberedLine]:
    """The data lines that begin with these bytes; blocks without them are passed over whole."""
    number = 2
    for block in _blocks(file, path):
        if block.startswith(start) or b"\n" + start in block:
            lines = enumerate(block.split(b"\n"), number)
            yield from (NumberedLine(place, text) for place, text in lines if text.startswith(start))
        number += block.count(b"\n") + 1


def _blocks(file: DataFile, path: Path) -> Iterator[bytes]:
    """The data lines in blocks, which end with a line whose end is left out."""
    with opened(file, path) as text:
        text.readline()
        rest = b""
        for block in chain(iter(partial(text.read, BLOCK_BYTES), b""), [b""]):
            whole, end, tail = (rest + block).rpartition(b"\n")
            if end:
                yield whole
            rest = tail
        if rest:
            yield rest
