"""Asking in pieces: each run ends in time and says what is left, and no title is asked about twice or lost."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from filmes_lake.ingest.tmdb.asking import RetryPolicy
from filmes_lake.ingest.tmdb.deadline import Deadline
from filmes_lake.models.kinds import Kind
from tests.fakes.progress import RecordedProgress
from tests.fakes.tmdb_server import FakeOptions, FakeTmdb
from tests.ingest.tmdb.live_lake import LiveLake

PATIENT = RetryPolicy(attempts=8, backoff=20.0, deadline=60.0)


class Slowing(RecordedProgress):
    """From when the asking begins, the server answers late."""

    def __init__(self, server: FakeTmdb) -> None:
        super().__init__()
        self._server = server

    def begin_tally(self, what: str, total: int) -> Callable[[str], None]:
        self._server.options = FakeOptions(latency=5.0)
        return super().begin_tally(what, total)


@pytest.fixture
def server() -> Iterator[FakeTmdb]:
    with FakeTmdb() as server:
        yield server


@pytest.fixture
def live(tmp_path: Path, server: FakeTmdb) -> LiveLake:
    return LiveLake(tmp_path, server)


def in_pieces(live: LiveLake, seconds: float, reserve: float, **request: float) -> list[int]:
    """Ask again and again, so long each time after planning; what remained after each."""
    remaining: list[int] = []
    while not remaining or remaining[-1]:
        assert len(remaining) < 30
        ends = time.monotonic() + seconds + reserve
        remaining.append(live.ask_until(Deadline(ends, reserve), **request).remaining)
    return remaining


def test_every_title_is_asked_about_once_over_runs_of_which_the_ledger_says_how_they_ended(live: LiveLake) -> None:
    ids = live.server.add_movies(70)
    live.knows([*ids, "tt0000001"])

    remaining = in_pieces(live, seconds=0.5, reserve=1.0, rate=50)

    assert len(remaining) > 1
    assert remaining == sorted(remaining, reverse=True)
    assert live.stored() == dict.fromkeys(ids, 1)
    assert {live.server.seen.asked[imdb_id] for imdb_id in (*ids, "tt0000001")} == {1}
    *pieces, last = reversed(live.lake.ledger.runs(len(remaining)))
    assert [(run.outcome, run.counts["remaining"]) for run in pieces] == [("partly_done", n) for n in remaining[:-1]]
    assert (last.outcome, "remaining" in last.counts) == ("done", False)
    assert f"time is up: {remaining[0]:,} titles are left to the next run" in live.recorded.notes


def test_a_deadline_that_planning_has_eaten_asks_nothing_and_loses_nothing(live: LiveLake) -> None:
    ids = live.server.add_movies(3)
    live.knows(ids)

    result = live.ask_until(Deadline(time.monotonic(), 1.0))

    assert (result.stored, result.remaining, result.parts) == (0, 3, ())
    assert not live.server.seen.asked.keys() & set(ids)
    assert live.ask().stored == 3


def test_who_does_not_answer_is_given_up_within_the_reserve_and_asked_again(live: LiveLake) -> None:
    ids = live.server.add_movies(3)
    live.knows(ids)
    ends = time.monotonic() + 2.0

    result = live.ingestion(PATIENT).ingest(Kind.MOVIES, Slowing(live.server), Deadline(ends, 1.6))

    assert time.monotonic() < ends
    assert (result.stored, result.failed, result.remaining) == (0, 0, 3)
    assert {live.server.seen.asked[imdb_id] for imdb_id in ids} == {1}
    live.server.options = FakeOptions()
    assert live.ask().stored == 3
    assert live.stored() == dict.fromkeys(ids, 1)


def test_a_title_that_waits_for_another_try_is_left_to_the_next_run(live: LiveLake) -> None:
    ids = live.server.add_movies(2)
    live.knows(ids)
    live.server.options = FakeOptions(faulty_ids={ids[0]: "error_500"})

    result = live.ingestion(PATIENT).ingest(Kind.MOVIES, live.recorded, Deadline(time.monotonic() + 1.5, 0.5))

    assert (result.stored, result.failed, result.remaining) == (1, 0, 1)
    live.server.options = FakeOptions()
    assert live.ask().stored == 1
    assert live.failures() == []


def test_a_short_time_keeps_a_fifth_and_a_long_one_half_a_minute() -> None:
    assert Deadline.after(40).reserve == 8
    assert Deadline.after(900).reserve == 30
