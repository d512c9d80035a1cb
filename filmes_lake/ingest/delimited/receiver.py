"""The receiver of a source of delimited files: each a full snapshot of a raw table, named in the settings."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from filmes_lake.ingest.files import sha256_of
from filmes_lake.ingest.source import RefreshStep, SourceContext, StepReport, StepState
from filmes_lake.lake import layout
from filmes_lake.lake.integrity import missing
from filmes_lake.lake.manifest import TableVersion
from filmes_lake.models.kinds import Layer
from filmes_lake.models.source import RawTable, Source
from filmes_lake.progress import Progress

if TYPE_CHECKING:
    from filmes_lake.ingest.delimited.landing import Landed


@dataclass(frozen=True)
class DelimitedReceiver:
    """Implements `Receiver`. The file of a raw table is named under [sources] in the settings by the table's name."""

    source: Source
    terms: None = None
    recovery: None = None

    @property
    def locks(self) -> Sequence[str]:
        """See `Receiver.locks`."""
        return [layout.ingest_lock(self.source.name, table.name) for table in self.source.raw]

    def steps(self, context: SourceContext, *, with_services: bool) -> Sequence[RefreshStep]:  # noqa: ARG002 - files are on this machine
        """See `Receiver.steps`."""
        return [DelimitedStep(self.source, context)]


@dataclass(frozen=True)
class _NamedFile:
    """A file of the settings as it is now; taken is one whose bytes are the current snapshot's, which is there."""

    table: RawTable
    path: Path
    taken: bool


@dataclass(frozen=True)
class DelimitedStep:
    """The files of the settings into Raw."""

    source: Source
    context: SourceContext

    @property
    def name(self) -> str:
        """See `RefreshStep.name`."""
        return f"ingest {self.source.name}"

    @cached_property
    def _files(self) -> list[_NamedFile]:
        """The files that the settings name; SourceError where one cannot be read."""
        raw = self.context.lake.versions.current(Layer.RAW)
        files: list[_NamedFile] = []
        for table in self.source.raw:
            named = self.context.settings.source(table.name)
            if named is not None:
                path = named.expanduser()
                current = raw.tables.get(table.name) if raw else None
                files.append(_NamedFile(table, path, bool(current and self._holds(current, sha256_of(path)))))
        return files

    def _holds(self, table: TableVersion, sha256: str) -> bool:
        """Whether the snapshot of a table is of these bytes, read as the settings say, and still there."""
        file = table.files[0]
        taken = (file.sha256, file.encoding) == (sha256, self.context.settings.csv_encoding)
        return taken and not missing(self.context.lake, table.files)

    def plan(self, *, changing: bool) -> StepReport:  # noqa: ARG002 - files do not change with the lake
        """See `RefreshStep.plan`."""
        files = self._files
        if due := [str(file.path) for file in files if not file.taken]:
            reason = f"new or changed: {', '.join(due)}"
            return StepReport(self.name, StepState.DUE, reason, command=f"{self.name} {shlex.join(due)}")
        if not files:
            reason = f"the settings name no {self.source.noun}"
            return StepReport(self.name, StepState.SKIPPED, reason, "name them under [sources]")
        return StepReport(self.name, StepState.FRESH, f"unchanged: {', '.join(str(file.path) for file in files)}")

    def apply(self, progress: Progress) -> StepReport:
        """See `RefreshStep.apply`; up to date where another run has stored the files meanwhile."""
        from filmes_lake.ingest.delimited.landing import without_unchanged

        due = [file for file in self._files if not file.taken]
        landed = without_unchanged(self._landed(file, progress) for file in due)
        if not landed:
            return StepReport(self.name, StepState.FRESH, f"unchanged: {', '.join(str(file.path) for file in due)}")
        stored = (f"{file.received.lines:,} lines of {file.received.source}" for file in landed)
        return StepReport(self.name, StepState.DONE, f"stored: {', '.join(stored)}")

    def _landed(self, file: _NamedFile, progress: Progress) -> "Landed":
        from filmes_lake.ingest.delimited.ingest import IngestRequest, ingest_files

        progress.step(f"reading {file.path}")
        settings = self.context.settings
        wanted = IngestRequest(
            file.table, None, settings.contract_by_table, settings.largest_unpacked, settings.csv_encoding
        )
        (landed,) = ingest_files(self.context.lake, self.source, [file.path], wanted)
        return landed
