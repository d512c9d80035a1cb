"""What a query gives, whichever engine ran it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from filmes_lake.errors import QueryError


@dataclass(frozen=True)
class QueryResult:
    """Names of the columns, and the rows in the query's order."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def unique_names(names: Sequence[str]) -> tuple[str, ...]:
    """The names, each later one of several alike with its place behind it, so that a row can be a JSON object."""
    return tuple(name if name not in names[:place] else f"{name}_{place}" for place, name in enumerate(names))


def not_a_select() -> QueryError:
    """What is said of a statement that might do more than read."""
    return QueryError("only one SELECT is allowed: queries read, they change nothing", "see: filmes-lake catalog list")
