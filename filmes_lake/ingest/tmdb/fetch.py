"""Asks TMDB about many titles: workers ask, the spool remembers, the lake gets sealed parts."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from filmes_lake.errors import FilmesLakeError
from filmes_lake.ingest.tmdb.asking import Asking, TmdbUnreachable
from filmes_lake.ingest.tmdb.deadline import NO_DEADLINE, Deadline
from filmes_lake.ingest.tmdb.outcome import Outcome, OutcomeKind
from filmes_lake.ingest.tmdb.questions import Answer, TmdbQuestions
from filmes_lake.ingest.tmdb.rate_limiter import Stopped
from filmes_lake.ingest.tmdb.record import TmdbRecord
from filmes_lake.ingest.tmdb.spool import TmdbSpool
from filmes_lake.ingest.tmdb.turns import Turns

# TMDB's edge takes 20 connections from an address; so many keep a rate of 50 with answers of a third of a second.
WORKERS = 16
_LOOK_SECONDS = 0.1
_PARTING_SECONDS = 5.0
# This many titles in a row that could not be fetched, or that wait for another try: it is not the titles.
_HOPELESS = 25


@dataclass
class OutcomeTally:
    """How many questions ended how. `answered` is called with each."""

    answered: Callable[[OutcomeKind], None]
    counts: Counter[OutcomeKind] = field(default_factory=Counter)
    failed_in_a_row: int = 0

    def count(self, result: OutcomeKind) -> None:
        """Count an outcome."""
        self.counts[result] += 1
        self.failed_in_a_row = self.failed_in_a_row + 1 if result is OutcomeKind.FAILED else 0
        self.answered(result)


class TmdbFetch:
    """One pass over the ids. `stop` is shared with the limiter, so that setting it ends every wait."""

    def __init__(self, questions: TmdbQuestions, spool: TmdbSpool, tally: OutcomeTally, stop: threading.Event) -> None:
        self._questions, self._spool, self._tally, self._stop = questions, spool, tally, stop
        self._mutex = threading.Lock()
        self._error: BaseException | None = None
        self._is_closed = False

    def run(self, ids: Sequence[str], deadline: Deadline = NO_DEADLINE) -> None:
        """Ask about every id, or as many as the deadline allows.

        What stops it (a refused token, a dead network, a full disk, Ctrl-C) is raised. Whatever was answered until then
        is sealed, if the lake can be written; else the spool keeps it.
        """
        asking = map(self._questions.asking, ids)
        turns = Turns(asking, _HOPELESS, self._stop, is_over=lambda: deadline.forbids_asking)
        workers = [threading.Thread(target=self._work, args=(turns,), daemon=True) for _ in range(WORKERS)]
        try:
            for worker in workers:
                worker.start()
            while any(worker.is_alive() for worker in workers) and not deadline.forbids_waiting:
                workers[0].join(_LOOK_SECONDS) if workers[0].is_alive() else time.sleep(_LOOK_SECONDS)
                self._spool.seal_full()
            if deadline.forbids_waiting:
                self._stop.set()
            if self._error:
                raise self._error
        except BaseException:
            self._part_from(workers)
            with suppress(FilmesLakeError):
                self._close()
            raise
        self._close()

    def _close(self) -> None:
        """Seal what was answered; who is still under way brings nothing any more."""
        with self._mutex:
            self._is_closed = True
        self._spool.close()

    def _work(self, turns: Turns[Asking[Answer]]) -> None:
        with suppress(Stopped):
            while title := turns.next():
                try:
                    self._ask(title, turns)
                except Stopped:
                    raise
                except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
                    self._fail(error)

    def _ask(self, title: Asking[Answer], turns: Turns[Asking[Answer]]) -> None:
        """Ask about a title until it has to wait, or its outcome is known."""
        try:
            seconds = next(title)
        except StopIteration as end:
            self._take_down(*end.value)
            turns.ended()
        else:
            turns.again(title, seconds)

    def _take_down(self, outcome: Outcome, record: TmdbRecord | None) -> None:
        with self._mutex:
            if self._is_closed:  # too late to be sealed, so it is asked again another time
                raise Stopped
            self._spool.add(outcome, record)
            self._tally.count(outcome.result)
            hopeless = self._tally.failed_in_a_row >= _HOPELESS
        if hopeless:
            raise TmdbUnreachable(
                f"the last {_HOPELESS} titles could not be fetched ({outcome.reason})",
                "try again later; those titles are asked again with --retry-errors",
            )

    def _fail(self, error: BaseException) -> None:
        with self._mutex:
            self._error = self._error or error
        self._stop.set()

    def _part_from(self, workers: Sequence[threading.Thread]) -> None:
        """Let requests under way end, for a moment: what they bring need not be asked again."""
        self._stop.set()
        ends = time.monotonic() + _PARTING_SECONDS
        for worker in workers:
            if worker.ident:
                worker.join(max(0.0, ends - time.monotonic()))
