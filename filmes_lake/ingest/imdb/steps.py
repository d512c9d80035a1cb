"""What `run` does for IMDb: the set in the settings' folder, if it is another than the lake has."""

import shlex
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from filmes_lake.errors import SettingsError
from filmes_lake.ingest.files import sha256_of
from filmes_lake.ingest.imdb.description import SOURCE
from filmes_lake.ingest.imdb.ingest import SetRequest, files_of, ingest_set
from filmes_lake.ingest.source import StepReport, StepState
from filmes_lake.lake.integrity import missing
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Layer
from filmes_lake.progress import Progress


@dataclass(frozen=True)
class ImdbStep:
    """The set of the settings' folder into Raw; `largest` see `unpacked`.

    `crowded` says that the settings name another source for both kinds too: it and the set would take turns.
    """

    lake: Lake
    folder: Path
    largest: int
    crowded: bool = False
    name: str = f"ingest {SOURCE.name}"

    @cached_property
    def _files(self) -> list[Path]:
        """The files of the set; SourceError where the folder has none."""
        return files_of([self.folder.expanduser()], self.largest)

    @cached_property
    def _is_taken(self) -> bool:
        """Whether the files are those that the lake has, and these are there."""
        raw = self.lake.versions.current(Layer.RAW)
        tables = [raw.tables[table.name] for table in SOURCE.raw if raw and table.name in raw.tables]
        files = [file for table in tables for file in table.files]
        if {file.bytes for file in files} != {path.stat().st_size for path in self._files}:
            return False  # quicker than hashing gigabytes
        taken = {file.sha256 for file in files} == {sha256_of(path) for path in self._files}
        return taken and not missing(self.lake, files)

    def plan(self, *, changing: bool) -> StepReport:  # noqa: ARG002 - files do not change with the lake
        """See `RefreshStep.plan`; SettingsError where it is crowded."""
        if self.crowded:
            raise SettingsError(
                "sources.imdb, sources.movies and sources.series: each would take the other's place at every run",
                "name IMDb's files or the CSVs",
            )
        where = str(self.folder)
        if not self._is_taken:
            command = f"{self.name} {shlex.quote(where)}"
            return StepReport(self.name, StepState.DUE, f"new or changed: {where}", command=command)
        return StepReport(self.name, StepState.FRESH, f"unchanged: {where}")

    def apply(self, progress: Progress) -> StepReport:
        """See `RefreshStep.apply`."""
        progress.step(f"reading {self.folder}")
        landed = ingest_set(self.lake, self._files, SetRequest(None, self.largest))
        lines = sum(file.received.lines for file in landed)
        return StepReport(self.name, StepState.DONE, f"{len(landed):,} files stored, {lines:,} lines")
