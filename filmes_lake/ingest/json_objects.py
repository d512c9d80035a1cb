"""JSON objects that every reader of the lake reads alike, and none that some of them refuse."""

import json
from typing import Any, NoReturn

from filmes_lake.visible_text import visible


class NotAnObject(Exception):
    """Why a text is no such JSON object."""


def parse_object(text: str) -> dict[str, Any]:
    """The JSON object that a text is; NotAnObject where it is none. RecursionError where it is nested too deep."""
    try:
        document = json.loads(
            text, parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_without_twins
        )
    except ValueError as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "a number without end"
        raise NotAnObject(f"not JSON: {reason}") from error
    if not isinstance(document, dict):
        raise NotAnObject("not a JSON object")
    return document


def shown(value: Any) -> str:
    """A value of somebody else's document, as a message can show it."""
    return visible(str(value)[:100])


def _without_twins(members: list[tuple[str, Any]]) -> dict[str, Any]:
    # Of two members of one name DuckDB reads the first, Spark the last.
    document = dict(members)
    if len(document) != len(members):
        names = [name for name, _ in members]
        raise NotAnObject(f"a name stands twice in one object: {shown(max(names, key=names.count))}")
    return document


def _refuse_constant(name: str) -> NoReturn:
    raise NotAnObject(f"not JSON: {name}")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise NotAnObject(f"a number no engine can hold: {text[:20]}")
    return number
