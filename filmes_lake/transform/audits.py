"""Audits: what must hold of a layer's tables before they are published. They guard our own SQL.

Every one follows from the models: keys are unique, nothing is null that may not be, values lie in their ranges
and closed lists, references are whole. Rows that come back from an audit's query are samples of what is wrong.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from filmes_lake.errors import ChecksFailed
from filmes_lake.models.columns import Column, Row, TableInfo, columns_of, sql_of
from filmes_lake.models.source import REJECTED, ReconciliationLaw
from filmes_lake.models.tables import QUARANTINE, Schema
from filmes_lake.transform.engine import Session
from filmes_lake.transform.reconciliation import Loss, losses_in_words

SAMPLE_ROWS = 3


@dataclass(frozen=True)
class Audit:
    """A rule in words, and a query of the rows that break it, in SQL that every engine reads alike."""

    table: str
    rule: str
    query: str
    count: str | None = None  # an aggregate of the table: 0 says that no row breaks it
    of_key: bool = False  # whether it holds where the key of each row is another
    other: str | None = None  # the other table that it reads


@dataclass(frozen=True)
class Violation:
    """A broken rule, with the first rows that break it."""

    table: str
    rule: str
    rows: tuple[dict[str, Any], ...]

    def __str__(self) -> str:
        shown = "; ".join(", ".join(f"{name}={value}" for name, value in row.items()) for row in self.rows)
        return f"{self.table}: {self.rule}" + (f" (for example {shown})" if shown else "")


def audits_of(model: type[Row]) -> Iterator[Audit]:
    """Every audit that the model implies."""
    info, columns = model.table, columns_of(model)
    if info.key:
        key = ", ".join(info.key)
        query = f"SELECT {key}, COUNT(*) AS vezes FROM {info.name} GROUP BY {key} HAVING COUNT(*) > 1"
        # As many hashes as rows: then no two keys are alike. Quicker than grouping by texts.
        yield Audit(
            info.name, f"key ({key}) is not unique", query, f"COUNT(*) - COUNT(DISTINCT XXHASH64({key}))", of_key=True
        )
    yield from _audits_of_rows(info, columns)
    for reference in info.references:
        names = ", ".join(f"f.{name}" for name in reference.columns)
        match = " AND ".join(f"d.{to} = f.{name}" for name, to in zip(reference.columns, reference.to, strict=True))
        joined = f"{info.name} f LEFT JOIN {reference.table} d ON {match}"
        yield Audit(
            info.name,
            f"({', '.join(reference.columns)}) is not in {reference.table}",
            f"SELECT {names} FROM {joined} WHERE d.{reference.to[0]} IS NULL",
            other=reference.table,
        )


def _audits_of_rows(info: TableInfo, columns: Sequence[Column]) -> Iterator[Audit]:
    for column in columns:
        if not column.nullable:
            # An engine knows the nulls of a file without reading it.
            nulls = f"COUNT(*) - COUNT({column.name})"
            yield _of_rows(info, column, "is null", f"{column.name} IS NULL", nulls)
        for rule, broken in (("is out of range", _out_of_range(column)), ("is not in its list", _not_listed(column))):
            if broken:
                yield _of_rows(info, column, rule, broken, f"COUNT(CASE WHEN {broken} THEN 1 END)")


def _of_rows(info: TableInfo, column: Column, rule: str, broken: str, count: str) -> Audit:
    shown = ", ".join(dict.fromkeys((*info.key, column.name)))
    query = f"SELECT {shown} FROM {info.name} WHERE {broken}"
    return Audit(info.name, f"{column.name} {rule}", query, count)


def tables_audited(models: Sequence[type[Row]], made: Collection[str]) -> set[str]:
    """The tables that audits read where these were made."""
    audits = (audit for model in models for audit in _due(model, made))
    return {name for audit in audits for name in (audit.table, audit.other) if name}


def audit_table(session: Session, model: type[Row], made: Collection[str]) -> list[Violation]:
    """Run every audit of a table that concerns tables which were `made`, by their names; the session has read them."""
    return [
        Violation(audit.table, audit.rule, tuple(rows))
        for audit in _suspected(session, model.table.name, _due(model, made))
        if (rows := session.rows(f"{audit.query} LIMIT {SAMPLE_ROWS}"))
    ]


def _due(model: type[Row], made: Collection[str]) -> list[Audit]:
    return [audit for audit in audits_of(model) if audit.table in made or audit.other in made]


def _suspected(session: Session, table: str, audits: Sequence[Audit]) -> Sequence[Audit]:
    """The audits of a table but those of which one pass over it shows that no row breaks."""
    if session.is_unique(table):
        audits = [audit for audit in audits if not audit.of_key]
    counting = [audit for audit in audits if audit.count]
    if not counting:
        return audits
    counts = ", ".join(f"{audit.count} AS n{place}" for place, audit in enumerate(counting))
    (counted,) = session.rows(f"SELECT {counts} FROM {table}")
    kept = {audit.rule for audit, count in zip(counting, counted.values(), strict=True) if not count}
    return [audit for audit in audits if audit.rule not in kept]


def audit_reconciliation(
    schema: Schema, found: Mapping[str, Mapping[str, Any]], ingested: Mapping[str, int], rows: Mapping[str, int]
) -> list[Violation]:
    """The laws of the rows: what came in is what ingest counted, and each of it is somewhere.

    By raw table: what was `found` by counting, and the lines and records `ingested`; by table its `rows`.
    """
    violations: list[Violation] = []
    for table in schema.raw_tables:
        violations += _audit_law(table.name, table.law, found[table.name], ingested[table.name])
    return [*violations, *_audit_rows(schema, found, rows)]


def _audit_law(table: str, law: ReconciliationLaw, found: Mapping[str, Any], ingested: int) -> Iterator[Violation]:
    total = found.get(law.total, 0)
    yield from _unequal(table, f"{law.total} read", total, f"{law.total} ingested", ingested)
    yield from _unequal(table, law.total, total, " + ".join(law.parts), _sum_of(law.parts, found))
    for equation in law.equations:
        placed = _sum_of(equation.parts, found)
        yield from _unequal(table, equation.name, placed, equation.other, found.get(equation.count, 0))


def _audit_rows(schema: Schema, found: Mapping[str, Mapping[str, Any]], rows: Mapping[str, int]) -> Iterator[Violation]:
    """Whether each table has the rows of the parts that stand in it."""
    sums: dict[str, int] = {}
    parts: dict[str, dict[str, None]] = {}
    for table in schema.raw_tables:
        for part, fed in {**table.law.tables, REJECTED: QUARANTINE.table.name}.items():
            sums[fed] = sums.get(fed, 0) + _sum_of((part,), found[table.name])
            parts.setdefault(fed, {})[f"{table.law.total} {part}"] = None
    for fed, count in sums.items():
        yield from _unequal(fed, "rows", rows[fed], " and ".join(parts[fed]), count)


def _sum_of(parts: Sequence[str], found: Mapping[str, Any]) -> int:
    return sum(int(found.get(part, 0)) for part in parts)


def _unequal(table: str, name: str, value: int, other: str, other_value: int) -> Iterator[Violation]:
    if value != other_value:
        yield Violation(table, f"{name} {value:,}, {other} {other_value:,}", ())


def refuse(violations: list[Violation]) -> None:
    """Raise ChecksFailed if there are violations."""
    if violations:
        raise ChecksFailed(
            "; ".join(map(str, violations)),
            "this layer was not published, its current version stays; this is a bug in filmes-lake: please report it",
        )


def refuse_losses(losses: Sequence[Loss]) -> None:
    """Raise ChecksFailed if values became null: what a transform that is strict does with them."""
    if losses:
        raise ChecksFailed(
            f"strict: {losses_in_words(losses)}",
            "nothing was published, the current versions stay; mend the files, or transform with --no-strict",
        )


def _out_of_range(column: Column) -> str | None:
    limits = [
        f"{column.name} {sign} {sql_of(limit)}"
        for sign, limit in (("<", column.minimum), (">", column.maximum))
        if limit is not None
    ]
    return " OR ".join(limits) or None


def _not_listed(column: Column) -> str | None:
    if not column.values:
        return None
    values = ", ".join(f"'{value}'" for value in column.values)
    return f"{column.name} NOT IN ({values})"
