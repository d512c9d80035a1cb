"""What `run` does for IMDb: a set of files at hand, or fetched first, if it is another than the lake has."""

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from filmes_lake.errors import SettingsError
from filmes_lake.ingest.delimited.landing import without_unchanged
from filmes_lake.ingest.files import sha256_of
from filmes_lake.ingest.imdb.description import DOWNLOAD, SOURCE
from filmes_lake.ingest.imdb.ingest import SetRequest, files_of, ingest_set
from filmes_lake.ingest.imdb.terms import TERMS_ADDRESS, accepted_by, has_accepted
from filmes_lake.ingest.source import StepReport, StepState
from filmes_lake.lake.integrity import missing
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.layout import day_of
from filmes_lake.lake.manifest import DataFile
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.progress import Progress
from filmes_lake.settings import Settings


@dataclass(frozen=True)
class _Set:
    """Files, or folders of them; `largest` see `unpacked`."""

    lake: Lake
    paths: Sequence[Path]
    largest: int

    @cached_property
    def _files(self) -> list[Path]:
        """The files of the set; SourceError where there are none."""
        return files_of(self.paths, self.largest)

    @cached_property
    def is_taken(self) -> bool:
        """Whether the files are those that the lake has, and these are there."""
        files = _received(self.lake)
        if {file.bytes for file in files} != {path.stat().st_size for path in self._files}:
            return False  # quicker than hashing gigabytes
        taken = {file.sha256 for file in files} == {sha256_of(path) for path in self._files}
        return taken and not missing(self.lake, files)

    def take(self, step: str, progress: Progress) -> StepReport:
        """Bring the set into the lake, for the step of that name."""
        taken = ingest_set(self.lake, self._files, SetRequest(None, self.largest), progress)
        landed = without_unchanged(taken.files)
        if not landed and not taken.is_another:  # another run was quicker
            return StepReport(step, StepState.FRESH, f"unchanged: {len(self._files)} files of IMDb's")
        if not landed:
            return StepReport(step, StepState.DONE, f"another set, of {len(self._files)} files that the lake had")
        lines = sum(file.received.lines for file in landed)
        return StepReport(step, StepState.DONE, f"{len(landed):,} files stored, {lines:,} lines")


@dataclass(frozen=True)
class ImdbStep:
    """The set of the settings' folder into Raw."""

    lake: Lake
    folder: Path
    settings: Settings
    name: str = f"ingest {SOURCE.name}"

    @cached_property
    def _set(self) -> _Set:
        return _Set(self.lake, [self.folder.expanduser()], self.settings.largest_unpacked)

    def plan(self, *, changing: bool) -> StepReport:  # noqa: ARG002 - files do not change with the lake
        """See `RefreshStep.plan`; SettingsError where the settings name another source for both kinds too."""
        _refuse_crowd(self.settings)
        where = str(self.folder)
        if not self._set.is_taken:
            command = f"{self.name} {shlex.quote(where)}"
            return StepReport(self.name, StepState.DUE, f"new or changed: {where}", command=command)
        return StepReport(self.name, StepState.FRESH, f"unchanged: {where}")

    def apply(self, progress: Progress) -> StepReport:
        """See `RefreshStep.apply`."""
        progress.step(f"reading {self.folder}")
        return self._set.take(self.name, progress)


@dataclass(frozen=True)
class DownloadStep:
    """IMDb asked for what changed since the last time, and the set into Raw where it is another.

    The files come into a folder of `cache`. What changed only IMDb knows.
    """

    lake: Lake
    settings: Settings
    cache: Callable[[], Path]
    name: str = f"ingest {SOURCE.name} --download"

    def plan(self, *, changing: bool) -> StepReport:  # noqa: ARG002 - what changed is not the lake's
        """See `RefreshStep.plan`; SettingsError as of `ImdbStep`, and where nobody accepted the terms."""
        _refuse_crowd(self.settings)
        if not has_accepted(self.settings):
            raise SettingsError(
                f'sources.imdb = "{DOWNLOAD}": IMDb\'s terms ({TERMS_ADDRESS}) have to be accepted',
                'read them, then set terms = "accepted" under [imdb]',
            )
        if not (files := _received(self.lake)):
            return StepReport(self.name, StepState.DUE, "nothing received yet", command=self.name)
        newest = max(day_of(file.key) for file in files)
        known = f"{len(files)} files, the newest received on {newest}; a request for each tells whether IMDb has others"
        return StepReport(self.name, StepState.UNKNOWN, known, command=self.name)

    def apply(self, progress: Progress) -> StepReport:
        """See `RefreshStep.apply`; up to date where the lake has what IMDb has."""
        from filmes_lake.ingest.imdb.download import FOLDER, fetch

        progress.note(accepted_by("the setting imdb.terms"))
        files = fetch(self.settings, self.cache() / FOLDER, progress)
        found = _Set(self.lake, [file.path for file in files], self.settings.largest_unpacked)
        if not found.is_taken:
            return found.take(self.name, progress)
        return StepReport(self.name, StepState.FRESH, f"unchanged: {len(files)} files of IMDb's")


def _received(lake: Lake) -> list[DataFile]:
    """The current files of IMDb's in the lake."""
    raw = lake.versions.current(Layer.RAW)
    tables = [raw.tables[table.name] for table in SOURCE.raw if raw and table.name in raw.tables]
    return [file for table in tables for file in table.files]


def _refuse_crowd(settings: Settings) -> None:
    if all(settings.source(kind.value) for kind in Kind):
        raise SettingsError(
            "sources.imdb, sources.movies and sources.series: each would take the other's place at every run",
            "name IMDb's files or the CSVs",
        )
