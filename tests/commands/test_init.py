"""`init` as a person meets it in an empty folder, and in one that has things in it."""

import shutil
from pathlib import Path

from tests.program import SAMPLE, Program

pytest_plugins = ("tests.running",)


def test_it_writes_the_file_creates_the_lake_and_says_what_comes_next(program: Program) -> None:
    ended = program.run("init")

    assert ended.code == 0
    assert f"written: {program.folder / 'filmes-lake.toml'}\n" in ended.out
    assert ended.err == "next: filmes-lake run\n"
    assert "none yet" in ended.out
    [run] = program.run("runs", "--json").document["runs"]
    assert (run["command"], run["outcome"]) == ("init", "done")


def test_it_finds_files_of_the_usual_names_and_takes_others(program: Program) -> None:
    shutil.copy(SAMPLE / "movies.csv", program.folder)
    (program.folder / "tmdb").mkdir()

    document = program.run("init", "--series", "other.csv", "--lake", "here", "--json").document

    assert document["sources"] == {"movies": "movies.csv", "tmdb": "tmdb", "series": "other.csv"}
    assert (program.folder / "here/_ops/runs").is_dir()
    assert "here: the lake has no raw data" in program.run("status").error


def test_it_never_overwrites_unless_forced(program: Program) -> None:
    file = program.folder / "filmes-lake.toml"
    file.write_text("lake = 'mine'\n", encoding="utf-8")

    refused = program.run("init")
    assert refused.code == 1
    assert "--force" in refused.error
    assert file.read_text(encoding="utf-8") == "lake = 'mine'\n"
    assert [path.name for path in program.folder.iterdir()] == ["filmes-lake.toml"]

    assert program.run("init", "--force").code == 0
    assert '# lake = "./lake"' in file.read_text(encoding="utf-8")


def test_a_malformed_file_can_be_overwritten(program: Program) -> None:
    (program.folder / "filmes-lake.toml").write_text("lake = ", encoding="utf-8")

    assert program.run("init", "--force").code == 0
    assert program.run("runs").code == 0


def test_where_the_lake_cannot_be_no_file_is_left(program: Program) -> None:
    (program.folder / "x").write_text("a file", encoding="utf-8")

    for lake in ("x", "x/lake", "gs://bucket"):
        assert program.run("init", "--lake", lake).code in (1, 5)
    assert [path.name for path in program.folder.iterdir()] == ["x"]


def test_sources_of_the_file_stand_beside_those_of_the_environment(program: Program, tmp_path: Path) -> None:
    assert program.run("init", "--movies", "nowhere.csv").code == 0

    ended = program.run("run", FILMES_LAKE_SOURCES_MOVIES=str(tmp_path / "elsewhere.csv"))
    assert "elsewhere.csv: no such file" in ended.error
