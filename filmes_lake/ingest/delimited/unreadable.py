"""Lines that are no text, in files that nobody can mend: seen as the bytes come, and put aside in a conversion.

They are what engines would read differently from each other: invalid UTF-8, NUL, a carriage return, a line that no
engine would take whole. The conversion has each in one column that says so, so that a statement rejects it.
"""

import codecs
import json
import re
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from filmes_lake.ingest.delimited.conversion import Converted, Output
from filmes_lake.ingest.delimited.text_check import FORBIDDEN, LONGEST_LINE_BYTES, line_feeds_in
from filmes_lake.lake.manifest import Dialect
from filmes_lake.models.columns import Column, ColumnType, columns_of
from filmes_lake.models.source import RawTable, headers_of
from filmes_lake.settings import UTF_8

UNREADABLE = "bytes_invalidos"
"""What a line of a conversion begins with that is no text in the file; its number follows."""

_SHOWN_BYTES = 4096
_FORBIDDEN = [text.encode() for text in (*FORBIDDEN, "\r")]
_PREFIXES = {"tconst": "tt", "titleId": "tt", "nconst": "nm"}
_NUMBER = re.compile("[0-9]{1,9}")


class Lookout:
    """Counts a text's lines as its blocks come, and sees whether some may be no text. Cheap: it sees every byte."""

    def __init__(self) -> None:
        self.lines = 0
        self.found = False
        self._decoder = codecs.getincrementaldecoder(UTF_8)()
        self._open = 0  # bytes of the line at hand

    def feed(self, block: bytes) -> None:
        """Look at the next bytes, which are no more than a line may have."""
        self.lines += line_feeds_in(block)
        self.found = self.found or self._is_suspicious(block)
        first, last = block.find(b"\n"), block.rfind(b"\n")
        self.found = self.found or self._open + (len(block) if first < 0 else first) > LONGEST_LINE_BYTES
        self._open = self._open + len(block) if last < 0 else len(block) - last - 1

    def finish(self) -> None:
        """Look at the end: the last line may lack its own, or break off within a character."""
        self.lines += self._open > 0
        self.found = self.found or self._is_broken(b"", final=True)

    def _is_suspicious(self, block: bytes) -> bool:
        # One byte is found far quicker than three.
        return b"\r" in block or b"\0" in block or b"\x01" in block or self._is_broken(block)

    def _is_broken(self, block: bytes, *, final: bool = False) -> bool:
        try:
            self._decoder.decode(block, final)
        except UnicodeDecodeError:
            return True
        return False


def without_unreadable(lines: Iterable[bytes], table: RawTable, folder: Path, name: str) -> Converted:
    """Write the conversion of a file's lines, the first of which is its header, into files of that name."""
    header = headers_of(table.model)[0]
    may_be_rejected = _suspicion_of(table)
    paths = folder / f"{name}.{table.delimited.ending}", folder / f"{name}.jsonl"
    with ExitStack() as opened:
        output, originals = (opened.enter_context(Output(path)) for path in paths)
        for number, line in enumerate(lines, start=1):
            text, content = _read(number, line)
            output.add(text)
            if number > 1 and (content or may_be_rejected(text)):
                original = {"linha": number, "texto": text, "conteudo": content or text}
                originals.add(json.dumps(original, ensure_ascii=False))
    dialect = Dialect(delimiter=table.delimited.delimiter, quote="", encoding=UTF_8, header=header)
    return Converted(dialect, output.written(header=True), originals.written(header=False))


def text_of(line: bytes) -> str | None:
    """A line without its end as text; None where it is none."""
    if len(line) > LONGEST_LINE_BYTES or any(found in line for found in _FORBIDDEN):
        return None
    try:
        return line.decode()
    except UnicodeDecodeError:
        return None


def _read(number: int, line: bytes) -> tuple[str, str | None]:
    """A line as the conversion has it and, if it is no text there, how it looks."""
    data = line.removesuffix(b"\n")
    if (text := text_of(data)) is not None:
        return text, None
    shown = data[:_SHOWN_BYTES].decode(errors="replace")
    return f"{UNREADABLE} {number}", "".join(
        letter if letter >= " " or letter == "\t" else "\ufffd" for letter in shown
    )


def _suspicion_of(table: RawTable) -> Callable[[str], bool]:
    """Whether a statement may reject a line: of another width, or without what a row has to have."""
    columns = columns_of(table.model)
    needed = [(place, _shape_of(column)) for place, column in enumerate(columns) if not column.nullable]

    def may_be_rejected(text: str) -> bool:
        fields = text.split(table.delimited.delimiter)
        return len(fields) != len(columns) or not all(shape.fullmatch(fields[place]) for place, shape in needed)

    return may_be_rejected


def _shape_of(column: Column) -> re.Pattern[str]:
    if column.type is not ColumnType.STRING:
        return _NUMBER
    return re.compile(f"{_PREFIXES[column.source]}([0-9]{{7}}|[1-9][0-9]{{7,8}})")
