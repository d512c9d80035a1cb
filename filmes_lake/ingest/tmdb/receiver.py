"""The receiver of TMDB's answers: saved earlier or asked now, and purged when they are past TMDB's terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from filmes_lake.ingest.source import Purged, RefreshStep, SourceContext
from filmes_lake.ingest.tmdb.description import FETCHED_AT, SOURCE
from filmes_lake.ingest.tmdb.journal import listed_parts, purged_parts
from filmes_lake.ingest.tmdb.live import TmdbIngestion, TmdbRequest
from filmes_lake.ingest.tmdb.purge import find_old, purge_raw
from filmes_lake.ingest.tmdb.recovery import TmdbRecovery
from filmes_lake.ingest.tmdb.steps import RecordsStep, TmdbStep
from filmes_lake.ingest.tmdb.titles import TitleFilter
from filmes_lake.ingest.tmdb.token import TmdbAccess, tmdb_access
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run
from filmes_lake.models.kinds import Kind


@dataclass(frozen=True)
class TmdbTerms:
    """Implements `Terms`: answers may be kept for six months."""

    @property
    def answers(self) -> Mapping[str, str]:
        """See `Terms.answers`."""
        return {table.model.table.name: FETCHED_AT for table in SOURCE.trusted}

    @property
    def locks(self) -> Sequence[str]:
        """See `Terms.locks`."""
        return [layout.tmdb_lock(kind) for kind in Kind]

    def find(self, lake: Lake, before: datetime) -> list[Purged]:
        """See `Terms.find`."""
        return [find_old(lake, kind, before) for kind in Kind]

    def purge(self, lake: Lake, run: Run, before: datetime) -> list[Purged]:
        """See `Terms.purge`."""
        return [purge_raw(lake, run, kind, before) for kind in Kind]

    def lost(self, lake: Lake) -> set[str]:
        """See `Terms.lost`."""
        return {key for kind in Kind for key in purged_parts(lake, kind)}

    def listed(self, lake: Lake) -> set[str]:
        """See `Terms.listed`."""
        return {key for kind in Kind for key in listed_parts(lake, kind)}

    def error_lists(self, lake: Lake, before: datetime) -> list[str]:
        """See `Terms.error_lists`: lines that were no records, and damaged parts, of which nobody knows how old."""
        errors = [entry.key for entry in lake.storage.list(layout.TMDB_ERRORS) if entry.modified < before]
        return errors + [entry.key for entry in lake.storage.list(layout.DAMAGED) if layout.is_tmdb_part(entry.key)]


@dataclass(frozen=True)
class TmdbReceiver:
    """Implements `Receiver`."""

    terms: TmdbTerms = TmdbTerms()
    recovery: TmdbRecovery = field(default_factory=TmdbRecovery)

    @property
    def locks(self) -> Sequence[str]:
        """See `Receiver.locks`."""
        return self.terms.locks

    def steps(self, context: SourceContext, *, with_services: bool) -> Sequence[RefreshStep]:
        """See `Receiver.steps`."""
        lake, settings = context.lake, context.settings
        saved = RecordsStep(lake, settings.source("tmdb"), settings.largest_unpacked)
        if not with_services:
            return [saved]

        def access() -> TmdbAccess:
            return tmdb_access(context.environment, settings.tmdb_token_parameter)

        request = TmdbRequest(TitleFilter(), settings.tmdb_language, settings.tmdb_rate, settings.tmdb_max_age)
        return [saved, TmdbStep(lake, TmdbIngestion(lake, access, request), access)]
