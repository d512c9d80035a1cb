"""A small lake that asks the fake TMDB, with short deadlines."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from filmes_lake.ingest.tmdb.asking import RetryPolicy
from filmes_lake.ingest.tmdb.deadline import Deadline
from filmes_lake.ingest.tmdb.journal import outcomes_of
from filmes_lake.ingest.tmdb.live import FetchResult, TmdbIngestion, TmdbRequest
from filmes_lake.ingest.tmdb.outcome import Outcome, OutcomeKind
from filmes_lake.ingest.tmdb.plan import FetchPlan
from filmes_lake.ingest.tmdb.token import tmdb_access
from filmes_lake.models.kinds import Kind, Layer
from tests.fakes.progress import RecordedProgress
from tests.fakes.tmdb_server import FakeTmdb
from tests.transform.lakes import SmallLake, movie_line, series_line

HASTY = RetryPolicy(attempts=4, backoff=0.01, longest_backoff=0.05, pause=0.05, deadline=0.6, longest_deadline=0.6)
FAST = TmdbRequest(rate=400)


class LiveLake(SmallLake):
    """A lake and the server it asks. `recorded` is the progress of all that was asked."""

    def __init__(self, folder: Path, server: FakeTmdb) -> None:
        super().__init__(folder)
        self.server = server
        self.recorded = RecordedProgress()

    def knows(self, ids: Iterable[str], kind: Kind = Kind.MOVIES) -> None:
        """Ingest a CSV with these titles."""
        line = movie_line if kind is Kind.MOVIES else series_line
        self.csv(kind, [line(imdb_id) for imdb_id in ids])

    def ingestion(self, retry_policy: RetryPolicy = HASTY, **request: Any) -> TmdbIngestion:
        """The way to the server."""
        environment = self.server.environment
        return TmdbIngestion(self.lake, lambda: tmdb_access(environment), replace(FAST, **request), retry_policy)

    def ask(self, kind: Kind = Kind.MOVIES, retry_policy: RetryPolicy = HASTY, **request: Any) -> FetchResult:
        """Ask about what is due."""
        return self.ingestion(retry_policy, **request).ingest(kind, self.recorded)

    def ask_until(self, deadline: Deadline, **request: Any) -> FetchResult:
        """Ask about films as long as the deadline allows."""
        return self.ingestion(**request).ingest(Kind.MOVIES, self.recorded, deadline)

    def plan(self, kind: Kind = Kind.MOVIES, **request: Any) -> FetchPlan:
        """What would be asked."""
        return self.ingestion(**request).plan(kind)

    def stored(self, kind: Kind = Kind.MOVIES) -> Counter[str]:
        """How often each title's answer lies in a published part."""
        return Counter(envelope["imdb_id"] for envelope in self.envelopes(kind))

    def envelopes(self, kind: Kind = Kind.MOVIES) -> Iterator[dict[str, Any]]:
        """Every record of the published parts."""
        table = self.manifest(Layer.RAW).tables.get(kind.names.tmdb_table)
        for file in table.files if table else ():
            for line in (self.folder / file.key).read_bytes().split(b"\n")[:-1]:
                yield json.loads(line)

    def outcomes(self, kind: Kind = Kind.MOVIES) -> list[Outcome]:
        """Journal and error ledger."""
        return list(outcomes_of(self.lake, kind))

    def failures(self, kind: Kind = Kind.MOVIES) -> list[Outcome]:
        """The error ledger."""
        return [outcome for outcome in self.outcomes(kind) if outcome.result is OutcomeKind.FAILED]
