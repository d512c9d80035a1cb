"""The shape of a JSON document: keys and types. Shapes are committed, so that a change to a contract shows in review.

    UPDATE_SNAPSHOTS=1 python -m pytest tests/commands

rebuilds the files.
"""

import json
import os
from pathlib import Path
from typing import Any

SNAPSHOTS = Path(__file__).parent / "snapshots"
_NAMES = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


def check_shape(name: str, document: Any) -> None:
    """Compare a document's shape with the committed one, or commit it with UPDATE_SNAPSHOTS=1."""
    path = SNAPSHOTS / f"{name}.json"
    text = json.dumps(shape_of(document), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.exists(), f"{path.name} is missing: UPDATE_SNAPSHOTS=1 makes it"
    assert text == path.read_text(encoding="utf-8"), f"{path.name}: UPDATE_SNAPSHOTS=1 rebuilds it"


def shape_of(value: Any) -> Any:
    """Objects keep their keys; of a list's members one shape is left, with every type that was seen."""
    if isinstance(value, dict):
        return {name: shape_of(member) for name, member in value.items()}
    if isinstance(value, list):
        shapes: list[Any] = []
        for member in value:
            shapes = [_merged(shapes[0], shape_of(member))] if shapes else [shape_of(member)]
        return shapes
    return _NAMES[type(value)]


def _merged(one: Any, other: Any) -> Any:
    if one == other:
        return one
    if isinstance(one, dict) and isinstance(other, dict):
        return {
            name: _merged(one[name], other[name]) if name in one and name in other else one.get(name, other.get(name))
            for name in {**one, **other}
        }
    if isinstance(one, list) and isinstance(other, list):
        return [_merged(one[0], other[0])] if one and other else one or other
    return "|".join(sorted({*str(one).split("|"), *str(other).split("|")}))
