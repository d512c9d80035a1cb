"""What `run` does for TMDB: saved records are taken, and TMDB is asked about what is missing or too old."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from filmes_lake.ingest.source import Finding, State
from filmes_lake.ingest.tmdb.ingest import ingest_saved_tmdb
from filmes_lake.ingest.tmdb.live import TmdbDoor, kinds_in
from filmes_lake.ingest.tmdb.standing import StandingFile, note_taken, record_files
from filmes_lake.ingest.tmdb.token import TmdbAccess, TokenMissing
from filmes_lake.lake.lake import Lake
from filmes_lake.progress import Progress


@dataclass(frozen=True)
class RecordsStep:
    """Saved TMDB records of the settings into Raw."""

    lake: Lake
    folder: Path | None
    name: str = "ingest tmdb --from"

    @cached_property
    def _files(self) -> list[StandingFile]:
        return record_files(self.lake, self.folder)

    def look(self, *, changing: bool) -> Finding:  # noqa: ARG002 - files do not change with the lake
        """See `Step.look`."""
        files = self._files
        if due := [str(file.path) for file in files if not file.taken]:
            return Finding(self.name, State.DUE, f"new or changed: {', '.join(due)}", command="run")
        if not files:
            where = f"no records in {self.folder}" if self.folder else "no folder of saved records"
            return Finding(self.name, State.SKIPPED, where)
        return Finding(self.name, State.FRESH, f"{len(files):,} files taken before")

    def do(self, progress: Progress) -> Finding:
        """See `Step.do`; lines that are no records make it partly done."""
        stored = bad = 0
        for file in self._files:
            if not file.taken:
                progress.step(f"reading {file.path}")
                result = ingest_saved_tmdb(self.lake, file.path, file.kind)
                note_taken(self.lake, file)
                stored, bad = stored + result.stored, bad + result.not_records
        if bad:
            reason = f"{stored:,} records stored, {bad:,} lines are no records"
            return Finding(self.name, State.PARTLY_DONE, reason, "they lie in _ops/tmdb/errors in the lake")
        return Finding(self.name, State.DONE, f"{stored:,} records stored")


@dataclass(frozen=True)
class TmdbStep:
    """TMDB asked about the titles whose answers are missing or too old."""

    lake: Lake
    door: TmdbDoor
    access: Callable[[], TmdbAccess]
    name: str = "ingest tmdb"

    def look(self, *, changing: bool) -> Finding:
        """See `Step.look`; without a token it is skipped, with a wrong one SettingsError."""
        try:
            self.access()
        except TokenMissing as error:
            return Finding(self.name, State.SKIPPED, error.message, error.hint)
        if changing:
            return Finding(self.name, State.DUE, "titles may be new", command=self.name)
        plans = [self.door.plan(kind) for kind in kinds_in(self.lake, None)]
        if due := sum(len(plan.due) for plan in plans):
            return Finding(self.name, State.DUE, f"{due:,} titles to ask about", command=self.name)
        return Finding(self.name, State.FRESH, f"no title to ask about, of {sum(plan.selected for plan in plans):,}")

    def do(self, progress: Progress) -> Finding:
        """See `Step.do`; titles that could not be had make it partly done."""
        results = [self.door.ingest(kind, progress) for kind in kinds_in(self.lake, None)]
        stored, absent, failed = (
            sum(getattr(result, name) for result in results) for name in ("stored", "absent", "failed")
        )
        reason = f"{stored:,} found and stored, {absent:,} not found, {failed:,} failed"
        if failed:
            return Finding(self.name, State.PARTLY_DONE, reason, command="ingest tmdb --retry-errors")
        return Finding(self.name, State.DONE, reason)
