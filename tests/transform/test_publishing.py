"""A version is there whole or not at all: runs that are killed, runs at one time, readers while files are swept."""

import hashlib
import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

import pytest

from filmes_lake.errors import LockHeld
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Layer
from filmes_lake.transform.pipeline import TransformRequest, transform
from tests.fakes.processes import kill, running
from tests.schema import SCHEMA
from tests.transform.engines import WaitingEngine
from tests.transform.lakes import BOTH, SmallLake, film_answer, movie_line

KILLS = 8
TRANSFORM_FOR_EVER = """
import sys
from pathlib import Path
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Layer
from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.transform.pipeline import TransformRequest, transform
from filmes_lake.ingest.registry import schema

lake = Lake(FolderStorage(Path(sys.argv[1])), schema())
print("ready", flush=True)
request = TransformRequest((Layer.TRUSTED, Layer.REFINED), force=True)
while True:
    transform(lake, DuckDBEngine(memory="400MB", threads=2), request)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = SmallLake(tmp_path_factory.mktemp("made"))
    small.movies(*(movie_line(f"tt{number:07d}", nome_artista=f"Artist {number % 7}") for number in range(500)))
    small.answers(*(film_answer(f"tt{number:07d}") for number in range(100)))
    small.transform()
    return small


@pytest.fixture
def lake(made: SmallLake, tmp_path: Path) -> SmallLake:
    return made.copied(tmp_path)


def assert_whole(lake: SmallLake) -> None:
    """Every file that a reader is sent to is there, byte for byte, and Refined's Trusted can be gone back to."""
    for layer in BOTH:
        manifest = lake.manifest(layer)
        for file in (file for table in manifest.tables.values() for file in table.files):
            assert hashlib.sha256((lake.folder / file.key).read_bytes()).hexdigest() == file.sha256
    kept = {manifest.version for manifest in lake.lake.versions.kept(Layer.TRUSTED)}
    assert lake.manifest(Layer.REFINED).made_from in kept
    assert [len(lake.table(name)) for name in ("titulos", "creditos", "dim_filme", "fato_desempenho_filmes")] == [
        500,
        500,
        500,
        100,
    ]


def named_files(lake: SmallLake) -> set[str]:
    """The keys of every object that the pointer leads to in the layers that are swept."""
    kept = [manifest for layer in Layer for manifest in lake.lake.versions.kept(layer)]
    swept = [manifest for manifest in kept if manifest.layer in layout.SWEPT]
    files = {file.key for manifest in swept for table in manifest.tables.values() for file in table.files}
    return files | {layout.version(manifest.version) for manifest in kept}


def files_under(lake: SmallLake, *prefixes: str) -> set[str]:
    return {
        path.relative_to(lake.folder).as_posix()
        for prefix in prefixes
        for path in (lake.folder / prefix).rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
def test_a_transform_killed_at_any_moment_leaves_a_whole_version_and_the_next_one_cleans_up(lake: SmallLake) -> None:
    moments = random.Random(20261122)
    published = {lake.manifest(layer).version for layer in BOTH}
    for _ in range(KILLS):
        with running(TRANSFORM_FOR_EVER, str(lake.folder)) as process:
            sleep(moments.uniform(0, 0.9))
            kill(process)
        assert_whole(lake)
    lake.transform(force=True)
    assert_whole(lake)
    assert not published & {lake.manifest(layer).version for layer in BOTH}
    assert "running" not in {run.outcome for run in lake.lake.ledger.runs(100)}

    lake.wait(hours=25)
    lake.transform(force=True)
    prefixes = [layout.VERSIONS, *map(layout.layer_prefix, layout.SWEPT)]
    assert files_under(lake, *prefixes) == named_files(lake)
    assert files_under(lake, layout.SCRATCH) == set()
    assert_whole(lake)


@pytest.mark.slow
def test_of_two_transforms_at_once_one_publishes_and_the_other_learns_who_holds_the_lock(lake: SmallLake) -> None:
    engine = WaitingEngine()
    first, second = (Lake(lake.lake.storage, SCHEMA) for _ in range(2))
    with ThreadPoolExecutor(1) as pool:
        running_one = pool.submit(transform, first, engine, TransformRequest(BOTH, force=True))
        assert engine.opened.wait(30)
        try:
            (holder,) = [run.holder for run in second.ledger.runs(10) if run.outcome == "running"]
            with pytest.raises(LockHeld) as caught:
                transform(second, lake.engine, TransformRequest(BOTH, force=True))
        finally:
            engine.go_on.set()
        result = running_one.result()

    assert caught.value.message.endswith(f"transform is held by {holder}")
    assert holder.startswith("`transform` (process ")
    assert {lake.manifest(layer).run_id for layer in BOTH} == {result.run_id}
    assert_whole(lake)


@pytest.mark.slow
def test_the_lock_is_free_again_after_a_run(lake: SmallLake) -> None:
    for _ in range(2):
        lake.transform(force=True)
    assert_whole(lake)


@pytest.mark.slow
def test_readers_survive_a_sweep(lake: SmallLake) -> None:
    with lake.session() as reader:
        first = reader.query("SELECT * FROM titulos ORDER BY id_titulo").rows
        for _ in range(4):
            lake.transform(force=True)
        assert reader.query("SELECT * FROM titulos ORDER BY id_titulo").rows == first


@pytest.mark.slow
def test_versions_past_their_time_are_forgotten_save_the_last_three(lake: SmallLake) -> None:
    for _ in range(4):
        lake.transform(force=True)
    lake.wait(hours=25)
    result = lake.transform(force=True)

    assert result.swept > 0
    assert {layer: len(lake.lake.versions.kept(layer)) for layer in BOTH} == dict.fromkeys(BOTH, 3)


def test_a_version_that_could_be_gone_back_to_is_whole(lake: SmallLake) -> None:
    before = [lake.manifest(layer).version for layer in BOTH]
    lake.movies(movie_line("tt0000001"))
    lake.transform()
    lake.lake.versions.roll_back()

    assert [lake.manifest(layer).version for layer in BOTH] == before
    assert_whole(lake)


def test_a_reader_begins_at_the_pointer_and_lists_no_folder(lake: SmallLake) -> None:
    for layer in BOTH:
        (table, *_) = lake.manifest(layer).tables.values()
        path = lake.folder / table.files[0].key
        shutil.copyfile(path, path.with_name("part-99999.parquet"))

    assert_whole(lake)
