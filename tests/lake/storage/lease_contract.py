"""What leases do among machines on every S3. An adapter's tests say in a fixture how a machine opens the lake.

Each storage has folders of its own, so it stands for a machine of its own.
"""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from filmes_lake.errors import LockHeld
from filmes_lake.lake.storage.lease import Timing
from filmes_lake.lake.storage.s3 import S3Storage
from tests.fakes.threads import race

NEVER_RENEWED = Timing(life=1, renewal=60)
RENEWED = Timing(life=1, renewal=0.2)
OVER = 3.1  # seconds; S3's times are whole seconds, and some servers' are up to one second late

Machine = Callable[[str, Timing], S3Storage]


class LeaseContract:
    """Needs the fixture `machine`: opens one and the same empty lake on the machine of that name."""

    def test_a_lock_that_another_machine_holds_is_refused_with_its_words(self, machine: Machine) -> None:
        with (
            machine("one", RENEWED).lock("transform", "`transform` (process 1 on one)"),
            pytest.raises(LockHeld, match=r"transform is held by `transform` \(process 1 on one\)"),
            machine("two", RENEWED).lock("transform", "two"),
        ):
            pass

    def test_of_eight_machines_one_gets_the_lock(self, machine: Machine) -> None:
        storages = [machine(str(number), RENEWED) for number in range(8)]
        got: list[int] = []

        def hold(number: int) -> None:
            with suppress(LockHeld), storages[number].lock("transform", str(number)):
                got.append(number)
                time.sleep(1)

        race([lambda number=number: hold(number) for number in range(8)])  # type: ignore[misc]

        assert len(got) == 1

    def test_a_renewed_lease_outlives_its_time(self, machine: Machine) -> None:
        with machine("one", RENEWED).lock("transform", "one"):
            time.sleep(OVER)

            with pytest.raises(LockHeld), machine("two", RENEWED).lock("transform", "two"):
                pass

    def test_a_lease_whose_time_is_over_is_taken(self, machine: Machine) -> None:
        with machine("one", NEVER_RENEWED).lock("transform", "one"):
            time.sleep(OVER)

            with machine("two", RENEWED).lock("transform", "two"):
                pass

    def test_who_lost_a_lease_does_not_give_back_the_next_holders(self, machine: Machine) -> None:
        lost = machine("one", NEVER_RENEWED).lock("transform", "one")
        lost.__enter__()
        time.sleep(OVER)

        with machine("two", RENEWED).lock("transform", "two"):
            lost.__exit__(None, None, None)

            with pytest.raises(LockHeld, match="two"), machine("three", RENEWED).lock("transform", "three"):
                pass

    def test_who_lost_a_lease_is_notified(self, machine: Machine, caplog: pytest.LogCaptureFixture) -> None:
        with machine("one", Timing(life=0, renewal=2.6)).lock("transform", "one"):
            time.sleep(2.1)
            with machine("two", Timing(life=0, renewal=60)).lock("transform", "two"):
                time.sleep(1)

        assert "another process took over the lock transform" in caplog.text

    def test_a_lease_given_back_is_free_at_once_on_another_machine(self, machine: Machine) -> None:
        one, two = machine("one", Timing()), machine("two", Timing())
        for _ in range(2):
            for storage in (one, two):
                with storage.lock("transform", "me"):
                    assert storage.holders() == {"transform": "me"}

        assert one.holders() == two.holders() == {}
