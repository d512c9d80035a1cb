"""TMDB's terms, by which its answers may be kept for six months: what `purge` takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from filmes_lake.ingest.source import Purged
from filmes_lake.ingest.tmdb.description import FETCHED_AT, SOURCE
from filmes_lake.ingest.tmdb.journal import listed_parts, purged_parts
from filmes_lake.ingest.tmdb.purge import find_old, purge_raw
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
