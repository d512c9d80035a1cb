"""Copies of objects: fetched once, checked, kept for a while."""

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from filmes_lake.errors import LakeError
from filmes_lake.lake.storage.staging import Head, Staging
from tests.fakes.threads import race

DATA = b"bytes"
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def staging(tmp_path: Path) -> Staging:
    return Staging(tmp_path / "objects")


def fetching(data: bytes = DATA, calls: list[Path] | None = None) -> Callable[[Path], None]:
    def fetch(path: Path) -> None:
        if calls is not None:
            calls.append(path)
        path.write_bytes(data)

    return fetch


def head(name: str, sha256: str | None = SHA256) -> Head:
    """Of an object at an address, with a token: `a 1`."""
    where, _, token = name.partition(" ")
    return Head(where, token, 5, sha256)


def age(path: Path, days: float) -> None:
    then = time.time() - days * 86_400
    os.utime(path, (then, then))


def test_a_copy_is_fetched_once(staging: Staging) -> None:
    calls: list[Path] = []

    paths = {staging.file(head("a 1"), fetching(calls=calls)) for _ in range(3)}

    assert len(paths) == len(calls) == 1
    assert paths.pop().read_bytes() == DATA


def test_another_version_of_an_object_is_another_copy(staging: Staging) -> None:
    old = staging.file(head("a 1", None), fetching())

    assert staging.file(head("a 2", None), fetching(b"other")).read_bytes() == b"other"
    assert old.read_bytes() == DATA


@pytest.mark.parametrize(("data", "words"), [(b"byte", "4 bytes came of 5"), (b"bytez", "bytes received")])
def test_what_is_not_the_object_is_not_kept(staging: Staging, tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(LakeError, match=words):
        staging.file(head("a 1"), fetching(data))

    assert list((tmp_path / "objects").iterdir()) == []


def test_a_copy_is_never_seen_in_part(staging: Staging) -> None:
    def fetch(path: Path) -> None:
        with path.open("wb") as file:
            for byte in DATA:
                file.write(bytes([byte]))
                file.flush()
                time.sleep(0.01)

    found = race([lambda: staging.file(head("a 1"), fetch).read_bytes()] * 8)

    assert found == [DATA] * 8


def test_a_disk_that_takes_nothing_is_one_line_of_error(tmp_path: Path) -> None:
    (tmp_path / "objects").write_bytes(b"a file")

    with pytest.raises(LakeError, match="cannot be written"):
        Staging(tmp_path / "objects").file(head("a 1"), fetching())


def test_copies_long_unused_are_swept(staging: Staging) -> None:
    unused, used = (staging.file(head(name), fetching()) for name in ("unused", "used"))
    for path in (unused, used):
        age(path, 20)
    staging.file(head("used"), fetching())

    staging.sweep()

    assert not unused.exists()
    assert used.exists()


def test_what_a_killed_process_was_fetching_is_swept_after_a_day(staging: Staging, tmp_path: Path) -> None:
    staging.file(head("a 1"), fetching())
    old, new = (tmp_path / "objects" / name for name in ("1.part", "2.part"))
    for path, days in ((old, 1.5), (new, 0.5)):
        path.write_bytes(b"x")
        age(path, days)

    staging.sweep()

    assert not old.exists()
    assert new.exists()


def test_sweeping_where_nothing_was_ever_fetched_makes_nothing(staging: Staging, tmp_path: Path) -> None:
    staging.sweep()

    assert not (tmp_path / "objects").exists()


def test_copies_of_what_was_deleted_go(staging: Staging) -> None:
    gone = [staging.file(head(name), fetching()) for name in ("a 1", "a 2")]
    left = staging.file(head("ab 1"), fetching())

    staging.forget("a")

    assert [path.exists() for path in (*gone, left)] == [False, False, True]
