"""Saved TMDB records into the lake, whole: from a file to a published raw version and a ledger entry."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filmes_lake.errors import SourceError
from filmes_lake.ingest.files import LARGEST_UNPACKED, size_of
from filmes_lake.ingest.tmdb.landing import TmdbLanding
from filmes_lake.ingest.tmdb.record import TmdbRecord
from filmes_lake.ingest.tmdb.saved import JSON_LINES_HINT, KEPT_BYTES, BadLine, saved_records
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.files import writing
from filmes_lake.models.kinds import Kind
from filmes_lake.progress import SILENT, Progress

_LISTED_BAD_LINES = 10_000


@dataclass
class TmdbIngest:
    """What became of a file's lines: lines = stored + unchanged + not_records.

    `bad_lines` has number and reason of the first 10,000 lines that are no records; all of them lie in `errors_key`.
    """

    kind: Kind
    source: str
    parts: list[str] = field(default_factory=list)
    stored: int = 0
    unchanged: int = 0
    not_records: int = 0
    bad_lines: list[tuple[int, str]] = field(default_factory=list)
    errors_key: str | None = None


def ingest_saved_tmdb(
    lake: Lake, source: Path, kind: Kind, progress: Progress = SILENT, largest: int = LARGEST_UNPACKED
) -> TmdbIngest:
    """Store the TMDB records of a file; lines that are none are kept in `_ops` and listed with their numbers.

    SourceError and nothing stored where the file cannot be read to its end or holds no record at all; `largest` see
    `unpacked`.
    """
    advance = progress.begin_bytes("reading", size_of([source]))
    with (
        lake.run("ingest tmdb", source=str(source), kind=kind.value) as run,
        lake.storage.lock(layout.tmdb_lock(kind), run.holder),
    ):
        landing = TmdbLanding(lake, run, kind)
        result = TmdbIngest(kind, str(source))
        bad = _BadLines(run.scratch / "errors", result)
        for found in saved_records(source, kind, run.started_at, advance, largest):
            if isinstance(found, TmdbRecord):
                landing.add(found)
            else:
                bad.add(found)
        result.stored, result.unchanged = landing.stored, landing.unchanged
        if not result.stored + result.unchanged:
            raise _no_records(source, result.bad_lines)
        result.parts = landing.commit()
        if result.not_records:
            result.errors_key = layout.tmdb_errors(run.id)
            lake.storage.put_file(result.errors_key, bad.path)
        run.counts = {"stored": result.stored, "unchanged": result.unchanged, "not_records": result.not_records}
        run.outcome = "partly_done" if result.not_records else ("done" if result.parts else "unchanged")
    return result


class _BadLines:
    """Writes down lines that are no records as they come, since they can be any number.

    They can be of any size too: how a line begins is kept (64 KiB), with its length and SHA-256.
    """

    def __init__(self, path: Path, result: TmdbIngest) -> None:
        self.path = path
        self._result = result

    def add(self, bad: BadLine) -> None:
        """Count a line, and keep it."""
        self._result.not_records += 1
        if len(self._result.bad_lines) < _LISTED_BAD_LINES:
            self._result.bad_lines.append((bad.line.number, bad.reason))
        with writing(self.path), self.path.open("ab") as file:
            file.write(json.dumps(self._entry(bad), ensure_ascii=False).encode("utf-8", "replace") + b"\n")

    def _entry(self, bad: BadLine) -> dict[str, Any]:
        return {
            "source": self._result.source,
            "line": bad.line.number,
            "reason": bad.reason,
            "content": bad.line.text[:KEPT_BYTES].decode("utf-8", "replace"),
            "bytes": bad.line.bytes,
            "sha256": bad.line.sha256,
        }


def _no_records(source: Path, bad: Sequence[tuple[int, str]]) -> SourceError:
    if not bad:
        return SourceError(f"{source}: only blank lines", "one JSON object a line is expected")
    number, reason = bad[0]
    return SourceError(
        f"{source}:{number}: no TMDB record in the file ({reason})",
        f"{JSON_LINES_HINT}; check --kind too",
    )
