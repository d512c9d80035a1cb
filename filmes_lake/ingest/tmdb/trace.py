"""TMDB's answers about a title, found by reading the parts through."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filmes_lake.ingest.source import Sighting
from filmes_lake.ingest.tmdb.description import OWN_COLUMNS
from filmes_lake.lake.integrity import verified_files
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.columns import columns_of
from filmes_lake.models.kinds import Kind
from filmes_lake.models.title_ids import id_or_text, needle_of
from filmes_lake.models.tmdb import IMDB_ID_PATHS, RECORDS


@dataclass(frozen=True)
class TmdbTrace:
    """Implements `Trace`: a sighting for each answer, the newest first; its values are the answer's plain ones."""

    nothing: str = "no TMDB answer"

    def find(self, lake: Lake, raw: Manifest, kind: Kind | None, title_id: str, scratch: Path) -> list[Sighting]:
        """See `Trace.find`."""
        table = raw.tables.get(kind.names.tmdb_table) if kind else None
        if kind is None or table is None:
            return []
        parts = table.files
        paths = verified_files(lake, parts, scratch)
        found = [
            _sighting(part.key, number, text, envelope, kind)
            for part, path in zip(parts, paths, strict=True)
            for number, text in _lines(path, needle_of(title_id))
            if title_id in _ids_in(envelope := json.loads(text), kind)
        ]
        return sorted(found, key=lambda answer: (answer.facts["fetched_at"] or "", answer.texts), reverse=True)

    def document(self, found: Sequence[Sighting]) -> Any:
        """See `Trace.document`."""
        return [
            {"part": answer.key, "line": answer.lines[0], **answer.facts, "values": answer.values} for answer in found
        ]


def _lines(path: Path, holding: str) -> list[tuple[int, str]]:
    """Number and text of the lines that hold these letters."""
    needle = holding.encode()
    with path.open("rb") as lines:
        return [
            (number, line.rstrip(b"\r\n").decode("utf-8")) for number, line in enumerate(lines, 1) if needle in line
        ]


def _ids_in(envelope: dict[str, Any], kind: Kind) -> set[str]:
    found = [envelope.get("imdb_id"), *(_at(envelope.get("body"), path) for path in IMDB_ID_PATHS[kind])]
    return {id_or_text(text) for text in found if isinstance(text, str)}


def _sighting(part: str, line: int, text: str, envelope: dict[str, Any], kind: Kind) -> Sighting:
    plain = [column.source for column in columns_of(RECORDS[kind]) if "[" not in column.source]
    values = {path: _at(envelope["body"], path) for path in plain if path not in OWN_COLUMNS}
    facts = {name: envelope.get(name) for name in ("fetched_at", "language")}
    return Sighting(part, (line,), (text,), values, facts, f"fetched_at {facts['fetched_at']}")


def _at(body: Any, path: str) -> Any:
    """The value under a dotted path; None where there is none."""
    for name in path.split("."):
        body = body.get(name) if isinstance(body, dict) else None
    return body
