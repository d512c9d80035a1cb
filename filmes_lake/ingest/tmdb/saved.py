"""TMDB records saved earlier: a file of JSON lines, bare answers or envelopes, plain or gzip."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from filmes_lake.errors import SourceError
from filmes_lake.ingest.files import blocks_of, gunzipped, is_gzip, open_source
from filmes_lake.ingest.tmdb.record import NotARecord, TmdbRecord, parse_record
from filmes_lake.models.kinds import Kind

BadLine = tuple[int, str, bytes]

LARGEST_RECORD_BYTES = 64_000_000
JSON_LINES_HINT = "one TMDB detail object a line is expected; an array becomes that with: jq -c '.[]' FILE"

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def saved_records(
    source: Path, kind: Kind, now: datetime, advance: Callable[[int], None]
) -> Iterator[TmdbRecord | BadLine]:
    """The file's records in its order, and for each line that is none its number, the reason and its bytes.

    Blank lines are passed over. SourceError where the file cannot be read, changes or ends early meanwhile, or
    begins like an indented document.
    """
    with open_source(source) as file:
        blocks = blocks_of(file, source, advance)
        first = True
        for number, line in enumerate(_lines(gunzipped(str(source), blocks) if is_gzip(file) else blocks), start=1):
            text = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
            if not text.strip():
                continue
            if first:
                _refuse_indented(source, number, text)
                first = False
            try:
                if len(text) > LARGEST_RECORD_BYTES:
                    raise NotARecord(f"longer than {LARGEST_RECORD_BYTES:,} bytes")
                yield parse_record(text, kind, now)
            except NotARecord as reason:
                yield number, str(reason), line


def _refuse_indented(source: Path, number: int, first: bytes) -> None:
    # Some lines of such a file would pass for records: a genre has an id and a name, as a series has.
    if first.strip() in (b"[", b"{"):
        raise SourceError(f"{source}:{number}: the file looks like indented JSON or an array", JSON_LINES_HINT)


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
