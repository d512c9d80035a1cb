"""A title in TMDB's lists: its lines, found by reading the lists through for the id that TMDB's answer gave it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filmes_lake.ingest.delimited.conversions import opened
from filmes_lake.ingest.json_objects import parse_object
from filmes_lake.ingest.source import Sighting
from filmes_lake.ingest.tmdb.journal import outcomes_of
from filmes_lake.ingest.tmdb_exports.description import raw_table
from filmes_lake.ingest.tmdb_exports.models import ExportLine
from filmes_lake.ingest.tmdb_exports.names import day_of
from filmes_lake.lake.integrity import verified_files
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import DataFile, Manifest
from filmes_lake.models.columns import columns_of
from filmes_lake.models.kinds import Kind

_ID, _POPULARITY = (column.source for column in columns_of(ExportLine))


@dataclass(frozen=True)
class ExportsTrace:
    """Implements `Trace`: a sighting for each line, the newest day first."""

    nothing: str = "no line in TMDB's exports"

    def find(self, lake: Lake, raw: Manifest, kind: Kind | None, title_id: str, scratch: Path) -> list[Sighting]:
        """See `Trace.find`."""
        table = raw.tables.get(raw_table(kind).name) if kind else None
        tmdb_id = _tmdb_id(lake, raw, kind, title_id) if kind and table and table.files else None
        if table is None or tmdb_id is None:
            return []
        paths = verified_files(lake, table.files, scratch)
        days = sorted(zip(table.files, paths, strict=True), key=lambda found: day_of(found[0].key), reverse=True)
        return [sighting for file, path in days for sighting in _sightings(file, path, tmdb_id)]

    def document(self, found: Sequence[Sighting]) -> Any:
        """See `Trace.document`."""
        return [{"key": line.key, "line": line.lines[0], **line.facts, "values": line.values} for line in found]


def _tmdb_id(lake: Lake, raw: Manifest, kind: Kind, title_id: str) -> int | None:
    """The id in the newest of the title's answers that Raw has."""
    table = raw.tables.get(kind.names.tmdb_table)
    parts = {file.key for file in table.files} if table else set()
    answers = [found for found in outcomes_of(lake, kind) if found.identity == title_id and found.part in parts]
    newest = max(answers, key=lambda found: found.at, default=None)
    return newest.tmdb_id if newest else None


def _sightings(file: DataFile, path: Path, tmdb_id: int) -> Iterator[Sighting]:
    needle = str(tmdb_id).encode()
    with opened(file, path) as lines:
        for number, line in enumerate(lines, start=1):
            if needle in line and (values := parse_object(text := line.decode().rstrip("\n")))[_ID] == tmdb_id:
                facts = {"day": day_of(file.key).isoformat()}
                yield Sighting(file.key, (number,), (text,), values, facts, f"popularity {values[_POPULARITY]}")
