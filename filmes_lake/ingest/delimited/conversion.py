"""A delimited file in the lake's own form: a line for each record, and the originals of what may be rejected."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from filmes_lake.ingest.delimited.dialect import Recognised
from filmes_lake.ingest.delimited.records import Record
from filmes_lake.lake import layout
from filmes_lake.lake.manifest import Conversion, DataFile, Dialect
from filmes_lake.lake.storage.files import writing
from filmes_lake.models.columns import Column, ColumnType, columns_of
from filmes_lake.models.source import known_columns
from filmes_lake.models.title_ids import TITLE_COLUMN, title_id
from filmes_lake.models.values import decimal_point, whole_number

NULL = r"\N"
# An empty field, and what pandas writes for a value that it does not have. None and NULL are also names.
_NULLS = dict.fromkeys(("", "NaN", "nan", "<NA>"), NULL)
_WHOLE_NUMBERS = (ColumnType.INT, ColumnType.BIGINT)
_NUMBERS = (*_WHOLE_NUMBERS, ColumnType.DOUBLE)
_LARGEST_INT = 2**31 - 1
_CHARACTERS_AT_ONCE = 1 << 18


@dataclass(frozen=True)
class WrittenFile:
    """A file in scratch that is to be an object: where it lies, its size in bytes, its rows, its SHA-256."""

    path: Path
    bytes: int
    rows: int
    sha256: str


@dataclass(frozen=True)
class Converted:
    """A conversion in scratch, of a file in this dialect: its lines, and the originals."""

    dialect: Dialect
    lines: WrittenFile
    originals: WrittenFile

    def of(self, original: str) -> Conversion:
        """The conversion as the manifest names it; `original` is the SHA-256 of what was converted."""
        lines, originals = (
            DataFile(
                key=layout.converted(original, file.sha256, ending),
                bytes=file.bytes,
                rows=file.rows,
                sha256=file.sha256,
            )
            for file, ending in ((self.lines, ".csv"), (self.originals, ".jsonl"))
        )
        return Conversion(dialect=self.dialect, lines=lines, originals=originals)


def convert(records: Iterator[Record], file: Recognised, folder: Path, name: str) -> Converted:
    """Write the conversion of a file's records, the first of which is its header, into files of that name."""
    form = _OwnForm(file)
    next(records, None)
    paths = folder / f"{name}.csv", folder / f"{name}.jsonl"
    with ExitStack() as opened:
        lines, originals = (opened.enter_context(Output(path)) for path in paths)
        lines.add(form.header)
        for record in records:
            line, may_be_rejected = form.line_of(record)
            lines.add(line)
            if may_be_rejected:
                original = {"linha": record.line, "texto": line, "conteudo": record.text}
                originals.add(json.dumps(original, ensure_ascii=False))
    return Converted(file.dialect, lines.written(header=True), originals.written(header=False))


class _OwnForm:
    """How a file's records are written as lines of the lake's own form."""

    def __init__(self, file: Recognised) -> None:
        self._file_columns = file.columns
        names = known_columns(self._file_columns.names, file.table.model)
        columns = [column for column in columns_of(file.table.model) if column.source in names]
        self._delimiter = file.table.delimited.delimiter
        self._ours = itemgetter(*(self._file_columns.names.index(name) for name in names))
        self._between = len(names) - 1
        self._numbers = [place for place, column in enumerate(columns) if column.type in _NUMBERS]
        self._needed = [(place, _has_value(column)) for place, column in enumerate(columns) if not column.nullable]
        self.header = self._delimiter.join(names)

    def line_of(self, record: Record) -> tuple[str, bool]:
        """The record's line, and whether a statement may reject it.

        A record without one has its number, or nothing where it is blank: a single column, which all reject.
        """
        cells = self._cells(record.fields)
        line = self._delimiter.join(cells)
        if not cells or not self._holds(line):
            return str(record.line) if record.text.strip(" ") else "", True
        return line, self._may_be_rejected(cells)

    def _cells(self, fields: list[str]) -> list[str]:
        """The model's fields as the lake writes them; none where the record has another width."""
        named = self._file_columns.under_names(fields)
        if named is None:
            return []
        cells = [_NULLS.get(field, field) for field in self._ours(named)]
        for place in self._numbers:
            if "," in cells[place]:
                cells[place] = decimal_point(cells[place])
        return cells

    def _may_be_rejected(self, cells: list[str]) -> bool:
        for place, has_value in self._needed:  # noqa: SIM110 - asked of every record, and a generator is slower
            if not has_value(cells[place]):
                return True
        return False

    def _holds(self, line: str) -> bool:
        return line.count(self._delimiter) == self._between and "\n" not in line and "\r" not in line


def _has_value(column: Column) -> Callable[[str], bool]:
    """Whether a text is surely a value of a column that may not be null: if not, a statement may reject the line."""
    if column.name == TITLE_COLUMN:
        return lambda text: title_id(text) is not None
    if column.type in _WHOLE_NUMBERS:
        return lambda text: _in_range(whole_number(text.strip(" ")), column)
    return lambda _: False


def _in_range(number: int | None, column: Column) -> bool:
    least = column.minimum if isinstance(column.minimum, int) else 0
    most = column.maximum if isinstance(column.maximum, int) else _LARGEST_INT
    return number is not None and least <= number <= most


class Output:
    """A text file as it is written: its lines end with LF, its bytes are counted and hashed."""

    def __init__(self, path: Path) -> None:
        self._path, self._lines, self._size, self._count = path, list[str](), 0, 0
        self._digest = hashlib.sha256()

    def __enter__(self) -> Self:
        with writing(self._path):
            self._file = self._path.open("wb")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with writing(self._path), self._file:
            self._flush()
            self._bytes = self._file.tell()

    def add(self, line: str) -> None:
        """Write a line, soon."""
        self._lines.append(line)
        self._size += len(line)
        if self._size > _CHARACTERS_AT_ONCE:
            self._flush()

    def written(self, *, header: bool) -> WrittenFile:
        """The file, once it is closed; a header is no row."""
        return WrittenFile(self._path, self._bytes, self._count - header, self._digest.hexdigest())

    def _flush(self) -> None:
        data = "".join(f"{line}\n" for line in self._lines).encode()
        self._count += len(self._lines)
        self._lines, self._size = [], 0
        self._digest.update(data)
        with writing(self._path):
            self._file.write(data)
