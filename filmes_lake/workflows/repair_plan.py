"""What is wrong with a lake, and what a repair would do about it; nothing is written."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from filmes_lake.ingest import registry
from filmes_lake.lake import layout
from filmes_lake.lake.damage import Fault, Survey
from filmes_lake.lake.integrity import damaged
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import DataFile, Manifest
from filmes_lake.lake.recovery import Choice, choose
from filmes_lake.models.kinds import Layer
from filmes_lake.models.source import Delimited, RawTable, Source
from filmes_lake.settings import UTF_8
from filmes_lake.transform.sources import raw_files


@dataclass(frozen=True)
class Snapshot:
    """A whole file of Raw that has to be ingested again: its key, source and encoding, where it can be had, if known.

    Either the version of Raw that is to be current names it, and it is missing or of another size, or it came in after
    that version.
    """

    key: str
    source: str
    path: str | None
    encoding: str = UTF_8

    @property
    def command(self) -> str:
        """What ingests it again: the words after the program's name."""
        words = ["ingest", self.source, shlex.quote(self.path) if self.path else "FILE"]
        return " ".join([*words, "--encoding", self.encoding] if self.encoding != UTF_8 else words)


@dataclass(frozen=True)
class RepairPlan:
    """What is wrong, what each layer's entry in the pointer is to be, and what Raw lacks then.

    `lost` are parts that the version of Raw to be current names and that are missing or hold other bytes: Raw goes on
    without them. Nothing can do without the `snapshots`.
    """

    faults: tuple[Fault, ...]
    choices: tuple[Choice, ...]
    lost: tuple[str, ...]
    snapshots: tuple[Snapshot, ...]

    @property
    def moved(self) -> list[Choice]:
        """The layers whose entry in the pointer is to be another, or cannot be read now."""
        return [choice for choice in self.choices if choice.entry != choice.before]

    @property
    def rebuilds(self) -> bool:
        """Whether the pointer is to be written."""
        return bool(self.moved) or layout.POINTER in {fault.what for fault in self.faults}

    @property
    def changes_raw(self) -> bool:
        """Whether files of Raw may have to be taken out, or in."""
        return bool(self.lost) or self.rebuilds

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to repair."""
        return bool(self.faults or self.lost) or self.rebuilds

    @property
    def commands(self) -> list[str]:
        """What brings the lake up to date after the repair: the words after the program's name."""
        behind = any(choice.passed_over for choice in self.moved)
        return [*(snapshot.command for snapshot in self.snapshots), *(["transform all"] if behind else [])]


def plan_from(lake: Lake, found: Survey) -> RepairPlan:
    """What a repair would do about what was found."""
    choices = choose(found, _purged(lake))
    raw = next(choice for choice in choices if choice.layer is Layer.RAW)
    lacking = _Lacking(lake, found, found.manifests.get(raw.current or ""))
    later = [] if raw.entry == raw.before else lacking.later()
    return RepairPlan(found.faults, tuple(choices), tuple(lacking.parts()), (*lacking.snapshots(), *later))


def _purged(lake: Lake) -> set[str]:
    """The files of Raw that purges took out."""
    terms = [terms for package in registry.SOURCES if (terms := package.make_receiver().terms)]
    return {key for each in terms for key in each.listed(lake)}


@dataclass(frozen=True)
class _Lacking:
    """What a version of Raw lacks: of what it names, and of what came in after it. None where there is no version."""

    lake: Lake
    found: Survey
    raw: Manifest | None

    def parts(self) -> Iterator[str]:
        """The files of tables that add up from many that are missing or hold other bytes."""
        for _, table in self._tables():
            if not isinstance(table.format, Delimited):
                yield from (file.key for file in damaged(self.lake, self._files(table)))

    def snapshots(self) -> Iterator[Snapshot]:
        """The whole files that are missing or of another size."""
        for source, table in self._tables():
            if isinstance(table.format, Delimited):
                for file in self.found.missing(self._files(table)):
                    yield Snapshot(file.key, source.name, self._origin(file), file.encoding)

    def later(self) -> Iterator[Snapshot]:
        """The newest whole file of each table that came in after this version, which does not name it.

        None where the lake was copied and nobody can tell: a copy's files are all new, those before it among them.
        """
        if self._was_copied:
            return
        for source, table in self._tables():
            if isinstance(table.format, Delimited) and (key := self._newest_after(table.format)):
                folder = self.lake.storage.folder
                yield Snapshot(key, source.name, str(folder / key) if folder else None)

    def _tables(self) -> Iterator[tuple[Source, RawTable]]:
        return ((source, table) for source in self.lake.schema.sources for table in source.raw)

    def _files(self, table: RawTable) -> tuple[DataFile, ...]:
        return raw_files(self.raw, table.name) if self.raw else ()

    def _origin(self, file: DataFile) -> str | None:
        """The file that was ingested as this one, as the ledger has it."""
        ingests = (run for run in self.found.runs if run.command.startswith("ingest "))
        return next((read.name for run in ingests for read in run.inputs if read.sha256 == file.sha256), None)

    @property
    def _was_copied(self) -> bool:
        """Whether files of the version are newer than it is."""
        files = (self.found.files.get(file.key) for file in self.raw.files) if self.raw else ()
        return any(file.modified > self.raw.created_at for file in files if file and self.raw)

    def _newest_after(self, delimited: Delimited) -> str | None:
        named = {file.key for file in self.raw.files} if self.raw else set()
        files = [file for file in self.found.files.values() if self.raw is None or file.modified > self.raw.created_at]
        folder = layout.raw_folder(delimited.folder)
        new = [file for file in files if file.key.startswith(folder) and file.key not in named]
        return max(new, key=lambda file: file.modified).key if new else None
