"""Progress on standard error: a moving line and bars on a terminal, a line now and then elsewhere."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from filmes_lake.progress import Advance, format_bytes, format_duration
from filmes_lake.visible_text import visible

if TYPE_CHECKING:
    from rich.console import Console as RichConsole
    from rich.console import RenderableType
    from rich.progress import Progress as Bars
    from rich.spinner import Spinner

_LINE_EVERY_SECONDS = 10.0


class ProgressTally:
    """How many of a total are done, how fast, how they ended and how long it takes yet."""

    def __init__(self, what: str, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._what, self._total, self._clock = what, total, clock
        self._began = clock()
        self._words = Counter[str]()

    def add(self, word: str) -> None:
        """Count one that ended so."""
        self._words[word] += 1

    def text(self) -> str:
        """The tally in one line."""
        done, seconds = self._words.total(), self._clock() - self._began
        ended = ", ".join(f"{count:,} {word}" for word, count in self._words.items())
        left = format_duration((self._total - done) * seconds / done) if done else "some time"
        return f"{self._what}: {done:,} of {self._total:,}, {done / max(seconds, 0.001):.1f}/s ({ended}), {left} left"


class NowAndThen:
    """Implements `Progress` where no terminal is: `write` gets a line, but not more often than every ten seconds."""

    def __init__(self, title: str, write: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._title, self._write, self._clock = title, write, clock
        self._last = clock()

    def step(self, text: str) -> None:
        """See `Progress.step`."""
        self._update(lambda: text)

    def begin_bytes(self, what: str, total: int) -> Advance:
        """See `Progress.begin_bytes`."""
        done, began, lock = 0, self._clock(), Lock()

        def text() -> str:
            rate = done / max(self._clock() - began, 0.001)
            left = format_duration((total - done) / rate) if rate > 0 else "some time"
            return f"{what}: {format_bytes(done)} of {format_bytes(total)}, {format_bytes(rate)}/s, {left} left"

        def advance(more: int) -> None:
            nonlocal done
            with lock:
                done += more
            self._update(text)

        return advance

    def begin_tally(self, what: str, total: int) -> Callable[[str], None]:
        """See `Progress.begin_tally`."""
        tally = ProgressTally(what, total, self._clock)

        def ended(word: str) -> None:
            tally.add(word)
            self._update(tally.text)

        return ended

    def note(self, text: str) -> None:
        """See `Progress.note`."""
        self._write(text)

    def _update(self, text: Callable[[], str]) -> None:
        if self._clock() - self._last >= _LINE_EVERY_SECONDS:
            self._last = self._clock()
            self._write(_titled(self._title, text()))


class OnTerminal:
    """Implements `Progress` on a terminal: a line that says what is done and, under it, a bar for bytes.

    `notes` are for the end: what is written while the line moves would be wiped out with it.
    """

    def __init__(self, title: str, line: "Spinner", bars: "Bars") -> None:
        self._title, self._line, self._bars = title, line, bars
        self.notes: list[str] = []
        self._show(title)

    def step(self, text: str) -> None:
        """See `Progress.step`; it takes the place of what was shown until then."""
        for bar in self._bars.task_ids:
            self._bars.remove_task(bar)
        self._show(_titled(self._title, text))

    def begin_bytes(self, what: str, total: int) -> Advance:
        """See `Progress.begin_bytes`."""
        return partial(self._bars.advance, self._bars.add_task(visible(what), total=total))

    def begin_tally(self, what: str, total: int) -> Callable[[str], None]:
        """See `Progress.begin_tally`."""
        tally = ProgressTally(what, total)

        def ended(word: str) -> None:
            tally.add(word)
            self._show(_titled(self._title, tally.text()))

        return ended

    def note(self, text: str) -> None:
        """See `Progress.note`."""
        self.notes.append(text)

    def _show(self, text: str) -> None:
        from rich.text import Text

        self._line.update(text=Text(visible(text)))


@contextmanager
def on_terminal(title: str, write: Callable[[str], None]) -> Iterator[OnTerminal]:
    """Show progress on standard error, and wipe it out when the block ends; then `write` gets the notes.

    Beside colours, it is Rich's own moves of the cursor that come here: hide, show, up a line, wipe a line.
    """
    from rich.console import Console, Group
    from rich.live import Live
    from rich.spinner import Spinner

    console = Console(file=sys.stderr, highlight=False, markup=False)
    line, bars = Spinner("dots", style="status.spinner"), _bars(console)

    def shown() -> "RenderableType":
        return Group(*([line] if line.text else []), *bars.get_renderables())

    progress = OnTerminal(title, line, bars)
    try:
        # As often as rich's own moving line.
        with Live(get_renderable=shown, console=console, transient=True, refresh_per_second=12.5):
            yield progress
    finally:
        for note in progress.notes:
            write(note)


def _bars(console: "RichConsole") -> "Bars":
    """Bars that are drawn by whoever shows them."""
    from rich import progress

    return progress.Progress(
        progress.TextColumn("{task.description}", markup=False),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TransferSpeedColumn(),
        progress.TimeRemainingColumn(),
        console=console,
        auto_refresh=False,
    )


def _titled(title: str, text: str) -> str:
    return f"{title}: {text}" if title else text
