"""A version's manifest: its tables, their files, and what it was made of."""

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from filmes_lake.lake.documents import Document
from filmes_lake.models.kinds import Layer
from filmes_lake.settings import UTF_8


class FrozenDocument(Document):
    """A document that is replaced as a whole, and never changed."""

    model_config = ConfigDict(frozen=True)


class DataFile(FrozenDocument):
    """One file: key in the lake, size in bytes, rows (data lines, records), SHA-256 of its bytes.

    `oldest` is when the oldest answer in a TMDB part was fetched (UTC); None for other files. `conversion` is what is
    read in place of a delimited file that is not in the lake's own form. `run_id` is the run that stored a snapshot,
    whose key does not say so; older programs wrote none down.
    """

    key: str
    bytes: int
    rows: int
    sha256: str
    oldest: datetime | None = None
    conversion: "Conversion | None" = Field(default=None, exclude_if=lambda conversion: conversion is None)
    run_id: str | None = Field(default=None, exclude_if=lambda run_id: run_id is None)

    @property
    def all(self) -> tuple["DataFile", ...]:
        """The file, and those of its conversion."""
        return (self, *self.conversion.files) if self.conversion else (self,)

    @property
    def encoding(self) -> str:
        """The encoding of a delimited file."""
        return self.conversion.dialect.encoding if self.conversion else UTF_8


class Dialect(FrozenDocument):
    """How a delimited file is written: what parts columns, what quotes them (nothing: ""), the encoding, the header."""

    delimiter: str
    quote: str
    encoding: str
    header: tuple[str, ...]


class Conversion(FrozenDocument):
    """A delimited file in the lake's own form: a line for each record, read from the file in its `dialect`.

    `originals` has those that may be rejected as they stand in the file, see `transform.engine.SourceFile`.
    """

    dialect: Dialect
    lines: DataFile
    originals: DataFile

    @property
    def files(self) -> tuple[DataFile, DataFile]:
        """The files that it is made of."""
        return self.lines, self.originals


class TableVersion(FrozenDocument):
    """A table of a version. `columns` maps names to types; a CSV's are its header's words, TMDB parts have none."""

    files: tuple[DataFile, ...]
    columns: dict[str, str] = Field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows of all files."""
        return sum(file.rows for file in self.files)

    @property
    def bytes(self) -> int:
        """Bytes of all files."""
        return sum(file.bytes for file in self.files)


class Manifest(FrozenDocument):
    """A version of a layer. `fingerprint` names what it was made of; equal ones need no new version.

    `made_of` says it of each of its tables, of what was counted (`counts` has the rows) and of each quarantine, see
    `transform.lineage`. Files of a table that stayed as it was are those of an older version, whose run made them.
    """

    format: int = 1
    version: str
    layer: Layer
    run_id: str
    created_at: datetime
    program: str
    tables: dict[str, TableVersion]
    fingerprint: dict[str, str] = Field(default_factory=dict)
    made_from: str | None = None
    made_of: dict[str, str] = Field(default_factory=dict)
    counts: dict[str, list[dict[str, Any]]] = Field(default_factory=dict)
    accounting: dict[str, dict[str, Any]] = Field(default_factory=dict)

    @property
    def id(self) -> str:
        """See `Document.id`."""
        return self.version

    @property
    def files(self) -> tuple[DataFile, ...]:
        """The files of all tables."""
        return tuple(file for table in self.tables.values() for file in table.files)

    @property
    def bytes(self) -> int:
        """Bytes of all files."""
        return sum(table.bytes for table in self.tables.values())
