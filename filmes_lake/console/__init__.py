"""The only writer to the terminal: data to standard output, everything else to standard error.

Whatever is written goes through `_put`, and so as text in which nothing moves a terminal or hides: see `visible_text`.
That holds for pipes and files too: a pipe often ends at a terminal (`| less -R`), and a file is shown on one some day.
Programs take `--json`, `--format` or `--output`, which have every letter.
"""

import io
import locale
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from filmes_lake.console.table import aligned, fitted, shortened, width_of
from filmes_lake.errors import FilmesLakeError
from filmes_lake.language import Language, Text
from filmes_lake.progress import Progress
from filmes_lake.visible_text import visible, visible_json

if TYPE_CHECKING:
    from filmes_lake.console.bars import Bar


def prepare_streams() -> None:
    """Make the streams UTF-8 whatever the system's code page: titles are in every script.

    What UTF-8 has no bytes for, such as parts of odd file names, is escaped; what comes in and is no UTF-8 is kept as
    surrogates, as in arguments. A closed stream becomes a silent one, or one with nothing in it.
    """
    for name, mode, errors in (
        ("stdin", "r", "surrogateescape"),
        ("stdout", "w", "backslashreplace"),
        ("stderr", "w", "backslashreplace"),
    ):
        stream = getattr(sys, name)
        if stream is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: PTH123, SIM115 - lives as long as the process
            setattr(sys, name, stream)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


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
        with _writing_output():
            from filmes_lake.portable_json import portable_json

            sys.stdout.write(visible_json(portable_json(document)) + "\n")

    def line(self, text: str = "") -> None:
        """Write a line of the result; a line's end within it is shown as such."""
        self.lines([text])

    def lines(self, lines: Iterable[str]) -> None:
        """Write lines of the result."""
        with _writing_output():
            _put(sys.stdout, lines)

    def text(self, text: str) -> None:
        """Write a text for programs: to the letter, but for a terminal's sake as it is shown."""
        if sys.stdout.isatty():
            self.lines(text.splitlines())
            return
        with _writing_output():
            sys.stdout.write(text)

    def table(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        right: Sequence[int] = (),
        whole: Sequence[int] = (),
        language: Language = Language.ENGLISH,
    ) -> None:
        """Write a table; the columns numbered in `right` are aligned to the right.

        On a terminal it fits: texts are shortened, then columns left out from the right, which is said in `language`.
        Numbers are never cut, nor are `whole` columns, such as ids that other commands take. Elsewhere nothing is cut.
        """
        columns, *rows = [list(map(visible, cells)) for cells in (columns, *rows)]
        widths = [max(map(width_of, cells)) for cells in zip(columns, *rows, strict=True)]
        if sys.stdout.isatty():
            from shutil import get_terminal_size

            widths = fitted(widths, {*right, *whole}, get_terminal_size().columns)
            rows = [[shortened(cell, width) for cell, width in zip(row, widths, strict=False)] for row in rows]
        self.lines(aligned(columns, rows, widths, right))
        if left_out := columns[len(widths) :]:
            self.note(_LEFT_OUT.of(language, columns=", ".join(left_out)))

    def bars(self, bars: Sequence["Bar"]) -> None:
        """Write a bar for each value, as wide as the terminal; small ones are dim where it has colours."""
        from shutil import get_terminal_size

        from filmes_lake.console.bars import drawn

        shown = [replace(bar, label=visible(bar.label), text=visible(bar.text)) for bar in bars]
        with _writing_output():
            for bar, line in zip(shown, drawn(shown, get_terminal_size().columns, blocks=_has_blocks()), strict=True):
                sys.stdout.write(f"{_DIM}{line}{_PLAIN}\n" if bar.small and _has_colours() else f"{line}\n")

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Write names and values, one pair a line, values aligned."""
        shown = [(visible(name), value) for name, value in pairs]
        width = max((len(name) for name, _ in shown), default=0)
        self.lines(f"{name:<{width}}  {value}" for name, value in shown)

    def note(self, text: str) -> None:
        """Say something that is not the result: on standard error, not with --quiet or --json."""
        if not self._quiet:
            remark([text])

    @staticmethod
    def address(file: Path, folder: str) -> str:
        """Where a file of a folder is: what a terminal opens at a click, elsewhere its path as the folder was given."""
        return file.absolute().as_uri() if sys.stderr.isatty() else str(Path(folder) / file.name)

    @property
    def can_ask(self) -> bool:
        """Whether somebody sits at the terminal and may be asked."""
        return not self._quiet and sys.stdin.isatty() and sys.stderr.isatty()

    def confirm(self, question: str) -> bool:
        """Ask a question of yes or no; no where nobody can be asked, or where the answer is Ctrl-C."""
        if not self.can_ask:
            return False
        _put(sys.stderr, [f"{question} [y/N] "], end="")
        sys.stderr.flush()
        try:
            return sys.stdin.readline().strip().lower() in {"y", "yes"}
        except KeyboardInterrupt:
            return False

    def typed(self, question: str) -> str:
        """Ask for a word; nothing where nobody can be asked."""
        if not self.can_ask:
            return ""
        _put(sys.stderr, [f"{question} "], end="")
        sys.stderr.flush()
        return sys.stdin.readline().strip()

    def secret(self, question: str) -> str:
        """Ask for a word that is not shown while it is typed; of a pipe, its first line."""
        if not sys.stdin.isatty():
            return sys.stdin.readline().strip()
        from getpass import getpass

        return getpass(f"{question} ", stream=sys.stderr).strip()

    def error(self, error: FilmesLakeError) -> None:
        """Say in one line what went wrong and what to do next."""
        if self.as_json:
            self.document({"error": {"code": error.code, "message": _unbroken(error.message), "hint": error.hint}})
        else:
            _put(sys.stderr, [in_a_line(error)])

    def progress(self, title: str = "") -> AbstractContextManager[Progress]:
        """Show how far a work has come: a moving line and bars on a terminal, a line now and then elsewhere."""
        from filmes_lake.console.progress import NowAndThen, on_terminal

        if self._quiet or not sys.stderr.isatty():
            return nullcontext(NowAndThen(title, self.note))
        return on_terminal(title, self.note)


_LEFT_OUT = Text(
    "sem espaço para: {columns} (um terminal mais largo, um arquivo ou --json as tem)",
    "no room for: {columns} (a wider terminal, a file or --json has them)",
)
_DIM, _PLAIN = "\x1b[2m", "\x1b[0m"


def _has_colours() -> bool:
    """Whether standard output is a terminal with colours that nobody switched off (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _has_blocks() -> bool:
    """Whether the user's encoding has the letters that bars are made of, whatever `prepare_streams` writes."""
    encoding = os.environ.get("PYTHONIOENCODING", "").partition(":")[0] or locale.getencoding()
    try:
        return bool("█".encode(encoding))
    except (UnicodeEncodeError, LookupError):
        return False


def remark(lines: Iterable[str]) -> None:
    """Write lines beside the result, on standard error."""
    # Nobody may be reading it; that is no reason to stop the work it is about.
    try:
        _put(sys.stderr, lines)
    except OSError:
        drop_output(sys.stderr)


def in_a_line(error: FilmesLakeError) -> str:
    """What went wrong and what to do next, as people read it."""
    return f"error: {_unbroken(error.message)}" + (f" ({error.hint})" if error.hint else "")


def _unbroken(text: str) -> str:
    return " ".join(text.split())


def _put(stream: TextIO, lines: Iterable[str], end: str = "\n") -> None:
    """The one way out of what is no JSON."""
    stream.write("".join(visible(line) + end for line in lines))


def format_value(value: Any) -> str:
    """Any value of a query's row."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, (list, tuple)):
        return ", ".join(map(format_value, value))
    if isinstance(value, Mapping):
        from filmes_lake.portable_json import portable_json

        return portable_json(value)
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


@contextmanager
def _writing_output() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise FilmesLakeError(
            f"standard output: cannot be written: {error.strerror}", "check the disk it goes to; the lake is consistent"
        ) from error
