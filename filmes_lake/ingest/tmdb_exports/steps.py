"""What `run` does for the exports: the lists of a folder of which Raw has no such day yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from filmes_lake.ingest.files import files_in
from filmes_lake.ingest.source import StepReport, StepState
from filmes_lake.ingest.tmdb_exports.description import SOURCE
from filmes_lake.ingest.tmdb_exports.names import ENDINGS, ListName, list_name
from filmes_lake.lake.integrity import missing
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Kind
from filmes_lake.progress import Progress


@dataclass(frozen=True)
class ExportsStep:
    """The lists of the settings' folder into Raw; `largest` see `unpacked`.

    A list of a day does not change, and a folder may hold months of them, so what Raw has is told by kind, day and
    size. What a purge took out is not taken again.
    """

    lake: Lake
    folder: Path | None
    largest: int
    name: str = f"ingest {SOURCE.name}"

    @cached_property
    def _lists(self) -> dict[Path, ListName]:
        paths = files_in(self.folder.expanduser(), ENDINGS) if self.folder else []
        return {path: found for path in paths if (found := list_name(path.name))}

    @cached_property
    def _due(self) -> list[Path]:
        from filmes_lake.ingest.tmdb_exports.purge import ExportsTerms

        taken, purged = dict(self._taken()), {_named(key) for key in ExportsTerms().lost(self.lake)}
        return [
            path
            for path, found in self._lists.items()
            if taken.get(found) != path.stat().st_size and found not in purged
        ]

    def _taken(self) -> Iterator[tuple[ListName, int]]:
        from filmes_lake.ingest.tmdb_exports.landing import current_lists

        for kind in Kind:
            files = current_lists(self.lake, kind)
            gone = missing(self.lake, files)
            yield from ((found, file.bytes) for file in files if file not in gone and (found := _named(file.key)))

    def plan(self, *, changing: bool) -> StepReport:  # noqa: ARG002 - files do not change with the lake
        """See `RefreshStep.plan`."""
        if not self._lists:
            where = f"no TMDB exports in {self.folder}" if self.folder else "no folder of TMDB exports"
            return StepReport(self.name, StepState.SKIPPED, where)
        if self._due:
            reason = f"new or changed: {', '.join(map(str, self._due))}"
            return StepReport(self.name, StepState.DUE, reason, command="run")
        return StepReport(self.name, StepState.FRESH, f"{len(self._lists):,} lists taken before")

    def apply(self, progress: Progress) -> StepReport:
        """See `RefreshStep.apply`."""
        from filmes_lake.ingest.delimited.landing import without_unchanged
        from filmes_lake.ingest.tmdb_exports.ingest import ingest_lists

        progress.step(f"reading {', '.join(map(str, self._due))}")
        landed = without_unchanged(ingest_lists(self.lake, self._due, largest=self.largest))
        if not landed:  # another run was quicker
            return StepReport(self.name, StepState.FRESH, f"{len(self._due):,} lists taken before")
        lines = sum(file.received.lines for file in landed)
        return StepReport(self.name, StepState.DONE, f"{len(landed):,} lists stored, {lines:,} lines")


def _named(key: str) -> ListName | None:
    return list_name(key.rpartition("/")[2])
