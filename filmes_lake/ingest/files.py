"""A user's file: opened, read in blocks and unpacked, with an error where it cannot be read to its end as it was."""

import hashlib
import os
import re
import shlex
import stat
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader
from itertools import chain
from math import inf
from pathlib import Path
from typing import BinaryIO, cast

from filmes_lake.errors import SourceError
from filmes_lake.lake import compression
from filmes_lake.lake.compression import BLOCK_BYTES
from filmes_lake.progress import unobserved
from filmes_lake.settings import MAX_UNPACKED, bytes_of

LARGEST_UNPACKED = bytes_of(MAX_UNPACKED)

STANDARD_INPUT = Path("-")
"""The path that stands for standard input."""

GZIP_MAGIC = b"\x1f\x8b"
_ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")  # the latter of one with nothing in it
_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls; an .xlsx is a zip
_EXCEL_MEMBERS = "xl/"
_APPLE_MEMBERS = "__MACOSX/"  # what macOS puts beside each file of a zip
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_CHECK_ORIGIN = "check where it comes from"
_PACK_AGAIN = "copy or compress the file again"


def path_of(word: str, command: str | None) -> Path:
    """The path that a user's word names, - for standard input; SourceError where it is an address on the network.

    `command` is the command line that reads standard input; None where a file's name matters, so that none can. A
    `Path` of an address would lose one of its slashes, and one of nothing, which a variable of the shell may hold,
    would be the folder at hand.
    """
    if not word:
        raise SourceError("a path with nothing in it", "give the path of a file")
    if not _ADDRESS.match(word):
        return Path(word)
    in_s3, quoted = word.startswith("s3://"), shlex.quote(word)
    if command:
        fetch = f"{f'aws s3 cp {quoted} -' if in_s3 else f'curl -fL {quoted}'} | {command}"
    else:
        fetch = f"aws s3 cp {quoted} ." if in_s3 else f"curl -fLO {quoted}"
    raise SourceError(f"{word}: an address, and files are read from this machine", f"fetch it: {fetch}")


def name_of(source: Path) -> str:
    """How messages call a user's file."""
    return "standard input" if source == STANDARD_INPUT else str(source)


def files_in(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    """The files of a folder whose names end so, by name; SourceError where it cannot be read."""
    try:
        return sorted(path for path in folder.iterdir() if path.name.endswith(endings))
    except FileNotFoundError as error:
        raise SourceError(f"{folder}: no such folder", "check the path") from error
    except OSError as error:
        raise _unreadable(folder, error) from error


@contextmanager
def open_source(source: Path) -> Iterator[BufferedReader]:
    """Open a user's file for reading; SourceError where it is missing, no file, unreadable or empty.

    SourceError too where the file changes before the block ends: that is why the block's own complaint came up.
    """
    if source == STANDARD_INPUT:
        yield _standard_input()
        return
    with _opened(source) as file:
        before = _state(file)
        if not before[0]:
            raise SourceError(f"{source}: the file is empty", _CHECK_ORIGIN)
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


def _opened(source: Path) -> BufferedReader:
    try:
        # Looked at before it is opened, since opening a pipe waits for a writer.
        if not stat.S_ISREG(source.stat().st_mode):
            raise SourceError(f"{source}: not a regular file", "give the path of a file")
        return source.open("rb")
    except FileNotFoundError as error:
        raise SourceError(f"{source}: no such file", "check the path") from error
    except OSError as error:
        raise _unreadable(source, error) from error


def _standard_input() -> BufferedReader:
    return cast(BufferedReader, sys.stdin.buffer)


@contextmanager
def open_content(
    source: Path, advance: Callable[[int], None], largest: int = LARGEST_UNPACKED
) -> Iterator[Iterator[bytes]]:
    """Open what a user's file holds, in blocks: its bytes as they are, or those of the one file in a zip.

    `advance` gets the bytes that were read of the file. Errors see `open_source`; SourceError too where it is one of
    Excel's, or holds nothing, or is a zip of more than `largest` bytes.
    """
    with open_source(source) as file:
        if _begins_with(file, _EXCEL_MAGIC):
            raise _excel(source)
        zipped = any(_begins_with(file, magic) for magic in _ZIP_MAGICS)
        blocks = _unzipped(file, source, advance, largest) if zipped else blocks_of(file, source, advance)
        if (first := next(blocks, None)) is None:
            raise SourceError(f"{name_of(source)}: {'the zip' if zipped else 'it'} holds nothing", _CHECK_ORIGIN)
        yield chain([first], blocks)


def text_of(source: Path, advance: Callable[[int], None], largest: int = LARGEST_UNPACKED) -> Iterator[bytes]:
    """The text of a user's file in blocks, which may be gzip or a zip; errors see `open_content` and `unpacked`."""
    with open_content(source, advance, largest) as blocks:
        yield from unpacked(source, blocks, largest)


def blocks_of(file: BinaryIO, source: Path, advance: Callable[[int], None]) -> Iterator[bytes]:
    """The file's bytes in blocks; `advance` gets the size of each."""
    status = os.fstat(file.fileno())
    left = status.st_size if stat.S_ISREG(status.st_mode) else inf
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
    return SourceError(f"{name_of(source)}: cannot be read: {error.strerror}", "check what it is and its permissions")


def _begins_with(file: BufferedReader, magic: bytes) -> bool:
    # Looked at and not read: nobody can go back to the start of a pipe.
    return file.peek(len(magic)).startswith(magic)


def is_gzip(blocks: Iterator[bytes]) -> tuple[bool, Iterator[bytes]]:
    """Whether blocks begin as gzip does, and all of them again."""
    first = next(blocks, b"")
    return first.startswith(GZIP_MAGIC), chain([first], blocks)


def _state(file: BinaryIO) -> tuple[int, int]:
    status = os.fstat(file.fileno())
    return status.st_size, status.st_mtime_ns


def unpacked(source: Path, blocks: Iterator[bytes], largest: int, most: int = BLOCK_BYTES) -> Iterator[bytes]:
    """The text in the blocks of a file, which may be gzip; SourceError where that unpacks to more than `largest`.

    Text of gzip comes in blocks of at most `most` bytes.
    """
    compressed, blocks = is_gzip(blocks)
    return _up_to(largest, source, "gzip", gunzipped(name_of(source), blocks, most)) if compressed else blocks


def _up_to(largest: int, source: Path, packing: str, blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The blocks; SourceError once they are more than that many bytes: a small file can unfold into any number."""
    size = 0
    for block in blocks:
        size += len(block)
        if size > largest:
            raise SourceError(
                f"{name_of(source)}: its {packing} holds more than {largest:,} bytes",
                "check where it comes from; if it is right, raise the setting max_unpacked",
            )
        yield block


def gunzipped(source: str, blocks: Iterator[bytes], most: int = BLOCK_BYTES) -> Iterator[bytes]:
    """Decompress blocks of gzip, members one after another; SourceError where it is broken or ends early."""
    try:
        yield from compression.gunzipped(blocks, most)
    except compression.BrokenGzip as error:
        raise SourceError(f"{source}: broken gzip: {error}", _PACK_AGAIN) from error
    except EOFError as error:
        raise SourceError(f"{source}: the gzip ends early", _PACK_AGAIN) from error


def _unzipped(file: BufferedReader, source: Path, advance: Callable[[int], None], largest: int) -> Iterator[bytes]:
    """The bytes of the one file in a zip; SourceError where there are others, it is broken, or they are too many."""
    return _up_to(largest, source, "zip", _only_file(file, source, advance))


def _only_file(file: BufferedReader, source: Path, advance: Callable[[int], None]) -> Iterator[bytes]:
    if not file.seekable():
        raise SourceError(f"{name_of(source)}: a zip, which is read from its end", "unzip it on the way: funzip")
    try:
        with zipfile.ZipFile(file) as archive, archive.open(_only_member(archive, source)) as member:
            done = 0
            while block := member.read(BLOCK_BYTES):
                yield block
                advance(file.tell() - done)
                done = file.tell()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise SourceError(f"{source}: a zip that cannot be read: {error}", _PACK_AGAIN) from error


def _only_member(archive: zipfile.ZipFile, source: Path) -> str:
    names = [name for name in archive.namelist() if not name.endswith("/") and not name.startswith(_APPLE_MEMBERS)]
    if any(name.startswith(_EXCEL_MEMBERS) for name in names):
        raise _excel(source)
    if len(names) != 1:
        raise SourceError(f"{source}: the zip holds {len(names):,} files, and one is expected", "unzip it first")
    return names[0]


def _excel(source: Path) -> SourceError:
    return SourceError(f"{name_of(source)}: a file of Excel's", "save it there as CSV UTF-8, or export JSON")


def sha256_of(source: Path) -> str:
    """The SHA-256 of what a file holds, which is what Raw keeps of it; errors see `open_content`."""
    digest = hashlib.sha256()
    # Nothing is kept of it, so that its size does not matter.
    with open_content(source, unobserved, sys.maxsize) as blocks:
        for block in blocks:
            digest.update(block)
    return digest.hexdigest()


def size_of(files: Sequence[Path]) -> int:
    """Bytes of the files that are there, for those who show how far a work has come."""
    return sum(file.stat().st_size for file in files if file.is_file())
