"""A user's file: opened, read in blocks and unpacked, with an error where it cannot be read to its end as it was."""

import hashlib
import os
import stat
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from filmes_lake.errors import SourceError
from filmes_lake.progress import unobserved
from filmes_lake.settings import MAX_UNPACKED, bytes_of

# Read and handed to other threads in blocks of this size: each hand-over may wait for Python's lock.
BLOCK_BYTES = 1 << 20
LARGEST_UNPACKED = bytes_of(MAX_UNPACKED)
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WINDOW = 31


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
            raise SourceError(message, "wait until it is complete, then run again") from complaint
        if complaint:
            raise complaint


def blocks_of(file: BinaryIO, source: Path, advance: Callable[[int], None]) -> Iterator[bytes]:
    """The file's bytes in blocks; `advance` gets the size of each."""
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


def unpacked(file: BinaryIO, source: Path, blocks: Iterator[bytes], largest: int) -> Iterator[bytes]:
    """The text in the blocks of a file, which may be gzip; SourceError where that unpacks to more than `largest`."""
    return _up_to(largest, source, gunzipped(str(source), blocks)) if is_gzip(file) else blocks


def _up_to(largest: int, source: Path, blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The blocks; SourceError once they are more than that many bytes: a small file can unfold into any number."""
    size = 0
    for block in blocks:
        size += len(block)
        if size > largest:
            raise SourceError(
                f"{source}: its gzip holds more than {largest:,} bytes",
                "check where it comes from; if it is right, raise the setting max_unpacked",
            )
        yield block


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


def sha256_of(source: Path) -> str:
    """The SHA-256 of a file's bytes; SourceError where it cannot be read."""
    digest = hashlib.sha256()
    with open_source(source) as file:
        for block in blocks_of(file, source, unobserved):
            digest.update(block)
    return digest.hexdigest()


def size_of(files: Sequence[Path]) -> int:
    """Bytes of the files that are there, for those who show how far a work has come."""
    return sum(file.stat().st_size for file in files if file.is_file())
