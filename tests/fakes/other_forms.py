"""A CSV of the lake's own form as other programs write it."""

import csv
import io
from collections.abc import Iterable, Sequence

from filmes_lake.models.columns import ColumnType, columns_of
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import DELIMITER, LINES

NUMBERS = (ColumnType.INT, ColumnType.DOUBLE)


def pandas(text: str, kind: Kind = Kind.MOVIES) -> bytes:
    """As pandas writes a frame of it: commas, quotes where need be, an index, floats where a column has gaps."""
    header, *rows = _rows(text)
    numbers = [column.type in NUMBERS for column in columns_of(LINES[kind])]
    values = [
        [str(float(value)) if value and number else value for value, number in zip(row, numbers, strict=True)]
        for row in rows
    ]
    return written([["", *header], *([place, *row] for place, row in enumerate(values))]).encode()


def spreadsheet(text: str) -> bytes:
    """As a spreadsheet saves it where the comma is the decimal's: semicolons, CRLF, a byte-order mark."""
    header, *rows = _rows(text)
    rating = header.index("notaMedia")
    values = [[*row[:rating], row[rating].replace(".", ","), *row[rating + 1 :]] for row in rows]
    return written([header, *values], delimiter=";", end="\r\n").encode("utf-8-sig")


def commas(text: str) -> str:
    """With commas and quotes, and nothing else."""
    return written(_rows(text))


def written(rows: Iterable[Sequence[object]], *, delimiter: str = ",", end: str = "\n") -> str:
    """The rows as the standard library writes them, quoted where need be."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


def _rows(text: str) -> list[list[str]]:
    return [
        ["" if field == r"\N" else field for field in line.split(DELIMITER)]
        for line in text.removesuffix("\n").split("\n")
    ]
