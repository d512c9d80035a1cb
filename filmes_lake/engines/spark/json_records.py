"""TMDB records parsed in Python, to the letter as DuckDB's `JSON_TRANSFORM` does it: for engines without it.

Spark's own parser writes numbers in its own way, and drops a whole list for one odd member.
"""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

_EXPONENT = re.compile(r"e[+]?(-?)0*")
_ESCAPED = re.compile(r"\\(?:u[0-9a-f]{4}|.)")


def parse_record(text: str, structure: Mapping[str, Any]) -> tuple[Any, ...]:
    """The record's values in the order of `structure`, every leaf text, null where the record is of another shape.

    Objects are tuples and lists are lists. ValueError where the text is no JSON, which ingest never lets in.
    """
    values: tuple[Any, ...] | None = _shaped(json.loads(text), structure)
    return values if values is not None else (None,) * len(structure)


def _shaped(value: Any, structure: Any) -> Any:
    if isinstance(structure, Mapping):
        if not isinstance(value, dict):
            return None
        return tuple(_shaped(value.get(name), inner) for name, inner in structure.items())
    if isinstance(structure, list):
        return [_shaped(member, structure[0]) for member in value] if isinstance(value, list) else None
    return _text(value)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return repr(value) if isinstance(value, float) else _minified(value)


def _minified(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{_minified(name)}:{_minified(member)}" for name, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_minified, value)) + "]"
    return _javascript(value) if isinstance(value, float) else _escaped(json.dumps(value, ensure_ascii=False))


def _escaped(text: str) -> str:
    """JSON whose escapes have the capital digits that DuckDB writes, as in 000E."""
    return _ESCAPED.sub(lambda found: found[0][:2] + found[0][2:].upper(), text)


def _javascript(value: float) -> str:
    """A number inside an object or list, which DuckDB writes as JavaScript would, whole ones with `.0`."""
    if value and not 1e-6 <= abs(value) < 1e21:
        return _EXPONENT.sub(r"e\1", repr(value))
    digits = format(Decimal(repr(value)), "f")
    return digits if "." in digits else f"{digits}.0"
