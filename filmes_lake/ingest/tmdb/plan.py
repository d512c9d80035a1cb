"""Which of the selected titles TMDB is asked about, and which are fresh enough."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from filmes_lake.ingest.tmdb.changes import STALE_EDGE
from filmes_lake.ingest.tmdb.journal import KnownOutcomes, TmdbJournal
from filmes_lake.ingest.tmdb.outcome import OutcomeKind
from filmes_lake.ingest.tmdb.questions import CALLS
from filmes_lake.ingest.tmdb.record import instant
from filmes_lake.models.kinds import Kind

MAX_AGE_DAYS = 150  # TMDB's terms allow six months: https://www.themoviedb.org/api-terms-of-use, 1.C
_ABSENT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Freshness:
    """When an id is due: a stored answer after `max_age`, a failed one where `retry_errors` says so.

    With `changed` (TMDB's id: the moment from which an answer shows the change) only stored titles are due, and
    those that changed after they were fetched.
    """

    max_age: timedelta = timedelta(days=MAX_AGE_DAYS)
    retry_errors: bool = False
    changed: Mapping[int, datetime] | None = None


@dataclass(frozen=True)
class FetchPlan:
    """Titles selected = fresh + absent (TMDB said so within 30 days) + failed (and not to be retried) + due."""

    kind: Kind
    fresh: int
    absent: int
    failed: int
    due: tuple[str, ...]

    @property
    def selected(self) -> int:
        """Titles that were selected."""
        return self.fresh + self.absent + self.failed + len(self.due)

    @property
    def calls(self) -> int:
        """Questions to TMDB where each is answered at once."""
        return len(self.due) * CALLS[self.kind]


def plan_fetch(kind: Kind, ids: Sequence[str], journal: TmdbJournal, freshness: Freshness, now: datetime) -> FetchPlan:
    """Sort the ids into those to ask about and those to leave."""
    states = list(_states(ids, journal, freshness, now))
    due = tuple(imdb_id for imdb_id, state in zip(ids, states, strict=True) if state is None)
    fresh, absent, failed = (
        states.count(result) for result in (OutcomeKind.STORED, OutcomeKind.NOT_FOUND, OutcomeKind.FAILED)
    )
    return FetchPlan(kind, fresh, absent, failed, due)


def _states(
    ids: Sequence[str], journal: TmdbJournal, freshness: Freshness, now: datetime
) -> Iterator[OutcomeKind | None]:
    """Why an id is left alone: stored, not found, failed; None where it is due."""
    # As text, since that is how the journal holds moments.
    limits = (instant(now - freshness.max_age), instant(now - _ABSENT_FOR))
    for imdb_id in ids:
        known = journal.of(imdb_id)
        if freshness.changed is None:
            yield _state(known, limits, retry_errors=freshness.retry_errors)
        else:
            yield None if _has_changed(known, freshness.changed, now) else OutcomeKind.STORED


def _state(known: KnownOutcomes, limits: tuple[str, str], *, retry_errors: bool) -> OutcomeKind | None:
    stored_after, absent_after = limits
    if known.stored and known.stored.at > stored_after:
        return OutcomeKind.STORED
    newest = known.newest
    if newest and newest.result.is_absent and newest.at > absent_after:
        return OutcomeKind.NOT_FOUND
    return OutcomeKind.FAILED if newest and newest.result is OutcomeKind.FAILED and not retry_errors else None


def _has_changed(known: KnownOutcomes, changed: Mapping[int, datetime], now: datetime) -> bool:
    stored = known.stored
    shown = changed.get(stored.tmdb_id) if stored and stored.tmdb_id else None
    if stored is None or shown is None:
        return False
    fetched = datetime.fromisoformat(stored.at)
    # An answer younger than the edge's memory would most likely come again.
    return fetched < shown and now - fetched > STALE_EDGE
