"""The receiver of TMDB's daily exports."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from filmes_lake.ingest.delimited.landing import Landed
from filmes_lake.ingest.source import RefreshStep, SourceContext
from filmes_lake.ingest.tmdb_exports.ingest import ingest_lists
from filmes_lake.ingest.tmdb_exports.purge import ExportsTerms
from filmes_lake.ingest.tmdb_exports.recovery import ExportsRecovery
from filmes_lake.ingest.tmdb_exports.steps import ExportsStep
from filmes_lake.progress import Progress


@dataclass(frozen=True)
class ExportsReceiver:
    """Implements `Receiver` and `FilesReceiver`."""

    terms: ExportsTerms = field(default_factory=ExportsTerms)
    recovery: ExportsRecovery = field(default_factory=ExportsRecovery)

    @property
    def locks(self) -> Sequence[str]:
        """See `Receiver.locks`."""
        return self.terms.locks

    def steps(self, context: SourceContext, *, with_services: bool) -> Sequence[RefreshStep]:  # noqa: ARG002 - files are on this machine
        """See `Receiver.steps`."""
        settings = context.settings
        return [ExportsStep(context.lake, settings.source("tmdb_exports"), settings.largest_unpacked)]

    def ingest(self, context: SourceContext, files: Sequence[Path], progress: Progress) -> Sequence[Landed]:
        """See `FilesReceiver.ingest`."""
        return ingest_lists(context.lake, files, progress, context.settings.largest_unpacked)
