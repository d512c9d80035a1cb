"""The tables of a lake that the package's own sources feed."""

from typing import Any

from filmes_lake.ingest import registry
from filmes_lake.models.columns import Row
from filmes_lake.models.kinds import Layer
from filmes_lake.models.tables import REFINED

SCHEMA = registry.schema()
RAW = SCHEMA.tables(Layer.RAW)
TRUSTED = SCHEMA.tables(Layer.TRUSTED)
model_of = SCHEMA.model_of


def place_of(row: dict[str, Any], model: type[Row]) -> tuple[Any, ...]:
    """What the rows of a table ascend by, nulls first."""
    return tuple(_value(row, term) for term in model.table.sort)


def column_of(term: str) -> str:
    """The column in a term of an order."""
    return term.removeprefix("LENGTH(").removesuffix(")")


def _value(row: dict[str, Any], term: str) -> Any:
    value = row[column_of(term)]
    if term.startswith("LENGTH"):
        return len(value)
    return value is not None, value.encode() if isinstance(value, str) else value


__all__ = ["RAW", "REFINED", "SCHEMA", "TRUSTED", "column_of", "model_of", "place_of"]
