"""Any value as JSON that every reader takes: exact decimals, and words for what JSON has none for."""

import json
import math
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

_NOT_FINITE = {math.inf: "Infinity", -math.inf: "-Infinity"}  # as JavaScript and Python's own JSON call them


def portable_json(value: Any, indent: int | None = None) -> str:
    """The value as JSON; a decimal that no double holds is a text, as are NaN, infinity and other types' values."""

    def write(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, default=_jsonable, allow_nan=False, indent=indent)

    try:
        return write(value)
    except (TypeError, ValueError):
        return write(_portable(value))


def _portable(value: Any) -> Any:
    """A value without what JSON has no word for: infinity and NaN are texts, and so are all keys."""
    if isinstance(value, float):
        return value if math.isfinite(value) else _NOT_FINITE.get(value, "NaN")
    if isinstance(value, Mapping):
        return {str(name): _portable(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_portable(member) for member in value]
    return value


def _jsonable(value: Any) -> Any:
    """What stands for a value of a type that JSON does not have."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal) and value.is_finite():
        return _exact(value)
    return str(value)


def _exact(value: Decimal) -> int | float | str:
    """A decimal as a number where JSON's readers get that very number, else as text."""
    if value == value.to_integral_value():
        return int(value)
    number = float(value)
    return number if Decimal(repr(number)) == value else str(value)
