"""Saved TMDB records into the lake, whole: from files to a published raw version and a ledger entry."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filmes_lake.errors import SourceError
from filmes_lake.ingest.files import LARGEST_UNPACKED, name_of, size_of
from filmes_lake.ingest.tmdb.landing import TmdbLanding
from filmes_lake.ingest.tmdb.lookalikes import lookalike_of
from filmes_lake.ingest.tmdb.pieces import KEPT_BYTES, Piece
from filmes_lake.ingest.tmdb.saved import Found, given_files, saved_records
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.files import writing
from filmes_lake.models.kinds import Kind
from filmes_lake.progress import SILENT, Progress

_LISTED = 10_000
_EXPECTED = "TMDB's details of titles are expected, as JSON; check --kind too"


@dataclass(frozen=True)
class Complaint:
    """What is wrong with a piece of a file: where it begins, by line and number as `Piece` has them, and why."""

    source: str
    line: int
    number: int | None
    reason: str

    def __str__(self) -> str:
        value = f" (value {self.number:,})" if self.number else ""
        return f"{self.source}:{self.line}{value}: {self.reason}"


@dataclass
class TmdbIngest:
    """What became of the pieces of files: pieces = stored + unchanged + not_records.

    `without_title` of those stored and unchanged have no IMDb id of a title, so that no table takes them.
    `bad` and `untitled` have the first 10,000 complaints of either sort; all pieces that are no records lie in
    `errors_key`.
    """

    kind: Kind
    sources: list[str]
    parts: list[str] = field(default_factory=list)
    stored: int = 0
    unchanged: int = 0
    not_records: int = 0
    without_title: int = 0
    bad: list[Complaint] = field(default_factory=list)
    untitled: list[Complaint] = field(default_factory=list)
    errors_key: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every piece is a record that a table can take."""
        return not self.not_records and not self.without_title

    @property
    def counts(self) -> dict[str, Any]:
        """How many there were of each sort, for the ledger."""
        counts = {"stored": self.stored, "unchanged": self.unchanged, "not_records": self.not_records}
        return {**counts, "without_title": self.without_title} if self.without_title else counts


def ingest_saved_tmdb(
    lake: Lake, source: Path, kind: Kind, progress: Progress = SILENT, largest: int = LARGEST_UNPACKED
) -> TmdbIngest:
    """Store the TMDB records of a file or a folder; see `ingest_saved_files`."""
    return ingest_saved_files(lake, [source], kind, progress, largest)


def ingest_saved_files(
    lake: Lake, sources: Sequence[Path], kind: Kind, progress: Progress = SILENT, largest: int = LARGEST_UNPACKED
) -> TmdbIngest:
    """Store the TMDB records of files and folders; what in them is none is kept in `_ops` and listed.

    SourceError and nothing stored where a file cannot be read to its end, or where they hold no record that a table
    can take; `largest` see `unpacked`.
    """
    files = given_files(sources, kind)
    advance = progress.begin_bytes("reading", size_of(files))
    given = [str(source) for source in sources]
    with (
        lake.run("ingest tmdb", source=given[0] if len(given) == 1 else given, kind=kind.value) as run,
        lake.storage.lock(layout.tmdb_lock(kind), run.holder),
    ):
        landing = TmdbLanding(lake, run, kind)
        result = TmdbIngest(kind, [name_of(file) for file in files])
        complaints = _Complaints(run.scratch / "errors", result)
        for file in files:
            for found in saved_records(file, kind, run.started_at, advance, largest):
                if found.record:
                    landing.add(found.record)
                if found.complaint:
                    complaints.add(name_of(file), found)
        result.stored, result.unchanged = landing.stored, landing.unchanged
        if result.stored + result.unchanged == result.without_title:
            raise complaints.as_error()
        result.parts = landing.commit()
        if result.not_records:
            result.errors_key = layout.tmdb_errors(run.id)
            lake.storage.put_file(result.errors_key, complaints.path)
        run.counts = result.counts
        run.outcome = ("done" if result.parts else "unchanged") if result.is_whole else "partly_done"
    return result


class _Complaints:
    """Takes down what is wrong with pieces as they come, and keeps those that are no records, which can be any number.

    They can be of any size too: how a piece begins is kept (64 KiB), with its length and SHA-256.
    """

    def __init__(self, path: Path, result: TmdbIngest) -> None:
        self.path = path
        self._result = result
        self._first: Piece | None = None

    def add(self, source: str, found: Found) -> None:
        """Count a piece and list it; keep it, if it is no record."""
        complaint = Complaint(source, found.piece.line, found.piece.number, found.complaint)
        self._first = self._first or found.piece
        if found.record:
            self._result.without_title += 1
        else:
            self._result.not_records += 1
            self._keep(complaint, found.piece)
        listed = self._result.untitled if found.record else self._result.bad
        if len(listed) < _LISTED:
            listed.append(complaint)

    def as_error(self) -> SourceError:
        """The error of files that hold no record which a table can take."""
        result = self._result
        if not self._first:
            return SourceError(f"{', '.join(result.sources)}: no records in it", _EXPECTED)
        likeness = lookalike_of(self._first.text, result.kind)
        like = f": these look like {likeness.what}" if likeness else ""
        hint = likeness.instead if likeness else _EXPECTED
        if result.untitled:
            return SourceError(f"{result.untitled[0].source}: no record has an imdb_id of a title{like}", hint)
        first = result.bad[0]
        return SourceError(f"{first.source}:{first.line}: no TMDB record in the file ({first.reason}){like}", hint)

    def _keep(self, complaint: Complaint, piece: Piece) -> None:
        entry = {
            "source": complaint.source,
            "line": complaint.line,
            "reason": complaint.reason,
            "content": piece.text[:KEPT_BYTES].decode("utf-8", "replace"),
            "bytes": piece.bytes,
            "sha256": piece.sha256,
        }
        with writing(self.path), self.path.open("ab") as file:
            file.write(json.dumps(entry, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
