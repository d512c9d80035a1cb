"""The two ways into the lake, whole: from files to a published raw version and a ledger entry."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from filmes_lake.errors import SourceError
from filmes_lake.ingest.csv_source import receive_csv
from filmes_lake.ingest.landing import LandedCsv, TmdbLanding, land_csvs
from filmes_lake.ingest.tmdb_record import TmdbRecord
from filmes_lake.ingest.tmdb_source import BadLine, saved_records
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run, RunInput
from filmes_lake.models.kinds import Kind

Advance = Callable[[int], None]


def ingest_csv(
    lake: Lake, sources: Sequence[Path], kind: Kind | None, day: date | None, advance: Advance
) -> list[LandedCsv]:
    """Check the files and make them the current snapshots; SourceError and nothing stored where one is wrong."""
    with lake.run("ingest csv", sources=[str(source) for source in sources]) as run:
        received = [receive_csv(source, run.scratch, kind, advance) for source in sources]
        kinds = [file.kind for file in received]
        for place, file in enumerate(received):
            if file.kind in kinds[:place]:
                first = received[kinds.index(file.kind)].source
                raise SourceError(
                    f"{file.source}: {first} holds {file.kind.value} too, and a CSV is a full snapshot",
                    "ingest one file of a kind",
                )
        landed = land_csvs(lake, run, received, day or run.started_at.date())
        run.inputs = [RunInput(name=file.source, sha256=file.sha256) for file in received]
        run.counts = {file.kind.value: {"lines": file.lines, "bytes": file.bytes} for file in received}
        run.outcome = "done" if any(file.status == "stored" for file in landed) else "unchanged"
    return landed


@dataclass
class TmdbIngest:
    """What became of a file's lines: lines = stored + unchanged + not_records."""

    kind: Kind
    source: str
    parts: list[str] = field(default_factory=list)
    stored: int = 0
    unchanged: int = 0
    bad_lines: list[tuple[int, str]] = field(default_factory=list)
    errors_key: str | None = None


def ingest_saved_tmdb(lake: Lake, source: Path, kind: Kind, advance: Advance) -> TmdbIngest:
    """Store the TMDB records of a file; lines that are none are kept in `_ops` and listed with their numbers.

    SourceError and nothing stored where the file cannot be read to its end or holds no record at all.
    """
    with (
        lake.run("ingest tmdb", source=str(source), kind=kind.value) as run,
        lake.storage.lock(f"ingest-tmdb-{kind.value}", run.holder),
    ):
        landing = TmdbLanding(lake, run, kind)
        bad: list[BadLine] = []
        for found in saved_records(source, kind, run.started_at, advance):
            if isinstance(found, TmdbRecord):
                landing.add(found)
            else:
                bad.append(found)
        if not landing.stored + landing.unchanged:
            raise _no_records(source, bad)
        result = TmdbIngest(kind, str(source), stored=landing.stored, unchanged=landing.unchanged)
        result.parts = landing.commit()
        if bad:
            result.errors_key = _keep_bad_lines(lake, run, source, bad)
            result.bad_lines = [(number, reason) for number, reason, _ in bad]
        run.counts = {"stored": result.stored, "unchanged": result.unchanged, "not_records": len(bad)}
        run.outcome = "partly_done" if bad else ("done" if result.parts else "unchanged")
    return result


def _keep_bad_lines(lake: Lake, run: Run, source: Path, bad: list[BadLine]) -> str:
    key = layout.tmdb_errors(run.id)
    entries = (
        {"source": str(source), "line": number, "reason": reason, "content": content.decode("utf-8", "replace")}
        for number, reason, content in bad
    )
    lake.storage.put(key, "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries).encode())
    return key


def _no_records(source: Path, bad: list[BadLine]) -> SourceError:
    if not bad:
        return SourceError(f"{source}: only blank lines", "one JSON object a line is expected")
    number, reason, content = bad[0]
    if content.strip() in (b"[", b"{"):
        reason = f"{reason}: the file looks like indented JSON or an array"
    return SourceError(
        f"{source}:{number}: no TMDB record in the file ({reason})",
        "one TMDB detail object a line is expected; an array becomes that with: jq -c '.[]' FILE",
    )
