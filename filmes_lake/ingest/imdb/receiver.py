"""The receiver of IMDb's files."""

from collections.abc import Sequence
from dataclasses import dataclass

from filmes_lake.ingest.imdb.description import SOURCE, is_downloaded
from filmes_lake.ingest.source import RefreshStep, SourceContext
from filmes_lake.lake import layout


@dataclass(frozen=True)
class ImdbReceiver:
    """Implements `Receiver`. A set is whole, so that the lake can do without none of its files."""

    terms: None = None
    recovery: None = None

    @property
    def locks(self) -> Sequence[str]:
        """See `Receiver.locks`."""
        return [layout.ingest_lock(SOURCE.name, table.name) for table in SOURCE.raw]

    def steps(self, context: SourceContext, *, with_services: bool) -> Sequence[RefreshStep]:
        """See `Receiver.steps`; there is none where the settings name no set."""
        lake, settings = context.lake, context.settings
        folder = settings.source(SOURCE.name)
        if not folder and not (with_services and is_downloaded(settings)):
            return []
        from filmes_lake.ingest.imdb.steps import DownloadStep, ImdbStep

        return [ImdbStep(lake, folder, settings) if folder else DownloadStep(lake, settings, context.cache)]
