"""The two ways into the lake, whole: from files to a published raw version and a ledger entry."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from filmes_lake.errors import SourceError
from filmes_lake.ingest.csv_source.receiver import ReceivedCsv, receive_csv
from filmes_lake.ingest.landing import LandedCsv, land_csvs
from filmes_lake.ingest.tmdb.landing import TmdbLanding
from filmes_lake.ingest.tmdb.record import TmdbRecord
from filmes_lake.ingest.tmdb.saved import JSON_LINES_HINT, BadLine, saved_records
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import RunInput
from filmes_lake.lake.storage.files import writing
from filmes_lake.models.kinds import Kind
from filmes_lake.progress import SILENT, Progress

_LISTED_BAD_LINES = 10_000


def ingest_csv(
    lake: Lake,
    sources: Sequence[Path],
    kind: Kind | None,
    day: date | None,
    progress: Progress = SILENT,
    evolving: Collection[Kind] = (),
) -> list[LandedCsv]:
    """Check the files and make them the current snapshots; SourceError and nothing stored where one is wrong.

    Files of the kinds in `evolving` may have columns that the lake does not know; they stay in Raw.
    """
    size = _size_of(sources)
    read, stored = progress.begin_bytes("reading", size), progress.begin_bytes("storing", size)
    with lake.run("ingest csv", sources=[str(source) for source in sources]) as run:
        received = [receive_csv(source, run.scratch, kind, read, evolving) for source in sources]
        kinds = [file.kind for file in received]
        for place, file in enumerate(received):
            if file.kind in kinds[:place]:
                first = received[kinds.index(file.kind)].source
                raise SourceError(
                    f"{file.source}: {first} holds {file.kind.value} too, and a CSV is a full snapshot",
                    "ingest one file of a kind",
                )
        landed = land_csvs(lake, run, received, day or run.started_at.date(), stored)
        run.inputs = [RunInput(name=file.source, sha256=file.sha256) for file in received]
        run.counts = {file.kind.value: _counts(file) for file in received}
        run.outcome = "done" if any(file.status == "stored" for file in landed) else "unchanged"
    return landed


def _size_of(files: Sequence[Path]) -> int:
    """Bytes of the files that are there."""
    return sum(file.stat().st_size for file in files if file.is_file())


def _counts(file: ReceivedCsv) -> dict[str, Any]:
    counts: dict[str, Any] = {"lines": file.lines, "bytes": file.bytes}
    return {**counts, "new_columns": file.new_columns} if file.new_columns else counts


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


def ingest_saved_tmdb(lake: Lake, source: Path, kind: Kind, progress: Progress = SILENT) -> TmdbIngest:
    """Store the TMDB records of a file; lines that are none are kept in `_ops` and listed with their numbers.

    SourceError and nothing stored where the file cannot be read to its end or holds no record at all.
    """
    advance = progress.begin_bytes("reading", _size_of([source]))
    with (
        lake.run("ingest tmdb", source=str(source), kind=kind.value) as run,
        lake.storage.lock(layout.tmdb_lock(kind), run.holder),
    ):
        landing = TmdbLanding(lake, run, kind)
        result = TmdbIngest(kind, str(source))
        bad = _BadLines(run.scratch / "errors", result)
        for found in saved_records(source, kind, run.started_at, advance):
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
    """Writes down lines that are no records as they come, since they can be any number and of any size."""

    def __init__(self, path: Path, result: TmdbIngest) -> None:
        self.path = path
        self._result = result

    def add(self, bad: BadLine) -> None:
        """Count a line, and keep it."""
        number, reason, content = bad
        self._result.not_records += 1
        if len(self._result.bad_lines) < _LISTED_BAD_LINES:
            self._result.bad_lines.append((number, reason))
        entry = {
            "source": self._result.source,
            "line": number,
            "reason": reason,
            "content": content.decode("utf-8", "replace"),
        }
        with writing(self.path), self.path.open("ab") as file:
            file.write(json.dumps(entry, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def _no_records(source: Path, bad: Sequence[tuple[int, str]]) -> SourceError:
    if not bad:
        return SourceError(f"{source}: only blank lines", "one JSON object a line is expected")
    number, reason = bad[0]
    return SourceError(
        f"{source}:{number}: no TMDB record in the file ({reason})",
        f"{JSON_LINES_HINT}; check --kind too",
    )
