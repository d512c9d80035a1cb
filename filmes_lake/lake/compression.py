"""Gzip, unpacked block by block."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zlib
else:
    try:
        from zlib_ng import zlib_ng as zlib  # the same interface and messages, in little more than half the time
    except ImportError:  # what is packed for AWS does without
        import zlib

BrokenGzip = zlib.error
# Read and handed to other threads in blocks of this size: each hand-over may wait for Python's lock.
BLOCK_BYTES = 1 << 20
_GZIP_WINDOW = 16 + zlib.MAX_WBITS


def gunzipped(blocks: Iterable[bytes], most: int = BLOCK_BYTES) -> Iterator[bytes]:
    """The text in blocks of gzip, members one after another; BrokenGzip where it is, EOFError at an early end.

    It comes in blocks of at most so many bytes. By the library's `gzip`, which reads 8 KiB at a time, it would take
    half as much time again.
    """
    decompressor = zlib.decompressobj(_GZIP_WINDOW)
    for block in blocks:
        data, full = block, False
        while data or full:
            if decompressor.eof:
                if not data.strip(b"\0"):  # gzip allows zeros after the last member
                    break
                decompressor = zlib.decompressobj(_GZIP_WINDOW)
            # Bounded, so that a small file cannot unfold into all memory.
            text = decompressor.decompress(data, most)
            yield text
            full = len(text) == most
            data = decompressor.unconsumed_tail or decompressor.unused_data
    if not decompressor.eof:
        raise EOFError
