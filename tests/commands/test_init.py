"""`init` as a person meets it in an empty folder, and in one that has things in it."""

import shutil
from pathlib import Path

from tests.in_process import Here
from tests.program import SAMPLE

pytest_plugins = ("tests.in_process", "tests.running")


def test_it_writes_the_file_creates_the_lake_and_says_what_comes_next(here: Here) -> None:
    ended = here.run("init")

    assert ended.code == 0
    assert f"written: {here.folder / 'filmes-lake.toml'}\n" in ended.out
    assert ended.err == "next: filmes-lake run\n"
    assert "none yet" in ended.out
    [run] = here.run("runs", "--json").document["runs"]
    assert (run["command"], run["outcome"]) == ("init", "done")


def test_it_finds_files_of_the_usual_names_and_takes_others(here: Here) -> None:
    shutil.copy(SAMPLE / "movies.csv", here.folder)
    (here.folder / "tmdb").mkdir()

    document = here.run("init", "--series", "other.csv", "--imdb", "sets", "--lake", "here", "--json").document

    assert document["sources"] == {"movies": "movies.csv", "tmdb": "tmdb", "series": "other.csv", "imdb": "sets"}
    assert (here.folder / "here/_ops/runs").is_dir()
    assert "here: the lake has no raw data" in here.run("status").error


def test_it_says_of_a_named_file_that_it_is_not_there_yet(here: Here) -> None:
    shutil.copy(SAMPLE / "movies.csv", here.folder)

    said = here.run("init", "--series", "later.csv", "--imdb", "download").out.splitlines()

    assert said[2:5] == ["movies: movies.csv", "series: later.csv (not there yet)", "imdb: download"]


def test_it_never_overwrites_unless_forced(here: Here) -> None:
    file = here.folder / "filmes-lake.toml"
    file.write_text("lake = 'mine'\n", encoding="utf-8")

    refused = here.run("init")
    assert refused.code == 1
    assert "--force" in refused.error
    assert file.read_text(encoding="utf-8") == "lake = 'mine'\n"
    assert [path.name for path in here.folder.iterdir()] == ["filmes-lake.toml"]

    assert here.run("init", "--force").code == 0
    assert '# lake = "./lake"' in file.read_text(encoding="utf-8")


def test_a_malformed_file_can_be_overwritten(here: Here) -> None:
    (here.folder / "filmes-lake.toml").write_text("lake = ", encoding="utf-8")

    assert here.run("init", "--force").code == 0
    assert here.run("runs").code == 0


def test_where_the_lake_cannot_be_no_file_is_left(here: Here) -> None:
    (here.folder / "x").write_text("a file", encoding="utf-8")

    for lake in ("x", "x/lake", "gs://bucket"):
        assert here.run("init", "--lake", lake).code in (1, 5)
    assert [path.name for path in here.folder.iterdir()] == ["x"]


def test_sources_of_the_file_stand_beside_those_of_the_environment(here: Here, tmp_path: Path) -> None:
    assert here.run("init", "--movies", "nowhere.csv").code == 0

    ended = here.run("run", FILMES_LAKE_SOURCES_MOVIES=str(tmp_path / "elsewhere.csv"))
    assert "elsewhere.csv: no such file" in ended.error
