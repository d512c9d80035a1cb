"""TMDB's daily exports on the command line: a lake of three made-up days."""

import shutil
from pathlib import Path

import pytest

from filmes_lake.models.kinds import Layer
from tests.fakes.exports import film, listed
from tests.in_process import Run
from tests.transform.lakes import SmallLake, envelope, film_answer, movie_line

pytest_plugins = ("tests.in_process",)

FILM = "tt0000001"
LISTS = {
    "movie_ids_11_20_2026.json.gz": [film(603, 10.5), film(9, 1.0), film(603, 9.5)],
    "movie_ids_11_21_2026.json.gz": [film(9, 1.0), film(603, 12.0), film(604, "many")],
    "movie_ids_11_23_2026.json.gz": [film(603, 30.5)],
}
LAW = "export_movies: 7 lines = 3 kept + 1 duplicates + 2 not_linked + 1 rejected"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """A lake with a film and its answer, transformed; it is not to be written to."""
    small = SmallLake(tmp_path_factory.mktemp("exports"))
    small.movies(movie_line(FILM))
    small.answers(envelope(film_answer(FILM, id=603), fetched_at="2026-11-24T00:00:00.000000Z"))
    small.transform(Layer.TRUSTED)
    return small


@pytest.fixture
def folder(made: SmallLake, run: Run) -> Path:
    """A folder of lists, beside a copy of the lake, where the program looks for both."""
    shutil.copytree(made.folder, Path.cwd() / "lake")
    Path("lists").mkdir()
    for name, lines in LISTS.items():
        listed(Path("lists") / name, lines)
    return Path("lists")


@pytest.mark.slow
def test_lists_go_all_the_way_and_out_again(folder: Path, run: Run) -> None:
    stored = run("ingest", "tmdb-exports", *sorted(folder.iterdir()), "--json").document["files"]
    assert [(file["kind"], file["rows"], file["status"]) for file in stored] == [
        ("movies", 3, "stored"),
        ("movies", 3, "stored"),
        ("movies", 1, "stored"),
    ]
    assert run("transform", "trusted").code == 0
    assert LAW in run("status").out

    [row] = run("report", "trends", "--set", "to_day=2026-11-23", "--json").document["rows"]
    assert (row["id_titulo"], row["variacao"], row["dias"]) == (FILM, 20.0, 3)

    [found] = run("explain", FILM, "--json").document["explanations"]
    lines = [(line["day"], line["line"], line["values"]["popularity"]) for line in found["raw"]["tmdb-exports"]]
    assert lines == [("2026-11-23", 1, 30.5), ("2026-11-21", 2, 12.0), ("2026-11-20", 1, 10.5), ("2026-11-20", 3, 9.5)]
    assert "movie_ids_11_21_2026.json.gz: line 2, popularity 12.0" in run("explain", FILM).out

    purged = run("purge", "--older-than", "0", "--yes", "--json").document
    assert purged["answers"] == {"movies": 1, "series": 0, "export_movies": 7, "export_series": 0}
    assert not list(Path("lake/Raw/TMDB/Exports").rglob("*.gz"))
    assert run("query", "SELECT COUNT(*) AS n FROM popularidade_diaria", "--json").document["rows"] == [{"n": 0}]
    again = run("purge", "--older-than", "0", "--yes", "--json").document
    assert (sum(again["answers"].values()), again["versions"]) == (0, [])


@pytest.mark.slow
def test_run_takes_the_lists_of_its_folder_once_and_no_purged_one_again(folder: Path, run: Run) -> None:
    Path("filmes-lake.toml").write_text(f'[sources]\ntmdb_exports = "{folder}"\n', encoding="utf-8")

    def step() -> tuple[str, str]:
        steps = {found["step"]: found for found in run("run", "--json").document["steps"]}
        return steps["ingest tmdb-exports"]["state"], steps["ingest tmdb-exports"]["reason"]

    assert step() == ("done", "3 lists stored, 7 lines")
    assert step() == ("up_to_date", "3 lists taken before")
    listed(folder / "movie_ids_11_22_2026.json", [film(603, 20.5)])
    assert step() == ("done", "1 lists stored, 1 lines")
    assert run("purge", "--older-than", "0", "--yes").code == 0
    assert step()[0] == "up_to_date"


@pytest.mark.slow
def test_a_lost_list_is_named_and_raw_goes_on_without_it(folder: Path, run: Run) -> None:
    assert run("ingest", "tmdb-exports", *folder.iterdir()).code == 0
    [lost] = Path("lake/Raw").rglob("movie_ids_11_21_2026.json.gz")
    lost.unlink()

    told = run("doctor", "--offline").out
    assert "export_movies: parts missing" in told
    assert "ingest tmdb-exports FILE" in told
    assert run("doctor", "--repair", "--yes").code == 0
    assert run("transform", "trusted").code == 0
    assert "export_movies: 4 lines = 2 kept + 1 duplicates + 1 not_linked + 0 rejected" in run("status").out
    assert run("ingest", "tmdb-exports", folder / "movie_ids_11_21_2026.json.gz").code == 0
    assert run("transform", "trusted").code == 0
    assert LAW in run("status").out
