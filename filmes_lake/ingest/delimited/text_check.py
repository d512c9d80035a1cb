"""The check of a text in the lake's own form, as its bytes come: its header, its lines' ends, UTF-8.

What engines would read differently from each other never gets in: invalid UTF-8, NUL, a bare carriage return,
mixed line endings, a line no engine would take whole.
"""

import io

from filmes_lake.errors import SourceError
from filmes_lake.ingest.delimited.header import HeaderContract
from filmes_lake.models.source import NO_DELIMITER, RawTable

# DuckDB's and Spark's CSV readers take lines of a few MiB at the most; IMDb's longest has under 2,000 bytes.
LONGEST_LINE_BYTES = 1 << 20
FIX = "fix the file; nothing of it was stored"
BARE_RETURN = "a carriage return without a line feed"
OTHER_ENCODING = "save it as UTF-8, or say what it is: --encoding latin-1, cp1252, utf-16, ... (setting csv_encoding)"
# Small enough to stay in a core's cache from one check to the next: twice as fast as 1 MiB.
_CHECKED_BYTES = 1 << 18
_PIECE_BYTES = 4096
FORBIDDEN = {"\0": "a NUL byte", NO_DELIMITER: "the control characters 1, 2 and 3 in a row"}
_TOO_LONG = f"a line of more than {LONGEST_LINE_BYTES:,} bytes"


def line_feeds_in(block: bytes) -> int:
    """How many there are. A block without them is made in less than half the time that `count` takes."""
    return len(block) - len(block.replace(b"\n", b""))


def no_data(source: str) -> SourceError:
    """The error that a file has a header alone."""
    return SourceError(f"{source}:1: a header and no data lines", "a snapshot without lines would empty the lake")


class TextCheck:
    """Counts lines and checks them, in blocks that end with a line.

    The first faulty line is the one complained of, wherever the text was cut into blocks.
    """

    def __init__(self, source: str, contract: HeaderContract) -> None:
        self.lines = 0
        self.columns: tuple[str, ...] = ()
        self._source = source
        self._contract = contract
        self._table: RawTable | None = None
        self._tail = b""
        self._newline = b""

    def feed(self, text: bytes) -> None:
        """Take the next bytes of the text."""
        # In pieces shorter than a line may be: so only the first line of a piece can be too long.
        start = 0
        while start < len(text):
            start = self._feed(text, start)

    def finish(self) -> RawTable:
        """Take the last line, which may lack its end; the raw table of which the file is."""
        if self._tail:
            self._take(self._tail)
        if self._table is None or self.lines <= 1:
            raise no_data(self._source)
        return self._table

    def _feed(self, text: bytes, start: int) -> int:
        """Take what ends with a line of the next bytes from there on; where the rest begins."""
        end = start + _CHECKED_BYTES
        # A line that was cut goes by itself: putting it before all the others would copy those once more.
        look = text.find if self._tail else text.rfind
        if cut := look(b"\n", start, end) + 1:
            self._take(self._tail + text[start:cut])
            self._tail = b""
            return cut
        self._tail += text[start:end]
        if len(self._tail) > LONGEST_LINE_BYTES:
            raise self._error(self.lines + 1, _TOO_LONG)
        return end

    def _take(self, block: bytes) -> None:
        if block.find(b"\n") > LONGEST_LINE_BYTES:
            raise self._error(self.lines + 1, _TOO_LONG)
        if not self.lines:
            self._take_header(block)
        if not self._is_clean(block):
            self._complain(block)
        self.lines += line_feeds_in(block) + (not block.endswith(b"\n"))

    def _take_header(self, block: bytes) -> None:
        line, newline, _ = block.partition(b"\n")
        self._newline = b"\r\n" if line.endswith(b"\r") else newline
        self.columns = tuple(line.removesuffix(b"\r").decode("utf-8", "replace").split(self._contract.format.delimiter))
        self._table = self._contract.table_of(self.columns, self._source)

    def _is_clean(self, block: bytes) -> bool:
        """Whether no line of the block has a fault: cheap, since this is asked of every byte."""
        if self._newline == b"\r\n":
            if not block.count(b"\r") == block.count(b"\n") == block.count(b"\r\n"):
                return False
        elif b"\r" in block:
            return False
        # One byte is found far quicker than three.
        suspicious = b"\0" in block or (b"\x01" in block and NO_DELIMITER.encode() in block)
        return not suspicious and _is_utf8(block)

    def _complain(self, block: bytes) -> None:
        # Not splitlines: it cuts at a bare carriage return too.
        for number, line in enumerate(io.BytesIO(block), self.lines + 1):
            if fault := self._fault(line):
                hint = OTHER_ENCODING if "UTF-8" in fault else FIX
                raise self._error(number, fault, hint)

    def _fault(self, line: bytes) -> str | None:
        """What is wrong with a line, its end included."""
        text = line.removesuffix(b"\n").removesuffix(b"\r") if line.endswith(b"\n") else line
        for forbidden, name in FORBIDDEN.items():
            if forbidden.encode() in text:
                return name
        if b"\r" in text:
            return BARE_RETURN
        if line.endswith(b"\n") and line[len(text) :] != self._newline:
            return "another line ending than the lines before"
        try:
            text.decode("utf-8")
        except UnicodeDecodeError as error:
            return f"invalid UTF-8 (byte 0x{text[error.start]:02x})"
        return None

    def _error(self, line: int, what: str, hint: str = FIX) -> SourceError:
        return SourceError(f"{self._source}:{line}: {what}", hint)


def _is_utf8(block: bytes) -> bool:
    """Whether the block is valid UTF-8, in short pieces: most are ASCII, and those need no decoding."""
    start = 0
    while start < len(block):
        end = start + _PIECE_BYTES
        while end < len(block) and block[end] & 0xC0 == 0x80:  # not in the middle of a character
            end += 1
        piece = block[start:end]
        if not piece.isascii():
            try:
                piece.decode("utf-8")
            except UnicodeDecodeError:
                return False
        start = end
    return True
