"""Athena's values, which come as text, as the types that DuckDB gives for them.

A value that is missing is null; an empty text is one. See
https://docs.aws.amazon.com/athena/latest/APIReference/API_Datum.html
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

Read = Callable[[str], Any]


def typed_row(data: Sequence[Mapping[str, str]], types: Sequence[str]) -> tuple[Any, ...]:
    """A row's values, each of its column's type, by Athena's names of the types."""
    return tuple(typed(cell.get("VarCharValue"), kind) for cell, kind in zip(data, types, strict=True))


def typed(text: str | None, kind: str) -> Any:
    """A value of the type called `kind`; types without a counterpart (maps, rows, JSON) stay text.

    So do dates that Python has none for, such as those of the year 10000.
    """
    try:
        return None if text is None else _READERS.get(kind, str)(text)
    except ValueError:
        return text


def _instant(text: str) -> datetime:
    """A timestamp in UTC; the lake's are, and where Athena's text of one names no zone, it is taken for such."""
    day, time, *zone = text.split(" ")
    if zone and zone[0][0] in "+-":
        return datetime.fromisoformat(f"{day} {time}{zone[0]}").astimezone(UTC)
    moment = datetime.fromisoformat(f"{day} {time}")
    return moment.replace(tzinfo=ZoneInfo(zone[0]) if zone else UTC).astimezone(UTC)


def _array(text: str) -> list[str]:
    """The members of an array as Athena writes it, `[a, b]`; it does not tell a comma in a member from one between."""
    inside = text.removeprefix("[").removesuffix("]")
    return inside.split(", ") if inside else []


_WHOLE = dict.fromkeys(("tinyint", "smallint", "integer", "int", "bigint"), int)
_FRACTIONS = dict.fromkeys(("double", "float", "real"), float)
_READERS: dict[str, Read] = {
    **_WHOLE,
    **_FRACTIONS,
    "boolean": "true".__eq__,
    "decimal": Decimal,
    "date": date.fromisoformat,
    "timestamp": _instant,
    "timestamp with time zone": _instant,
    "array": _array,
}
