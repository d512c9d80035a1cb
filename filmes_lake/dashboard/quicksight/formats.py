"""How numbers are written, by their unit and in the reader's language."""

from typing import Any

from filmes_lake.language import Language
from filmes_lake.reports.units import Unit

_DOLLARS = (Unit.DOLLARS, Unit.BASE_DOLLARS)
_DECIMALS = {Unit.RATIO: 2, Unit.DOLLARS: 1, Unit.BASE_DOLLARS: 1, Unit.SCORE: 1}
_PLAIN = (Unit.YEAR, Unit.MONTH, Unit.RANK)
_SYMBOLS = {",": "COMMA", ".": "DOT"}


def number_format(unit: Unit, language: Language) -> dict[str, Any]:
    """A `NumberFormatConfiguration`: what a dollar became is in dollars, as are amounts, which are scaled."""
    shared = {
        "SeparatorConfiguration": _separators(unit, language),
        "DecimalPlacesConfiguration": {"DecimalPlaces": _DECIMALS.get(unit, 0)},
        "NumberScale": "AUTO" if unit in _DOLLARS else "NONE",
    }
    if unit in _DOLLARS or unit is Unit.RATIO:
        return {"FormatConfiguration": {"CurrencyDisplayFormatConfiguration": {"Symbol": "USD", **shared}}}
    return {"FormatConfiguration": {"NumberDisplayFormatConfiguration": shared}}


def percentage(language: Language) -> dict[str, Any]:
    """The same for a share."""
    shared = {"SeparatorConfiguration": _separators(Unit.RATIO, language)}
    places = {"DecimalPlacesConfiguration": {"DecimalPlaces": 0}}
    return {"FormatConfiguration": {"PercentageDisplayFormatConfiguration": {**shared, **places}}}


def _separators(unit: Unit, language: Language) -> dict[str, Any]:
    thousands, decimal = (_SYMBOLS[language.number(mark)] for mark in ",.")
    visibility = "HIDDEN" if unit in _PLAIN else "VISIBLE"
    return {"DecimalSeparator": decimal, "ThousandsSeparator": {"Symbol": thousands, "Visibility": visibility}}
