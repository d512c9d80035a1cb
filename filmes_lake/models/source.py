"""What a source says of itself: its raw tables, what they become in Trusted, and how every line is reconciled.

Each source's package in `ingest/` has such a description. The registry there names the packages, and a `Schema` puts
the descriptions together: `status`, audits, transforms, catalogs and documentation read in it what they need.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Literal

from filmes_lake.models.columns import Row, columns_of
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
    """Text with a header: one line a row, the delimiter between columns, no quoting. It lies in `folder` of Raw."""

    delimiter: str
    folder: str
    ending: str = "csv"


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
    DROP = auto()  # kept no longer: its last reader has run
    COUNT = auto()  # rows of the reconciliation
    TABLE = auto()  # a table of the layer
    # In a source's program: made before, and its rows with a `motivo` (origem, motivo, conteudo) go to the quarantine.
    # In a layer's: these rows, computed once.
    QUARANTINE = auto()


@dataclass(frozen=True)
class Source:
    """A source, whole. `name` is its word on the command line, `noun` what messages call its files.

    `about` is a sentence, for the help. `program` has its statements in the order in which they run, with what becomes
    of each; their texts lie in the folder `sql` of `package`. `settings` are pydantic fields with their types, by names
    of settings such as `sources.movies`.
    """

    name: str
    noun: str
    about: str
    raw: tuple[RawTable, ...]
    trusted: tuple[TrustedTable, ...]
    program: tuple[tuple[str, Use], ...]
    package: str
    settings: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


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
