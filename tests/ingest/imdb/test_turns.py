"""CSV, IMDb, `rollback`, CSV again, as a user types it: each time every command tells whose the titles are."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from filmes_lake.ingest.imdb.description import BASICS, NAMES, PRINCIPALS, RATINGS, SOURCE
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import header_of
from tests.fakes.imdb_files import ANA, basics, person, principal, write_set
from tests.in_process import Here
from tests.transform.lakes import film_answer, movie_line, series_line

pytest_plugins = ("tests.in_process", "tests.running")

BOTH, ONLY_CSVS, ONLY_IMDBS = "tt0000001", "tt0000002", "tt0000003"
CSVS, IMDBS = {"movies", "series"}, {dataset.table for dataset in (BASICS, RATINGS, PRINCIPALS, NAMES)}
SET = {
    BASICS: [basics(BOTH), basics(ONLY_IMDBS, name="Another")],
    RATINGS: [f"{title}\t7.5\t20000" for title in (BOTH, ONLY_IMDBS)],
    PRINCIPALS: [principal(BOTH, 1, ANA)],
    NAMES: [person(ANA, "Ana Lima")],
}


class Turn(NamedTuple):
    """What the commands tell: inputs and accounts of the tables, fates by title, films and people of the reports."""

    inputs: set[str]
    accounts: set[str]
    fates: dict[str, str]
    films: set[str]
    people: set[str]
    stale: bool
    last: str


def looked_at(here: Here) -> Turn:
    status = here.run("status", "--json").document
    return Turn(
        inputs={each["name"] for each in status["inputs"] if each["name"] in CSVS | IMDBS and each["rows"]},
        accounts={name for name in CSVS | IMDBS if status["accounting"].get(name, {}).get("lines")},
        fates={title: fate(here, title) for title in (ONLY_CSVS, ONLY_IMDBS)},
        films={row["id_filme"] for row in reported(here, "roi")},
        people={row["id_artista"][:2] + row["identidade"] for row in reported(here, "artists", "--min-films", "1")},
        stale=any(layer["stale"] for layer in status["layers"]),
        last=here.run("runs", "--json").document["runs"][0]["command"],
    )


def fate(here: Here, title: str) -> str:
    [found] = here.run("explain", title, "--json").document["explanations"]
    return str(found["fate"])


def reported(here: Here, *report: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = here.run("report", *report, "--json").document["rows"]
    return rows


def written(folder: Path) -> Iterator[Path]:
    lines = {Kind.MOVIES: map(movie_line, (BOTH, ONLY_CSVS)), Kind.SERIES: [series_line("tt0000009")]}
    for kind, rows in lines.items():
        path = folder / f"{kind.value}.csv"
        path.write_text("".join(f"{row}\n" for row in ("|".join(header_of(kind)), *rows)))
        yield path


@pytest.mark.slow
def test_each_time_status_runs_explain_and_reports_tell_whose_the_titles_are(here: Here) -> None:
    csvs, imdbs = list(written(here.folder)), write_set(here.folder / "imdb", SET)
    answers = [film_answer(title, id=place) for place, title in enumerate((BOTH, ONLY_CSVS, ONLY_IMDBS), 1)]
    saved = here.folder / "answers.jsonl"
    saved.write_text("".join(json.dumps(answer) + "\n" for answer in answers))
    assert here.run("ingest", "tmdb", "--kind", "movies", "--from", saved).code == 0

    here.run("ingest", "csv", *csvs)
    here.run("transform", "all")
    by_csv = looked_at(here)
    assert (by_csv.inputs, by_csv.accounts, by_csv.stale, by_csv.last) == (CSVS, CSVS, False, "transform")
    assert by_csv.fates == {ONLY_CSVS: "counted", ONLY_IMDBS: "not_in_csv"}
    assert by_csv.films == {BOTH, ONLY_CSVS}
    assert all(who.endswith("nome") for who in by_csv.people)

    here.run("ingest", SOURCE.name, imdbs)
    here.run("transform", "all")
    by_imdb = looked_at(here)
    assert (by_imdb.inputs, by_imdb.accounts, by_imdb.stale) == (IMDBS, IMDBS, False)
    assert by_imdb.fates == {ONLY_CSVS: "not_in_imdb", ONLY_IMDBS: "counted"}
    assert (by_imdb.films, by_imdb.people) == ({BOTH, ONLY_IMDBS}, {"nmnconst"})

    here.run("rollback")
    back = looked_at(here)
    assert (back.inputs, back.accounts, back.stale, back.last) == (IMDBS, CSVS, True, "rollback")
    assert back.fates == {ONLY_CSVS: "in_older_tables", ONLY_IMDBS: "not_transformed"}
    assert (back.films, back.people) == (by_csv.films, by_csv.people)

    here.run("ingest", "csv", *csvs)
    here.run("transform", "all")
    assert looked_at(here) == by_csv
