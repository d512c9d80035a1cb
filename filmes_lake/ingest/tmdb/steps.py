"""What `run` does for TMDB: saved records are taken, and TMDB is asked about what is missing or too old."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from filmes_lake.ingest.source import StepReport, StepState
from filmes_lake.ingest.tmdb.token import TmdbAccess, TokenMissing
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Kind
from filmes_lake.progress import Progress

if TYPE_CHECKING:
    from filmes_lake.ingest.tmdb.configured_files import ConfiguredFile
    from filmes_lake.ingest.tmdb.ingest import TmdbIngest
    from filmes_lake.ingest.tmdb.live import TmdbIngestion


@dataclass(frozen=True)
class RecordsStep:
    """Saved TMDB records of the settings into Raw; `largest` see `unpacked`."""

    lake: Lake
    folder: Path | None
    largest: int
    name: str = "ingest tmdb --from"

    @cached_property
    def _files(self) -> "list[ConfiguredFile]":
        if not self.folder:
            return []
        from filmes_lake.ingest.tmdb.configured_files import record_files

        return record_files(self.lake, self.folder.expanduser())

    def plan(self, *, changing: bool) -> StepReport:  # noqa: ARG002 - files do not change with the lake
        """See `RefreshStep.plan`."""
        files = self._files
        if due := [str(file.path) for file in files if not file.taken]:
            return StepReport(self.name, StepState.DUE, f"new or changed: {', '.join(due)}", command="run")
        if not files:
            where = f"no records in {self.folder}" if self.folder else "no folder of saved records"
            return StepReport(self.name, StepState.SKIPPED, where)
        return StepReport(self.name, StepState.FRESH, f"{len(files):,} files taken before")

    def apply(self, progress: Progress) -> StepReport:
        """See `RefreshStep.apply`; what is no record, or none that a table takes, makes it partly done."""
        results = [
            self._taken(kind, due, progress)
            for kind in Kind
            if (due := [file for file in self._files if file.kind is kind and not file.taken])
        ]
        stored = sum(result.stored for result in results)
        if all(result.is_whole for result in results):
            return StepReport(self.name, StepState.DONE, f"{stored:,} records stored")
        bad = sum(result.not_records for result in results)
        untitled = sum(result.without_title for result in results)
        reason = f"{stored:,} records stored, {bad:,} are no records, {untitled:,} have no IMDb id of a title"
        return StepReport(self.name, StepState.PARTLY_DONE, reason, "see _ops/tmdb/errors in the lake")

    def _taken(self, kind: Kind, files: "Sequence[ConfiguredFile]", progress: Progress) -> "TmdbIngest":
        from filmes_lake.ingest.tmdb.configured_files import note_taken
        from filmes_lake.ingest.tmdb.ingest import ingest_saved_files

        progress.step(f"reading {', '.join(str(file.path) for file in files)}")
        result = ingest_saved_files(self.lake, [file.path for file in files], kind, largest=self.largest)
        for file in files:
            note_taken(self.lake, file)
        return result


@dataclass(frozen=True)
class TmdbStep:
    """TMDB asked about the titles whose answers are missing or too old."""

    lake: Lake
    open_ingestion: "Callable[[], TmdbIngestion]"
    access: Callable[[], TmdbAccess]
    name: str = "ingest tmdb"

    @cached_property
    def _ingestion(self) -> "TmdbIngestion":
        return self.open_ingestion()

    @property
    def _kinds(self) -> list[Kind]:
        from filmes_lake.ingest.tmdb.live import kinds_in

        return kinds_in(self.lake, None)

    def plan(self, *, changing: bool) -> StepReport:
        """See `RefreshStep.plan`; without a token it is skipped, with a wrong one SettingsError."""
        try:
            self.access()
        except TokenMissing as error:
            return StepReport(self.name, StepState.SKIPPED, error.message, error.hint)
        if changing:
            return StepReport(self.name, StepState.DUE, "titles may be new", command=self.name)
        plans = [self._ingestion.plan(kind) for kind in self._kinds]
        if due := sum(len(plan.due) for plan in plans):
            return StepReport(self.name, StepState.DUE, f"{due:,} titles to ask about", command=self.name)
        return StepReport(
            self.name, StepState.FRESH, f"no title to ask about, of {sum(plan.selected for plan in plans):,}"
        )

    def apply(self, progress: Progress) -> StepReport:
        """See `RefreshStep.apply`; titles that could not be fetched make it partly done."""
        results = self._ingestion.ingest_all(self._kinds, progress)
        stored, absent, failed = (
            sum(getattr(result, name) for result in results) for name in ("stored", "absent", "failed")
        )
        reason = f"{stored:,} found and stored, {absent:,} not found, {failed:,} failed"
        if failed:
            return StepReport(self.name, StepState.PARTLY_DONE, reason, command="ingest tmdb --retry-errors")
        return StepReport(self.name, StepState.DONE, reason)
