"""What the values of reports count, and how each is written for people."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any


class Unit(StrEnum):
    """What a value counts. The value is its word in documents and help."""

    COUNT = "count"
    DOLLARS = "US dollars"
    BASE_DOLLARS = "US dollars of ano_base"
    RATIO = "ratio"
    SCORE = "score"
    YEAR = "year"
    MONTH = "month"
    RANK = "rank"
    TEXT = "text"
    FLAG = "flag"

    @property
    def unit_in_name(self) -> bool:
        """Whether a column's name has the unit, so that a heading need not."""
        return self not in (Unit.DOLLARS, Unit.BASE_DOLLARS, Unit.RATIO, Unit.SCORE)


def format_cell(value: Any, unit: Unit) -> str:
    """A value with its unit; what is unknown is a dash."""
    if value is None:
        return "-"
    return _FORMATS.get(unit, str)(value)


def _format_dollars(amount: float) -> str:
    """US dollars with a decimal unit: US$ 245.1M."""
    for scale, unit in _SCALES:
        if abs(amount) >= scale:
            return f"US$ {amount / scale:,.1f}{unit}"
    return f"US$ {amount:,.0f}"


_SCALES = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K"))
_FORMATS: dict[Unit, Callable[[Any], str]] = {
    Unit.DOLLARS: _format_dollars,
    Unit.BASE_DOLLARS: _format_dollars,
    Unit.COUNT: "{:,}".format,
    Unit.RATIO: "{:,.2f}".format,
    Unit.SCORE: "{:,.1f}".format,
    Unit.FLAG: lambda few: "few" if few else "",
}
