"""The models as templates see them: columns of tables, columns of lines, and which of the former the latter have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from filmes_lake.ingest import registry
from filmes_lake.models.columns import Column, Row, columns_of
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.raw import LINES
from filmes_lake.models.tables import Schema

OF_THE_FILE = "tipo"  # known by the file that a line stands in


@dataclass(frozen=True)
class Models:
    """The line of each kind's CSV, and the tables of all layers by their names."""

    lines: Mapping[Kind, type[Row]]
    tables: Mapping[str, type[Row]]

    def columns_of(self, table: str) -> tuple[Column, ...]:
        """Every column of the table."""
        return columns_of(self.tables[table])

    def key_of(self, table: str) -> tuple[Column, ...]:
        """The columns that make the table's rows unique."""
        return tuple(column for column in self.columns_of(table) if column.name in self.tables[table].table.key)

    def from_lines(self, *tables: str) -> tuple[Column, ...]:
        """The columns of the tables that lines of some kind have, each once; `tipo`, which the file gives, is one."""
        in_lines = {OF_THE_FILE, *(field.name for kind in self.lines for field in self.line_of(kind))}
        found = {column.name: column for table in tables for column in self.columns_of(table)}
        return tuple(column for name, column in found.items() if name in in_lines)

    def line_of(self, kind: Kind) -> tuple[Column, ...]:
        """The fields of the kind's lines."""
        return columns_of(self.lines[kind])

    def in_lines_of(self, columns: Iterable[Column], kind: Kind) -> tuple[Column, ...]:
        """The fields of the kind's lines that have one of the columns, in the lines' order."""
        names = {column.name for column in columns}
        return tuple(field for field in self.line_of(kind) if field.name in names)

    def place_in(self, field: Column, kind: Kind) -> int:
        """Where the field stands in a line of the kind, from 1."""
        return self.line_of(kind).index(field) + 1


def models_of(schema: Schema) -> Models:
    """The models of the tables that a lake's sources feed."""
    return Models(LINES, {model.table.name: model for layer in Layer for model in schema.tables(layer)})


OURS = models_of(registry.schema())
