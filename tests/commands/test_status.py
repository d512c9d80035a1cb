"""`status`: what came in when, what no table has, what is stale and the command that updates it."""

import json
import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import header_of
from tests.in_process import Here
from tests.program import SAMPLE, Ended
from tests.transform.lakes import movie_line

pytest_plugins = ("tests.running", "tests.in_process")


def stale(here: Here, *flags: str) -> list[tuple[str, str]]:
    found = here.run("status", "--json", *flags).document["stale"]
    return [(step["what"], step["command"]) for step in found]


@pytest.fixture
def house(here: Here, demo_copy: Path) -> Here:
    """The demo's lake in a folder whose settings name the demo's CSVs."""
    for name in ("movies.csv", "series.csv"):
        shutil.copy(SAMPLE / name, here.folder)
    (here.folder / "filmes-lake.toml").write_text(
        "[sources]\nmovies = 'movies.csv'\nseries = 'series.csv'\n", encoding="utf-8"
    )
    # The copy's catalog file shows the tables of the lake that it was copied from.
    assert here.run("catalog", "register").code == 0
    return here


def test_a_copied_lake_has_the_catalog_of_the_lake_that_it_was_copied_from(
    here: Here, demo: Path, demo_copy: Path
) -> None:
    status, tables, doctor = here.run("status"), here.run("catalog", "list"), here.run("doctor", "--json")

    why = f"shows files of {demo}: this lake was copied or moved from there"
    assert f"next: filmes-lake catalog register ({demo_copy / 'filmes-lake.duckdb'} {why})\n" == status.err
    assert f"the catalog {why}: filmes-lake catalog register\n" == tables.err
    assert "another folder's" in tables.out
    assert _catalog_of(doctor)["verdict"] == "note"
    assert _catalog_of(doctor)["todo"] == "filmes-lake catalog register"

    assert here.run("catalog", "register").code == 0

    assert here.run("status").err == ""
    assert _catalog_of(here.run("doctor", "--json"))["verdict"] == "ok"


def _catalog_of(doctor: Ended) -> dict[str, Any]:
    [found] = [check for check in doctor.document["checks"] if check["name"] == "catalog"]
    return dict(found)


def test_where_everything_is_fresh_there_is_nothing_to_do(house: Here) -> None:
    assert stale(house) == []
    assert house.run("status").err == ""


def test_a_changed_source_is_stale_and_so_is_all_that_stands_on_it(house: Here) -> None:
    with (house.folder / "movies.csv").open("a", encoding="utf-8") as file:
        file.write(movie_line("tt0000001") + "\n")

    assert stale(house) == [
        ("ingest csv", "ingest csv movies.csv"),
        ("transform all", "transform all"),
        ("catalog register", "catalog register"),
    ]
    text = house.run("status", "--lake", "lake").err
    assert "next: filmes-lake ingest csv movies.csv --lake lake (new or changed: movies.csv)\n" in text


@pytest.mark.slow
def test_the_command_that_is_named_updates_it(house: Here) -> None:
    with (house.folder / "movies.csv").open("a", encoding="utf-8") as file:
        file.write(movie_line("tt0000001") + "\n")
    for _ in range(3):
        (_, command), *_rest = stale(house)
        assert house.run(*command.split()).code == 0

    assert stale(house) == []


def test_a_source_that_is_not_there_is_reported_and_the_rest_is_shown(house: Here) -> None:
    (house.folder / "movies.csv").unlink()
    ended = house.run("status", "--json")

    assert ended.code == 0
    assert ended.document["stale"] == [
        {"what": "ingest csv", "why": "movies.csv: no such file", "hint": "check the path", "command": None}
    ]


def test_columns_that_no_table_has_are_named(here: Here) -> None:
    lines = ["|".join((*header_of(Kind.MOVIES), "pais")), movie_line("tt0000001") + "|BR"]
    (here.folder / "m.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert here.run("ingest", "csv", "m.csv", FILMES_LAKE_CONTRACTS_MOVIES="evolve").code == 0

    movies = here.run("status", "--json").document["inputs"][0]
    assert (movies["name"], movies["new_columns"]) == ("movies", ["pais"])
    assert "movies: in Raw only, no table has them: pais\n" in here.run("status").out


def test_each_input_came_in_when_the_ledger_says_whatever_its_file_says(here: Here) -> None:
    answers = SAMPLE / "tmdb_movies.jsonl"
    assert here.run("ingest", "csv", SAMPLE / "movies.csv", "--date", "2020-01-01", "--lake", "lake").code == 0
    assert here.run("ingest", "tmdb", "--kind", "movies", "--from", answers, "--lake", "lake").code == 0
    for path in (here.folder / "lake").rglob("*"):
        os.utime(path, (0, 0))  # as a copy's may be

    asked, snapshot = here.run("runs", "--json").document["runs"]
    assert _received(here) == {
        "movies": _moment(snapshot["started_at"]),
        "tmdb_movies": _moment(asked["started_at"]),
        **dict.fromkeys(("export_movies", "series", "tmdb_series", "export_series")),
    }


def test_the_same_bytes_once_more_came_in_when_they_were_stored_last(here: Here) -> None:
    for lines in (1, 2, 1):
        texts = ["|".join(header_of(Kind.MOVIES)), *(movie_line(f"tt000000{number}") for number in range(lines))]
        (here.folder / "m.csv").write_text("\n".join(texts) + "\n", encoding="utf-8")
        assert here.run("ingest", "csv", "m.csv").code == 0
    newest = here.run("runs", "--json").document["runs"][0]

    assert _received(here)["movies"] == _moment(newest["started_at"])


def test_an_older_programs_snapshot_is_known_to_the_ledger_by_its_bytes(here: Here) -> None:
    assert here.run("ingest", "csv", SAMPLE / "movies.csv").code == 0
    [manifest] = (here.folder / "lake/_ops/versions").iterdir()
    document = json.loads(manifest.read_text(encoding="utf-8"))
    del document["tables"]["movies"]["files"][0]["run_id"]
    manifest.write_text(json.dumps(document), encoding="utf-8")

    [ingest] = here.run("runs", "--json").document["runs"]
    assert _received(here)["movies"] == _moment(ingest["started_at"])


def _received(here: Here) -> dict[str, datetime | None]:
    inputs = here.run("status", "--json").document["inputs"]
    return {source["name"]: _moment(source["received_at"]) for source in inputs}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@pytest.mark.slow
def test_values_of_a_wrong_type_are_counted_per_column(here: Here) -> None:
    lines = ["|".join(header_of(Kind.MOVIES)), movie_line("tt0000001", ano_lancamento="abcd", nota_media="11")]
    (here.folder / "m.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert here.run("ingest", "csv", "m.csv").code == 0
    assert here.run("transform", "all").code == 0

    accounting = here.run("status", "--json").document["accounting"]["movies"]
    assert accounting["invalid_values"] == {"ano_lancamento": 1, "nota_media": 1}
    assert "1 invalid ano_lancamento; 1 invalid nota_media" in here.run("status").out
