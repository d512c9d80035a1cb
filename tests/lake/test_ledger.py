"""The ledger: one object per run, and how each ended."""

import json
import os
from pathlib import Path

import pytest

from filmes_lake.errors import ChecksFailed, Conflict, LakeError, UsageError
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import RunInput
from filmes_lake.lake.storage.folder import FolderStorage
from tests.fakes.clock import Clock
from tests.fakes.processes import kill, running
from tests.fakes.threads import race
from tests.schema import SCHEMA

RUN_AND_WAIT = """
import time
from pathlib import Path
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.lake.lake import Lake
from filmes_lake.ingest.registry import schema
with Lake(FolderStorage(Path({!r})), schema()).run("transform") as run:
    (run.scratch / "half.parquet").write_bytes(b"x")
    print("ready", flush=True)
    time.sleep(60)
"""


def test_a_run_that_ends_is_done(memory_lake: Lake, clock: Clock) -> None:
    with memory_lake.run("transform", layers=["trusted"]) as run:
        run.counts = {"titulos": 3}
        run.versions = {"trusted": "v"}
        run.inputs = [RunInput(name="Raw/a", sha256="0")]

    [record] = memory_lake.ledger.runs(9)
    assert (record.run_id, record.command, record.outcome) == (run.id, "transform", "done")
    assert (record.counts, record.versions) == ({"titulos": 3}, {"trusted": "v"})
    assert record.inputs == [RunInput(name="Raw/a", sha256="0")]
    assert record.parameters == {"layers": ["trusted"]}
    assert record.ended_at
    assert record.started_at < record.ended_at < clock()


def test_a_run_is_in_the_ledger_while_it_lasts(memory_lake: Lake) -> None:
    with memory_lake.run("transform"):
        [record] = memory_lake.ledger.runs(9)

    assert (record.outcome, record.ended_at) == ("running", None)


def test_a_run_says_itself_how_it_ended(memory_lake: Lake) -> None:
    with memory_lake.run("transform") as run:
        run.outcome = "unchanged"

    assert memory_lake.ledger.runs(1)[0].outcome == "unchanged"


def test_a_run_that_fails_says_why(memory_lake: Lake) -> None:
    with pytest.raises(ChecksFailed), memory_lake.run("transform"):
        raise ChecksFailed("titulos: 2 keys stand twice")

    [record] = memory_lake.ledger.runs(9)
    assert (record.outcome, record.error) == ("failed", "titulos: 2 keys stand twice")
    assert record.ended_at


def test_an_error_without_words_leaves_its_name(memory_lake: Lake) -> None:
    with pytest.raises(ZeroDivisionError), memory_lake.run("transform"):
        raise ZeroDivisionError

    assert memory_lake.ledger.runs(1)[0].error == "ZeroDivisionError"


def test_a_run_that_fails_late_says_what_it_had_published(memory_lake: Lake) -> None:
    def publish_and_fail() -> None:
        with memory_lake.run("transform") as run:
            run.versions["trusted"] = "v"
            raise ChecksFailed("refined")

    with pytest.raises(ChecksFailed):
        publish_and_fail()

    assert memory_lake.ledger.runs(1)[0].versions == {"trusted": "v"}


def test_an_interrupted_run_says_so(memory_lake: Lake) -> None:
    with pytest.raises(KeyboardInterrupt), memory_lake.run("transform"):
        raise KeyboardInterrupt

    [record] = memory_lake.ledger.runs(9)
    assert (record.outcome, record.error) == ("interrupted", None)


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_the_scratch_of_a_run_that_fails_is_gone(memory_lake: Lake, error: type[BaseException]) -> None:
    folders: list[Path] = []

    def write_and_fail() -> None:
        with memory_lake.run("transform") as run:
            (run.scratch / "file").write_bytes(b"x")
            folders.append(run.scratch)
            raise error

    with pytest.raises(error):
        write_and_fail()

    assert not folders[0].exists()


def test_a_killed_run_is_called_so_at_once_and_the_next_run_writes_it_down(tmp_path: Path) -> None:
    lake = Lake(FolderStorage(tmp_path / "lake"), SCHEMA)
    with running(RUN_AND_WAIT.format(str(tmp_path / "lake"))) as process:
        assert lake.ledger.runs(1)[0].outcome == "running"
        kill(process)

    [entry] = (tmp_path / "lake" / "_ops/runs").iterdir()
    before = entry.read_bytes()
    [killed] = lake.ledger.runs(9, lambda run: run.outcome == "killed")
    assert lake.ledger.entry(killed.run_id) == killed
    assert entry.read_bytes() == before

    with lake.run("status"):
        pass

    assert [record.outcome for record in lake.ledger.runs(9)] == ["done", "killed"]
    assert not list(tmp_path.rglob("half.parquet"))


def test_a_living_run_is_not_called_killed(tmp_path: Path) -> None:
    lake = Lake(FolderStorage(tmp_path / "lake"), SCHEMA)
    with running(RUN_AND_WAIT.format(str(tmp_path / "lake"))):
        with lake.run("status"):
            pass

        assert [record.outcome for record in lake.ledger.runs(9)] == ["done", "running"]


def test_a_run_that_ended_stays_as_it_ended(memory_lake: Lake) -> None:
    with memory_lake.run("transform") as run:
        pass

    memory_lake.ledger.close_killed([run.id, "unheard-of"])

    assert memory_lake.ledger.runs(1)[0].outcome == "done"


def test_many_runs_at_a_time_all_end_as_they_ended(tmp_path: Path) -> None:
    lake = Lake(FolderStorage(tmp_path / "lake"), SCHEMA)

    def run_some() -> None:
        for _ in range(5):
            with lake.run("transform"):
                pass

    assert race([run_some] * 4) == [None] * 4
    assert [record.outcome for record in lake.ledger.runs(99)] == ["done"] * 20


def test_run_ids_sort_by_time(memory_lake: Lake, clock: Clock) -> None:
    ids = []
    for hours in (0.0, 0.0001, 0.5, 14, 24, 24 * 40):
        clock.advance(hours=hours)
        with memory_lake.run("test") as run:
            ids.append(run.id)

    assert sorted(ids) == ids


def test_the_newest_runs_come_first(memory_lake: Lake) -> None:
    for name in ("one", "two", "three"):
        with memory_lake.run(name):
            pass

    assert [record.command for record in memory_lake.ledger.runs(2)] == ["three", "two"]


def test_there_is_one_object_per_run(memory_lake: Lake) -> None:
    with memory_lake.run("test") as run:
        pass

    assert [entry.key for entry in memory_lake.storage.list(layout.RUNS)] == [layout.run(run.id)]


def test_the_holder_names_command_process_and_machine(memory_lake: Lake) -> None:
    with memory_lake.run("transform") as run:
        assert run.holder.startswith(f"`transform` (process {os.getpid()} on ")


def test_a_name_that_is_no_unicode_can_be_written_down(memory_lake: Lake) -> None:
    name = "movies-\udcff.csv"  # what Python makes of a file's name that is not UTF-8
    with pytest.raises(LakeError), memory_lake.run("ingest csv", sources=[name]):
        raise LakeError(f"{name}: no such file")

    [record] = memory_lake.ledger.runs(9)
    assert (record.parameters, record.error) == ({"sources": ["movies-?.csv"]}, "movies-?.csv: no such file")


def test_an_entry_is_json_that_people_can_read(memory_lake: Lake) -> None:
    with memory_lake.run("ingest csv", sources=["São Paulo.csv"]) as run:
        pass

    data = memory_lake.storage.get(layout.run(run.id)).data
    assert "São Paulo.csv" in data.decode()
    assert json.loads(data)["outcome"] == "done"


def test_a_failure_to_write_the_entry_does_not_hide_the_first_one(memory_lake: Lake) -> None:
    def lose_the_entry_and_fail() -> None:
        with memory_lake.run("transform") as run:
            memory_lake.storage.delete(layout.run(run.id))
            raise ChecksFailed("the first")

    with pytest.raises(ChecksFailed, match="the first"):
        lose_the_entry_and_fail()


def test_an_id_that_was_handed_out_is_the_runs(lake: Lake) -> None:
    handed_out = lake.ledger.new_id()

    with lake.run("transform", run_id=handed_out) as run:
        assert run.id == handed_out

    assert lake.ledger.entry(handed_out).outcome == "done"


@pytest.mark.parametrize("text", ["", "x", "../../current", "20260101T000000000Z-a/..", "20260101T000000000Z-abcd\n"])
def test_what_is_no_id_is_none_of_a_runs(lake: Lake, text: str) -> None:
    with pytest.raises(UsageError, match="not the id of a run"), lake.run("transform", run_id=text):
        pass


def test_an_id_is_taken_once(lake: Lake) -> None:
    handed_out = lake.ledger.new_id()
    with lake.run("transform", run_id=handed_out):
        pass

    with pytest.raises(Conflict), lake.run("transform", run_id=handed_out):
        pass
