"""Bars in text: from zero, to an eighth of a column, as wide as there is room.

Labels and values are visible text already (see `visible_text`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from filmes_lake.console.table import shortened, width_of

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_WIDEST_LABEL = 28
_NARROWEST_LABEL = 8
_LEAST_BAR = 10
_GAP = "  "


@dataclass(frozen=True)
class Bar:
    """A labelled value, None where it is unknown, with the text to write beside it.

    `tick` is a second value, marked on the bar. A `small` one stands on too little to set the scale: where it is longer
    than the others allow, it ends in an arrow.
    """

    label: str
    value: float | None
    text: str
    tick: float | None = None
    small: bool = False


@dataclass(frozen=True)
class _Scale:
    """Where values lie in `columns` columns, of which `low` and `high` are the ends."""

    low: float
    high: float
    columns: int
    marks: "_Marks"

    @classmethod
    def of(cls, bars: Sequence[Bar], columns: int, marks: "_Marks") -> "_Scale":
        known = [bar for bar in bars if not bar.small] or bars
        values = [value for bar in known for value in (bar.value, bar.tick) if value is not None]
        return cls(min(0.0, *values, 0.0), max(0.0, *values, 0.0), columns, marks)

    def place(self, value: float) -> float:
        """The column of a value, within the scale."""
        span = self.high - self.low or 1.0
        return (min(max(value, self.low), self.high) - self.low) / span * self.columns

    def drawn(self, bar: Bar) -> str:
        """The columns of a bar."""
        cells = [" "] * self.columns
        if bar.value is not None:
            self._fill(cells, bar.value)
        if bar.tick is not None and self.low <= bar.tick <= self.high:
            cells[min(int(self.place(bar.tick)), self.columns - 1)] = self.marks.tick
        return "".join(cells)

    def _fill(self, cells: list[str], value: float) -> None:
        zero, end = round(self.place(0.0)), self.place(value)
        if value < 0:
            cells[round(end) : zero] = [self.marks.full] * (zero - round(end))
            return
        whole = max(int(end), zero)
        cells[zero:whole] = [self.marks.full] * (whole - zero)
        if whole < self.columns and end > whole:
            cells[whole] = self.marks.part(end - whole)
        if value > self.high:
            cells[-1] = self.marks.beyond


@dataclass(frozen=True)
class _Marks:
    """The letters that bars are made of."""

    full: str
    tick: str
    beyond: str
    parts: str

    def part(self, share: float) -> str:
        """The letter of a column that is filled to that share."""
        return self.parts[round(share * (len(self.parts) - 1))]


_BLOCKS = _Marks("█", "│", "▶", _EIGHTHS)
_ASCII = _Marks("#", "|", ">", " #")


def drawn(bars: Sequence[Bar], room: int, *, blocks: bool) -> Iterator[str]:
    """A line for each bar, no wider than `room` where that is enough for any; without `blocks`, of ASCII alone."""
    text_width = max((width_of(bar.text) for bar in bars), default=0)
    left = room - text_width - 2 * len(_GAP)
    widest = min(_WIDEST_LABEL, max(_NARROWEST_LABEL, left - _LEAST_BAR))
    labels = [shortened(bar.label, widest) for bar in bars]
    label_width = max(map(width_of, labels), default=0)
    columns = max(_LEAST_BAR, left - label_width)
    scale = _Scale.of(bars, columns, _BLOCKS if blocks else _ASCII)
    for bar, label in zip(bars, labels, strict=True):
        padding = " " * (label_width - width_of(label))
        yield f"{label}{padding}{_GAP}{scale.drawn(bar)}{_GAP}{bar.text:>{text_width}}"
