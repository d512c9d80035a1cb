"""Asking TMDB, whole: from the titles of the lake to a published raw version and a ledger entry."""

import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from filmes_lake.errors import FilmesLakeError
from filmes_lake.ingest.landing import publish_more
from filmes_lake.ingest.tmdb.asking import RetryPolicy
from filmes_lake.ingest.tmdb.changes import changed_since
from filmes_lake.ingest.tmdb.deadline import NO_DEADLINE, Deadline
from filmes_lake.ingest.tmdb.fetch import OutcomeTally, TmdbFetch
from filmes_lake.ingest.tmdb.journal import TmdbJournal
from filmes_lake.ingest.tmdb.outcome import OutcomeKind
from filmes_lake.ingest.tmdb.plan import MAX_AGE_DAYS, FetchPlan, Freshness, plan_fetch
from filmes_lake.ingest.tmdb.questions import TmdbQuestions
from filmes_lake.ingest.tmdb.rate_limiter import RateLimiter
from filmes_lake.ingest.tmdb.spool import TmdbSpool
from filmes_lake.ingest.tmdb.titles import TitleFilter, select_titles
from filmes_lake.ingest.tmdb.token import TmdbAccess
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.progress import SILENT, Progress

if TYPE_CHECKING:
    from filmes_lake.ingest.tmdb.client import TmdbClient


@dataclass(frozen=True)
class TmdbRequest:
    """What to ask TMDB: which titles, in which language, how many requests a second, and which answers are too old."""

    title_filter: TitleFilter = field(default_factory=TitleFilter)
    language: str = "pt-BR"
    rate: float = 40.0
    max_age_days: int = MAX_AGE_DAYS
    retry_errors: bool = False
    changed_since: date | None = None

    def freshness(self, changed: Mapping[int, datetime] | None) -> Freshness:
        """When an id is due."""
        return Freshness(timedelta(days=self.max_age_days), self.retry_errors, changed)


@dataclass(frozen=True)
class FetchResult:
    """What became of the titles that were due: due = asked + remaining, asked = stored + absent + failed.

    `parts` are keys in Raw.
    """

    plan: FetchPlan
    counts: dict[OutcomeKind, int] = field(default_factory=dict)
    parts: tuple[str, ...] = ()

    @property
    def stored(self) -> int:
        """Answers stored."""
        return self.counts.get(OutcomeKind.STORED, 0)

    @property
    def absent(self) -> int:
        """Titles that TMDB does not have as such."""
        return sum(count for outcome, count in self.counts.items() if outcome.is_absent)

    @property
    def failed(self) -> int:
        """Titles that could not be fetched."""
        return self.counts.get(OutcomeKind.FAILED, 0)

    @property
    def asked(self) -> int:
        """Titles whose questions came to an end."""
        return sum(self.counts.values())

    @property
    def remaining(self) -> int:
        """Titles that the deadline left to the next run."""
        return len(self.plan.due) - self.asked


class TmdbIngestion:
    """TMDB as the lake's source. Client, limiter and the event that stops them serve all kinds.

    `access` is called when TMDB is first asked, so that a plan needs no token.
    """

    def __init__(
        self,
        lake: Lake,
        access: Callable[[], TmdbAccess],
        request: TmdbRequest,
        retry_policy: RetryPolicy | None = None,
    ) -> None:
        self._lake, self._request = lake, request
        self._access, self._retry_policy = access, retry_policy
        self._stop = threading.Event()

    @cached_property
    def _client(self) -> "TmdbClient":
        from filmes_lake.ingest.tmdb.client import TmdbClient

        return TmdbClient(self._access(), RateLimiter(self._request.rate, self._stop), self._retry_policy)

    def ingest(self, kind: Kind, progress: Progress = SILENT, deadline: Deadline = NO_DEADLINE) -> FetchResult:
        """Ask about every title that is due, and publish the answers; what stops it is raised, and loses nothing.

        What the deadline leaves is due in the next run. After it no other kind is asked about by this ingestion.
        """
        progress.step(f"TMDB {kind.value}")
        self._client.check()
        parameters = {"kind": kind.value, "language": self._request.language, **vars(self._request.title_filter)}
        with (
            self._lake.run("ingest tmdb", **parameters) as run,
            self._lake.storage.lock(layout.tmdb_lock(kind), run.holder),
        ):
            return self._ingest(kind, run, progress, deadline)

    def ingest_all(
        self, kinds: Sequence[Kind], progress: Progress = SILENT, deadline: Deadline = NO_DEADLINE
    ) -> list[FetchResult]:
        """`ingest` of each kind; those that the deadline leaves no time for have no result."""
        in_time = takewhile(lambda _: not deadline.forbids_asking, kinds)
        return [self.ingest(kind, progress, deadline) for kind in in_time]

    def _ingest(self, kind: Kind, run: Run, progress: Progress, deadline: Deadline) -> FetchResult:
        spool = TmdbSpool(self._lake.storage, kind, run.id)
        spool.recover()
        journal = TmdbJournal(self._lake, kind)
        plan = self._plan(kind, journal, run.scratch)
        ended = progress.begin_tally(f"TMDB {kind.value}", len(plan.due))
        tally = OutcomeTally(lambda outcome: ended(outcome.word))
        questions = TmdbQuestions(self._client, kind, self._request.language, self._lake.now)
        try:
            TmdbFetch(questions, spool, tally, self._stop).run(plan.due, deadline)
        except BaseException:
            with suppress(FilmesLakeError):
                self._publish(kind, run, spool, journal)
            raise
        finally:
            run.counts = {"due": len(plan.due), **{outcome.value: count for outcome, count in tally.counts.items()}}
        parts = self._publish(kind, run, spool, journal)
        result = FetchResult(plan, dict(tally.counts), parts)
        if result.remaining:
            run.counts["remaining"] = result.remaining
            progress.note(f"time is up: {result.remaining:,} titles are left to the next run")
        run.outcome = "partly_done" if result.failed or result.remaining else ("done" if parts else "unchanged")
        return result

    def _publish(self, kind: Kind, run: Run, spool: TmdbSpool, journal: TmdbJournal) -> tuple[str, ...]:
        new = {file.key: file for file in (*journal.unpublished, *spool.parts)}
        if new:
            publish_more(self._lake, run, kind.names.tmdb_table, list(new.values()))
        return tuple(new)

    def plan(self, kind: Kind) -> FetchPlan:
        """What `ingest` would ask; nothing is written. Only for `changed_since` TMDB is asked, for its lists."""
        with tempfile.TemporaryDirectory() as scratch:
            return self._plan(kind, TmdbJournal(self._lake, kind), Path(scratch))

    def _plan(self, kind: Kind, journal: TmdbJournal, scratch: Path) -> FetchPlan:
        now, since = self._lake.now(), self._request.changed_since
        ids = select_titles(self._lake, kind, self._request.title_filter, scratch)
        changed = changed_since(self._client, kind, since, now) if since else None
        return plan_fetch(kind, ids, journal, self._request.freshness(changed), now)


def kinds_in(lake: Lake, kind: Kind | None) -> list[Kind]:
    """The kinds to ask about: the one asked for, else those of which the lake has titles; NotFound without any."""
    tables = lake.require(Layer.RAW).tables
    there = {known for source in lake.schema.sources if source.has_titles for known in source.kinds(tables)}
    return [kind] if kind else [known for known in Kind if known in there]
