"""`run` with IMDb's files in a folder: taken when they are others than the lake has, and in nobody's place by turns."""

from filmes_lake.ingest.imdb.description import BASICS, RATINGS
from tests.fakes.imdb_files import FILM, basics, write_set
from tests.in_process import Here

pytest_plugins = ("tests.running", "tests.in_process")

STEP = "ingest imdb"


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
