"""The receiver of TMDB's daily exports."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filmes_lake.ingest.source import RefreshStep, SourceContext
from filmes_lake.ingest.tmdb_exports.steps import ExportsStep
from filmes_lake.progress import Progress

if TYPE_CHECKING:
    from filmes_lake.ingest.delimited.landing import Landed
    from filmes_lake.ingest.tmdb_exports.purge import ExportsTerms
    from filmes_lake.ingest.tmdb_exports.recovery import ExportsRecovery


@dataclass(frozen=True)
class ExportsReceiver:
    """Implements `Receiver` and `FilesReceiver`."""

    @property
    def locks(self) -> Sequence[str]:
        """See `Receiver.locks`."""
        return self.terms.locks

    @property
    def terms(self) -> "ExportsTerms":
        """See `Receiver.terms`."""
        from filmes_lake.ingest.tmdb_exports.purge import ExportsTerms

        return ExportsTerms()

    @property
    def recovery(self) -> "ExportsRecovery":
        """See `Receiver.recovery`."""
        from filmes_lake.ingest.tmdb_exports.recovery import ExportsRecovery

        return ExportsRecovery()

    def steps(self, context: SourceContext, *, with_services: bool) -> Sequence[RefreshStep]:  # noqa: ARG002 - files are on this machine
        """See `Receiver.steps`."""
        settings = context.settings
        return [ExportsStep(context.lake, settings.source("tmdb_exports"), settings.largest_unpacked)]

    def ingest(self, context: SourceContext, files: Sequence[Path], progress: Progress) -> "Sequence[Landed]":
        """See `FilesReceiver.ingest`."""
        from filmes_lake.ingest.tmdb_exports.ingest import ingest_lists

        return ingest_lists(context.lake, files, progress, context.settings.largest_unpacked)
