"""Turns: who has to wait holds up nobody, and nobody leaves while somebody may come back."""

import threading
import time

import pytest

from filmes_lake.ingest.tmdb.rate_limiter import Stopped
from filmes_lake.ingest.tmdb.turns import Turns
from tests.fakes.waiting import Seconds, Waits


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def turns(clock: Seconds) -> Turns[str]:
    return Turns(iter("abcdef"), 3, Waits(clock), clock)


def taken(turns: Turns[str], count: int) -> str:
    return "".join(turns.next() or "-" for _ in range(count))


def test_new_titles_come_in_their_order(turns: Turns[str]) -> None:
    assert taken(turns, 6) == "abcdef"


def test_who_is_due_comes_before_new_ones_and_the_longest_due_first(turns: Turns[str], clock: Seconds) -> None:
    assert taken(turns, 2) == "ab"
    turns.again("a", 2.0)
    turns.again("b", 1.0)

    assert taken(turns, 1) == "c"
    clock.now += 3
    assert taken(turns, 3) == "bad"


def test_where_nobody_is_due_it_is_waited_for_the_next(turns: Turns[str], clock: Seconds) -> None:
    assert taken(turns, 6) == "abcdef"
    for title, seconds in zip("abcdef", (60.0, 5.0, 60.0, 60.0, 60.0, 60.0), strict=True):
        turns.again(title, seconds)
    began = clock.now

    assert taken(turns, 1) == "b"
    assert clock.now - began == pytest.approx(5)


def test_while_many_wait_nobody_new_is_begun(turns: Turns[str], clock: Seconds) -> None:
    assert taken(turns, 3) == "abc"
    for title, seconds in zip("abc", (9.0, 20.0, 20.0), strict=True):
        turns.again(title, seconds)
    began = clock.now

    assert taken(turns, 2) == "ad"
    assert clock.now - began == pytest.approx(9)


def test_when_all_have_ended_there_is_nobody(turns: Turns[str]) -> None:
    for _ in taken(turns, 6):
        turns.ended()

    assert turns.next() is None


def test_a_worker_stays_while_another_has_a_title_that_may_come_back() -> None:
    turns = Turns(iter("a"), 3, threading.Event())
    assert turns.next() == "a"
    threading.Timer(0.05, turns.again, ("a", 0.0)).start()

    assert turns.next() == "a"


def test_once_time_is_over_nobody_new_and_nobody_who_waits_has_a_turn(clock: Seconds) -> None:
    end = clock.now + 10
    turns = Turns(iter("ab"), 3, Waits(clock), clock, lambda: clock.now >= end)
    assert turns.next() == "a"
    turns.again("a", 8.0)
    clock.now = end

    assert turns.next() is None


def test_stopping_ends_the_wait() -> None:
    stop = threading.Event()
    turns = Turns(iter("a"), 3, stop)
    turns.next()
    threading.Timer(0.05, stop.set).start()
    began = time.monotonic()

    with pytest.raises(Stopped):
        turns.next()
    assert time.monotonic() - began < 5
