"""Leases among machines: each storage below has folders of its own, so it stands for a machine of its own."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filmes_lake.errors import LakeError, LockHeld
from filmes_lake.lake.storage.lease import Timing
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from tests.fakes.aws import Bucket
from tests.fakes.threads import race

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytest_plugins = ("tests.on_aws",)

NEVER_RENEWED = Timing(life=1, renewal=60)
RENEWED = Timing(life=1, renewal=0.2)
OVER = 2.1  # seconds; S3's times are whole seconds

Machine = Callable[[str, Timing], S3Storage]


@pytest.fixture
def machine(client: "S3Client", bucket: str, tmp_path: Path) -> Machine:
    def storage(name: str, timing: Timing) -> S3Storage:
        address = S3Address.parse(f"s3://{bucket}/lake")
        return S3Storage(client, address, tmp_path / name, tmp_path / name, lease=timing)

    return storage


def test_a_lock_that_another_machine_holds_is_refused_with_its_words(machine: Machine) -> None:
    with (
        machine("one", RENEWED).lock("transform", "`transform` (process 1 on one)"),
        pytest.raises(LockHeld, match=r"transform is held by `transform` \(process 1 on one\)"),
        machine("two", RENEWED).lock("transform", "two"),
    ):
        pass


def test_of_eight_machines_one_gets_the_lock(machine: Machine) -> None:
    storages = [machine(str(number), RENEWED) for number in range(8)]
    got: list[int] = []

    def hold(number: int) -> None:
        with suppress(LockHeld), storages[number].lock("transform", str(number)):
            got.append(number)
            time.sleep(1)

    race([lambda number=number: hold(number) for number in range(8)])  # type: ignore[misc]

    assert len(got) == 1


def test_a_renewed_lease_outlives_its_time(machine: Machine) -> None:
    with machine("one", RENEWED).lock("transform", "one"):
        time.sleep(OVER)

        with pytest.raises(LockHeld), machine("two", RENEWED).lock("transform", "two"):
            pass


def test_a_lease_whose_time_is_over_is_taken(machine: Machine) -> None:
    with machine("one", NEVER_RENEWED).lock("transform", "one"):
        time.sleep(OVER)

        with machine("two", RENEWED).lock("transform", "two"):
            pass


def test_who_lost_a_lease_does_not_give_back_the_next_holders(machine: Machine) -> None:
    lost = machine("one", NEVER_RENEWED).lock("transform", "one")
    lost.__enter__()
    time.sleep(OVER)

    with machine("two", RENEWED).lock("transform", "two"):
        lost.__exit__(None, None, None)

        with pytest.raises(LockHeld, match="two"), machine("three", RENEWED).lock("transform", "three"):
            pass


def test_who_lost_a_lease_is_notified(machine: Machine, caplog: pytest.LogCaptureFixture) -> None:
    with machine("one", Timing(life=0, renewal=1.5)).lock("transform", "one"):
        time.sleep(1.1)
        with machine("two", Timing(life=0, renewal=60)).lock("transform", "two"):
            time.sleep(1)

    assert "another process took over the lock transform" in caplog.text


def test_a_lease_given_back_leaves_nothing(machine: Machine, beside: Bucket) -> None:
    with machine("one", RENEWED).lock("transform", "one"):
        pass

    assert beside.keys() == []


def test_something_else_under_a_leases_name_is_one_line_of_error(machine: Machine, beside: Bucket) -> None:
    beside.client.put_object(Bucket=beside.name, Key="lake/_ops/locks/transform.lock", Body=b"[]")

    with pytest.raises(LakeError, match="not a valid lease"), machine("one", RENEWED).lock("transform", "one"):
        pass
