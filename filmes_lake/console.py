"""The only writer to the terminal: data to standard output, everything else to standard error."""

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from filmes_lake.errors import FilmesLakeError

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

_LINE_EVERY_SECONDS = 10.0
_PIPE_WIDTH = 10_000  # in a pipe nothing is cut
_SCALES = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K"))


class Console:
    """Shows results as text or, with `as_json`, as one JSON document. `quiet` keeps hints and progress back."""

    def __init__(self, *, as_json: bool = False, quiet: bool = False) -> None:
        self.as_json = as_json
        self._quiet = quiet or as_json

    def document(self, document: Mapping[str, Any]) -> None:
        """Write the one JSON document of a command."""
        sys.stdout.write(json.dumps(document, ensure_ascii=False, default=_jsonable, allow_nan=False) + "\n")

    def line(self, text: str = "") -> None:
        """Write a line of the result."""
        sys.stdout.write(text + "\n")

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
        """Write a table; the columns numbered in `right` are aligned to the right."""
        from rich import box
        from rich.table import Table
        from rich.text import Text

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for number, name in enumerate(columns):
            table.add_column(name, justify="right" if number in right else "left", no_wrap=number in right)
        for row in rows:
            # Text, not markup: titles hold square brackets.
            table.add_row(*(Text(cell) for cell in row))
        _rich(sys.stdout).print(table)

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Write names and values, one pair a line, values aligned."""
        width = max((len(name) for name, _ in pairs), default=0)
        for name, value in pairs:
            self.line(f"{name:<{width}}  {value}")

    def note(self, text: str) -> None:
        """Say something that is not the result: on standard error, not with --quiet or --json."""
        if not self._quiet:
            sys.stderr.write(text + "\n")

    def error(self, error: FilmesLakeError) -> None:
        """Say in one line what went wrong and what to do next."""
        if self.as_json:
            self.document({"error": {"code": error.code, "message": error.message, "hint": error.hint}})
            return
        hint = f" ({error.hint})" if error.hint else ""
        sys.stderr.write(f"error: {' '.join(error.message.split())}{hint}\n")

    @contextmanager
    def bytes_progress(self, what: str, total: int) -> Iterator[Callable[[int], None]]:
        """Show how many of `total` bytes are done: a bar on a terminal, a line now and then elsewhere."""
        if self._quiet or not sys.stderr.isatty():
            yield self._occasional(lambda done: f"{what}: {format_bytes(done)} of {format_bytes(total)}")
            return
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
        with Progress(*columns, console=_rich(sys.stderr), transient=True) as progress:
            task = progress.add_task(what, total=total)
            yield lambda done: progress.advance(task, done)

    @contextmanager
    def steps(self, what: str) -> Iterator[Callable[[str], None]]:
        """Show which step of a work is under way: a moving line on a terminal, a line now and then elsewhere."""
        if self._quiet or not sys.stderr.isatty():
            say = self._occasional(lambda _: f"{what}: {current[0]}")
            current = [""]

            def step(name: str) -> None:
                current[0] = name
                say(0)

            yield step
            return
        with _rich(sys.stderr).status(what) as status:
            yield lambda name: status.update(f"{what}: {name}")

    def _occasional(self, text: Callable[[int], str]) -> Callable[[int], None]:
        last, done = time.monotonic(), 0

        def advance(more: int) -> None:
            nonlocal last, done
            done += more
            if time.monotonic() - last >= _LINE_EVERY_SECONDS:
                last = time.monotonic()
                self.note(text(done))

        return advance


def format_count(number: float) -> str:
    """1234567 as 1,234,567."""
    return f"{number:,}"


def format_bytes(number: float) -> str:
    """Bytes with a decimal unit: 164.6 MB."""
    for scale, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "KB")):
        if number >= scale:
            return f"{number / scale:.1f} {unit}"
    return f"{number:.0f} B"


def format_dollars(amount: float) -> str:
    """US dollars with a decimal unit: US$ 245.1M."""
    for scale, unit in _SCALES:
        if abs(amount) >= scale:
            return f"US$ {amount / scale:,.1f}{unit}"
    return f"US$ {amount:,.0f}"


def format_value(value: Any) -> str:
    """Any value of a query's row."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, (list, tuple)):
        return ", ".join(map(format_value, value))
    return str(value)


def _rich(file: Any) -> "RichConsole":
    from rich.console import Console as RichConsole

    return RichConsole(file=file, width=None if file.isatty() else _PIPE_WIDTH, highlight=False, markup=False)


def _jsonable(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
