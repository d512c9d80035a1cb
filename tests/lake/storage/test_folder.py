"""A lake in a folder."""

import errno
import os
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from filmes_lake.errors import AlreadyExists, LakeError, NotFound
from filmes_lake.lake.storage import Storage
from filmes_lake.lake.storage.folder import FolderStorage
from tests.fakes.processes import kill, running
from tests.fakes.threads import race
from tests.lake.storage.storage_contract import (
    ProcessContract,
    RaceContract,
    SharedStorageContract,
    StorageContract,
    keys,
)

OPENING = """
from pathlib import Path
from filmes_lake.lake.storage.folder import FolderStorage
storage = FolderStorage(Path({!r}))
"""

PUT_A_LARGE_OBJECT = """
data = bytes(200_000_000)
print("ready", flush=True)
storage.put("Raw/large", data)
"""


class TestFolderStorage(SharedStorageContract):
    @pytest.fixture
    def storage(self, tmp_path: Path) -> Storage:
        return FolderStorage(tmp_path / "lake")

    @pytest.fixture
    def opening(self, tmp_path: Path) -> str:
        return OPENING.format(str(tmp_path / "lake"))


def _no_link(*_: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


class WithoutLinks:
    """A file system such as FAT, which has no hard links."""

    @pytest.fixture
    def storage(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Storage:
        monkeypatch.setattr(os, "link", _no_link)
        return FolderStorage(tmp_path / "lake")


class TestFolderWithoutLinks(WithoutLinks, StorageContract, RaceContract): ...


@pytest.mark.slow
class TestFolderWithoutLinksOfProcesses(WithoutLinks, ProcessContract):
    @pytest.fixture
    def opening(self, tmp_path: Path) -> str:
        return OPENING.format(str(tmp_path / "lake"))


@pytest.fixture
def storage(tmp_path: Path) -> FolderStorage:
    return FolderStorage(tmp_path / "lake")


def test_looking_at_a_lake_that_does_not_exist_makes_none(storage: FolderStorage) -> None:
    assert keys(storage) == []
    assert storage.sweep_scratch() == []
    assert not storage.root.exists()


def test_a_relative_folder_stays_the_same_when_the_working_folder_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    storage = FolderStorage(Path("lake"))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    storage.put("Raw/a", b"x")

    assert (tmp_path / "lake" / "Raw" / "a").exists()


def test_an_object_is_never_seen_in_part(storage: FolderStorage) -> None:
    size, done = 3_000_000, threading.Event()

    def write() -> None:
        for number in range(10):
            storage.put(f"Raw/{number}", bytes(size))
        done.set()

    def look() -> set[int]:
        seen: set[int] = set()
        while not done.is_set():
            seen |= {entry.size for entry in storage.list("Raw/")}
        return seen

    _, seen = race([write, look])

    assert seen == {size}


def test_a_pointer_is_never_seen_in_part(storage: FolderStorage) -> None:
    token, done = storage.swap("pointer", b"0" * 50_000, None), threading.Event()

    def write() -> None:
        expected = token
        for number in range(1, 40):
            expected = storage.swap("pointer", str(number % 10).encode() * 50_000, expected)
        done.set()

    def look() -> set[int]:
        seen: set[int] = set()
        while not done.is_set():
            data = storage.get("pointer").data
            seen.add(len(data) * len(set(data)))
        return seen

    _, seen = race([write, look])

    assert seen == {50_000}


def test_a_writer_killed_in_the_middle_leaves_no_object(storage: FolderStorage, tmp_path: Path) -> None:
    with running(OPENING.format(str(storage.root)) + PUT_A_LARGE_OBJECT) as process:
        while not list(storage.root.glob("_ops/tmp/*.part")):
            pass
        kill(process)

    assert keys(storage) == []
    assert len(storage.sweep_scratch()) == 1
    assert list((storage.root / "_ops" / "tmp").iterdir()) == []


def test_an_object_lies_once_on_the_disk(storage: FolderStorage) -> None:
    with storage.scratch("run") as scratch:
        (scratch / "file").write_bytes(b"bytes")
        storage.put_file("Raw/a", scratch / "file")

        assert (storage.root / "Raw" / "a").samefile(scratch / "file")


def test_folders_that_become_empty_go_with_their_last_object(storage: FolderStorage) -> None:
    storage.put("Trusted/titulos/run/1.parquet", b"x")
    storage.put("Trusted/creditos/run/1.parquet", b"x")

    storage.delete("Trusted/titulos/run/1.parquet")

    assert [path.name for path in (storage.root / "Trusted").iterdir()] == ["creditos"]


def test_a_file_under_a_folders_name_is_one_line_of_error(tmp_path: Path) -> None:
    (tmp_path / "lake").write_bytes(b"a file")
    storage = FolderStorage(tmp_path / "lake")

    for action in (partial(storage.put, "Raw/a", b"x"), partial(storage.swap, "pointer", b"x", None)):
        with pytest.raises(LakeError, match="cannot be written") as caught:
            action()
        assert "\n" not in str(caught.value)


READS: dict[str, Callable[[FolderStorage, str], object]] = {
    "get": FolderStorage.get,
    "checksum": FolderStorage.checksum,
    "local": lambda storage, key: storage.local(key, storage.root),
    "get_range": lambda storage, key: storage.get_range(key, 0, 1),
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no FIFO")
@pytest.mark.timeout(20)
@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_a_pipe_in_the_place_of_an_object_is_none_and_is_not_waited_for(
    storage: FolderStorage, read: Callable[[FolderStorage, str], object]
) -> None:
    (storage.root / "Raw").mkdir(parents=True)
    os.mkfifo(storage.root / "Raw/a")

    with pytest.raises(NotFound, match="no such object"):
        read(storage, "Raw/a")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no FIFO")
@pytest.mark.timeout(20)
def test_a_pipe_in_the_place_of_an_object_is_replaced(storage: FolderStorage) -> None:
    storage.root.mkdir()
    os.mkfifo(storage.root / "pointer")

    storage.swap("pointer", b"x", None)

    assert storage.get("pointer").data == b"x"


def test_a_folder_in_the_place_of_an_object_is_to_be_moved_away(storage: FolderStorage) -> None:
    (storage.root / "pointer").mkdir(parents=True)

    for action in (partial(storage.swap, "pointer", b"x", None), partial(storage.delete, "pointer")):
        with pytest.raises(LakeError, match="a folder lies there") as caught:
            action()
        assert caught.value.hint == "move that folder away, then run the command again"


def _write_actions(storage: FolderStorage) -> list[Callable[[], object]]:
    return [
        partial(storage.put, "Raw/a", b"x"),
        partial(storage.swap, "pointer", b"x", None),
        partial(storage.delete, "Raw/there"),
        lambda: storage.scratch("run").__enter__(),
        lambda: storage.lock("transform", "me").__enter__(),
    ]


@pytest.mark.usefixtures("permissions")
@pytest.mark.parametrize("number", range(5))
def test_a_folder_that_cannot_be_written_is_one_line_of_error(storage: FolderStorage, number: int) -> None:
    storage.put("Raw/there", b"x")
    folders = [path for path in (storage.root, *storage.root.rglob("*")) if path.is_dir()]
    files = [path for path in storage.root.rglob("*") if path.is_file()]
    for path in (*files, *folders):
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        with pytest.raises(LakeError, match="cannot be written") as caught:
            _write_actions(storage)[number]()
    finally:
        for path in folders:
            path.chmod(0o755)

    assert "\n" not in str(caught.value)
    assert caught.value.hint


@pytest.mark.usefixtures("permissions")
def test_a_folder_that_cannot_be_read_is_no_empty_one(storage: FolderStorage) -> None:
    storage.put("Raw/a/b", b"x")
    (storage.root / "Raw" / "a").chmod(0)
    try:
        with pytest.raises(LakeError, match="cannot be read"):
            list(storage.list("Raw/"))
        with pytest.raises(LakeError, match="cannot be read"):
            storage.get("Raw/a/b")
    finally:
        (storage.root / "Raw" / "a").chmod(0o755)


def test_a_name_too_long_for_the_file_system_is_one_line_of_error(storage: FolderStorage) -> None:
    with pytest.raises(LakeError, match="cannot be written"):
        storage.put("Raw/" + "a" * 300, b"x")
    with pytest.raises(LakeError):
        storage.get("Raw/" + "a" * 300)


def test_without_links_a_second_put_is_still_refused(storage: FolderStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _no_link)
    storage.put("Raw/a", b"first")

    with pytest.raises(AlreadyExists):
        storage.put("Raw/a", b"second")

    assert list((storage.root / "_ops" / "tmp").iterdir()) == []


WRITES: dict[str, Callable[[FolderStorage], object]] = {
    "put": lambda storage: storage.put("Raw/Local/a", b"x"),
    "swap": lambda storage: storage.swap("Raw/Local/a", b"x", None),
    "delete": lambda storage: storage.delete("Raw/Local/kept"),
    "spool": lambda storage: storage.spool("tmdb"),
    "lock": lambda storage: storage.lock("ingest", "me").__enter__(),
    "scratch": lambda storage: storage.scratch("run").__enter__(),
}


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
@pytest.mark.parametrize("how", WRITES)
def test_nothing_is_written_or_deleted_through_a_link_inside_the_lake(
    storage: FolderStorage, tmp_path: Path, how: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    for name in ("Local", "_ops"):
        (elsewhere / name).mkdir(parents=True)
    (elsewhere / "Local" / "kept").write_bytes(b"theirs")
    storage.root.mkdir()
    (storage.root / "Raw").symlink_to(elsewhere)
    (storage.root / "_ops").symlink_to(elsewhere / "_ops")

    with pytest.raises(LakeError, match="a symbolic link, through which nothing is written or deleted"):
        WRITES[how](storage)

    assert [path.name for path in elsewhere.rglob("*") if path.is_file()] == ["kept"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_lake_whose_own_folder_is_a_link_is_one_like_any(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "lake").symlink_to(tmp_path / "disk")
    storage = FolderStorage(tmp_path / "lake")

    storage.put("Raw/a", b"x")

    assert storage.get("Raw/a").data == b"x"


def test_the_names_of_new_folders_are_brought_to_the_disk(
    storage: FolderStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[Path] = []
    monkeypatch.setattr("filmes_lake.lake.storage.files.flush_folder", flushed.append)
    storage.put("Raw/a/b/c", b"x")
    before = len(flushed)

    storage.put("Raw/a/b/d", b"x")

    assert {storage.root.parent, storage.root, storage.root / "Raw", storage.root / "Raw/a"} <= set(flushed)
    assert len(flushed) == before
