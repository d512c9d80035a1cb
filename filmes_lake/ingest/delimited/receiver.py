"""The receiver of a source of delimited files: each a full snapshot of a raw table, named in the settings."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from filmes_lake.ingest.delimited.ingest import Wanted, ingest_files
from filmes_lake.ingest.files import sha256_of
from filmes_lake.ingest.source import Finding, Inbox, State, Step
from filmes_lake.models.kinds import Layer
from filmes_lake.models.source import RawTable, Source
from filmes_lake.progress import Progress


@dataclass(frozen=True)
class DelimitedReceiver:
    """Implements `Receiver`. The file of a raw table is named under [sources] in the settings by the table's name."""

    source: Source
    terms: None = None

    def steps(self, inbox: Inbox, *, asking: bool) -> Sequence[Step]:  # noqa: ARG002 - files are on this machine
        """See `Receiver.steps`."""
        return [DelimitedStep(self.source, inbox)]


@dataclass(frozen=True)
class _NamedFile:
    """A file of the settings as it is now; taken is one whose bytes are the current snapshot's."""

    table: RawTable
    path: Path
    taken: bool


@dataclass(frozen=True)
class DelimitedStep:
    """The files of the settings into Raw."""

    source: Source
    inbox: Inbox

    @property
    def name(self) -> str:
        """See `Step.name`."""
        return f"ingest {self.source.name}"

    @cached_property
    def _files(self) -> list[_NamedFile]:
        """The files that the settings name; SourceError where one cannot be read."""
        raw = self.inbox.lake.versions.current(Layer.RAW)
        files = []
        for table in self.source.raw:
            named = self.inbox.settings.source(table.name)
            if named is not None:
                path = named.expanduser()
                digest, current = sha256_of(path), raw.tables.get(table.name) if raw else None
                files.append(_NamedFile(table, path, bool(current and current.files[0].sha256 == digest)))
        return files

    def look(self, *, changing: bool) -> Finding:  # noqa: ARG002 - files do not change with the lake
        """See `Step.look`."""
        files = self._files
        if due := [str(file.path) for file in files if not file.taken]:
            reason = f"new or changed: {', '.join(due)}"
            return Finding(self.name, State.DUE, reason, command=f"{self.name} {shlex.join(due)}")
        if not files:
            reason = f"the settings name no {self.source.noun}"
            return Finding(self.name, State.SKIPPED, reason, "name them under [sources]")
        return Finding(self.name, State.FRESH, f"unchanged: {', '.join(str(file.path) for file in files)}")

    def do(self, progress: Progress) -> Finding:
        """See `Step.do`."""
        stored = []
        for file in self._files:
            if not file.taken:
                progress.step(f"reading {file.path}")
                wanted = Wanted(file.table, contracts=self.inbox.settings.contract_by_table)
                (landed,) = ingest_files(self.inbox.lake, self.source, [file.path], wanted)
                stored.append(f"{landed.received.lines:,} lines of {file.path}")
        return Finding(self.name, State.DONE, f"stored: {', '.join(stored)}")
