"""Purge of snapshots: a source's files that no version names any more, and of which its publisher has newer ones."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from filmes_lake.errors import UsageError
from filmes_lake.ingest import registry
from filmes_lake.ingest.source import SourcePackage
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage import Entry
from filmes_lake.models.kinds import Layer
from filmes_lake.progress import SILENT, Progress


@dataclass(frozen=True)
class PurgedSnapshots:
    """What was purged of a source, or would be: its files in Raw that no version names which is kept."""

    source: str
    files: Sequence[Entry]

    @property
    def bytes(self) -> int:
        """What they took of the disk, or of the bucket."""
        return sum(file.size for file in self.files)


def find_unnamed(lake: Lake, source: str) -> PurgedSnapshots:
    """What `purge_snapshots` would delete; nothing is written. UsageError where nothing of the source ever goes."""
    return _found(lake, _package_of(source))


def purge_snapshots(lake: Lake, source: str, progress: Progress = SILENT) -> PurgedSnapshots:
    """Forget the versions past their time, then delete the source's files that no other names.

    What one names that can be gone back to stays. Errors see `find_unnamed`.
    """
    package = _package_of(source)
    lake.require(Layer.RAW)
    with lake.run("purge", source=source) as run, ExitStack() as locks:
        for name in (layout.PURGE_LOCK, *package.make_receiver().locks):
            locks.enter_context(lake.storage.lock(name, run.holder))
        progress.step("looking for files that no version names")
        lake.versions.sweep()
        found = _found(lake, package)
        for file in found.files:
            lake.storage.delete(file.key)
        run.counts = {source: {"files": len(found.files), "bytes": found.bytes}}
        run.outcome = "done" if found.files else "unchanged"
    return found


def _found(lake: Lake, package: SourcePackage) -> PurgedSnapshots:
    lake.require(Layer.RAW)
    folders = [layout.raw_folder(table.delimited.folder) for table in package.SOURCE.raw]
    return PurgedSnapshots(package.SOURCE.name, lake.versions.unnamed(folders))


def _package_of(source: str) -> SourcePackage:
    known = {package.SOURCE.name: package for package in registry.SOURCES if package.SOURCE.replaceable}
    if source not in known:
        said = f"--source {source}: not a source that publishes its files anew, so there are no old ones"
        raise UsageError(said, f"known are: {', '.join(known)}; TMDB's older answers go without --source")
    return known[source]
