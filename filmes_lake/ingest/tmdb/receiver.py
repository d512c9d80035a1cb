"""The receiver of TMDB's answers: saved earlier or asked now, and purged when they are past TMDB's terms.

`run` and `status` begin here each time: what they need not have is not loaded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmes_lake.ingest.source import RefreshStep, SourceContext
from filmes_lake.ingest.tmdb.steps import RecordsStep, TmdbStep
from filmes_lake.ingest.tmdb.token import TmdbAccess, tmdb_access

if TYPE_CHECKING:
    from filmes_lake.ingest.tmdb.live import TmdbIngestion
    from filmes_lake.ingest.tmdb.recovery import TmdbRecovery
    from filmes_lake.ingest.tmdb.terms import TmdbTerms


@dataclass(frozen=True)
class TmdbReceiver:
    """Implements `Receiver`."""

    @property
    def locks(self) -> Sequence[str]:
        """See `Receiver.locks`."""
        return self.terms.locks

    @property
    def terms(self) -> "TmdbTerms":
        """See `Receiver.terms`."""
        from filmes_lake.ingest.tmdb.terms import TmdbTerms

        return TmdbTerms()

    @property
    def recovery(self) -> "TmdbRecovery":
        """See `Receiver.recovery`."""
        from filmes_lake.ingest.tmdb.recovery import TmdbRecovery

        return TmdbRecovery()

    def steps(self, context: SourceContext, *, with_services: bool) -> Sequence[RefreshStep]:
        """See `Receiver.steps`."""
        lake, settings = context.lake, context.settings
        saved = RecordsStep(lake, settings.source("tmdb"), settings.largest_unpacked)

        def access() -> TmdbAccess:
            return tmdb_access(context.environment, settings.tmdb_token_parameter)

        def ingestion() -> "TmdbIngestion":
            from filmes_lake.ingest.tmdb.live import TmdbIngestion, TmdbRequest
            from filmes_lake.ingest.tmdb.titles import TitleFilter

            request = TmdbRequest(TitleFilter(), settings.tmdb_language, settings.tmdb_rate, settings.tmdb_max_age)
            return TmdbIngestion(lake, access, request)

        return [saved, TmdbStep(lake, ingestion, access)] if with_services else [saved]
