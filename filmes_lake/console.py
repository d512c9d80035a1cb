"""The only writer to the terminal: data to standard output, everything else to standard error."""

import io
import math
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TextIO

from filmes_lake.errors import FilmesLakeError

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

_LINE_EVERY_SECONDS = 10.0
_WIDEST_PADDING = 100  # a longer cell moves its own line aside, not every other line
_NARROWEST_TEXT = 16  # enough to tell titles apart
_GAP = "  "


def prepare_streams() -> None:
    """Make both streams UTF-8 whatever the system's code page: titles are in every script.

    What UTF-8 has no bytes for, such as parts of odd file names, is escaped. A closed stream becomes a silent one.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            stream = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - lives as long as the process
            setattr(sys, name, stream)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def flush_output() -> None:
    """See the output off; BrokenPipeError where its reader has left, FilmesLakeError where it cannot be written."""
    with _writing_output():
        sys.stdout.flush()


def drop_output(stream: TextIO | None = None) -> None:
    """Throw away what a stream (standard output) cannot take, so that Python does not try again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), (stream or sys.stdout).fileno())


class Console:
    """Shows results as text or, with `as_json`, as one JSON document. `quiet` keeps hints and progress back."""

    def __init__(self, *, as_json: bool = False, quiet: bool = False) -> None:
        self.as_json = as_json
        self._quiet = quiet or as_json

    def document(self, document: Mapping[str, Any]) -> None:
        """Write the one JSON document of a command."""
        self.line(_json(document))

    def line(self, text: str = "") -> None:
        """Write a line of the result."""
        with _writing_output():
            sys.stdout.write(text + "\n")

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
        """Write a table; the columns numbered in `right` are aligned to the right.

        On a terminal it fits: texts are shortened, then columns left out from the right. Elsewhere nothing is cut.
        """
        widths = [max(map(_width, cells)) for cells in zip(columns, *rows, strict=True)]
        if sys.stdout.isatty():
            from shutil import get_terminal_size

            widths = _fitted(widths, right, get_terminal_size().columns)
            rows = [[_shortened(cell, width) for cell, width in zip(row, widths, strict=False)] for row in rows]
        self.line("\n".join(_aligned(columns, rows, widths, right)))
        if left_out := columns[len(widths) :]:
            self.note(f"no room for: {', '.join(left_out)} (a wider terminal, a file or --json has them)")

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Write names and values, one pair a line, values aligned."""
        width = max((len(name) for name, _ in pairs), default=0)
        for name, value in pairs:
            self.line(f"{name:<{width}}  {value}")

    def note(self, text: str) -> None:
        """Say something that is not the result: on standard error, not with --quiet or --json."""
        if not self._quiet:
            # Nobody may be reading it; that is no reason to stop the work it is about.
            try:
                sys.stderr.write(text + "\n")
            except OSError:
                drop_output(sys.stderr)

    def confirm(self, question: str) -> bool:
        """Ask a question of yes or no; no where nobody sits at the terminal, or where the answer is Ctrl-C."""
        if self._quiet or not (sys.stdin.isatty() and sys.stderr.isatty()):
            return False
        try:
            sys.stderr.write(f"{question} [y/N] ")
            sys.stderr.flush()
            return sys.stdin.readline().strip().lower() in {"y", "yes"}
        except KeyboardInterrupt:
            return False

    def error(self, error: FilmesLakeError) -> None:
        """Say in one line what went wrong and what to do next."""
        message = " ".join(error.message.split())
        if self.as_json:
            self.document({"error": {"code": error.code, "message": message, "hint": error.hint}})
            return
        hint = f" ({error.hint})" if error.hint else ""
        sys.stderr.write(f"error: {message}{hint}\n")

    @contextmanager
    def bytes_progress(self, *works: tuple[str, int]) -> Iterator[list[Callable[[int], None]]]:
        """Show how many bytes of each work's total are done: a bar on a terminal, a line now and then elsewhere."""
        if self._quiet or not sys.stderr.isatty():
            yield [self._occasional(partial(_bytes_done, what, total)) for what, total in works]
            return
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=_rich(sys.stderr), transient=True) as progress:
            yield [partial(progress.advance, progress.add_task(what, total=total)) for what, total in works]

    @contextmanager
    def tallied_progress(self, what: str) -> Iterator[Callable[[int], Callable[[str], None]]]:
        """Show how many are done of a total, how fast, how they ended and how long it takes yet.

        The total is given when it is known; what comes back takes the word for how one ended.
        """
        total, began, tally = 0, time.monotonic(), Counter[str]()

        def text(_: int = 0) -> str:
            done, seconds = tally.total(), time.monotonic() - began
            ended = ", ".join(f"{count:,} {word}" for word, count in tally.items())
            left = format_duration((total - done) * seconds / done) if done else "some time"
            return f"{what}: {done:,} of {total:,}, {done / max(seconds, 0.001):.1f}/s ({ended}), {left} left"

        with self._line(lambda _: text() if total else what) as show:

            def begin(count: int) -> Callable[[str], None]:
                nonlocal total, began
                total, began = count, time.monotonic()
                return ended

            def ended(word: str) -> None:
                tally[word] += 1
                show()

            yield begin

    @contextmanager
    def _line(self, text: Callable[[int], str]) -> Iterator[Callable[[], None]]:
        """A line that changes on a terminal, and is written now and then elsewhere."""
        if self._quiet or not sys.stderr.isatty():
            say = self._occasional(text)
            yield lambda: say(0)
            return
        with _rich(sys.stderr).status(text(0)) as status:
            yield lambda: status.update(text(0))

    @contextmanager
    def steps(self, what: str) -> Iterator[Callable[[str], None]]:
        """Show which step of a work is under way: a moving line on a terminal, a line now and then elsewhere."""
        current = ""
        with self._line(lambda _: f"{what}: {current}" if current else what) as show:

            def step(name: str) -> None:
                nonlocal current
                current = name
                show()

            yield step

    def _occasional(self, text: Callable[[int], str]) -> Callable[[int], None]:
        last, done = time.monotonic(), 0

        def advance(more: int) -> None:
            nonlocal last, done
            done += more
            if time.monotonic() - last >= _LINE_EVERY_SECONDS:
                last = time.monotonic()
                self.note(text(done))

        return advance


def _bytes_done(what: str, total: int, done: int) -> str:
    return f"{what}: {format_bytes(done)} of {format_bytes(total)}"


def format_duration(seconds: float) -> str:
    """A duration in hours, minutes and seconds: 2 min 5 s."""
    hours, rest = divmod(round(seconds), 3600)
    return (f"{hours} h " if hours else "") + (f"{rest // 60} min " if rest >= 60 or hours else "") + f"{rest % 60} s"


def format_bytes(number: float) -> str:
    """Bytes with a decimal unit: 164.6 MB."""
    for scale, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "KB")):
        if number >= scale:
            return f"{number / scale:.1f} {unit}"
    return f"{number:.0f} B"


def format_value(value: Any) -> str:
    """Any value of a query's row."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, (list, tuple)):
        return ", ".join(map(format_value, value))
    return str(value)


def numeric_columns(rows: Sequence[Sequence[Any]]) -> list[int]:
    """The places of columns that hold numbers and nothing else but nulls."""
    from decimal import Decimal

    columns = ([value for value in column if value is not None] for column in zip(*rows, strict=True))
    return [
        place
        for place, values in enumerate(columns)
        if values and all(isinstance(value, (int, float, Decimal)) for value in values)
    ]


def _rich(file: Any) -> "RichConsole":
    from rich.console import Console as RichConsole

    return RichConsole(file=file, highlight=False, markup=False)


def _fitted(widths: Sequence[int], right: Sequence[int], room: int) -> list[int]:
    """Widths of those columns that have room, from the left. Numbers keep theirs; texts give way, the widest first."""
    least = [width if place in right else min(width, _NARROWEST_TEXT) for place, width in enumerate(widths)]
    ends = accumulate(width + len(_GAP) for width in least)
    shown = max(1, sum(end - len(_GAP) <= room for end in ends))
    fitted = list(widths[:shown])
    while (over := sum(fitted) + len(_GAP) * (shown - 1) - room) > 0:
        widest = max(range(shown), key=lambda place: fitted[place] - least[place])
        if fitted[widest] == least[widest]:
            break
        fitted[widest] = max(least[widest], fitted[widest] - over)
    return fitted


def _aligned(
    columns: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], right: Sequence[int]
) -> Iterator[str]:
    """A table's lines, with an empty line before and after."""
    shown = [min(width, _WIDEST_PADDING) for width in widths]
    yield ""
    for row in (columns, ["─" * width for width in shown], *rows):
        cells = (_padded(cell, shown[place], right=place in right) for place, cell in enumerate(row[: len(shown)]))
        yield _GAP.join(cells).rstrip()
    yield ""


def _padded(cell: str, width: int, *, right: bool) -> str:
    padding = " " * (width - _width(cell))
    return padding + cell if right else cell + padding


def _shortened(cell: str, width: int) -> str:
    """The cell in no more than `width`, and nothing in it that would move a terminal's cursor or change its colours."""
    text = "".join(letter if letter.isprintable() else "·" for letter in cell)
    if _width(text) <= width:
        return text
    ends = accumulate(map(_width, text))
    return text[: sum(end < width for end in ends)] + "…"


def _width(text: str) -> int:
    """Columns of a terminal that the text takes: Chinese, Japanese, Korean and emoji take two, combining marks none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)


@contextmanager
def _writing_output() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise FilmesLakeError(
            f"standard output: cannot be written: {error.strerror}", "check the disk it goes to; the lake is whole"
        ) from error


def _json(document: Mapping[str, Any]) -> str:
    import json

    def write(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, default=_jsonable, allow_nan=False)

    try:
        return write(document)
    except (TypeError, ValueError):
        return write(_portable(document))


def _portable(value: Any) -> Any:
    """A value without what JSON has no word for: infinity, NaN, keys that are no text."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(name): _portable(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_portable(member) for member in value]
    return value


def _jsonable(value: Any) -> Any:
    """What stands for a value of a type that JSON does not have."""
    from decimal import Decimal

    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal) and value.is_finite():
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
