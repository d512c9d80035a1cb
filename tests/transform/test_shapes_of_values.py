"""Whatever JSON stands in a field of TMDB's: it is taken right, or it is null and counted."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from filmes_lake.engines.duckdb.records import parsed
from filmes_lake.engines.spark.json_records import parse_record
from filmes_lake.ingest.tmdb.description import OWN_COLUMNS, record_structure
from filmes_lake.models.columns import Column, ColumnType, columns_of
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.tmdb import RECORDS
from tests.transform.lakes import SmallLake, by, envelope, film_answer, series_answer

ANSWER_OF = {Kind.MOVIES: film_answer, Kind.SERIES: series_answer}
TEXTS = ["", "  ", "US", " Drama ", "[REC]", '["a"]', "{}", "true", "null", "1999-03-31", "0000-01-01", "2201-01-01"]
NUMBERS = ["0", "0.0", "7", "1983.0", "6.3e7", "-1", "1234.56", "9007199254740993", "x1"]
SCALARS = (
    st.none()
    | st.booleans()
    | st.sampled_from([0, 1, 7, 136.0, 6.3e7, 2**31, 2**53 + 1, 2**63, 10**30, -0.0, 0.5, 1e16])
    | st.integers(-10, 10**6)
    | st.floats(-10, 10**6)
    | st.sampled_from([*TEXTS, *NUMBERS])
)
NAMES = st.sampled_from(["name", "iso_3166_1", "id", "0"])
VALUES = SCALARS | st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=2), max_leaves=4
)
COLUMNS = {kind: [c for c in columns_of(RECORDS[kind]) if c.name not in OWN_COLUMNS] for kind in Kind}
MISSHAPEN = object()


def placed(column: Column, value: Any) -> Iterator[dict[str, Any]]:
    """The fields of answers that have the value in the column's place, or in one on the way there."""
    name, _, rest = column.source.partition(".")
    field = re.sub(r"\[.*", "", name)
    yield {field: value}
    if "[" in name:
        yield {field: [value]}
    if rest:
        yield {field: [{rest: value}] if "[" in name else {rest: value}}


def meant(column: Column, fields: dict[str, Any]) -> Any:
    """What the column should have of an answer with these fields: None for nothing, or MISSHAPEN."""
    [value] = fields.values()
    _, _, member = column.source.partition(".")
    if value is None:
        return None
    if column.type is ColumnType.STRINGS:
        return names_in(value, member)
    if column.source.endswith("[0]"):
        return number(column, value[0] if value else None) if isinstance(value, list) else MISSHAPEN
    if member:
        return text(value.get(member)) if isinstance(value, dict) else MISSHAPEN
    return {ColumnType.STRING: lambda _, v: text(v), ColumnType.DATE: day, ColumnType.BOOLEAN: flag}.get(
        column.type, number
    )(column, value)


def text(value: Any) -> Any:
    if value is None:
        return None
    return value.strip(" ") or None if isinstance(value, str) else MISSHAPEN


def names_in(value: Any, name: str) -> Any:
    if not isinstance(value, list) or not all(isinstance(member, dict | None) for member in value):
        return MISSHAPEN
    names = [text(member.get(name)) for member in value if member]
    return MISSHAPEN if MISSHAPEN in names else [name for name in names if name]


def day(_: Column, value: Any) -> Any:
    if isinstance(value, str) and not value.strip(" "):
        return None
    try:
        found = date.fromisoformat(value.strip(" "))
    except (AttributeError, ValueError):
        return MISSHAPEN
    return found if found.year <= 2200 else MISSHAPEN


def flag(_: Column, value: Any) -> Any:
    if isinstance(value, str) and not value.strip(" "):
        return None
    return {"true": True, "false": False}.get(json.dumps(value).strip('"'), MISSHAPEN)


def number(column: Column, value: Any) -> Any:
    if value is None or (isinstance(value, str) and not value.strip(" ")):
        return None
    if isinstance(value, bool | list | dict) or (isinstance(value, str) and value not in NUMBERS[:-1]):
        return MISSHAPEN
    found = Decimal(value.strip(" ")) if isinstance(value, str) else Decimal(repr(value))
    if found == 0:
        return None
    if column.type is ColumnType.DOUBLE:
        most = column.maximum if isinstance(column.maximum, int) else Decimal("Infinity")
        return float(found) if 0 <= found <= most and len(str(int(found))) <= 15 else MISSHAPEN
    holds = 2**31 if column.type is ColumnType.INT else 2**53 if isinstance(value, float) else 2**63
    low, high = (limit if isinstance(limit, int) else 0 for limit in (column.minimum, column.maximum))
    return int(found) if found == int(found) and low <= found <= (high or holds - 1) and found < holds else MISSHAPEN


few = settings(
    max_examples=2,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.slow
@few
@given(values=st.lists(VALUES, min_size=25, max_size=40))
def test_a_value_of_any_shape_is_taken_right_or_counted(
    tmp_path_factory: pytest.TempPathFactory, values: list[Any]
) -> None:
    small = SmallLake(tmp_path_factory.mktemp("shapes"))
    cases = {kind: [(c, f) for c in COLUMNS[kind] for value in values for f in placed(c, value)] for kind in Kind}
    for kind in Kind:
        answers = (ANSWER_OF[kind](f"tt{n:07d}", **fields) for n, (_, fields) in enumerate(cases[kind]))
        small.plant_records(kind, *(envelope(a, kind=kind.value, imdb_id=f"tt{n:07d}") for n, a in enumerate(answers)))
    small.transform(Layer.TRUSTED)

    for kind in Kind:
        rows = by(small.table(kind.names.answers), "id_titulo")
        found = [rows[f"tt{n:07d}"][column.name] for n, (column, _) in enumerate(cases[kind])]
        wanted = [meant(column, fields) for column, fields in cases[kind]]
        lost = Counter(c.name for (c, _), value in zip(cases[kind], wanted, strict=True) if value is MISSHAPEN)
        differing = [
            (column.name, fields, value, right)
            for (column, fields), value, right in zip(cases[kind], found, wanted, strict=True)
            if value != (None if right is MISSHAPEN else right)
        ]
        assert differing == []
        assert small.reconciliation(kind.names.tmdb_table)["invalid_values"] == lost


@few
@given(values=st.lists(VALUES, min_size=25, max_size=40))
def test_python_and_duckdb_find_the_same_misshapen_places(values: list[Any]) -> None:
    for kind in Kind:
        structure = record_structure(kind)
        texts = [
            json.dumps(envelope(fields))
            for column in COLUMNS[kind]
            for value in values
            for fields in placed(column, value)
        ]
        with duckdb.connect() as connection:
            connection.execute("CREATE TABLE lines AS SELECT '' AS origem, UNNEST(?::VARCHAR[]) AS texto", [texts])
            found = connection.execute(f"SELECT texto, deformados FROM ({parsed('FROM lines', structure)})").fetchall()

        assert [(t, set(paths)) for t, paths in found] == [(t, set(parse_record(t, structure)[1])) for t, _ in found]
