"""A layer at its making: what has changed is made by its statements, audited, and whatever it touches is read for it.

What has not changed stays the version's before: its files, its counts, its rows in the quarantine.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from filmes_lake.lake import layout
from filmes_lake.lake.manifest import DataFile, Manifest, TableVersion
from filmes_lake.models.columns import Row
from filmes_lake.models.kinds import Layer
from filmes_lake.models.source import RawTable, Use
from filmes_lake.models.tables import QUARANTINE
from filmes_lake.progress import Progress
from filmes_lake.transform.audits import Violation, audit_table, tables_audited
from filmes_lake.transform.engine import PRICES, Session, SourceFile, Step, WrittenFile
from filmes_lake.transform.file_access import FileAccess
from filmes_lake.transform.lineage import Lineage
from filmes_lake.transform.reconciliation import Counts
from filmes_lake.transform.sources import raw_files, read_raw
from filmes_lake.transform.statements import ALL_QUARANTINED, NO_REJECTS, Statement, price_table, program_of


@dataclass(frozen=True)
class Made:
    """The files of the tables that were made, the rows that were counted, and which rules tables break.

    Each has its place before it is made, so that they are in the program's order whichever is made first.
    """

    tables: dict[str, list[WrittenFile]] = field(default_factory=dict)
    counts: Counts = field(default_factory=dict)
    broken: dict[str, list[Violation]] = field(default_factory=dict)

    @property
    def violations(self) -> list[Violation]:
        """Which rules the tables break."""
        return [violation for found in self.broken.values() for violation in found]

    def place(self, name: str, use: Use) -> None:
        """Give a statement's result its place."""
        if use is Use.TABLE:
            self.tables[name] = []
        elif use is Use.COUNT:
            self.counts[name] = []


@dataclass(frozen=True)
class Changes:
    """What of a layer is to be made from the version below. `kept` are the results that stay as `before` has them.

    `before` is the version before without tables whose files are gone; None where nothing of it is to stay.
    """

    lineage: Lineage
    below: Manifest
    before: Manifest | None
    kept: frozenset[str]

    @cached_property
    def due(self) -> set[str]:
        """The results to make."""
        return set(self.lineage.results) - self.kept

    @cached_property
    def needed(self) -> set[str]:
        """The statements to run for them, and the inputs that these read; those that give no rows read none."""
        return self.lineage.needed(self.due, self.kept.__contains__, self.lineage.empty)

    @property
    def tables_before(self) -> Mapping[str, TableVersion]:
        """The tables of the version before that are there."""
        return self.before.tables if self.before else {}

    @property
    def counts_kept(self) -> Counts:
        """The rows that need not be counted again."""
        return {name: rows for name, rows in self.before.counts.items() if name in self.kept} if self.before else {}

    def has(self, name: str, table: TableVersion) -> bool:
        """Whether the version before has a table with just these bytes."""
        before = self.tables_before.get(name)
        return before is not None and [file.sha256 for file in before.files] == [file.sha256 for file in table.files]

    @property
    def models(self) -> tuple[type[Row], ...]:
        """The layer's tables, as readers list them."""
        return self.lineage.schema.tables(self.lineage.layer)

    @property
    def raw_tables(self) -> list[RawTable]:
        """The raw tables to read."""
        return [table for table in self.lineage.schema.raw_tables if table.relation in self.needed]

    @property
    def tables_below(self) -> list[type[Row]]:
        """The tables below to read, which are no raw ones."""
        models = self.lineage.schema.tables(self.below.layer)
        return [model for model in models if model.table.name in self.needed]

    @property
    def quarantines(self) -> dict[str, bool]:
        """Each quarantine by its name, and whether its rows stay."""
        uses = self.lineage.uses
        return {name: name in self.kept for name, use in uses.items() if use is Use.QUARANTINE}

    @property
    def tables_kept(self) -> list[type[Row]]:
        """The tables of the layer that stay, and that statements or audits read."""
        read = {read for name in self.needed - set(self.lineage.inputs) for read in self.lineage.reads(name)}
        read |= tables_audited(self.models, self.due)
        return [model for model in self.models if model.table.name in read & self.kept]

    def files(self, model: type[Row]) -> Sequence[DataFile]:
        """The files that a table has in the version before; none where there is no such table."""
        table = self.tables_before.get(model.table.name)
        return table.files if table else ()


@dataclass(frozen=True)
class Making:
    """Changes being made by a run: in which session, in which dialect, where."""

    changes: Changes
    session: Session
    dialect: str
    access: FileAccess
    run_id: str
    progress: Progress

    def make(self) -> Made:
        """Make what is due, and audit it."""
        files = self._read_inputs()
        for model in self.changes.tables_kept:
            self.session.read_table(model, self.access.read(self.changes.files(model)))
        made = Made()
        steps = [*self._program(files, made), *self._audits(made)]
        self.session.run(steps, self.progress.step)
        return made

    def _read_inputs(self) -> list[SourceFile]:
        """Register what the statements read; the raw files that are looked through for rejects."""
        changes = self.changes
        if changes.below.layer is Layer.RAW:
            files = {
                table.relation: read_raw(self.session, self.access, changes.below, table)
                for table in changes.raw_tables
            }
            return self._read_rejects(files) if QUARANTINE.table.name in changes.needed else []
        for model in changes.tables_below:
            self.session.read_table(model, self.access.read(changes.below.tables[model.table.name].files))
        if PRICES in changes.needed:
            self.session.read_prices(price_table())
        return []

    def _read_rejects(self, files: Mapping[str, Sequence[SourceFile]]) -> list[SourceFile]:
        """Register the rejects that are known; the files that are looked through for others."""
        changes = self.changes
        read = changes.lineage.files_read_for(name for name, stays in changes.quarantines.items() if not stays)
        known = [table for table in changes.lineage.schema.raw_tables if table.relation not in read]
        origins = [file.key for table in known for file in raw_files(changes.below, table.name)]
        self.session.read_rejects(self.access.read(changes.files(QUARANTINE)) if origins else [], origins)
        for name, stays in changes.quarantines.items():
            if stays:
                # None that a statement finds anew.
                self.session.stage(name, NO_REJECTS, Use.VIEW)
        return [file for relation, found in files.items() if relation in read for file in found]

    def _number_rejected(self, files: Sequence[SourceFile]) -> None:
        """Number the lines of those files that have rejects: most have none, and each is read once more for it."""
        found = {row["origem"] for row in self.session.rows(f"SELECT origem FROM {ALL_QUARANTINED} GROUP BY origem")}
        self.session.number_lines([file for file in files if file.key in found])

    def _program(self, files: Sequence[SourceFile], made: Made) -> Iterator[Step]:
        """The statements that are needed, each after those that it reads; `files` are looked through for rejects."""
        lineage, begun = self.changes.lineage, set[str]()
        for statement, use in program_of(lineage.schema, lineage.layer):
            name = statement.name
            if name not in self.changes.needed:
                continue
            if use is Use.DROP:
                # After all before it, since whoever reads a view reads what that reads.
                yield Step(f"DROP {name}", frozenset(begun), partial(self.session.drop, name))
                continue
            made.place(name, use)
            do = partial(self._run, statement, use, files, made)
            yield Step(name, begun.intersection(lineage.reads(name)), do, f"{lineage.layer.value}: {name}")
            begun.add(name)

    def _audits(self, made: Made) -> Iterator[Step]:
        """The audits of each table, after the tables that they read."""
        changes, says = self.changes, f"auditing {self.changes.lineage.layer.value}"
        for model in changes.models:
            made.broken[model.table.name] = []
            read = tables_audited([model], changes.due) & changes.due
            yield Step(f"AUDIT {model.table.name}", read, partial(self._audit, model, made), says)
            says = ""

    def _audit(self, model: type[Row], made: Made) -> None:
        files = made.tables.get(model.table.name) or self.changes.files(model)
        if any(file.rows for file in files):  # no row breaks a rule where there is none
            made.broken[model.table.name] = audit_table(self.session, model, self.changes.due)

    def _run(self, statement: Statement, use: Use, files: Sequence[SourceFile], made: Made) -> None:
        name, has_rows = statement.name, statement.name not in self.changes.lineage.empty
        # Planning is much of what a text takes where there are few lines, and all of it where there are none.
        sql = statement.text(self.dialect) if has_rows else statement.without_rows(self.dialect)
        if name == QUARANTINE.table.name:
            self._number_rejected(files)
        if use is Use.COUNT:
            made.counts[name] = [_plain(row) for row in self.session.rows(sql)]
        elif use is Use.TABLE:
            made.tables[name] = self._write(self.changes.lineage.schema.model_of(name), sql)
        elif statement.sieve and has_rows:
            self.session.sift(name, statement.sieve, sql)
        else:
            # No rows need no file, nor a sieve.
            self.session.stage(name, sql, use if has_rows or use is Use.VIEW else Use.KEEP)

    def _write(self, model: type[Row], sql: str) -> list[WrittenFile]:
        folder = layout.table_folder(self.changes.lineage.layer, model.table.name, self.run_id)
        written = self.session.write(model, sql, self.access.output(folder))
        self.session.read_table(model, [file.location for file in written])
        return written


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of counts as a document holds it: engines add whole numbers up to decimals."""
    return {name: value if isinstance(value, str | None) else int(value) for name, value in row.items()}
