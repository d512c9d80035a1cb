"""What every storage does. An adapter's tests inherit a contract and say in a fixture how to open the storage."""

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from filmes_lake.errors import AlreadyExists, Conflict, LakeError, LockHeld, NotFound
from filmes_lake.lake.storage import Storage
from tests.fakes.processes import kill, running
from tests.fakes.threads import race

BAD_KEYS = ["../beside", "Raw/../../beside", "/dev/null/beside", "Raw\\..\\beside", "C:\\beside", "c:beside"]


def keys(storage: Storage, prefix: str = "") -> list[str]:
    return [entry.key for entry in storage.list(prefix)]


class StorageContract:
    """Holds for a storage of one process. Needs the fixture `storage`: an empty one."""

    def test_what_was_put_is_got(self, storage: Storage) -> None:
        storage.put("Raw/a/b.csv", b"bytes")

        assert storage.get("Raw/a/b.csv").data == b"bytes"

    def test_an_empty_object_is_an_object(self, storage: Storage) -> None:
        storage.put("Raw/empty", b"")

        assert storage.get("Raw/empty").data == b""

    def test_a_missing_object_is_not_found(self, storage: Storage) -> None:
        with pytest.raises(NotFound, match="Raw/none"):
            storage.get("Raw/none")

    def test_a_prefix_is_no_object(self, storage: Storage, tmp_path: Path) -> None:
        storage.put("Raw/a/b.csv", b"bytes")

        with pytest.raises(NotFound):
            storage.get("Raw/a")
        with pytest.raises(NotFound):
            storage.local("Raw/a", tmp_path)

    def test_a_second_put_is_refused_and_changes_nothing(self, storage: Storage) -> None:
        storage.put("Raw/a", b"first")

        with pytest.raises(AlreadyExists, match="Raw/a"):
            storage.put("Raw/a", b"second")

        assert storage.get("Raw/a").data == b"first"

    def test_of_many_puts_under_one_key_one_wins(self, storage: Storage) -> None:
        outcomes = race([partial(storage.put, "Raw/a", bytes([number])) for number in range(8)])

        winners = [number for number, outcome in enumerate(outcomes) if outcome is None]
        assert len(winners) == 1
        assert storage.get("Raw/a").data == bytes(winners)
        assert all(isinstance(outcome, AlreadyExists) for outcome in outcomes if outcome is not None)

    @pytest.mark.parametrize(
        ("start", "length", "found"),
        [(0, 3, b"abc"), (2, 2, b"cd"), (4, 10, b"ef"), (6, 1, b""), (9, 1, b""), (0, 0, b"")],
    )
    def test_a_range_ends_with_the_object(self, storage: Storage, start: int, length: int, found: bytes) -> None:
        storage.put("Raw/a", b"abcdef")

        assert storage.get_range("Raw/a", start, length) == found

    def test_a_range_of_a_missing_object_is_not_found(self, storage: Storage) -> None:
        with pytest.raises(NotFound):
            storage.get_range("Raw/none", 0, 1)

    def test_a_file_of_scratch_becomes_an_object(self, storage: Storage) -> None:
        with storage.scratch("run") as scratch:
            (scratch / "file").write_bytes(b"bytes")
            storage.put_file("Raw/a", scratch / "file")

        assert storage.get("Raw/a").data == b"bytes"

    def test_a_file_does_not_replace_an_object(self, storage: Storage) -> None:
        storage.put("Raw/a", b"first")

        with storage.scratch("run") as scratch:
            (scratch / "file").write_bytes(b"second")
            with pytest.raises(AlreadyExists):
                storage.put_file("Raw/a", scratch / "file")

        assert storage.get("Raw/a").data == b"first"

    def test_a_checksum_is_of_the_bytes_as_they_were_written(self, storage: Storage) -> None:
        storage.put("Raw/a", b"first")

        assert storage.checksum("Raw/a") == (5, hashlib.sha256(b"first").hexdigest())
        with pytest.raises(NotFound, match="Raw/b"):
            storage.checksum("Raw/b")

    def test_an_object_is_there_after_its_copies_were_forgotten(self, storage: Storage, tmp_path: Path) -> None:
        storage.put("Raw/a", b"first")
        storage.local("Raw/a", tmp_path)

        storage.forget_copies("Raw/a")

        assert storage.local("Raw/a", tmp_path).read_bytes() == b"first"

    def test_swap_creates_where_nothing_is_expected(self, storage: Storage) -> None:
        token = storage.swap("pointer", b"one", None)

        assert storage.get("pointer").data == b"one"
        assert storage.get("pointer").token == token

    def test_swap_replaces_what_is_expected(self, storage: Storage) -> None:
        token = storage.swap("pointer", b"one", None)

        storage.swap("pointer", b"two", token)

        assert storage.get("pointer").data == b"two"

    @pytest.mark.parametrize("expected", [None, "stale", "unheard of"])
    def test_swap_refuses_what_it_does_not_expect(self, storage: Storage, expected: str | None) -> None:
        stale = storage.swap("pointer", b"one", None)
        storage.swap("pointer", b"two", stale)

        with pytest.raises(Conflict, match="pointer"):
            storage.swap("pointer", b"three", stale if expected == "stale" else expected)

        assert storage.get("pointer").data == b"two"

    def test_swap_refuses_to_replace_what_is_gone(self, storage: Storage) -> None:
        with pytest.raises(Conflict):
            storage.swap("pointer", b"two", "unheard of")

        assert keys(storage) == []

    def test_objects_are_listed_by_prefix_in_the_order_of_their_keys(self, storage: Storage) -> None:
        for key in ("Raw/a/2", "Raw/a-b/1", "Raw/a/1", "Raw/ab/1", "Raw/B/1", "Trusted/x"):
            storage.put(key, b"12345")

        assert keys(storage, "Raw/") == ["Raw/B/1", "Raw/a-b/1", "Raw/a/1", "Raw/a/2", "Raw/ab/1"]

    @pytest.mark.parametrize(
        ("prefix", "found"),
        [
            ("Raw/a/", ["Raw/a/1"]),
            ("Raw/a", ["Raw/a/1", "Raw/ab/1"]),
            ("Raw/a/1", ["Raw/a/1"]),
            ("Raw/a/1/", []),
            ("Raw/none/", []),
            ("", ["Raw/a/1", "Raw/ab/1"]),
        ],
    )
    def test_a_prefix_is_a_beginning_of_keys(self, storage: Storage, prefix: str, found: list[str]) -> None:
        storage.put("Raw/a/1", b"x")
        storage.put("Raw/ab/1", b"x")

        assert keys(storage, prefix) == found

    def test_a_listing_has_sizes(self, storage: Storage) -> None:
        storage.put("Raw/a", b"12345")

        assert [entry.size for entry in storage.list("Raw/")] == [5]

    def test_what_systems_hide_in_folders_is_not_listed(self, storage: Storage) -> None:
        for key in ("Raw/a/1", "Raw/.DS_Store", "Raw/a/._1", "Raw/.trash/2", ".hidden"):
            storage.put(key, b"x")

        assert keys(storage) == ["Raw/a/1"]

    def test_scratch_and_locks_are_no_objects(self, storage: Storage) -> None:
        with storage.scratch("run") as scratch, storage.lock("transform", "me"):
            (scratch / "file").write_bytes(b"bytes")

            assert keys(storage) == []

    def test_a_spool_outlives_runs_and_is_no_object(self, storage: Storage) -> None:
        (storage.spool("tmdb") / "file").write_bytes(b"bytes")

        with storage.scratch("run"):
            assert storage.sweep_scratch() == []

        assert (storage.spool("tmdb") / "file").read_bytes() == b"bytes"
        assert keys(storage) == []

    def test_a_deleted_object_is_gone(self, storage: Storage) -> None:
        storage.put("Raw/a/b", b"x")

        storage.delete("Raw/a/b")

        assert keys(storage) == []
        with pytest.raises(NotFound):
            storage.get("Raw/a/b")

    def test_deleting_what_is_not_there_is_no_error(self, storage: Storage) -> None:
        storage.delete("Raw/none")
        storage.delete("Raw/none/deeper")

    def test_a_key_can_be_put_again_after_it_was_deleted(self, storage: Storage) -> None:
        storage.put("Raw/a/b", b"first")
        storage.delete("Raw/a/b")

        storage.put("Raw/a/b", b"second")

        assert storage.get("Raw/a/b").data == b"second"

    def test_local_is_a_file_with_the_bytes(self, storage: Storage) -> None:
        storage.put("Raw/a/b.csv", b"bytes")

        with storage.scratch("run") as scratch:
            assert storage.local("Raw/a/b.csv", scratch).read_bytes() == b"bytes"

    def test_local_of_a_missing_object_is_not_found(self, storage: Storage, tmp_path: Path) -> None:
        with pytest.raises(NotFound):
            storage.local("Raw/none", tmp_path)

    def test_many_files_become_objects_and_files_again_in_their_order(self, storage: Storage) -> None:
        names = [f"Trusted/t/{number}" for number in (3, 1, 2)]
        told: list[int] = []
        with storage.scratch("run") as scratch:
            files = [(name, scratch / f"file-{place}") for place, name in enumerate(names)]
            for name, path in files:
                path.write_bytes(name.encode())
            storage.put_files(files, told.append)

            copies = storage.local_files(names, scratch)

            assert [path.read_bytes().decode() for path in copies] == names
        assert sum(told) == sum(map(len, names))
        assert keys(storage) == sorted(names)

    def test_of_many_files_one_that_is_there_already_is_refused(self, storage: Storage) -> None:
        storage.put("Raw/2", b"first")

        with storage.scratch("run") as scratch:
            files = [(f"Raw/{name}", scratch / name) for name in ("1", "2")]
            for _, path in files:
                path.write_bytes(b"second")
            with pytest.raises(AlreadyExists, match="Raw/2"):
                storage.put_files(files)

        assert storage.get("Raw/2").data == b"first"

    def test_of_many_files_one_that_is_missing_is_not_found(self, storage: Storage) -> None:
        storage.put("Raw/1", b"x")

        with storage.scratch("run") as scratch, pytest.raises(NotFound, match="Raw/2"):
            storage.local_files(["Raw/1", "Raw/2"], scratch)

    def test_no_file_at_all_is_no_error(self, storage: Storage) -> None:
        with storage.scratch("run") as scratch:
            storage.put_files([])

            assert list(storage.local_files([], scratch)) == []

    def test_scratch_is_an_empty_folder(self, storage: Storage) -> None:
        with storage.scratch("run") as scratch:
            assert list(scratch.iterdir()) == []

    def test_scratch_goes_when_the_run_ends(self, storage: Storage) -> None:
        with storage.scratch("run") as scratch:
            (scratch / "folder").mkdir()
            (scratch / "folder" / "file").write_bytes(b"x")

        assert not scratch.exists()
        assert storage.sweep_scratch() == []

    def test_scratch_goes_when_the_run_fails(self, storage: Storage) -> None:
        with pytest.raises(ZeroDivisionError), storage.scratch("run") as scratch:
            raise ZeroDivisionError

        assert not scratch.exists()

    def test_the_scratch_of_a_living_run_is_not_swept(self, storage: Storage) -> None:
        with storage.scratch("run") as scratch:
            assert storage.sweep_scratch() == []
            assert scratch.is_dir()

    def test_a_lock_held_is_refused_with_the_words_of_its_holder(self, storage: Storage) -> None:
        with (
            storage.lock("transform", "`transform` (process 1)"),
            pytest.raises(LockHeld, match=r"transform is held by `transform` \(process 1\)"),
            storage.lock("transform", "another"),
        ):
            pass

    def test_a_refused_lock_stays_the_holders(self, storage: Storage) -> None:
        with storage.lock("transform", "the first"):
            for _ in range(2):
                with pytest.raises(LockHeld, match="the first"), storage.lock("transform", "the second"):
                    pass

    def test_a_lock_is_free_when_its_holder_is_done(self, storage: Storage) -> None:
        with storage.lock("transform", "the first"):
            pass

        with storage.lock("transform", "the second"):
            pass

    def test_a_lock_is_free_when_its_holder_fails(self, storage: Storage) -> None:
        with pytest.raises(ZeroDivisionError), storage.lock("transform", "the first"):
            raise ZeroDivisionError

        with storage.lock("transform", "the second"):
            pass

    def test_who_holds_a_lock_can_be_asked(self, storage: Storage) -> None:
        assert storage.holders() == {}
        with storage.lock("transform", "the first"), storage.lock("ingest-csv-movies", "the second"):
            assert storage.holders() == {"transform": "the first", "ingest-csv-movies": "the second"}
        assert storage.holders() == {}

    def test_locks_of_different_names_do_not_meet(self, storage: Storage) -> None:
        with storage.lock("ingest-csv-movies", "the first"), storage.lock("ingest-csv-series", "the second"):
            storage.swap("pointer", b"x", None)

    @pytest.mark.parametrize("key", BAD_KEYS)
    def test_a_key_that_leads_out_of_the_lake_is_refused(self, storage: Storage, key: str, tmp_path: Path) -> None:
        file = tmp_path / "file"
        file.write_bytes(b"x")

        for action in (
            partial(storage.get, key),
            partial(storage.get_range, key, 0, 1),
            partial(storage.put, key, b"x"),
            partial(storage.put_file, key, file),
            partial(storage.swap, key, b"x", None),
            partial(storage.delete, key),
            partial(storage.local, key, tmp_path),
        ):
            with pytest.raises(LakeError):
                action()

        assert not list(tmp_path.rglob("beside*"))


class RaceContract:
    """What many do at once in one process, again and again. Needs the fixture `storage`."""

    def test_puts_and_deletes_in_one_folder_do_not_disturb_each_other(self, storage: Storage) -> None:
        def put_and_delete(number: int) -> None:
            for turn in range(5):
                key = f"Trusted/t/{number}-{turn}"
                storage.put(key, b"x")
                list(storage.list("Trusted/"))
                storage.delete(key)

        outcomes = race([partial(put_and_delete, number) for number in range(4)])

        assert outcomes == [None] * 4
        assert keys(storage) == []

    def test_of_eight_swaps_of_one_object_one_wins_in_every_round(self, storage: Storage) -> None:
        token = None
        for turn in range(10):
            swaps = [partial(storage.swap, "pointer", f"{turn}-{writer}".encode(), token) for writer in range(8)]

            outcomes = race(swaps)

            winners = [outcome for outcome in outcomes if isinstance(outcome, str)]
            assert len(winners) == 1
            assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 7
            token = winners[0]
            assert storage.get("pointer").data.decode() == f"{turn}-{outcomes.index(token)}"

    def test_sweeping_does_not_disturb_runs_that_begin_and_end(self, storage: Storage) -> None:
        def begin_and_end(number: int) -> None:
            for turn in range(10):
                with storage.scratch(f"run-{number}-{turn}") as scratch:
                    (scratch / "file").write_bytes(b"x")
                    assert (scratch / "file").exists()
                storage.put(f"Raw/{number}-{turn}", b"x")

        def sweep() -> None:
            for _ in range(30):
                assert storage.sweep_scratch() == []

        runs: list[Callable[[], None]] = [partial(begin_and_end, number) for number in range(2)]
        assert race([*runs, sweep, sweep]) == [None] * 4


HOLD_SCRATCH = """
with storage.scratch("run") as scratch:
    (scratch / "file").write_bytes(b"x")
    print("ready", flush=True)
    time.sleep(60)
"""

HOLD_LOCK = """
with storage.lock("transform", "the other process"):
    print("ready", flush=True)
    time.sleep(60)
"""

SWAP_FOR_EVER = """
token = storage.get("pointer").token
print("ready", flush=True)
for turn in range(1_000_000):
    token = storage.swap("pointer", (f"{turn}," * 20_000).encode(), token)
"""


class ProcessContract:
    """Holds for a storage of several processes. Needs the fixture `opening` too: code that opens it as `storage`."""

    @pytest.fixture
    def opening(self) -> str:
        raise NotImplementedError

    def test_the_scratch_of_a_killed_process_is_swept(self, storage: Storage, opening: str) -> None:
        with running("import time\n" + opening + HOLD_SCRATCH) as process:
            kill(process)

            assert storage.dead_scratch() == storage.dead_scratch() == ["run"]
            assert storage.sweep_scratch() == ["run"]
            assert storage.dead_scratch() == []
            assert storage.sweep_scratch() == []

    def test_the_scratch_of_a_living_process_is_not_swept(self, storage: Storage, opening: str) -> None:
        with running("import time\n" + opening + HOLD_SCRATCH):
            assert storage.sweep_scratch() == []

    def test_a_lock_of_another_process_is_held(self, storage: Storage, opening: str) -> None:
        with (
            running("import time\n" + opening + HOLD_LOCK),
            pytest.raises(LockHeld, match="the other process"),
            storage.lock("transform", "me"),
        ):
            pass

    def test_a_lock_is_free_when_its_holder_was_killed(self, storage: Storage, opening: str) -> None:
        with running("import time\n" + opening + HOLD_LOCK) as process:
            kill(process)

            with storage.lock("transform", "me"):
                pass

    def test_a_lock_of_a_killed_process_is_held_by_nobody(self, storage: Storage, opening: str) -> None:
        with running("import time\n" + opening + HOLD_LOCK) as process:
            assert storage.holders() == {"transform": "the other process"}
            kill(process)

            assert storage.holders() == {}

    def test_a_killed_writer_leaves_an_object_whole(self, storage: Storage, opening: str) -> None:
        storage.swap("pointer", b"0," * 20_000, None)
        for _ in range(3):
            with running("import time\n" + opening + SWAP_FOR_EVER) as process:
                before = storage.get("pointer").token
                while storage.get("pointer").token == before:
                    pass
                kill(process)

            blob = storage.get("pointer")
            assert len(set(blob.data.decode().rstrip(",").split(","))) == 1
            storage.swap("pointer", b"0," * 20_000, blob.token)
            assert keys(storage) == ["pointer"]


class SharedStorageContract(StorageContract, RaceContract, ProcessContract):
    """All of it, for a storage of several processes."""
