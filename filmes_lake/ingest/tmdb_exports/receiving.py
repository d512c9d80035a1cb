"""Validation of a list: copied to scratch while its bytes are hashed, checked and counted, in one pass."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from filmes_lake.ingest.delimited.receiving import Received
from filmes_lake.ingest.files import LARGEST_UNPACKED, is_gzip, open_content, unpacked
from filmes_lake.ingest.tmdb_exports.description import raw_table
from filmes_lake.ingest.tmdb_exports.line_check import LineCheck
from filmes_lake.ingest.tmdb_exports.names import name_of_list
from filmes_lake.lake.storage.files import writing
from filmes_lake.progress import Advance


def receive(source: Path, scratch: Path, largest: int = LARGEST_UNPACKED, *, advance: Advance) -> Received:
    """Copy a list into `scratch` and check it; SourceError says what is wrong in which line.

    `advance` gets the number of bytes read, as they are read; `largest` see `unpacked`.
    """
    kind = name_of_list(source).kind
    copy = scratch / f"received-{len(list(scratch.iterdir()))}"
    digest, check = hashlib.sha256(), LineCheck(str(source), kind)
    with open_content(source, advance, largest) as content, writing(copy), copy.open("wb") as target:
        compressed, blocks = is_gzip(content)
        for text in unpacked(source, _copied(blocks, target, digest), largest):
            check.feed(text)
        check.finish()
        size = target.tell()
    ending = ".json.gz" if compressed else ".json"
    return Received(str(source), copy, raw_table(kind), ending, size, digest.hexdigest(), check.lines, (), None)


def _copied(blocks: Iterator[bytes], target: BinaryIO, digest: "hashlib._Hash") -> Iterator[bytes]:
    for block in blocks:
        digest.update(block)
        target.write(block)
        yield block
