"""Slots: evenly spaced, never in a burst, slower after a refusal."""

import threading
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest

from filmes_lake.ingest.tmdb.pacer import LONGEST_PAUSE_SECONDS, Pacer, Stopped


class Clock:
    """A clock that the stop event's waits move on, so that an hour takes no time."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Waits(threading.Event):
    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def wait(self, timeout: float | None = None) -> bool:
        self._clock.now += timeout or 0
        return self.is_set()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pacer(clock: Clock) -> Pacer:
    return Pacer(40, Waits(clock), clock)


def slots(pacer: Pacer, clock: Clock, count: int) -> Iterator[float]:
    for _ in range(count):
        pacer.take()
        yield clock.now


def gaps(pacer: Pacer, clock: Clock, count: int) -> list[float]:
    return [later - earlier for earlier, later in pairwise(slots(pacer, clock, count))]


def test_slots_are_evenly_spaced(pacer: Pacer, clock: Clock) -> None:
    assert gaps(pacer, clock, 400) == pytest.approx([1 / 40] * 399)


def test_nobody_bursts_after_a_long_break(pacer: Pacer, clock: Clock) -> None:
    pacer.take()
    clock.now += 60

    assert min(gaps(pacer, clock, 10)) >= 0.74 / 40


def test_a_slightly_late_wake_up_costs_no_slot(pacer: Pacer, clock: Clock) -> None:
    began = clock.now
    for _ in range(400):
        pacer.take()
        clock.now += 0.001

    assert clock.now - began == pytest.approx(400 / 40, rel=0.01)


def test_a_refusal_pauses_everybody_for_as_long_as_it_says(pacer: Pacer, clock: Clock) -> None:
    pacer.take()
    refused_at = clock.now
    pacer.refused(7.0, 1.0)
    pacer.take()

    assert clock.now - refused_at == pytest.approx(7.0)


def test_refusals_without_a_time_double_the_pause(pacer: Pacer, clock: Clock) -> None:
    pauses = []
    for _ in range(4):
        refused_at = clock.now
        pacer.refused(None, 1.0)
        pacer.take()
        pauses.append(clock.now - refused_at)

    assert pauses == pytest.approx([1, 2, 4, 8])


def test_an_answer_ends_the_doubling(pacer: Pacer, clock: Clock) -> None:
    pacer.refused(None, 1.0)
    pacer.take()
    pacer.answered()
    refused_at = clock.now
    pacer.refused(None, 1.0)
    pacer.take()

    assert clock.now - refused_at == pytest.approx(1)


@pytest.mark.parametrize("asked", [86_400.0, float("inf")])
def test_no_pause_is_longer_than_two_minutes(pacer: Pacer, clock: Clock, asked: float) -> None:
    refused_at = clock.now
    pacer.refused(asked, 1.0)
    pacer.take()

    assert clock.now - refused_at == pytest.approx(LONGEST_PAUSE_SECONDS)


def test_a_date_in_the_past_is_no_pause(pacer: Pacer, clock: Clock) -> None:
    pacer.take()
    refused_at = clock.now
    pacer.refused(-5.0, 1.0)
    pacer.take()

    assert clock.now - refused_at < 0.1


def test_refusals_of_requests_under_way_together_count_once(pacer: Pacer, clock: Clock) -> None:
    refused_at = clock.now
    for _ in range(12):
        pacer.refused(None, 1.0)
    pacer.take()

    assert clock.now - refused_at == pytest.approx(1)


def test_after_a_refusal_slots_are_further_apart_and_come_back_to_the_rate(pacer: Pacer, clock: Clock) -> None:
    pacer.refused(None, 1.0)
    after = gaps(pacer, clock, 2000)

    assert after[0] == pytest.approx(1.1 / 40, rel=0.01)
    assert after[-1] == pytest.approx(1 / 40)


def test_stopping_ends_every_wait() -> None:
    stop = threading.Event()
    pacer = Pacer(0.01, stop)
    pacer.take()
    threading.Timer(0.05, stop.set).start()
    began = time.monotonic()

    with pytest.raises(Stopped):
        pacer.take()
    with pytest.raises(Stopped):
        pacer.wait(60)
    assert time.monotonic() - began < 5
