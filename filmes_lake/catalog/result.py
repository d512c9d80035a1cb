"""What a query gives, whichever engine ran it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from filmes_lake.errors import QueryError

# ANALYZE runs what it explains, a COPY over a table's own file included.
_EXPLAIN = re.compile(
    r"(?:\s|--[^\n]*\n|/\*.*?\*/)*EXPLAIN\s+(?!ANALYZE\b)(?:\(\s*(?:FORMAT|TYPE)\b(?![^)]*\bANALYZE\b)[\w\s,]*\))?",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class QueryResult:
    """Names of the columns, the rows in the query's order, and DuckDB's names of the types, where it was DuckDB."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    types: tuple[str, ...] = ()


def unique_names(names: Sequence[str]) -> tuple[str, ...]:
    """The names, each later one of several alike with its place behind it, so that a row can be a JSON object."""
    return tuple(name if name not in names[:place] else f"{name}_{place}" for place, name in enumerate(names))


def explained(sql: str) -> str | None:
    """What follows EXPLAIN, which comments may precede; None where nothing is explained, or ANALYZE would run it."""
    found = _EXPLAIN.match(sql)
    return sql[found.end() :] if found else None


def not_a_select() -> QueryError:
    """What is said of a statement that might do more than read."""
    return QueryError("only one SELECT is allowed: queries read, they change nothing", "see: filmes-lake catalog list")
