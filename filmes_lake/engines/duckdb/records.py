"""Records in DuckDB: one parsed to a structure, and where it has another shape, in SQL."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from filmes_lake.models.records import MEMBERS, Leaf, Structure, doubtful_leaves

# How the text of a value begins, or is, that is no text in JSON.
_OTHERS = r"^([\[{0-9-]|(true|false)$)"


def parsed(records: str, structure: Structure) -> str:
    """A SELECT of `origem`, `texto`, `registro` and `deformados`, see `Session.read_records`; `records` has the first.

    Asking for the types of values parses the record again, so it is done only for a value whose text could be another's
    than a text's, or that is missing where its name stands in the record. No letter of a name is taken to be escaped.
    """
    record = f"JSON_TRANSFORM(texto, '{json.dumps(_as_texts(structure))}') AS registro"
    paths = ", ".join(map(_path_if_misshapen, doubtful_leaves(structure)))
    misshapen = f"LIST_FILTER([{paths}]::VARCHAR[], LAMBDA p : p IS NOT NULL) AS deformados"
    return f"SELECT *, {misshapen} FROM (SELECT origem, texto, {record} FROM ({records}))"


def _as_texts(structure: Any) -> Any:
    if isinstance(structure, Mapping):
        return {name: _as_texts(inner) for name, inner in structure.items()}
    return [_as_texts(structure[0])] if isinstance(structure, list) else "VARCHAR"


def _path_if_misshapen(leaf: Leaf) -> str:
    # CASE in CASE, since DuckDB works out both sides of an AND.
    found = f"'{leaf.path}'"
    for condition in (" OR ".join(_other_types(leaf)), f"CONTAINS(texto, '\"{leaf.steps[1]}\"')", _is_doubtful(leaf)):
        found = f"CASE WHEN {condition} THEN {found} END"
    return found


def _is_doubtful(leaf: Leaf) -> str:
    if MEMBERS not in leaf.steps:
        return _looks_like_another(leaf, ".".join(("registro", *leaf.steps)))
    place = leaf.steps.index(MEMBERS)
    members, value = ".".join(("registro", *leaf.steps[:place])), ".".join(("v", *leaf.steps[place + 1 :]))
    return f"{members} IS NULL OR LEN(LIST_FILTER({members}, LAMBDA v : {_looks_like_another(leaf, value)})) > 0"


def _looks_like_another(leaf: Leaf, value: str) -> str:
    missing = [f"{value} IS NULL"] if leaf.is_nested else []
    return " OR ".join([*missing, *([f"REGEXP_MATCHES({value}, '{_OTHERS}')"] if leaf.is_text else [])])


def _other_types(leaf: Leaf) -> Iterator[str]:
    """For each value on the way to the leaf, and for its own, the condition that it is of a type that leads nowhere."""
    path = "$"
    for step, after in zip(leaf.steps, (*leaf.steps[1:], None), strict=True):
        path += "[*]" if step == MEMBERS else f".{step}"
        if after is not None or leaf.is_text:
            yield _is_other(path, "VARCHAR" if after is None else "ARRAY" if after == MEMBERS else "OBJECT")


def _is_other(path: str, wanted: str) -> str:
    types, others = f"JSON_TYPE(texto, '{path}')", f"NOT IN ('{wanted}', 'NULL')"
    # A path through a list has the types of all its members.
    return f"LEN(LIST_FILTER({types}, LAMBDA t : t {others})) > 0" if "*" in path else f"{types} {others}"
