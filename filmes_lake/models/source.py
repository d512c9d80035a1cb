"""What a source says of itself: its raw tables, what they become in Trusted, and how every line is reconciled.

Each source's package in `ingest/` has such a description. The registry there names the packages, and a `Schema` puts
the descriptions together: `status`, audits, transforms, catalogs and documentation read in it what they need.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any, ClassVar, Literal

from filmes_lake.models.columns import ColumnType, Row, columns_of
from filmes_lake.models.kinds import Kind
from filmes_lake.models.records import Structure

# What engines take for the delimiter when they read a line whole: no file may hold it.
NO_DELIMITER = "\x01\x02\x03"
Contract = Literal["strict", "evolve"]
"""What happens when a raw table's files gain a column: they are refused, or it stays in Raw and in no table."""

REJECTED = "rejected"
"""The part of every law whose lines and records stand in the quarantine."""


@dataclass(frozen=True)
class Delimited:
    """Text with a header: one line a row, the delimiter between columns, no quoting. It lies in `folder` of Raw.

    A file that nobody can mend is taken with lines that are no text: these are rejected (`lenient`), and not the file.
    """

    delimiter: str
    folder: str
    ending: str = "csv"
    lenient: bool = False


@dataclass(frozen=True)
class Records:
    """JSON objects, one a line. `structure` has what of one is parsed."""

    structure: Structure


@dataclass(frozen=True)
class Equation:
    """The sum of some parts of a law, in words, is a count that the reconciliation does not show."""

    name: str
    parts: tuple[str, ...]
    other: str
    count: str


@dataclass(frozen=True)
class ReconciliationLaw:
    """What must hold of a raw table's rows: `total` is what ingest counted, and the sum of the parts.

    `counts` are the counting statements that give the numbers, each in a column of the part's name; where rows have a
    `tipo`, the one of the raw table's kind is taken. Columns `invalid_<name>` count values that were not of their
    column's type, range or shape, `valid_<name>` those that were. `tables` says which table has as many rows as there
    are in a part, over all raw tables that say so of it. `notes` are numbers beside the law, each with its words.
    """

    total: str
    parts: tuple[str, ...]
    counts: tuple[str, ...]
    tables: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    equations: tuple[Equation, ...] = ()


@dataclass(frozen=True)
class RawTable:
    """A table of the raw layer: its name in manifests, the relation that statements read, the model of a row.

    `kind` is None where its rows may be about titles of any kind.
    """

    name: str
    relation: str
    model: type[Row]
    format: Delimited | Records
    law: ReconciliationLaw
    kind: Kind | None = None

    @property
    def delimited(self) -> Delimited:
        """Its format; TypeError where its files are records."""
        if isinstance(self.format, Delimited):
            return self.format
        raise TypeError(f"{self.name}: its files are records")


@dataclass(frozen=True)
class TrustedTable:
    """A table of Trusted that a source feeds. `kind` is None where its rows may be about titles of any kind."""

    model: type[Row]
    kind: Kind | None = None


class Use(Enum):
    """What becomes of a statement's result."""

    VIEW = auto()  # computed at each use
    KEEP = auto()  # computed once, read by later statements
    SPOOL = auto()  # the same, of a file's every line: most of it is null, and it has no place in memory
    SIEVE = auto()  # what an engine counts of a raw table's lines without reading them, see `Sieve`
    DROP = auto()  # kept no longer: its last reader has run
    COUNT = auto()  # rows of the reconciliation
    TABLE = auto()  # a table of the layer
    # In a source's program: made before, and its rows with a `motivo` (origem, motivo, conteudo) go to the quarantine.
    # In a layer's: these rows, computed once.
    QUARANTINE = auto()


@dataclass(frozen=True)
class Sieve:
    """Which lines of a raw table need no reading, only to be counted: most of a file about everything there is.

    Its statement says what is wanted: numbers of ids (1 and the id's digits) as sets of bits, 32 a row (`bloco`,
    `procurados`); or, where there is a column `words`, words (`procurado`). A line may be left out if the id in `key`,
    or its word, is not wanted, and if it is written as nearly all lines are, so that no statement would reject it or
    find a value invalid. It has a field for each of the model's columns, and in

    - `ids`: two letters, and 7 or 8 digits behind them
    - `place`: a whole number of at most `PLACE_DIGITS`
    - other whole numbers: one of the column's range, of at most `DIGITS`, or null
    - `lists`: a list of texts in JSON, `["..."]`, or null
    - `words`: no blank at an end
    - all other columns: anything.

    Of lines that stand side by side and are of one group its relation has a row: `grupo`, how many they are (`linhas`),
    how many have a value in each of the columns `counted` (`valid_<column>`), and which places they have in the group:
    bits of `baixos` those below `BITS`, of `altos` the next. With a `place` a group is the lines of one id, and without
    one those of 32, whose place is that of the id in a row of bits.

    An engine may leave out any of these lines; statements come to the same.
    """

    BITS: ClassVar[int] = 62  # twice 62 places still fit the number in which DuckDB counts bits
    DIGITS: ClassVar[int] = 4
    PLACE_DIGITS: ClassVar[int] = 2

    relation: str
    model: type[Row]
    key: str
    ids: Mapping[str, str] = field(hash=False)
    place: str | None = None
    lists: tuple[str, ...] = ()
    words: str | None = None

    @property
    def counted(self) -> tuple[str, ...]:
        """The columns whose values are counted: they may be null, and may be invalid."""
        columns = columns_of(self.model)
        whole = (column.name for column in columns if column.type is ColumnType.INT and column.nullable)
        return (*whole, *self.lists)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its relation, whole numbers all."""
        return ("grupo", "linhas", "baixos", "altos", *(f"valid_{name}" for name in self.counted))

    @property
    def nothing(self) -> str:
        """Its relation where no line is left out, in SQL that every engine reads alike."""
        return f"SELECT {', '.join(f'CAST(NULL AS BIGINT) AS {name}' for name in self.columns)} WHERE 1 = 0"


@dataclass(frozen=True)
class Choice:
    """Which of a source's titles the tables take: rows of the relation that its statements read, each with a `tipo`."""

    relation: str
    rows: Sequence[Mapping[str, str | int | bool]]

    def sql(self, kinds: Collection[Kind]) -> str:
        """The rows about these kinds, in SQL that every engine reads alike."""
        tipos = {kind.tipo for kind in kinds}
        found = [row for row in self.rows if row["tipo"] in tipos]
        return "\nUNION ALL\n".join(map(_select, found)) or f"{_select(self.rows[0])} WHERE 1 = 0"


def _select(row: Mapping[str, str | int | bool]) -> str:
    values = {name: f"'{value}'" if isinstance(value, str) else str(value).upper() for name, value in row.items()}
    return f"SELECT {', '.join(f'{value} AS {name}' for name, value in values.items())}"


@dataclass(frozen=True)
class Source:
    """A source, whole. `name` is its word on the command line, `noun` what messages call its files.

    `about` is a sentence, for the help. `program` has its statements in the order in which they run, with what becomes
    of each; their texts lie in the folder `sql` of `package`. `settings` are pydantic fields with their types, by names
    of settings such as `sources.movies`.

    Of sources that have titles (`has_titles`) one is read for each kind: the one whose snapshot came last. A source may
    choose among its titles: `choose` makes the `choice` of the settings.

    `parts` are results that statements of other sources read, by their names, each with the table whose columns it has.
    Where none of the source's files is there, they are all that is there of it, and empty. `texts` has the statements
    that are no files, `sieves` what those of `Use.SIEVE` ask for.

    Files of a source whose publisher has newer ones (`replaceable`) may be deleted once no version names them.
    """

    name: str
    noun: str
    about: str
    raw: tuple[RawTable, ...]
    trusted: tuple[TrustedTable, ...]
    program: tuple[tuple[str, Use], ...]
    package: str
    settings: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    has_titles: bool = False
    choice: Choice | None = None
    choose: Callable[[Any], Choice] | None = None
    parts: Mapping[str, type[Row]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    sieves: Mapping[str, Sieve] = field(default_factory=dict)
    replaceable: bool = False

    def set_up(self, settings: Any) -> "Source":
        """The source as the settings have it."""
        return replace(self, choice=self.choose(settings)) if self.choose else self

    def is_there(self, tables: Collection[str]) -> bool:
        """Whether one of these raw tables is its own."""
        return any(table.name in tables for table in self.raw)

    def kinds(self, tables: Collection[str]) -> set[Kind]:
        """The kinds that its own of these raw tables are about; one of no kind is about all."""
        own = [table for table in self.raw if table.name in tables]
        return {kind for table in own for kind in ([table.kind] if table.kind else Kind)}

    def emptied(self) -> "Source":
        """The source where none of its files is there."""
        texts = {name: _nothing(model) for name, model in self.parts.items()}
        return replace(self, raw=(), program=tuple((name, Use.VIEW) for name in texts), choice=None, texts=texts)

    def chosen(self, kinds: Collection[Kind]) -> "Source":
        """The source where it is read for these kinds."""
        return replace(self, texts={self.choice.relation: self.choice.sql(kinds)}) if self.choice else self


def _nothing(model: type[Row]) -> str:
    """No rows, with a table's columns as the statements before it have them: lists are text."""
    columns = ((column, column.type is ColumnType.STRINGS) for column in columns_of(model))
    typed = (
        f"CAST(NULL AS {'STRING' if listed else column.engine.spark}) AS {column.name}" for column, listed in columns
    )
    return f"SELECT {', '.join(typed)} WHERE 1 = 0"


def headers_of(model: type[Row]) -> tuple[tuple[str, ...], ...]:
    """The headers that a file of the model may have, word for word: one for each generation, the newest first."""
    columns = columns_of(model)
    generations = sorted({column.since for column in columns}, reverse=True)
    return tuple(tuple(column.source for column in columns if column.since <= last) for last in generations)


def header_in(columns: Iterable[str], table: RawTable) -> tuple[str, ...]:
    """The header of a raw table's files, of which a manifest says these columns; records have none.

    Where it says none, the manifest is of a time when the oldest header was the only one.
    """
    if not isinstance(table.format, Delimited):
        return ()
    return tuple(columns) or headers_of(table.model)[-1]


def places_in(header: tuple[str, ...], model: type[Row]) -> tuple[int | None, ...]:
    """Where the model's columns stand in a file's header, in the model's order; the first place is 1.

    None for a column that the header lacks: one of a later generation.
    """
    places = {name: place for place, name in enumerate(header, start=1)}
    return tuple(places.get(column.source) for column in columns_of(model))


def known_columns(header: tuple[str, ...], model: type[Row]) -> tuple[str, ...]:
    """The model's columns that the header has, in the model's order."""
    return tuple(column.source for column in columns_of(model) if column.source in header)


def new_columns(header: tuple[str, ...], model: type[Row]) -> tuple[str, ...]:
    """The header's columns that no table has, in its order: they stay in Raw."""
    known = {column.source for column in columns_of(model)}
    return tuple(name for name in header if name not in known)
