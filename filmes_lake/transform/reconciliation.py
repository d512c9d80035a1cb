"""The reconciliation of Trusted: where every line and record went, from the rows that the statements counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from filmes_lake.models.source import RawTable, ReconciliationLaw

Reconciliation = dict[str, dict[str, Any]]
Counts = dict[str, list[dict[str, Any]]]
"""The rows of each counting statement, by its name."""

_INVALID, _VALID = "invalid_", "valid_"
_HEAVY = 10  # one in so many is much
_SHOWN = 5


@dataclass(frozen=True)
class Loss:
    """Values of a column that became null: so many of those that a raw table's files gave."""

    table: str
    column: str
    lost: int
    given: int

    @property
    def is_heavy(self) -> bool:
        """Whether more than a tenth of the column's values are lost."""
        return self.lost * _HEAVY > self.given

    def __str__(self) -> str:
        return f"{self.column} of {self.table} ({self.lost:,} of {self.given:,})"


def counted(tables: Sequence[RawTable], counts: Counts) -> Reconciliation:
    """All that the statements counted of each raw table, by its name."""
    return {
        table.name: {key: n for name in table.law.counts for key, n in _row(table, counts[name])} for table in tables
    }


def reconcile(tables: Sequence[RawTable], found: Reconciliation) -> Reconciliation:
    """The reconciliation by raw table, from what was `counted`; `audits` checks that the laws hold."""
    return {table.name: _reconciled(table.law, found[table.name]) for table in tables}


def law_in_words(law: ReconciliationLaw, reconciled: Mapping[str, Any]) -> str:
    """The law of a raw table with its figures, and what else was seen; `reconciled` is the table's."""
    placed = " + ".join(f"{reconciled.get(part, 0):,} {part}" for part in law.parts)
    seen = [f"{reconciled[note]:,} {words}" for note, words in law.notes.items() if reconciled.get(note)]
    invalid = [f"{count:,} invalid {column}" for column, count in reconciled["invalid_values"].items()]
    return "; ".join([f"{reconciled.get(law.total, 0):,} {law.total} = {placed}", *seen, *invalid])


def losses_of(reconciliation: Mapping[str, Mapping[str, Any]]) -> list[Loss]:
    """What became null, the column with the greatest share first."""
    found = [
        Loss(table, column, lost, reconciled.get("given_values", {}).get(column, lost))
        for table, reconciled in reconciliation.items()
        for column, lost in reconciled["invalid_values"].items()
    ]
    return sorted(found, key=lambda loss: loss.lost / loss.given, reverse=True)


def losses_in_words(losses: Sequence[Loss]) -> str:
    """How many values became null, and of which columns."""
    lost, more = sum(loss.lost for loss in losses), len(losses) - _SHOWN
    shown = ", ".join(map(str, losses[:_SHOWN])) + (f" and {more} more" if more > 0 else "")
    return f"{lost:,} {'value' if lost == 1 else 'values'} became null: {shown}"


def _row(table: RawTable, rows: Sequence[Mapping[str, Any]]) -> Sequence[tuple[str, Any]]:
    """The row about the table; nothing where it has no lines, of which a statement that groups them has no row."""
    found = (row for row in rows if table.kind is None or row.get("tipo") in (None, table.kind.tipo))
    return [(name, count) for name, count in next(found, {}).items() if name != "tipo"]


def _reconciled(law: ReconciliationLaw, found: Mapping[str, Any]) -> dict[str, Any]:
    numbers = {name: int(found.get(name, 0)) for name in (law.total, *law.parts, *law.notes)}
    invalid = _invalid_values(found)
    given = {name: count + int(found[f"{_VALID}{name}"]) for name, count in invalid.items()}
    return {**numbers, "invalid_values": invalid, **({"given_values": given} if given else {})}


def _invalid_values(found: Mapping[str, Any]) -> dict[str, int]:
    """Counts of values that were not of their column's type, range or shape, by column; none of columns without any."""
    return {
        name.removeprefix(_INVALID): int(count) for name, count in found.items() if name.startswith(_INVALID) and count
    }
