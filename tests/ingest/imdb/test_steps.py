"""`run` with IMDb's files, in a folder or fetched: taken when they are others than the lake has."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from filmes_lake.ingest.imdb.description import AKAS, BASICS, RATINGS
from tests.fakes.imdb_files import FILM, SMALL, basics, write_set
from tests.fakes.imdb_server import FakeImdb
from tests.in_process import Here
from tests.program import Ended

pytest_plugins = ("tests.running", "tests.in_process")

STEP = "ingest imdb"
WITH_AKAS = {**SMALL, AKAS: [f"{FILM}\t1\tUm Filme\tBR\t\\N\timdbDisplay\t\\N\t0"]}


def settings(here: Here, *sources: str) -> None:
    lines = (f'{source} = "{source}"' for source in sources)
    (here.folder / "filmes-lake.toml").write_text("\n".join(["[sources]", *lines]), encoding="utf-8")


def state(here: Here, *flags: str) -> str:
    steps = here.run("run", *flags, "--json").document["steps"]
    return next(str(step["state"]) for step in steps if step["step"] == STEP)


def test_a_set_is_taken_once_and_again_when_it_is_another(here: Here) -> None:
    settings(here, "imdb")
    write_set(here.folder / "imdb")

    assert [state(here, "--plan"), state(here), state(here, "--plan")] == ["due", "done", "up_to_date"]
    write_set(here.folder / "imdb", {BASICS: [basics(FILM)], RATINGS: [f"{FILM}\t7.6\t20001"]})
    assert state(here, "--plan") == "due"


def test_a_set_that_lacks_a_file_is_another_and_the_tables_follow(here: Here) -> None:
    settings(here, "imdb")
    folder = write_set(here.folder / "imdb", WITH_AKAS)
    here.run("run")
    (folder / AKAS.file_name).unlink()

    ended = here.run("run", "--json")

    states = {step["step"]: step["state"] for step in ended.document["steps"]}
    assert (states[STEP], states["transform all"]) == ("done", "done")
    assert "another set, of 4 files that the lake had" in ended.out
    names = here.run("query", "SELECT DISTINCT titulo_br FROM titulos", "--json").document["rows"]
    assert names == [{"titulo_br": None}]


def test_files_that_the_lake_had_may_be_another_set(here: Here) -> None:
    folder = write_set(here.folder / "imdb", WITH_AKAS)
    here.run("ingest", "imdb", folder)
    (folder / AKAS.file_name).unlink()

    said = ["its current snapshot now" in here.run("ingest", "imdb", folder).err for _ in range(2)]

    assert said == [True, False]


def test_a_set_beside_both_csvs_is_refused_and_status_still_shows_the_lake(here: Here) -> None:
    complaint = "each would take the other's place"
    settings(here, "imdb")
    here.run("ingest", "imdb", write_set(here.folder / "imdb"))
    settings(here, "imdb", "movies", "series")

    ended, shown = here.run("run"), here.run("status")

    assert (ended.code, shown.code) == (5, 0)
    assert complaint in ended.err
    assert complaint in shown.out + shown.err
    assert [run["command"] for run in here.run("runs", "--json").document["runs"]] == [STEP]


# --- downloaded --------------------------------------------------------------------------------------------

DOWNLOADING = "ingest imdb --download"
ACCEPTED = {"FILMES_LAKE_IMDB_TERMS": "accepted", "FILMES_LAKE_IMDB_DATASETS": "title.basics,title.ratings"}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[FakeImdb]:
    with FakeImdb(published(tmp_path / "published")) as server:
        yield server


def published(folder: Path, votes: int = 20000) -> dict[str, bytes]:
    """What IMDb publishes, with so many votes for the film."""
    written = write_set(folder, {BASICS: [basics(FILM)], RATINGS: [f"{FILM}\t7.5\t{votes}"]})
    return {path.name: path.read_bytes() for path in written.iterdir()}


def states(ended: Ended) -> dict[str, str]:
    return {step["step"]: step["state"] for step in ended.document["steps"]}


@pytest.mark.slow
def test_run_fetches_what_changed_and_ingests_only_then(here: Here, server: FakeImdb, tmp_path: Path) -> None:
    assert here.run("init", "--imdb", "download").code == 0
    how = {**server.environment, **ACCEPTED}

    first = here.run("run", "--json", **how)
    assert (states(first)[DOWNLOADING], states(first)["transform all"]) == ("done", "done")
    assert server.methods() == ["HEAD"] * 2 + ["GET"] * 2

    server.asked.clear()
    second = here.run("run", "--json", **how)
    assert (states(second)[DOWNLOADING], states(second)["transform all"]) == ("up_to_date", "up_to_date")
    assert server.methods() == ["HEAD"] * 2

    server.files = published(tmp_path / "published", votes=30000)
    server.asked.clear()
    third = here.run("run", **how)
    assert third.code == 0
    assert "accepted by the setting imdb.terms" in third.err
    assert [asked.name for asked in server.asked if asked.method == "GET"] == [RATINGS.file_name]
    found = here.run("query", "SELECT numero_votos FROM titulos", "--json").document
    assert found["rows"] == [{"numero_votos": 30000}]


def test_a_plan_asks_nobody_and_status_neither(here: Here, server: FakeImdb) -> None:
    how = {**server.environment, **ACCEPTED, "FILMES_LAKE_SOURCES_IMDB": "download"}

    planned = here.run("run", "--plan", "--json", **how)
    here.run("status", **how)

    assert states(planned)[DOWNLOADING] == "due"
    assert server.asked == []


def test_a_plan_says_what_was_received_and_that_only_imdb_knows_more(here: Here, server: FakeImdb) -> None:
    here.run("ingest", "imdb", write_set(here.folder / "imdb", {BASICS: [basics(FILM)], RATINGS: [f"{FILM}\t7.5\t9"]}))
    how = {**server.environment, **ACCEPTED, "FILMES_LAKE_SOURCES_IMDB": "download"}

    planned, shown = here.run("run", "--plan", "--json", **how), here.run("status", **how)

    [step] = [step for step in planned.document["steps"] if step["step"] == DOWNLOADING]
    said = r"2 files, the newest received on \d{4}-\d\d-\d\d; a request for each tells whether IMDb has others"
    assert (step["state"], server.asked) == ("unknown", [])
    assert re.fullmatch(said, step["reason"])
    assert DOWNLOADING not in shown.out + shown.err


def test_nothing_is_fetched_until_the_terms_are_accepted(here: Here, server: FakeImdb) -> None:
    made = here.run("init", "--imdb", "download")
    ended = here.run("run", **server.environment)

    assert 'to accept it, set terms = "accepted" under [imdb]' in made.err
    assert (ended.code, server.asked) == (5, [])
    assert ended.err.splitlines()[-1] == (
        'error: sources.imdb = "download": IMDb\'s terms (https://developer.imdb.com/non-commercial-datasets/) have to '
        'be accepted (read them, then set terms = "accepted" under [imdb])'
    )


def test_a_folder_may_have_the_name_of_the_word(here: Here) -> None:
    here.run("init", "--imdb", "./download")
    write_set(here.folder / "download")

    assert state(here, "--plan") == "due"
