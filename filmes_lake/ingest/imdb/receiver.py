"""The receiver of IMDb's files."""

from collections.abc import Sequence
from dataclasses import dataclass

from filmes_lake.ingest.imdb.description import SOURCE
from filmes_lake.ingest.imdb.steps import ImdbStep
from filmes_lake.ingest.source import RefreshStep, SourceContext
from filmes_lake.lake import layout
from filmes_lake.models.kinds import Kind


@dataclass(frozen=True)
class ImdbReceiver:
    """Implements `Receiver`. A set is whole, so that the lake can do without none of its files."""

    terms: None = None
    recovery: None = None

    @property
    def locks(self) -> Sequence[str]:
        """See `Receiver.locks`."""
        return [layout.ingest_lock(SOURCE.name, table.name) for table in SOURCE.raw]

    def steps(self, context: SourceContext, *, with_services: bool) -> Sequence[RefreshStep]:  # noqa: ARG002 - files are on this machine
        """See `Receiver.steps`; there is none where the settings name no set."""
        settings = context.settings
        folder = settings.source("imdb")
        crowded = all(settings.source(kind.value) for kind in Kind)
        return [ImdbStep(context.lake, folder, settings.largest_unpacked, crowded)] if folder else []
