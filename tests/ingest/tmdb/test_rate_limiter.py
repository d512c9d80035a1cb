"""Slots: evenly spaced, never in a burst, slower after a refusal."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from itertools import pairwise

import pytest

from filmes_lake.ingest.service import LONGEST_PAUSE_SECONDS
from filmes_lake.ingest.tmdb.rate_limiter import RateLimiter, Stopped
from tests.fakes.waiting import Seconds, Waits


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def limiter(clock: Seconds) -> RateLimiter:
    return RateLimiter(40, Waits(clock), clock)


def slots(limiter: RateLimiter, clock: Seconds, count: int) -> Iterator[float]:
    for _ in range(count):
        limiter.take()
        yield clock.now


def gaps(limiter: RateLimiter, clock: Seconds, count: int) -> list[float]:
    return [later - earlier for earlier, later in pairwise(slots(limiter, clock, count))]


def test_slots_are_evenly_spaced(limiter: RateLimiter, clock: Seconds) -> None:
    assert gaps(limiter, clock, 400) == pytest.approx([1 / 40] * 399)


def test_nobody_bursts_after_a_long_break(limiter: RateLimiter, clock: Seconds) -> None:
    limiter.take()
    clock.now += 60

    assert min(gaps(limiter, clock, 10)) >= 0.74 / 40


def test_a_slightly_late_wake_up_costs_no_slot(limiter: RateLimiter, clock: Seconds) -> None:
    began = clock.now
    for _ in range(400):
        limiter.take()
        clock.now += 0.001

    assert clock.now - began == pytest.approx(400 / 40, rel=0.01)


def test_a_refusal_pauses_everybody_for_as_long_as_it_says(limiter: RateLimiter, clock: Seconds) -> None:
    limiter.take()
    refused_at = clock.now
    limiter.refused(7.0, 1.0)
    limiter.take()

    assert clock.now - refused_at == pytest.approx(7.0)


def test_refusals_without_a_time_double_the_pause(limiter: RateLimiter, clock: Seconds) -> None:
    pauses = []
    for _ in range(4):
        refused_at = clock.now
        limiter.refused(None, 1.0)
        limiter.take()
        pauses.append(clock.now - refused_at)

    assert pauses == pytest.approx([1, 2, 4, 8])


def test_an_answer_ends_the_doubling(limiter: RateLimiter, clock: Seconds) -> None:
    for _ in range(3):
        limiter.refused(None, 1.0)
        limiter.take()
    limiter.answered()
    limiter.refused(None, 1.0)
    refused_at = clock.now
    limiter.refused(None, 1.0)
    limiter.take()

    assert clock.now - refused_at == pytest.approx(1)


@pytest.mark.parametrize("retry_after", [None, 30.0])
def test_stray_refusals_hardly_slow_anybody(limiter: RateLimiter, clock: Seconds, retry_after: float | None) -> None:
    began = clock.now
    for number in range(2000):
        limiter.take()
        limiter.refused(retry_after, 1.0) if number % 500 == 250 else limiter.answered()

    assert clock.now - began == pytest.approx(2000 / 40, rel=0.01)


@pytest.mark.parametrize("limit", [20, 36, 39])
def test_over_a_limit_we_soon_keep_to_it(limiter: RateLimiter, clock: Seconds, limit: int) -> None:
    """A limit that counts those it lets through in a sliding second, as TMDB's does."""
    began, let_through, refused = clock.now, deque[float](maxlen=limit), 0
    for _ in range(2000):
        limiter.take()
        if len(let_through) == limit and let_through[0] > clock.now - 1:
            refused += 1
            limiter.refused(None, 1.0)
        else:
            let_through.append(clock.now)
            limiter.answered()

    assert refused <= 20
    assert (2000 - refused) / (clock.now - began) >= 0.85 * limit


@pytest.mark.parametrize("asked", [86_400.0, float("inf")])
def test_no_pause_is_longer_than_two_minutes(limiter: RateLimiter, clock: Seconds, asked: float) -> None:
    refused_at = clock.now
    limiter.refused(asked, 1.0)
    limiter.take()

    assert clock.now - refused_at == pytest.approx(LONGEST_PAUSE_SECONDS)


def test_a_date_in_the_past_is_no_pause(limiter: RateLimiter, clock: Seconds) -> None:
    limiter.take()
    refused_at = clock.now
    limiter.refused(-5.0, 1.0)
    limiter.take()

    assert clock.now - refused_at < 0.1


def test_refusals_of_requests_under_way_together_count_once(limiter: RateLimiter, clock: Seconds) -> None:
    refused_at = clock.now
    for _ in range(12):
        limiter.refused(None, 1.0)
    limiter.take()

    assert clock.now - refused_at == pytest.approx(1)


def test_after_a_refusal_slots_are_further_apart_for_a_while(limiter: RateLimiter, clock: Seconds) -> None:
    limiter.refused(None, 1.0)
    after = gaps(limiter, clock, 2000)

    assert after[0] == pytest.approx(1.1 / 40, rel=0.01)
    assert after[-1] == pytest.approx(1 / 40)


def test_stopping_ends_every_wait() -> None:
    stop = threading.Event()
    limiter = RateLimiter(0.01, stop)
    limiter.take()
    threading.Timer(0.05, stop.set).start()
    began = time.monotonic()

    with pytest.raises(Stopped):
        limiter.take()
    with pytest.raises(Stopped):
        limiter.wait(60)
    assert time.monotonic() - began < 5
