"""The records of a delimited text in any dialect, each with its line's number and its text, in constant memory."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from filmes_lake.errors import SourceError
from filmes_lake.ingest.delimited.dialect import MARK, reader_of
from filmes_lake.ingest.delimited.text_check import BARE_RETURN, FIX, FORBIDDEN, OTHER_ENCODING
from filmes_lake.lake.manifest import Dialect
from filmes_lake.models.source import NO_DELIMITER

# A line of the conversion, and twice as much in JSON, where a letter may take six bytes, are lines that engines take.
LONGEST_RECORD = 1 << 18
_TOO_LONG = f"a record of more than {LONGEST_RECORD:,} characters"


class Record(NamedTuple):
    """A record: its first line's number (the text's first is 1), its text without the last line's end, its fields."""

    line: int
    text: str
    fields: list[str]


def records_of(blocks: Iterable[bytes], dialect: Dialect, source: str) -> Iterator[Record]:
    """The records of a text, the header first; SourceError with the line of what cannot be read."""
    # The reader's own limit is half of ours; it is one for the whole process, and nothing else here reads so.
    csv.field_size_limit(LONGEST_RECORD)
    lines = _Lines(_texts(blocks, dialect.encoding), dialect.encoding, source)
    reader = reader_of(lines, dialect)
    try:
        for fields in reader:
            yield Record(*lines.taken(), fields)
    except csv.Error as error:
        raise lines.complaint(str(error)) from error


class _Lines:
    """The lines of a text as a reader of records asks for them, and those that it took for the record at hand."""

    def __init__(self, texts: Iterator[str], encoding: str, source: str) -> None:
        self._lines, self._encoding, self._source = _split(texts), encoding, source
        self._first, self._size, self._at_end = 1, 0, False
        self._record: list[str] = []

    def __iter__(self) -> Iterator[str]:
        try:
            for line in self._lines:
                self._record.append(line)
                self._size += len(line)
                if self._size > LONGEST_RECORD or "\0" in line or NO_DELIMITER in line:
                    raise self._fault(line)
                yield line
        except UnicodeDecodeError as error:
            raise self._undecodable(error) from error
        self._at_end = True

    def taken(self) -> tuple[int, str]:
        """Number and text of the record that was read; the next one begins after it."""
        number, text = self._first, self._record[0] if len(self._record) == 1 else "".join(self._record)
        self._first += len(self._record)
        self._record, self._size = [], 0
        return number, text.removesuffix("\n").removesuffix("\r")

    def complaint(self, why: str) -> SourceError:
        """Why the record at hand is none."""
        if "new-line" in why:
            return self._error(self._last, BARE_RETURN)
        if self._at_end:
            return self._error(self._first, "a quote opens in this record that is never closed")
        what = "a quote that does not end its field"
        return self._error(self._first, what, "write a quote within a quoted field twice; nothing of it was stored")

    @property
    def _last(self) -> int:
        return self._first + len(self._record) - 1

    def _fault(self, line: str) -> SourceError:
        if self._size > LONGEST_RECORD:
            return self._error(self._first, _TOO_LONG, "is a quote open that is never closed? nothing of it was stored")
        return self._error(self._last, next(name for forbidden, name in FORBIDDEN.items() if forbidden in line))

    def _undecodable(self, error: UnicodeDecodeError) -> SourceError:
        what = f"invalid {self._encoding.upper()} (byte 0x{error.object[error.start]:02x})"
        return self._error(self._last + 1, what, OTHER_ENCODING)

    def _error(self, line: int, what: str, hint: str = FIX) -> SourceError:
        return SourceError(f"{self._source}:{line}: {what}", hint)


def _split(texts: Iterator[str]) -> Iterator[str]:
    """The lines with their ends. Only a line feed ends one: `splitlines` cuts at a dozen others too."""
    tail = ""
    for text in texts:
        block = tail + text
        cut = block.rfind("\n") + 1
        yield from io.StringIO(block[:cut], newline="\n")
        tail = block[cut:]
        if len(tail) > LONGEST_RECORD:
            break  # so that it is refused and not gathered
    if tail:
        yield tail


def _texts(blocks: Iterable[bytes], encoding: str) -> Iterator[str]:
    """The text of the blocks. Before UnicodeDecodeError comes what can be read, which may have a fault of its own."""
    decoder, mark = codecs.getincrementaldecoder(encoding)(), MARK
    for block, final in chain(((block, False) for block in blocks), [(b"", True)]):
        _, state = decoder.getstate()
        try:
            text = decoder.decode(block, final)
        except UnicodeDecodeError as error:
            decoder.setstate((b"", state))  # the error's object begins with what the decoder had kept
            yield decoder.decode(error.object[: error.start])
            raise
        yield text.removeprefix(mark)
        mark = "" if text else mark
