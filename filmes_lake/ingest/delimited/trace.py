"""A title in delimited files of Raw: its lines in the current snapshots, found by reading them through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from filmes_lake.ingest.delimited.conversions import opened, records_in
from filmes_lake.ingest.source import Sighting
from filmes_lake.lake.integrity import verified_files
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import DataFile, Dialect, Manifest
from filmes_lake.models.columns import columns_of
from filmes_lake.models.kinds import Kind
from filmes_lake.models.source import RawTable, Source, header_in
from filmes_lake.models.spellings import columns_in
from filmes_lake.models.title_ids import TITLE_COLUMN, id_or_text, needle_of, title_id


@dataclass(frozen=True)
class DelimitedTrace:
    """Implements `Trace`: a sighting for each of the source's files that speaks of the title.

    Its values are the distinct texts under each of the header's words but those of the columns `of_others` (by their
    names in Trusted), which say nothing of the title: more than one where lines disagree. A line with a wrong number
    of columns has no values. `single` says that of a kind there is one file, so that its sighting is no list.
    """

    source: Source
    of_others: frozenset[str] = frozenset()
    single: bool = False

    @property
    def nothing(self) -> str:
        """See `Trace.nothing`."""
        return f"no line in the current {self.source.noun}"

    def find(self, lake: Lake, raw: Manifest, kind: Kind | None, title_id: str, scratch: Path) -> list[Sighting]:
        """See `Trace.find`."""
        tables = [table for table in self.source.raw if table.kind in (None, kind)]
        snapshots = [snapshot for table in tables for snapshot in snapshots_of(lake, raw, table, scratch)]
        return [found for snapshot in snapshots if (found := self._sighting(snapshot, title_id))]

    def document(self, found: Sequence[Sighting]) -> Any:
        """See `Trace.document`."""
        documents = [{"key": sighting.key, "lines": sighting.lines, "values": sighting.values} for sighting in found]
        return next(iter(documents), None) if self.single else documents

    def _sighting(self, snapshot: "Snapshot", wanted: str) -> Sighting | None:
        found = [line for line in snapshot.lines(needle_of(wanted)) if snapshot.title_in(line) == wanted]
        if not found:
            return None
        numbers = tuple(line.number for line in found)
        texts = tuple(dict.fromkeys(line.text for line in found))
        return Sighting(snapshot.file.key, numbers, texts, self._values(snapshot, found))

    def _values(self, snapshot: "Snapshot", lines: Sequence["Line"]) -> dict[str, tuple[str, ...]]:
        left_out = {column.source for column in columns_of(snapshot.table.model) if column.name in self.of_others}
        rows = [line.fields for line in lines if line.is_whole]
        return {
            name: tuple(dict.fromkeys(row[place] for row in rows))
            for place, name in enumerate(snapshot.columns)
            if rows and name not in left_out
        }


class Line(NamedTuple):
    """A line or record as it stands in the file: the number of its first line, its text, its fields.

    One that is whole has a field for each of the file's columns.
    """

    number: int
    text: str
    fields: list[str]
    is_whole: bool


@dataclass(frozen=True)
class Snapshot:
    """The current file of a raw table: at `path` on this machine, with its header's words as the lake has them."""

    table: RawTable
    file: DataFile
    path: Path
    columns: tuple[str, ...]

    def lines(self, holding: str = "") -> Iterator[Line]:
        """The data lines, or records, that hold these letters; the header's number is 1."""
        dialect = self.file.conversion.dialect if self.file.conversion else None
        return self._records(dialect, holding) if dialect else self._own_lines(holding.encode())

    def title_in(self, line: Line) -> str | None:
        """Which title a line is about. Of one with a wrong number of columns the first field that is an id decides."""
        fields = line.fields
        words = (column.source for column in columns_of(self.table.model) if column.name == TITLE_COLUMN)
        place = next((self.columns.index(word) for word in words if word in self.columns), len(fields))
        in_place = id_or_text(fields[place]) if place < len(fields) else None
        if line.is_whole:
            return in_place
        return next((found for field in fields if (found := title_id(field))), in_place)

    def _own_lines(self, needle: bytes) -> Iterator[Line]:
        with opened(self.file, self.path) as lines:
            for number, line in enumerate(lines, start=1):
                if needle in line and number > 1:
                    text = line.rstrip(b"\r\n").decode("utf-8")
                    fields = text.split(self.table.delimited.delimiter)
                    yield Line(number, text, fields, len(fields) == len(self.columns))

    def _records(self, dialect: Dialect, needle: str) -> Iterator[Line]:
        columns = columns_in(dialect.header, self.table.model)
        for record in islice(records_in(self.file, dialect, self.path), 1, None):
            if needle in record.text:
                fields = columns.under_names(record.fields)
                yield Line(record.line, record.text, fields or record.fields, fields is not None)


def snapshots_of(lake: Lake, raw: Manifest, table: RawTable, scratch: Path) -> list[Snapshot]:
    """The current files of a raw table; none where nothing was ingested."""
    found = raw.tables.get(table.name)
    if found is None:
        return []
    paths = verified_files(lake, found.files, scratch)
    columns = header_in(found.columns, table)
    return [Snapshot(table, file, path, columns) for file, path in zip(found.files, paths, strict=True)]
