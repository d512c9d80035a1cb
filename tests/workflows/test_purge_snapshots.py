"""Purging IMDb's earlier sets: what no version names that is kept goes, and nothing that one can go back to."""

from pathlib import Path

import pytest

from filmes_lake.errors import Damaged, LockHeld
from filmes_lake.ingest.imdb.description import RATINGS, SOURCE
from filmes_lake.ingest.imdb.ingest import ingest_set
from filmes_lake.lake import layout
from filmes_lake.models.kinds import Layer
from filmes_lake.workflows.purge_snapshots import find_unnamed, purge_snapshots
from tests.fakes.imdb_files import FILM, SERIES, SMALL, write_set
from tests.in_process import Capture, Here
from tests.program import stored
from tests.shapes import check_shape
from tests.transform.lakes import SmallLake

pytest_plugins = ("tests.in_process", "tests.running")

FIRST, *_, LAST = VOTES = (1000, 2000, 3000, 4000, 5000)


def ingest(small: SmallLake, votes: int) -> None:
    folder = small.folder.parent / "imdb"
    ingest_set(small.lake, [write_set(folder, {**SMALL, RATINGS: [f"{FILM}\t7.5\t{votes}", f"{SERIES}\t8.0\t5000"]})])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """Five sets, two days apart, that differ in their ratings; of the first and the last there are tables.

    Three versions are kept, so that ratings of the first two are named by none. Beside them lies what a killed ingest
    left.
    """
    small = SmallLake(tmp_path_factory.mktemp("sets"))
    for votes in VOTES:
        small.wait(days=2)
        ingest(small, votes)
        if votes in (FIRST, LAST):
            small.transform(Layer.TRUSTED)
    small.lake.storage.put(LEFT, b"what was stored before it was killed")
    return small


LEFT = "Raw/IMDb/TSV/TitleAkas/2026/01/01/imdb_title_akas.tsv.gz"


@pytest.fixture
def small(made: SmallLake, tmp_path: Path) -> SmallLake:
    copy = made.copied(tmp_path)
    copy.wait(days=10)
    return copy


def votes_of(small: SmallLake) -> int:
    return int(next(row["numero_votos"] for row in small.table("titulos") if row["id_titulo"] == FILM))


def snapshots(small: SmallLake) -> set[str]:
    return {key for key in stored(small.folder) if key.startswith("Raw/")}


def test_what_no_kept_version_names_goes_and_nothing_else(small: SmallLake) -> None:
    before = snapshots(small)

    purged = purge_snapshots(small.lake, SOURCE.name)

    gone = before - snapshots(small)
    assert gone == {file.key for file in purged.files}
    assert sorted(key.split("/")[3] for key in gone) == ["TitleAkas", "TitleRatings", "TitleRatings"]
    named = {file.key for raw in small.lake.versions.kept(Layer.RAW) for file in raw.files}
    assert snapshots(small) == named
    assert len([key for key in named if "TitleRatings" in key]) == 3
    assert purged.bytes > 0


def test_one_can_go_back_after_a_purge_and_make_tables_again(small: SmallLake) -> None:
    purge_snapshots(small.lake, SOURCE.name)

    small.lake.versions.roll_back()
    assert votes_of(small) == FIRST
    small.transform(Layer.TRUSTED, force=True)
    assert votes_of(small) == LAST


def test_looking_ahead_deletes_nothing_and_a_second_purge_finds_nothing(small: SmallLake) -> None:
    before = stored(small.folder)

    found = find_unnamed(small.lake, SOURCE.name)

    assert stored(small.folder) == before
    assert purge_snapshots(small.lake, SOURCE.name).files == found.files
    assert find_unnamed(small.lake, SOURCE.name).files == purge_snapshots(small.lake, SOURCE.name).files == []
    assert [run.outcome for run in small.lake.ledger.runs(2)] == ["unchanged", "done"]


def test_nothing_goes_where_a_kept_version_cannot_say_what_it_names(small: SmallLake) -> None:
    oldest = small.lake.versions.kept(Layer.RAW)[-1]
    (small.folder / layout.version(oldest.version)).write_text("{}")
    before = snapshots(small)

    with pytest.raises(Damaged, match=oldest.version):
        purge_snapshots(small.lake, SOURCE.name)

    assert snapshots(small) == before


def test_no_set_is_purged_while_one_is_stored(small: SmallLake) -> None:
    lock = layout.ingest_lock(SOURCE.name, RATINGS.table)
    with small.lake.storage.lock(lock, "an ingest"), pytest.raises(LockHeld, match="an ingest"):
        purge_snapshots(small.lake, SOURCE.name)


def test_the_command_looks_ahead_purges_and_says_the_same(small: SmallLake, capfd: Capture) -> None:
    here, before = Here(small.folder.parent, capfd), snapshots(small)

    ahead = here.run("purge", "--source", "imdb", "--dry-run")
    document = here.run("purge", "--source", "imdb", "--dry-run", "--json").document
    assert snapshots(small) == before
    done = here.run("purge", "--source", "imdb", "--yes")

    check_shape("purge-source", document)
    assert (ahead.code, done.code, document["done"]) == (0, 0, False)
    assert ahead.out.startswith("imdb: 3 files (")
    assert ahead.out.replace("would be deleted", "deleted") == done.out
    assert set(document["files"]) == before - snapshots(small)
    assert here.run("purge", "--source", "imdb", "--yes").out == "imdb: 0 files (0 B) that no version names deleted\n"
