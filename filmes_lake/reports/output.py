"""Rows as a file: CSV, JSON, Parquet or Markdown, by its ending. It is written whole or not at all."""

import csv
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from filmes_lake.errors import FilmesLakeError, UsageError
from filmes_lake.portable_json import portable_json
from filmes_lake.reports.formats import Format

# What spreadsheets take for the start of a formula, wide forms included, at the start of a text or where they may cut
# it: some read `;` or a tab as the end of a cell whatever else the file is separated by. After OWASP's "CSV Injection",
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = re.compile(r"(^|[;\t\r\n])([\s\x00-\x1f]*)(?=[=+\-@＝＋－＠])|^(?=[\t\r\n])")
NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?")
_CSV, _PARQUET = ".csv", ".parquet"
_ENDINGS = (*(f".{form.value}" for form in Format), _PARQUET)
Types = Mapping[str, str | None]
"""DuckDB's name of each column's type; None where the values tell it."""
ParquetWriter = Callable[[Path, Types, Sequence[Mapping[str, Any]], Mapping[str, str]], None]
"""Writes rows of these columns as one Parquet file with key-value metadata; OSError where it cannot be written."""


@dataclass(frozen=True)
class Provenance:
    """When a file was made and by what: moments are UTC, `program` is the version."""

    at: datetime
    program: str


def file_at(given: str, endings: Sequence[str]) -> Path:
    """The file that `--output` names; UsageError where it has none of the endings or cannot be one."""
    try:
        path = Path(given).expanduser()
    except RuntimeError as error:  # a home that nobody has
        raise UsageError(f"--output {given}: {error}", "write the folder in full") from error
    if path.suffix.lower() not in endings:
        raise UsageError(f"--output {given}: not a known file extension", f"one of: {', '.join(endings)}")
    return replaceable(f"--output {given}", path)


def replaceable(what: str, path: Path) -> Path:
    """The path that a new file can take; UsageError where it is there and no file, or its folder is not."""
    if path.exists() and not path.is_file():
        raise UsageError(f"{what}: {'a folder' if path.is_dir() else 'not a file'}", "name a file")
    if not path.parent.is_dir():
        raise UsageError(f"{what}: there is no folder {path.parent}", "create it first")
    return path.resolve()  # what a link points at is replaced, not the link


@dataclass(frozen=True)
class Content:
    """What is written: rows under their columns; `document` is the whole as JSON has it, `page` as Markdown has it."""

    types: Types
    rows: Sequence[Mapping[str, Any]]
    document: Mapping[str, Any]
    page: Callable[[Provenance], str]

    def made(self, made: Provenance) -> dict[str, Any]:
        """The document of a file."""
        return {**self.document, "made_at": made.at.isoformat(), "program": f"filmes-lake {made.program}"}


@dataclass(frozen=True)
class OutputFile:
    """A file that rows can be written to; `given` is its name as the user knows it.

    `raw_csv` leaves cells of a CSV as they are that a spreadsheet would run as formulas.
    """

    given: str
    path: Path
    raw_csv: bool = False

    @classmethod
    def at(cls, given: str, *, raw_csv: bool = False) -> "OutputFile":
        """The file of that name; UsageError where it has another ending or cannot be one."""
        path = file_at(given, _ENDINGS)
        if raw_csv and path.suffix.lower() != _CSV:
            raise UsageError(f"--raw-csv: {given} is no CSV", f"omit it, or name a file that ends with {_CSV}")
        return cls(given, path, raw_csv)

    def write(self, content: Content, made: Provenance, write_parquet: ParquetWriter) -> None:
        """Write the content; a file that is there is replaced. FilmesLakeError leaves it as it was."""
        ending = self.path.suffix.lower()
        with replacing(self.path) as beside:
            if ending == _PARQUET:
                write_parquet(beside, content.types, content.rows, _metadata(content, made))
            else:
                text = text_of(content, made, Format(ending.removeprefix(".")), raw_csv=self.raw_csv)
                beside.write_text(text, encoding="utf-8", newline="\n")


def text_of(content: Content, made: Provenance, form: Format, *, raw_csv: bool = False) -> str:
    """The content as a text file has it, lines ending with LF; `raw_csv` see `OutputFile`."""
    if form is Format.CSV:
        return _csv(content, _raw_cell if raw_csv else _cell)
    if form is Format.MD:
        return content.page(made)
    return portable_json(content.made(made), indent=1) + "\n"


class _CsvLines(list[str]):
    """What a CSV's writer writes, line by line."""

    def write(self, line: str) -> None:
        self.append(line)


def _csv(content: Content, cell: Callable[[Any], Any]) -> str:
    lines = _CsvLines()
    # A carriage return within a cell is quoted only by a writer that ends lines with one.
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerows([list(content.types), *([cell(row[name]) for name in content.types] for row in content.rows)])
    return "".join(line.removesuffix("\r\n") + "\n" for line in lines)


def _raw_cell(value: Any) -> Any:
    if isinstance(value, (dict, list, tuple)):
        return portable_json(value)
    return str(value).lower() if isinstance(value, bool) else value


def _cell(value: Any) -> Any:
    """The value so that no spreadsheet runs it: an apostrophe makes a text of what would be a formula."""
    if not isinstance(value, str) or NUMBER.fullmatch(value):
        return _raw_cell(value)
    return FORMULA.sub(r"\1'\2", value)


def _metadata(content: Content, made: Provenance) -> dict[str, str]:
    """Key-value metadata of a Parquet file: the document without its rows."""
    about = {name: member for name, member in content.made(made).items() if name != "rows"}
    return {f"filmes_lake.{name}": m if isinstance(m, str) else portable_json(m) for name, m in about.items()}


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """An empty file beside `path` that takes its place at the end, or is gone if anything fails."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.touch(exist_ok=False)
        yield beside
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except OSError as error:
        raise FilmesLakeError(
            f"{path}: cannot be written: {error.strerror or error}", "check space and permissions"
        ) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
