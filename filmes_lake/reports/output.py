"""A report as a file: CSV, JSON, Parquet or Markdown, by its ending. It is written whole or not at all."""

import csv
import json
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
from filmes_lake.models.columns import ColumnType
from filmes_lake.reports.markdown import markdown
from filmes_lake.reports.runner import ReportResult

# What spreadsheets take for the start of a formula, wide forms included, at the start of a text or where they may cut
# it: some read `;` or a tab as the end of a cell whatever else the file is separated by. After OWASP's "CSV Injection",
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = re.compile(r"(^|[;\t\r\n])([\s\x00-\x1f]*)(?=[=+\-@＝＋－＠])|^(?=[\t\r\n])")
NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?")
ParquetWriter = Callable[[Path, Mapping[str, ColumnType], Sequence[Mapping[str, Any]], Mapping[str, str]], None]
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
    if path.exists() and not path.is_file():
        raise UsageError(f"--output {given}: {'a folder' if path.is_dir() else 'not a file'}", "name a file")
    if not path.parent.is_dir():
        raise UsageError(f"--output {given}: there is no folder {path.parent}", "create it first")
    return path.resolve()  # what a link points at is replaced, not the link


@dataclass(frozen=True)
class ReportFile:
    """A file that a report can be written to; `given` is its name as the user knows it.

    `raw_csv` leaves cells of a CSV as they are that a spreadsheet would run as formulas.
    """

    given: str
    path: Path
    raw_csv: bool = False

    @classmethod
    def at(cls, given: str, *, raw_csv: bool = False) -> "ReportFile":
        """The file of that name; UsageError where it has another ending or cannot be one."""
        path = file_at(given, _ENDINGS)
        if raw_csv and path.suffix.lower() != _CSV:
            raise UsageError(f"--raw-csv: {given} is no CSV", f"omit it, or name a file that ends with {_CSV}")
        return cls(given, path, raw_csv)

    def write(self, result: ReportResult, made: Provenance, write_parquet: ParquetWriter) -> None:
        """Write the report; a file that is there is replaced. FilmesLakeError leaves it as it was."""
        ending = self.path.suffix.lower()
        with replacing(self.path) as beside:
            if ending == _PARQUET:
                write_parquet(beside, *_parquet_of(result, made))
            elif ending == _CSV:
                _write_csv(beside, result, _raw_cell if self.raw_csv else _cell)
            else:
                _WRITERS[ending](beside, result, made)


def document(result: ReportResult) -> dict[str, Any]:
    """A report as JSON has it: rows in full precision, and what they stand on."""
    correlation = result.correlation
    return {
        "report": result.report.name,
        "parameters": result.parameters,
        "rows": result.rows,
        "correlation": correlation
        and {
            "method": "spearman",
            "columns": list(correlation.columns),
            "coefficient": correlation.coefficient,
            "films": correlation.films,
        },
        "funnel": [{"condition": s.condition, "removed": s.removed, "left": s.left} for s in result.funnel],
        "version": result.version,
        "notes": list(result.notes),
    }


def _document_of_file(result: ReportResult, made: Provenance) -> dict[str, Any]:
    return {**document(result), "made_at": made.at.isoformat(), "program": f"filmes-lake {made.program}"}


def _write_json(path: Path, result: ReportResult, made: Provenance) -> None:
    text = json.dumps(_document_of_file(result, made), ensure_ascii=False, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


class _CsvLines(list[str]):
    """What a CSV's writer writes, line by line."""

    def write(self, line: str) -> None:
        self.append(line)


def _write_csv(path: Path, result: ReportResult, cell: Callable[[Any], Any]) -> None:
    lines = _CsvLines()
    # A carriage return within a cell is quoted only by a writer that ends lines with one.
    writer = csv.writer(lines, lineterminator="\r\n")
    names = [column.name for column in result.report.columns]
    writer.writerows([names, *([cell(row[name]) for name in names] for row in result.rows)])
    text = "".join(line.removesuffix("\r\n") + "\n" for line in lines)
    path.write_text(text, encoding="utf-8", newline="\n")


def _raw_cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _cell(value: Any) -> Any:
    """The value so that no spreadsheet runs it: an apostrophe makes a text of what would be a formula."""
    if not isinstance(value, str) or NUMBER.fullmatch(value):
        return _raw_cell(value)
    return FORMULA.sub(r"\1'\2", value)


def _write_markdown(path: Path, result: ReportResult, made: Provenance) -> None:
    path.write_text(markdown(result, made.at, made.program), encoding="utf-8", newline="\n")


def _parquet_of(
    result: ReportResult, made: Provenance
) -> tuple[dict[str, ColumnType], list[dict[str, Any]], dict[str, str]]:
    """Columns, rows and key-value metadata of the report's Parquet file."""
    about = {name: member for name, member in _document_of_file(result, made).items() if name != "rows"}
    texts = {name: m if isinstance(m, str) else json.dumps(m, ensure_ascii=False) for name, m in about.items()}
    columns = {column.name: column.type for column in result.report.columns}
    return columns, result.rows, {f"filmes_lake.{name}": text for name, text in texts.items()}


_WRITERS: dict[str, Callable[[Path, ReportResult, Provenance], None]] = {
    ".json": _write_json,
    ".md": _write_markdown,
}
_CSV, _PARQUET = ".csv", ".parquet"
_ENDINGS = (_CSV, ".json", _PARQUET, ".md")


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
