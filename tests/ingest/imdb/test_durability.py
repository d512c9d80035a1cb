"""Killed at any moment, or with a full disk, a set is there whole or not at all, and the next run goes on."""

import os
import random
import resource
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from filmes_lake.errors import FilmesLakeError
from filmes_lake.ingest.download import FileServer
from filmes_lake.ingest.files import sha256_of
from filmes_lake.ingest.imdb.description import BASICS, NAMES, PRINCIPALS, RATINGS
from filmes_lake.ingest.imdb.ingest import ingest_set
from filmes_lake.models.kinds import Layer
from tests.fakes.imdb_files import ANA, Lines, basics, person, principal, write_set
from tests.fakes.imdb_server import FakeImdb
from tests.fakes.processes import running
from tests.transform.lakes import SmallLake

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL, and no such limit")]

_WORK = """
import sys
from pathlib import Path
from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.ingest.imdb.ingest import ingest_set
from filmes_lake.ingest.registry import schema
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.models.kinds import Layer
from filmes_lake.transform.pipeline import TransformRequest, transform

lake = Lake(FolderStorage(Path(sys.argv[1])), schema())
print("ready", flush=True)
if sys.argv[2:]:
    ingest_set(lake, [Path(sys.argv[2])])
else:
    transform(lake, DuckDBEngine(memory="400MB", threads=2), TransformRequest((Layer.TRUSTED, Layer.REFINED)))
"""
KILLS = 5
MANY = 10_000
MOMENTS = random.Random(17)


def films(votes: int) -> Lines:
    """A set of many films, so that a run is met at work."""
    ids = [f"tt{number:07d}" for number in range(1, MANY)]
    return {
        BASICS: [basics(title) for title in ids],
        RATINGS: [f"{title}\t7.5\t{votes}" for title in ids],
        PRINCIPALS: [principal(title, 1, ANA) for title in ids],
        NAMES: [person(ANA, "Ana Lima")],
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """A lake with tables of a set; it is not to be written to."""
    small = SmallLake(tmp_path_factory.mktemp("made"))
    ingest_set(small.lake, [write_set(small.folder.parent / "old", films(10))])
    small.transform()
    return small


@pytest.fixture
def small(made: SmallLake, tmp_path: Path) -> SmallLake:
    """A copy, and another set beside it."""
    write_set(tmp_path / "new", films(20))
    return made.copied(tmp_path)


def killed(small: SmallLake, seconds: float, *more: Path) -> None:
    with running(_WORK, str(small.folder), *map(str, more)) as process:
        time.sleep(MOMENTS.uniform(0, seconds))
        process.send_signal(signal.SIGKILL)


def taken(small: SmallLake) -> set[str]:
    """The SHA-256 of the files of the current set."""
    return {file.sha256 for file in small.manifest(Layer.RAW).files}


def votes(small: SmallLake) -> set[int]:
    """What the tables say of the films' votes: of each layer, of every film."""
    return {row["numero_votos"] for row in small.table("titulos")}


@contextmanager
def full_disk(most: int) -> Iterator[None]:
    """No file may become larger than so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_whoever_is_killed_leaves_the_old_set_and_tables_or_the_new_ones(small: SmallLake, tmp_path: Path) -> None:
    old, new = taken(small), {sha256_of(path) for path in (tmp_path / "new").iterdir()}
    for _ in range(KILLS):
        killed(small, 0.4, tmp_path / "new")
        assert taken(small) in (old, new)
    ingest_set(small.lake, [tmp_path / "new"])
    assert taken(small) == new != old

    for _ in range(KILLS):
        killed(small, 1.0)
        assert votes(small) in ({10}, {20})
    small.transform()
    assert (votes(small), len(small.table("dim_filme"))) == ({20}, MANY - 1)
    assert small.lake.storage.dead_scratch() == []


def test_a_full_disk_takes_nothing_and_the_next_run_goes_on(small: SmallLake, tmp_path: Path) -> None:
    old = taken(small)
    with full_disk(20_000), pytest.raises(FilmesLakeError, match="File too large"):
        ingest_set(small.lake, [tmp_path / "new"])
    assert taken(small) == old
    ingest_set(small.lake, [tmp_path / "new"])

    with full_disk(20_000), pytest.raises(FilmesLakeError, match="File too large"):
        small.transform()
    assert votes(small) == {10}
    small.transform()
    assert votes(small) == {20}


def test_a_full_disk_keeps_what_came_and_the_next_download_goes_on(tmp_path: Path) -> None:
    files = {path.name: path.read_bytes() for path in write_set(tmp_path / "published", films(10)).iterdir()}
    there = tmp_path / "there"
    with FakeImdb(files) as server:
        with full_disk(10_000), pytest.raises(FilmesLakeError, match="File too large"):
            FileServer(server.url, "imdb.address").download(sorted(files), there)
        assert {path.name for path in there.glob("*.gz")} < files.keys()
        FileServer(server.url, "imdb.address").download(sorted(files), there)
    assert {path.name: path.read_bytes() for path in there.glob("*.gz")} == files
