"""What the values of reports count, and how each is written for people."""

from enum import StrEnum
from typing import Any

from filmes_lake.language import Language, Text


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
    def heading(self) -> Text | None:
        """What a heading says of it; None where a column's name has the unit."""
        return Text(_PORTUGUESE[self], self.value) if self in _PORTUGUESE else None


_PORTUGUESE = {
    Unit.DOLLARS: "dólares dos EUA",
    Unit.BASE_DOLLARS: "dólares dos EUA de ano_base",
    Unit.RATIO: "razão",
    Unit.SCORE: "pontos",
}


def format_cell(value: Any, unit: Unit, language: Language) -> str:
    """A value with its unit, as that language writes it; what is unknown is a dash."""
    if value is None:
        return "-"
    if unit is Unit.FLAG:
        return _FEW.of(language) if value else ""
    if unit in (Unit.DOLLARS, Unit.BASE_DOLLARS):
        return _format_dollars(value, language)
    return language.number(_NUMBERS[unit].format(value)) if unit in _NUMBERS else str(value)


def _format_dollars(amount: float, language: Language) -> str:
    """US dollars with a decimal unit: US$ 245.1M."""
    for scale, unit in _SCALES:
        if abs(amount) >= scale:
            return f"US$ {language.number(f'{amount / scale:,.1f}')}{unit.of(language)}"
    return f"US$ {language.number(f'{amount:,.0f}')}"


_FEW = Text("poucos", "few")
_SCALES = ((1e12, Text(" tri", "T")), (1e9, Text(" bi", "B")), (1e6, Text(" mi", "M")), (1e3, Text(" mil", "K")))
_NUMBERS = {Unit.COUNT: "{:,}", Unit.RATIO: "{:,.2f}", Unit.SCORE: "{:,.1f}"}
