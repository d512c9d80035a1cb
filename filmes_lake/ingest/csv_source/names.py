"""Titles in the CSVs by the text of their names."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from filmes_lake.ingest.csv_source.description import SOURCE
from filmes_lake.ingest.delimited.trace import snapshots_of
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.versions import Manifest
from filmes_lake.models.columns import columns_of
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import TitleColumns

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
            for _, text in snapshot.lines():
                fields = snapshot.fields(text)
                if len(fields) != len(snapshot.columns) or plain not in plain_text(text):
                    continue
                values = dict(zip(snapshot.columns, map(str.strip, fields), strict=True))
                title_id = snapshot.title_in(fields)
                if title_id and any(plain in plain_text(values[name]) for name in names):
                    found.setdefault(title_id, NamedTitle(kind, title_id, values))
    return list(found.values())


def plain_text(text: str) -> str:
    """The text without case and accents."""
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return text.casefold()
