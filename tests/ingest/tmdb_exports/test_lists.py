"""TMDB's daily exports from files to the table of popularities by day; `tests.transform` has Spark make the same."""

import gzip
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from filmes_lake.errors import SourceError
from filmes_lake.ingest.tmdb_exports.ingest import ingest_lists
from filmes_lake.models.kinds import Kind, Layer
from tests.fakes.exports import DAYS, film, listed, series
from tests.transform.lakes import SmallLake, envelope, film_answer, movie_line, series_answer, series_line

FILM, OTHER, SERIES = "tt0000001", "tt0000002", "tt0000003"
FIRST, SECOND = list(DAYS)[:2]
FIRST_DAY, SECOND_DAY = DAYS[FIRST], DAYS[SECOND]


def add(small: SmallLake, folder: Path) -> None:
    """Ingest films and series with answers and lists about them."""
    small.movies(movie_line(FILM), movie_line(OTHER))
    small.series(series_line(SERIES))
    small.answers(
        envelope(film_answer(FILM, id=603, popularity=1.5), fetched_at="2026-11-19T10:00:00.000000Z"),
        envelope(film_answer(FILM, id=603, popularity=2.5), fetched_at="2026-11-20T10:00:00.000000Z"),
        envelope(film_answer(OTHER, id=606, popularity=3.5), fetched_at="2026-11-20T23:59:59.000000Z"),
        envelope(film_answer(OTHER, id=606, popularity=4.5), fetched_at="2026-11-20T08:00:00.000000Z"),
        envelope(film_answer("tt0000009", id=605, popularity=None), fetched_at="2026-11-20T08:00:00.000000Z"),
        envelope(film_answer("tt0000008", id=605, popularity=0), fetched_at="2026-11-19T08:00:00.000000Z"),
    )
    answer = series_answer(SERIES, id=1396, popularity=7.5)
    small.tmdb(Kind.SERIES, envelope(answer, imdb_id=SERIES, kind="series", fetched_at="2026-11-22T00:00:00.000000Z"))
    ingest_lists(small.lake, [listed(folder / name, lines) for name, lines in DAYS.items()])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """A lake with two days of lists, transformed; it is not to be written to."""
    folder = tmp_path_factory.mktemp("exports")
    small = SmallLake(folder)
    add(small, folder)
    small.transform()
    return small


def rows(small: SmallLake) -> list[tuple[Any, ...]]:
    names = ("tipo", "id_titulo", "dia", "popularidade", "origem")
    return [tuple(row[name] for name in names) for row in small.table("popularidade_diaria")]


def test_lists_and_answers_fill_the_popularities_by_day_and_a_days_list_comes_first(made: SmallLake) -> None:
    assert rows(made) == [
        ("filme", FILM, date(2026, 11, 19), 1.5, "resposta"),
        ("filme", FILM, date(2026, 11, 20), 11.25, "exportacao"),
        ("filme", FILM, date(2026, 11, 21), 12.0, "exportacao"),
        ("filme", OTHER, date(2026, 11, 20), 3.5, "resposta"),
        ("filme", OTHER, date(2026, 11, 21), 7.5, "exportacao"),
        ("filme", "tt0000009", date(2026, 11, 20), 0.0, "exportacao"),
        ("serie", SERIES, date(2026, 11, 21), 99.5, "exportacao"),
        ("serie", SERIES, date(2026, 11, 22), 7.5, "resposta"),
    ]


def test_a_row_says_when_its_value_was_had(made: SmallLake) -> None:
    first, second = (row["obtido_em"] for row in made.table("popularidade_diaria")[:2])

    assert first == datetime(2026, 11, 19, 10, tzinfo=UTC)
    assert second == datetime(2026, 11, 20, tzinfo=UTC)


def test_every_line_is_accounted_for(made: SmallLake) -> None:
    empty: dict[str, int] = {}
    assert made.reconciliation("export_movies") == {
        "lines": 15,
        "kept": 4,
        "duplicates": 1,
        "not_linked": 2,
        "rejected": 8,
        "invalid_values": empty,
    }
    assert made.reconciliation("export_series") == {
        "lines": 2,
        "kept": 1,
        "duplicates": 0,
        "not_linked": 1,
        "rejected": 0,
        "invalid_values": empty,
    }


def test_what_is_no_popularity_stands_in_the_quarantine(made: SmallLake) -> None:
    rejected = [(row["linha"], row["motivo"], row["conteudo"]) for row in made.table("rejeitados")]

    wrong = {2: "sem_popularidade", 3: "sem_popularidade", 4: "id_invalido", 5: "id_invalido", 6: "sem_popularidade"}
    wrong |= {8: "id_invalido", 9: "sem_popularidade", 10: "sem_popularidade"}
    assert rejected == [(line, reason, SECOND_DAY[line - 1]) for line, reason in wrong.items()]


def keys(small: SmallLake) -> list[str]:
    return [file.key for file in small.manifest(Layer.RAW).tables["export_movies"].files]


def test_a_list_lies_in_raw_as_it_came_under_its_day(made: SmallLake) -> None:
    first, second = keys(made)

    assert first == f"Raw/TMDB/Exports/Movies/2026/11/20/{FIRST}"
    assert gzip.decompress((made.folder / first).read_bytes()).decode().splitlines() == FIRST_DAY
    assert second == f"Raw/TMDB/Exports/Movies/2026/11/21/{SECOND}"


def test_the_same_list_again_changes_nothing(made: SmallLake, tmp_path: Path) -> None:
    small = made.copied(tmp_path)
    before = keys(small)

    [again] = ingest_lists(small.lake, [listed(tmp_path / FIRST, FIRST_DAY)])

    assert (again.status, keys(small)) == ("unchanged", before)


def test_another_list_of_a_day_takes_the_place_of_the_first(made: SmallLake, tmp_path: Path) -> None:
    small = made.copied(tmp_path)
    before = keys(small)

    [stored] = ingest_lists(small.lake, [listed(tmp_path / FIRST, [film(603, 50.5)])])
    small.transform(Layer.TRUSTED)

    assert (stored.status, keys(small)) == ("stored", [stored.key, before[1]])
    assert stored.key != before[0]
    assert (small.folder / before[0]).is_file()
    assert ("filme", FILM, date(2026, 11, 20), 50.5, "exportacao") in rows(small)
    assert small.reconciliation("export_movies")["lines"] == 11


def test_an_answer_that_comes_later_links_the_lists_that_are_there(made: SmallLake, tmp_path: Path) -> None:
    small = made.copied(tmp_path)
    small.answers(envelope(film_answer("tt0000007", id=9), fetched_at="2026-11-25T00:00:00.000000Z"))

    small.transform(Layer.TRUSTED)

    assert ("filme", "tt0000007", date(2026, 11, 20), 0.6, "exportacao") in rows(small)
    assert small.reconciliation("export_movies")["not_linked"] == 1


def test_lists_alone_make_no_rows_and_lose_no_line(tmp_path: Path) -> None:
    small = SmallLake(tmp_path)
    ingest_lists(small.lake, [listed(tmp_path / FIRST, FIRST_DAY)])

    small.transform(Layer.TRUSTED)

    assert rows(small) == []
    assert small.reconciliation("export_movies")["not_linked"] == 5


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """A lake into which nothing comes."""
    return SmallLake(tmp_path_factory.mktemp("nothing"))


def refused(small: SmallLake, *files: Path) -> str:
    with pytest.raises(SourceError) as caught:
        ingest_lists(small.lake, files)
    assert not small.lake.versions.pointer().layers
    return caught.value.message.rpartition("/")[2]


BAD_LINES = [
    ("", "not JSON: Expecting value"),
    ("[1]", "not a JSON object"),
    ('{"id":1', "not JSON: Expecting ',' delimiter"),
    (film(1, 2) + ",", "not JSON: Extra data"),
    (film(1, 2) + "\r", "a carriage return, which TMDB does not write"),
    (series(1, 2), "not of TMDB's list of films: no original_title"),
    ('{"adult":false,"id":1,"name":"A Person","popularity":1.0}', "not of TMDB's list of films: no original_title"),
    ('{"id":1,"original_title":"A"}', "not of TMDB's list of films: no popularity"),
    (film(1, float("nan")), "not JSON: NaN"),
    (film(1, float("-inf")), "not JSON: -Infinity"),
    (film(1, 2).replace(":2,", ":1e999,"), "a number no engine can hold: 1e999"),
    (film(1, 2).replace('"id":1', '"id":1,"id":2'), "a name stands twice in one object: id"),
    (film(1, 2).replace(":1,", ":01,"), "not JSON: Expecting ',' delimiter"),
    (film(1, 2, "x").replace('"x"', '"\\ud800"'), "not Unicode: half a surrogate pair"),
    (film(1, {"a": 1}), "not of TMDB's list of films: popularity is no plain value"),
    (film(1, 2, genre_ids=[18]), "not of TMDB's list of films: genre_ids is no plain value"),
    (film(1, 2, more=0).replace(":0}", ":" + "[" * 9999 + "]" * 9999 + "}"), "nested too deep"),
    (film(1, 2, "x" * (2 << 20)), "longer than 1,048,576 bytes"),
]


@pytest.mark.parametrize(("line", "complaint"), BAD_LINES)
def test_a_line_that_is_none_of_the_list_refuses_the_file_by_its_number(
    empty: SmallLake, tmp_path: Path, line: str, complaint: str
) -> None:
    good = [film(1, 1.5), film(2, 2.5, "Escaped \\u00e9"), film(3, 3)]

    path = listed(tmp_path / SECOND, [*good, line, film(5, 5)])

    assert refused(empty, path) == f"{SECOND}:4: {complaint}"


def test_a_file_that_is_cut_off_or_empty_or_no_text_is_refused(empty: SmallLake, tmp_path: Path) -> None:
    whole = listed(tmp_path / FIRST, FIRST_DAY).read_bytes()
    (tmp_path / FIRST).write_bytes(whole[:-9])
    assert refused(empty, tmp_path / FIRST) == f"{FIRST}: the gzip ends early"
    (tmp_path / FIRST).write_bytes(b"")
    assert refused(empty, tmp_path / FIRST) == f"{FIRST}: the file is empty"
    assert refused(empty, listed(tmp_path / FIRST, [])) == f"{FIRST}: no lines in it"
    (tmp_path / SECOND).write_bytes(film(1, 2).encode() + b"\n" + film(1, 2, "é").encode("latin-1") + b"\n")
    assert refused(empty, tmp_path / SECOND) == f"{SECOND}:2: invalid UTF-8 (byte 0xe9)"


@pytest.mark.parametrize("name", ["films.json.gz", "movie_ids_13_20_2026.json", "person_ids_11_20_2026.json", "a.txt"])
def test_a_name_that_says_no_kind_or_day_is_refused(empty: SmallLake, tmp_path: Path, name: str) -> None:
    assert refused(empty, listed(tmp_path / name, FIRST_DAY)) == f"{name}: its name says no kind and no day"


def test_a_list_of_a_day_to_come_is_refused(empty: SmallLake, tmp_path: Path) -> None:
    day = (empty.lake.now() + timedelta(days=2)).date()

    assert "a day that lies in the future" in refused(
        empty, listed(tmp_path / f"movie_ids_{day:%m_%d_%Y}.json", [film(1, 2.0)])
    )


def test_two_lists_of_a_day_at_once_are_refused(empty: SmallLake, tmp_path: Path) -> None:
    paths = [listed(tmp_path / name, FIRST_DAY) for name in (FIRST, FIRST.removesuffix(".gz"))]

    assert refused(empty, *paths).endswith(f"{FIRST} is of the same kind and day")


def test_a_long_list_is_counted_across_blocks_though_its_last_line_does_not_end(tmp_path: Path) -> None:
    small = SmallLake(tmp_path)
    lines = [film(number, number / 7, "Título " * (number % 9)) for number in range(1, 30_000)]
    path = tmp_path / SECOND
    path.write_bytes("\n".join(lines).encode())

    [stored] = ingest_lists(small.lake, [path])

    assert stored.received.lines == len(lines)
