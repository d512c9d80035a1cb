"""`status`: what came in when, what no table has, what is stale and the command that updates it."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import header_of
from tests.program import SAMPLE, Program
from tests.transform.lakes import movie_line

pytest_plugins = ("tests.running",)


def stale(program: Program, *flags: str) -> list[tuple[str, str]]:
    found = program.run("status", "--json", *flags).document["stale"]
    return [(step["what"], step["command"]) for step in found]


@pytest.fixture
def house(program: Program, demo_copy: Path) -> Program:
    """The demo's lake in a folder whose settings name the demo's CSVs."""
    for name in ("movies.csv", "series.csv"):
        shutil.copy(SAMPLE / name, program.folder)
    (program.folder / "filmes-lake.toml").write_text(
        "[sources]\nmovies = 'movies.csv'\nseries = 'series.csv'\n", encoding="utf-8"
    )
    # The copy's catalog file shows the tables of the lake that it was copied from.
    assert program.run("catalog", "register").code == 0
    return program


def test_a_lake_that_was_moved_has_a_stale_catalog(program: Program, demo_copy: Path) -> None:
    assert stale(program) == [("catalog register", "catalog register")]


def test_where_everything_is_fresh_there_is_nothing_to_do(house: Program) -> None:
    assert stale(house) == []
    assert house.run("status").err == ""


def test_a_changed_source_is_stale_and_so_is_all_that_stands_on_it(house: Program) -> None:
    with (house.folder / "movies.csv").open("a", encoding="utf-8") as file:
        file.write(movie_line("tt0000001") + "\n")

    assert stale(house) == [
        ("ingest csv", "ingest csv movies.csv"),
        ("transform all", "transform all"),
        ("catalog register", "catalog register"),
    ]
    text = house.run("status", "--lake", "lake").err
    assert "next: filmes-lake ingest csv movies.csv --lake lake (new or changed: movies.csv)\n" in text


def test_the_command_that_is_named_updates_it(house: Program) -> None:
    with (house.folder / "movies.csv").open("a", encoding="utf-8") as file:
        file.write(movie_line("tt0000001") + "\n")
    for _ in range(3):
        (_, command), *_rest = stale(house)
        assert house.run(*command.split()).code == 0

    assert stale(house) == []


def test_a_source_that_is_not_there_is_reported_and_the_rest_is_shown(house: Program) -> None:
    (house.folder / "movies.csv").unlink()
    ended = house.run("status", "--json")

    assert ended.code == 0
    assert ended.document["stale"] == [
        {"what": "ingest csv", "why": "movies.csv: no such file", "hint": "check the path", "command": None}
    ]


def test_columns_that_no_table_has_are_named(program: Program) -> None:
    lines = ["|".join((*header_of(Kind.MOVIES), "pais")), movie_line("tt0000001") + "|BR"]
    (program.folder / "m.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert program.run("ingest", "csv", "m.csv", FILMES_LAKE_CONTRACTS_MOVIES="evolve").code == 0

    movies = program.run("status", "--json").document["inputs"][0]
    assert (movies["name"], movies["new_columns"]) == ("movies", ["pais"])
    assert "movies: in Raw only, no table has them: pais\n" in program.run("status").out


def test_each_input_says_when_it_came_in(program: Program) -> None:
    assert program.run("ingest", "csv", SAMPLE / "movies.csv", "--date", "2020-01-01").code == 0
    inputs: list[dict[str, Any]] = program.run("status", "--json").document["inputs"]

    received = {source["name"]: source["received_at"] for source in inputs}
    assert datetime.now(UTC) - datetime.fromisoformat(received["movies"]) < timedelta(minutes=2)
    assert received["series"] is None


def test_values_of_a_wrong_type_are_counted_per_column(program: Program) -> None:
    lines = ["|".join(header_of(Kind.MOVIES)), movie_line("tt0000001", ano_lancamento="abcd", nota_media="11")]
    (program.folder / "m.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert program.run("ingest", "csv", "m.csv").code == 0
    assert program.run("transform", "all").code == 0

    accounting = program.run("status", "--json").document["accounting"]["movies"]
    assert accounting["invalid_values"] == {"ano_lancamento": 1, "nota_media": 1}
    assert "1 invalid ano_lancamento; 1 invalid nota_media" in program.run("status").out
