"""TMDB records parsed in Python, to the letter as DuckDB's `JSON_TRANSFORM` does it: for engines without it.

Spark's own parser writes numbers in its own way, and drops a whole list for one odd member.
"""

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from filmes_lake.models.records import MEMBERS, Leaf, Structure, doubtful_leaves

_EXPONENT = re.compile(r"e[+]?(-?)0*")
_ESCAPED = re.compile(r"\\(?:u[0-9a-f]{4}|.)")


def parse_record(text: str, structure: Structure) -> tuple[tuple[Any, ...], list[str]]:
    """The record's values in the order of `structure`, every leaf text, and the paths at which it has another shape.

    Objects are tuples and lists are lists; what is of another shape is null. For the paths see `Session.read_records`.
    ValueError where the text is no JSON, which ingest never lets in.
    """
    record = json.loads(text)
    values: tuple[Any, ...] | None = _shaped(record, structure)
    misshapen = [leaf.path for leaf in doubtful_leaves(structure) if not _fits(record, leaf.steps, leaf)]
    return values if values is not None else (None,) * len(structure), misshapen


def _fits(value: Any, steps: Sequence[str], leaf: Leaf) -> bool:
    """Whether a value leads by the steps to what the leaf takes; a null leads nowhere, and that is well."""
    if value is None:
        return True
    if not steps:
        return isinstance(value, str) or not leaf.is_text
    if steps[0] == MEMBERS:
        return isinstance(value, list) and all(_fits(member, steps[1:], leaf) for member in value)
    return isinstance(value, dict) and _fits(value.get(steps[0]), steps[1:], leaf)


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
