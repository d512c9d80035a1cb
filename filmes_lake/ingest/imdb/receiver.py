"""The receiver of IMDb's files."""

from collections.abc import Sequence
from dataclasses import dataclass

from filmes_lake.ingest.imdb.description import SOURCE
from filmes_lake.ingest.source import RefreshStep, SourceContext
from filmes_lake.lake import layout


@dataclass(frozen=True)
class ImdbReceiver:
    """Implements `Receiver`."""

    terms: None = None
    recovery: None = None

    @property
    def locks(self) -> Sequence[str]:
        """See `Receiver.locks`."""
        return [layout.ingest_lock(SOURCE.name, table.name) for table in SOURCE.raw]

    def steps(self, context: SourceContext, *, with_services: bool) -> Sequence[RefreshStep]:  # noqa: ARG002 - none yet
        """See `Receiver.steps`."""
        return []
