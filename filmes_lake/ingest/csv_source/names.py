"""Titles in the CSVs by the text of their names."""

from dataclasses import dataclass
from pathlib import Path

from filmes_lake.ingest.csv_source.description import SOURCE
from filmes_lake.ingest.delimited.trace import snapshots_of
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.columns import columns_of
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import TitleColumns
from filmes_lake.models.spellings import plain_text

NAME_IN_CSV = next(column.source for column in columns_of(TitleColumns) if column.name == "titulo_principal")
"""The header's word for the title as IMDb shows it."""


@dataclass(frozen=True)
class NamedTitle:
    """A title as a line of the CSV has it: its values by the header's words."""

    kind: Kind
    title_id: str
    values: dict[str, str]


def titles_named(lake: Lake, raw: Manifest, kind: Kind, wanted: str, scratch: Path) -> list[NamedTitle]:
    """The titles of the current CSV whose names hold the text, accents and case aside; each title once."""
    found: dict[str, NamedTitle] = {}
    plain = plain_text(wanted)
    for table in (table for table in SOURCE.raw if table.kind is kind):
        names = [column.source for column in columns_of(table.model) if column.name.startswith("titulo_")]
        for snapshot in snapshots_of(lake, raw, table, scratch):
            for line in snapshot.lines():
                if not line.is_whole or plain not in plain_text(line.text):
                    continue
                values = dict(zip(snapshot.columns, map(str.strip, line.fields), strict=True))
                title_id = snapshot.title_in(line)
                if title_id and any(plain in plain_text(values[name]) for name in names):
                    found.setdefault(title_id, NamedTitle(kind, title_id, values))
    return list(found.values())
