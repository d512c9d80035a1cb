"""What the lines of the CSVs tell of a table: the columns of its model that some kind's lines have, under its names."""

from filmes_lake.models.columns import Column, Row, columns_of
from filmes_lake.models.raw import LINES

OF_THE_FILE = "tipo"  # told by the file that a line stands in


def told(*tables: type[Row]) -> tuple[Column, ...]:
    """The columns of the tables that lines tell, each once, in the tables' order; `tipo` is one of them."""
    in_lines = {OF_THE_FILE, *(column.name for line in LINES.values() for column in columns_of(line))}
    found = {column.name: column for table in tables for column in columns_of(table)}
    return tuple(column for name, column in found.items() if name in in_lines)
