"""`run` does what is stale and nothing else, in order, and stops where something fails."""

import gzip
import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import header_of
from tests.fakes.aws import Bucket
from tests.fakes.tmdb_server import FakeOptions, FakeTmdb, movie
from tests.in_process import Here
from tests.program import SAMPLE, Program, finish, stored
from tests.transform.lakes import movie_line

pytest_plugins = ("tests.in_process", "tests.on_aws", "tests.running")

CSV, SAVED, TMDB, EXPORTS, TRANSFORM, CATALOG = STEPS = (
    "ingest csv",
    "ingest tmdb --from",
    "ingest tmdb",
    "ingest tmdb-exports",
    "transform all",
    "catalog register",
)


@pytest.fixture
def server() -> Iterator[FakeTmdb]:
    with FakeTmdb() as server:
        yield server


def settle(program: Here | Program) -> None:
    """Put the sample's files into the program's folder, and settings that name them."""
    for name in ("movies.csv", "series.csv"):
        shutil.copy(SAMPLE / name, program.folder)
    (program.folder / "tmdb").mkdir()
    for name in ("tmdb_movies.jsonl", "tmdb_series.jsonl"):
        shutil.copy(SAMPLE / name, program.folder / "tmdb")
    assert program.run("init").code == 0


@pytest.fixture
def house(here: Here) -> Here:
    """The program in a folder with the sample's files, whose settings name them."""
    settle(here)
    return here


@pytest.fixture(scope="module")
def refreshed_once(tmp_path_factory: pytest.TempPathFactory, compiled_once: None) -> Path:
    """Such a folder after a run."""
    program = Program(tmp_path_factory.mktemp("refreshed"))
    settle(program)
    assert program.run("run").code == 0
    return program.folder


@pytest.fixture
def refreshed(here: Here, refreshed_once: Path) -> Here:
    """The program in a folder in which a run has done everything."""
    shutil.copytree(refreshed_once, here.folder, dirs_exist_ok=True)
    return here


def with_titles(here: Here, ids: list[str]) -> Here:
    """The program in a folder whose settings name a CSV of these films and nothing else."""
    lines = ["|".join(header_of(Kind.MOVIES)), *map(movie_line, ids)]
    (here.folder / "m.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert here.run("init", "--movies", "m.csv").code == 0
    return here


def states(document: Any) -> dict[str, str]:
    return {step["step"]: step["state"] for step in document["steps"]}


def commands(here: Here) -> list[str]:
    return [run["command"] for run in here.run("runs", "--json").document["runs"]]


def test_the_first_run_does_everything_and_the_second_nothing(house: Here) -> None:
    first = house.run("run", "--json")
    before, entries = stored(house.folder / "lake"), commands(house)
    second = house.run("run", "--json")
    text = house.run("run")

    assert (first.code, second.code, text.code) == (0, 0, 0)
    assert states(first.document) == dict(
        zip(STEPS, ("done", "done", "skipped", "skipped", "done", "skipped"), strict=True)
    )
    assert set(states(second.document).values()) == {"up_to_date", "skipped"}
    assert text.err.endswith("everything is up to date\n")
    assert stored(house.folder / "lake") == before
    assert commands(house) == entries  # not even a run in the ledger


@pytest.mark.slow
def test_what_it_makes_is_what_the_single_commands_make(refreshed: Here, demo: Path) -> None:
    ours, theirs = (
        {**refreshed.run("report", "roi", "--lake", lake, "--json").document, "version": ""} for lake in ("lake", demo)
    )
    assert ours == theirs


@pytest.mark.slow
@pytest.mark.parametrize("flag", ["--dry-run", "--plan"])
def test_a_plan_says_what_the_run_would_do_and_writes_nothing(flag: str, house: Here) -> None:
    planned = states(house.run("run", flag, "--json").document)
    assert stored(house.folder / "lake") == {}
    assert planned == dict(zip(STEPS, ("due", "due", "skipped", "skipped", "due", "skipped"), strict=True))

    done = states(house.run("run", "--json").document)
    assert [step for step, state in done.items() if state == "done"] == [
        step for step, state in planned.items() if state == "due"
    ]
    assert "due" not in states(house.run("run", flag, "--json").document).values()


@pytest.mark.slow
def test_only_what_stands_on_a_change_is_done_again(refreshed: Here) -> None:
    assert refreshed.run("catalog", "register").code == 0
    file = refreshed.folder / "movies.csv"
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:50]))

    unchanged = {SAVED: "up_to_date", TMDB: "skipped", EXPORTS: "skipped"}
    planned = states(refreshed.run("run", "--plan", "--json").document)
    done = states(refreshed.run("run", "--json").document)

    assert planned == {**unchanged, CSV: "due", TRANSFORM: "due", CATALOG: "due"}
    assert done == {**unchanged, CSV: "done", TRANSFORM: "done", CATALOG: "done"}


def test_a_file_that_was_only_touched_is_up_to_date(refreshed: Here) -> None:
    os.utime(refreshed.folder / "movies.csv", (1, 1))

    assert states(refreshed.run("run", "--json").document)[CSV] == "up_to_date"


@pytest.mark.slow
def test_a_registered_catalog_follows_the_tables(refreshed: Here) -> None:
    assert refreshed.run("catalog", "register").code == 0
    assert states(refreshed.run("run", "--json").document)[CATALOG] == "up_to_date"
    assert refreshed.run("transform", "refined", "--force").code == 0

    assert states(refreshed.run("run", "--json").document)[CATALOG] == "done"
    assert states(refreshed.run("run", "--json").document)[CATALOG] == "up_to_date"


@pytest.mark.slow
def test_a_catalog_file_that_is_none_is_rebuilt(refreshed: Here) -> None:
    (refreshed.folder / "lake/filmes-lake.duckdb").write_bytes(b"no database")

    assert states(refreshed.run("run", "--json").document)[CATALOG] == "done"


def test_without_a_token_tmdb_is_left_out_with_a_hint(refreshed: Here) -> None:
    ended = refreshed.run("run")

    assert ended.code == 0
    assert "ingest tmdb          skipped      TMDB_API_TOKEN is not set\n" in ended.out
    assert "copy the API Read Access Token from https://www.themoviedb.org/settings/api" in ended.err


def test_with_a_token_tmdb_is_asked_once(here: Here, server: FakeTmdb) -> None:
    house = with_titles(here, server.add_movies(3))

    first = house.run("run", "--json", **server.environment)
    asked = len(server.seen.paths)
    second = house.run("run", "--json", **server.environment)

    assert (first.code, second.code) == (0, 0)
    assert states(first.document)[TMDB] == "done"
    assert states(second.document)[TMDB] == "up_to_date"
    assert len(server.seen.paths) == asked
    assert house.run("query", "SELECT * FROM tmdb_filmes", "--json").document["rows"]


@pytest.mark.slow
def test_titles_that_cannot_be_had_are_exit_4_and_the_others_are_in_the_tables(here: Here, server: FakeTmdb) -> None:
    house = with_titles(here, server.add_movies(3))
    server.movies["tt9000002"] = movie("tt9000002", overview="x" * 33_000_000)

    ended = house.run("run", **server.environment)

    assert ended.code == 4
    assert "partly done  2 found and stored, 0 not found, 1 failed" in ended.out
    assert "filmes-lake ingest tmdb --retry-errors" in ended.err
    assert len(house.run("query", "SELECT * FROM tmdb_filmes", "--json").document["rows"]) == 2
    assert house.run("run", **server.environment).code == 0


def test_a_plan_asks_tmdb_nothing(here: Here, server: FakeTmdb) -> None:
    house = with_titles(here, server.add_movies(3))
    assert house.run("ingest", "csv", "m.csv").code == 0

    document = house.run("run", "--plan", "--json", **server.environment).document

    assert [step["reason"] for step in document["steps"] if step["step"] == TMDB] == ["3 titles to ask about"]
    assert server.seen.paths == []


def test_a_refused_token_stops_it_with_exit_5_before_the_transform(here: Here, server: FakeTmdb) -> None:
    house = with_titles(here, server.add_movies(3))
    server.options = FakeOptions(refuse_token_after=0)

    ended = house.run("run", **server.environment)

    assert ended.code == 5
    assert ended.err.splitlines()[-1].startswith("error: TMDB refuses the token")
    assert ended.out.startswith("ingest csv           done")
    assert "transform" not in commands(house)


@pytest.mark.parametrize("token", ["0123456789abcdef0123456789abcdef", "short"])
def test_a_token_that_is_none_is_a_failure_and_not_skipped(token: str, house: Here) -> None:
    ended = house.run("run", "--json", TMDB_API_TOKEN=token)

    assert ended.code == 5
    assert token not in ended.out


@pytest.mark.slow
def test_lines_that_are_no_records_are_exit_4_once(house: Here) -> None:
    with (house.folder / "tmdb/tmdb_movies.jsonl").open("a", encoding="utf-8") as file:
        file.write("no record\n")

    ended = house.run("run")
    assert ended.code == 4
    assert "375 records stored, 1 are no records, 0 have no IMDb id" in ended.out
    assert house.run("run").code == 0


@pytest.mark.parametrize(
    ("variable", "path", "says"),
    [
        ("MOVIES", "nowhere.csv", "nowhere.csv: no such file"),
        ("MOVIES", "series.csv", "series.csv:1: "),
        ("MOVIES", "tmdb", "tmdb: not a regular file"),
        ("TMDB", "nowhere", "nowhere: no such folder"),
        ("TMDB", "movies.csv", "movies.csv: cannot be read"),
    ],
)
def test_a_source_that_cannot_be_taken_stops_it(variable: str, path: str, says: str, house: Here) -> None:
    ended = house.run("run", "--json", **{f"FILMES_LAKE_SOURCES_{variable}": path})

    assert ended.code == 1
    assert says in ended.document["error"]["message"]
    assert "transform" not in commands(house)


@pytest.mark.slow
def test_a_lake_in_s3_is_kept_up_alike(house: Here, beside: Bucket, aws: dict[str, str]) -> None:
    lake = ("--lake", f"s3://{beside.name}/lake")
    first = house.run("run", *lake, "--json", **aws)
    before = beside.keys()
    second = house.run("run", *lake, "--json", **aws)

    assert (first.code, second.code) == (0, 0), (first, second)
    assert states(first.document)[TRANSFORM] == "done"
    assert set(states(second.document).values()) == {"up_to_date", "skipped"}
    assert beside.keys() == before
    assert house.run("status", *lake, "--json", **aws).document["stale"] == []


@pytest.mark.slow
def test_a_registered_lake_in_s3_stays_where_it_is_and_what_others_changed_is_named(
    house: Here, beside: Bucket, aws: dict[str, str]
) -> None:
    database = beside.name.replace("-", "_")
    lake = ("--lake", f"s3://{beside.name}/lake")
    for words in (("run",), ("catalog", "register")):
        assert house.run(*words, *lake, **aws, FILMES_LAKE_DATABASE=database).code == 0
    glue = boto3.client("glue", region_name="us-east-1")
    glue.update_table(DatabaseName=database, TableInput={"Name": "dim_genero", "Description": "mine"})
    glue.delete_table(DatabaseName=database, Name="dim_serie")

    document = house.run("run", *lake, "--json", **aws).document

    [found] = [step for step in document["steps"] if step["step"] == CATALOG]
    assert (found["state"], found["reason"]) == ("done", "17 tables; changed by others and left alone: dim_genero")
    assert glue.get_table(DatabaseName=database, Name="dim_serie")["Table"]["StorageDescriptor"]


def test_an_empty_lake_without_sources_says_what_to_do(here: Here) -> None:
    ended = here.run("run")

    assert ended.code == 5
    assert "filmes-lake init" in ended.error
    assert list(here.folder.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to send to one process")
def test_ctrl_c_in_the_transform_leaves_what_was_ingested_and_the_next_run_goes_on(house: Here) -> None:
    process = Program(house.folder).start("run", PYTHONUNBUFFERED="1")
    scratch, ends = house.folder / "lake/_ops/tmp", time.monotonic() + 30
    while not list(scratch.glob("*/trusted")) and time.monotonic() < ends:
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    ended = finish(process)

    assert ended.code == 130
    assert ended.err.splitlines()[-1].startswith("error: interrupted: ")
    assert "Traceback" not in ended.err
    assert states(house.run("run", "--json").document) == {
        CSV: "up_to_date",
        SAVED: "up_to_date",
        TMDB: "skipped",
        EXPORTS: "skipped",
        TRANSFORM: "done",
        CATALOG: "skipped",
    }


def test_saved_records_that_unpack_beyond_the_limit_are_refused(here: Here) -> None:
    (here.folder / "tmdb").mkdir()
    records = here.folder / "tmdb/movies.jsonl.gz"
    records.write_bytes(gzip.compress((SAMPLE / "tmdb_movies.jsonl").read_bytes()))

    ended = here.run("run", FILMES_LAKE_SOURCES_TMDB="tmdb", FILMES_LAKE_MAX_UNPACKED="1KB")

    assert ended.code == 1
    assert "movies.jsonl.gz: its gzip holds more than 1,000 bytes" in ended.err
