"""Killed at any moment, the lake is whole: readers see the old version or the new one, and the next run goes on."""

import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.models.kinds import Layer
from tests.program import SAMPLE, Program, finish
from tests.schema import SCHEMA

pytest_plugins = ("tests.running",)

pytestmark = pytest.mark.slow

PARTS = 3  # of the time that a command takes; in each of them it is killed as often
MOMENTS = range(36)

COPIES = 60  # of the sample's films: enough for a run to be met at work
VOTES = 7


@dataclass(frozen=True)
class Work:
    """A command on a lake: the lake before it, the command, what readers see before and after, seconds it takes."""

    lake: Path
    command: tuple[str, ...]
    before: Any
    after: Any
    seconds: float


def films(copies: int, votes: str | None = None) -> Iterator[str]:
    """The sample's films `copies` times, under new ids but for the first; `votes` in the place of theirs."""
    header, *lines = (SAMPLE / "movies.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    yield header
    for copy in range(copies):
        for line in lines:
            cells = line.split("|")
            cells[0] = f"tt{int(cells[0][2:]) + copy * 10_000_000:07d}"
            cells[VOTES] = votes or cells[VOTES]
            yield "|".join(cells)


def look(program: Program, lake: Path) -> dict[str, Any]:
    """What a reader sees of the lake: a report and where each input stands."""
    processes = [program.start(*words, "--lake", lake, "--json") for words in (("report", "roi"), ("status",))]
    ended = [finish(process) for process in processes]
    assert [one.code for one in ended] == [0, 0], ended
    report, status = (one.document for one in ended)
    return {
        "rows": report["rows"],
        "funnel": report["funnel"],
        "inputs": [{key: source[key] for key in ("name", "files", "rows", "bytes")} for source in status["inputs"]],
        "accounting": status["accounting"],
    }


def work(program: Program, lake: Path, *command: str) -> Work:
    """Do the command once to know what it does; `lake` stays as it is."""
    before = look(program, lake)
    tried = Path(shutil.copytree(lake, lake.with_name("tried")))
    assert program.run(*command, "--lake", tried).code == 0
    run = program.run("runs", "--lake", tried, "--json").document["runs"][0]
    began, ended = (datetime.fromisoformat(run[name]) for name in ("started_at", "ended_at"))
    after = look(program, tried)
    shutil.rmtree(tried)
    assert before != after
    return Work(lake, command, before, after, (ended - began).total_seconds())


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, compiled_once: None) -> Program:
    return Program(tmp_path_factory.mktemp("durability"))


@pytest.fixture(scope="module")
def transforming(house: Program, demo: Path) -> Work:
    """A lake whose films have been replaced by others, that Trusted and Refined do not know yet."""
    lake = Path(shutil.copytree(demo, house.folder / "transforming"))
    (house.folder / "other.csv").write_text("".join(films(COPIES, votes="5000")), encoding="utf-8")
    assert house.run("ingest", "csv", "other.csv", "--lake", lake).code == 0
    return work(house, lake, "transform", "all")


@pytest.fixture(scope="module")
def ingesting(house: Program, demo: Path) -> Work:
    """A lake that more films are about to come into."""
    lake = Path(shutil.copytree(demo, house.folder / "ingesting"))
    (house.folder / "more.csv").write_text("".join(films(2 * COPIES)), encoding="utf-8")
    return work(house, lake, "ingest", "csv", str(house.folder / "more.csv"))


def kill_at(program: Program, lake: Path, command: tuple[str, ...], moment: Callable[[], float]) -> bool:
    """Start the command, kill it so many seconds after its run began; whether it was still at work."""
    process = program.start(*command, "--lake", lake)
    scratch = lake / "_ops" / "tmp"
    while process.poll() is None and not (scratch.is_dir() and any(path.is_dir() for path in scratch.iterdir())):
        time.sleep(0.001)
    time.sleep(moment())
    process.kill()
    process.communicate()
    return process.returncode != 0


def sweep(lake: Path) -> None:
    """What the first run of the next day does."""
    storage = FolderStorage(lake)
    books = Lake(storage, SCHEMA, lambda: datetime.now(UTC) + timedelta(hours=25))
    books.versions.sweep()
    storage.sweep_scratch()


def unnamed(lake: Path) -> set[str]:
    """Files that nobody would find: data and manifests that no kept version names, and what lies in scratch."""
    books = Lake(FolderStorage(lake), SCHEMA)
    kept = [manifest for layer in Layer for manifest in books.versions.kept(layer)]
    named = {file.key for manifest in kept for table in manifest.tables.values() for file in table.files}
    named |= {f"_ops/versions/{manifest.version}.json" for manifest in kept}
    files = (path for path in lake.rglob("*") if path.is_file())
    keys = {path.relative_to(lake).as_posix() for path in files}
    return {
        key for key in keys if key.startswith(("Raw/", "Trusted/", "Refined/", "_ops/versions/", "_ops/tmp/"))
    } - named


@pytest.mark.parametrize("number", MOMENTS)
@pytest.mark.parametrize("name", ["transforming", "ingesting"])
def test_a_killed_command_leaves_the_old_version_or_the_new_one(
    name: str, number: int, house: Program, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    todo: Work = request.getfixturevalue(name)
    chance = random.Random(f"{name} {number}")
    lake = Path(shutil.copytree(todo.lake, tmp_path / "lake"))

    kill_at(house, lake, todo.command, lambda: (number % PARTS + chance.random()) / PARTS * todo.seconds)
    seen = look(house, lake)
    for part, value in seen.items():
        assert value in (todo.before[part], todo.after[part])
    assert {part: seen[part] for part in ("rows", "funnel")} in (
        {part: version[part] for part in ("rows", "funnel")} for version in (todo.before, todo.after)
    )

    again = house.run(*todo.command, "--lake", lake)
    assert (again.code, "error" in again.err) == (0, False)
    sweep(lake)
    assert unnamed(lake) == set()
    assert look(house, lake) == todo.after


def test_a_killed_run_is_in_the_ledger_as_such(transforming: Work, house: Program, tmp_path: Path) -> None:
    lake = Path(shutil.copytree(transforming.lake, tmp_path / "lake"))
    assert kill_at(house, lake, transforming.command, lambda: transforming.seconds / 4)
    assert house.run("transform", "all", "--lake", lake).code == 0
    outcomes = [run["outcome"] for run in house.run("runs", "--lake", lake, "--json").document["runs"][:2]]
    assert outcomes == ["done", "killed"]


def test_of_two_transforms_at_once_one_publishes_and_the_other_names_it(
    transforming: Work, house: Program, tmp_path: Path
) -> None:
    lake = Path(shutil.copytree(transforming.lake, tmp_path / "lake"))
    processes = [house.start("transform", "all", "--lake", lake) for _ in range(2)]
    ended = {process.pid: finish(process) for process in processes}
    (winner, won), (_, lost) = sorted(ended.items(), key=lambda item: item[1].code)
    assert (won.code, lost.code) == (0, 1), ended
    assert "transform is held by `transform`" in lost.error
    assert f"(process {winner} on " in lost.error
    assert look(house, lake) == transforming.after
    versions = house.run("versions", "--lake", lake, "--json").document["versions"]
    assert [version["layer"] for version in versions].count("refined") == 2  # the demo's and the winner's
