"""What Trusted makes of IMDb's files: the law of each file, its traps, and which source is read."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from filmes_lake.explain.title import explain_title
from filmes_lake.ingest import registry
from filmes_lake.ingest.imdb.description import (
    AKAS,
    BASICS,
    CREW,
    NAMES,
    PRINCIPALS,
    RATINGS,
    SOURCE,
    Dataset,
    choice_of,
)
from filmes_lake.ingest.imdb.ingest import ingest_set
from filmes_lake.ingest.tmdb.titles import TitleFilter, select_titles
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.tables import Schema
from filmes_lake.transform.planning import plan
from tests.fakes.imdb_files import (
    ANA,
    EPISODE,
    FILM,
    NOBODY,
    NULL,
    RUI,
    SERIES,
    SMALL,
    UNRATED,
    Lines,
    basics,
    person,
    principal,
    write_set,
)
from tests.ingest.imdb.recomputation import accounting
from tests.transform.lakes import MEMORY, SmallLake, movie_line, series_line

QUOTED = '"Rolling in the Deep Dish'
NAMELESS = ("None", "NULL", "NA", "nan", "null")
TWICE, LATE = "tt0000011", "tt10000000"
CALLED_NA = "nm0000008"
# Written otherwise than nearly all lines are, with the place that is read of them.
UNUSUAL = {"007": 7, "8.0": 8, " 9 ": 9, "123": 123}
MISWRITTEN = [
    principal(SERIES, "x", ANA),
    principal(SERIES, "-1", ANA),
    principal(SERIES.replace("tt", "tt0"), 1, ANA),
    principal(SERIES, 1, ANA.replace("nm", "nm0")),
    f"{principal(SERIES, 1, ANA)}\t",
]
HOSTILE: Lines = {
    BASICS: [
        *SMALL[BASICS],
        basics("tt1000000", name=QUOTED, genres="Comedy"),
        *(basics(f"tt000002{place}", name=name) for place, name in enumerate(NAMELESS)),
        basics("tt0000030", name="Nothing", original="", year="", minutes="Reality-TV", genres=NULL),
        basics(TWICE, year="1998"),
        basics(TWICE, year="1999"),
        basics(LATE, name="Ids are not in the order of their numbers"),
        basics("tt0000031", adult="1"),
        basics("xx0000032"),
    ],
    RATINGS: [
        *SMALL[RATINGS],
        *(f"tt{number}\t6.0\t9" for number in ("1000000", "0000030", "0000011", "10000000", "0000031", "0099999")),
        *(f"tt000002{place}\t5.0\t5" for place in range(len(NAMELESS))),
        f"{UNRATED}\t5.0\t4",
    ],
    PRINCIPALS: [
        *SMALL[PRINCIPALS],
        principal(FILM, 3, ANA, "writer", job="none"),
        principal(FILM, 4, NOBODY, "intimacy_coordinator", characters=r'["Nick \"Chopper\", Jr.","A\\B"]'),
        principal(FILM, 5, RUI, characters='["Cut'),
        principal(FILM, 5, RUI, characters='["Cut'),
        principal("tt0099999", 1, ANA),
        principal(FILM, 6, "xx", "actor"),
        principal("tt1000000", 1, CALLED_NA),
        *(principal(SERIES, place, ANA, "self") for place in UNUSUAL),
        principal(SERIES, 10, ANA, "self", characters="[]"),
        principal(SERIES, 11, ANA, "self", characters=""),
        *MISWRITTEN,
    ],
    NAMES: [
        *SMALL[NAMES],
        person(ANA, "Ana Lima"),
        person("nm0000007", "Nobody's", jobs=""),
        person(CALLED_NA, "NA", jobs=""),
    ],
    CREW: [f"{FILM}\t{RUI},{ANA}\t{NULL}", f"{SERIES}\t{RUI}\t{NULL}", f"{EPISODE}\t{RUI}\t{NULL}"],
    AKAS: [
        f"{FILM}\t1\tUm Filme Qualquer\tBR\t{NULL}\t{NULL}\tliteral title\t0",
        f"{FILM}\t2\tUm Filme\tBR\t{NULL}\timdbDisplay\t{NULL}\t0",
        f"{FILM}\t3\tEin Film\tDE\t{NULL}\timdbDisplay\t{NULL}\t0",
        f"{FILM}\t4\tA Film\tNA\t{NULL}\timdbDisplay\t{NULL}\t0",
        f"{EPISODE}\t1\tEpisódio\tBR\t{NULL}\timdbDisplay\t{NULL}\t0",
    ],
}


def made_of(folder: Path, lines: Lines) -> SmallLake:
    small = SmallLake(folder)
    ingest_set(small.lake, [write_set(folder / "imdb", lines)])
    small.transform()
    return small


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """A lake of hostile lines; it is not to be written to."""
    return made_of(tmp_path_factory.mktemp("hostile"), HOSTILE)


def title(small: SmallLake, title_id: str) -> dict[str, Any]:
    [found] = [row for row in small.table("titulos") if row["id_titulo"] == title_id]
    return dict(found)


def credits_of(small: SmallLake, title_id: str, *columns: str) -> list[tuple[Any, ...]]:
    rows = [row for row in small.table("creditos") if row["id_titulo"] == title_id]
    return [tuple(row[column] for column in columns) for row in rows]


def counts(small: SmallLake, table: str) -> dict[str, Any]:
    return {name: n for name, n in small.reconciliation(table).items() if n and name != "given_values"}


LAWS: dict[str, dict[str, Any]] = {
    BASICS.table: {
        "lines": 16,
        "kept": 11,
        "other_types": 1,
        "adult": 1,
        "too_few_votes": 1,
        "duplicates": 1,
        "rejected": 1,
        "invalid_values": {"tempo_minutos": 1},
    },
    RATINGS.table: {"lines": 15, "kept": 11, "of_titles_left_out": 3, "without_title": 1},
    PRINCIPALS.table: {
        "lines": 22,
        "kept": 13,
        "of_titles_left_out": 1,
        "without_title": 1,
        "duplicates": 1,
        "rejected": 6,
        "without_person": 1,
        "invalid_values": {"personagem": 2},
    },
    NAMES.table: {"lines": 5, "kept": 3, "not_credited": 1, "duplicates": 1},
    CREW.table: {"lines": 3, "kept": 2, "of_titles_left_out": 1, "credits": 2},
    AKAS.table: {"lines": 5, "kept": 4, "of_titles_left_out": 1, "brazilian": 2},
}


@pytest.mark.parametrize("table", LAWS)
def test_the_law_of_each_file_is_exact(made: SmallLake, table: str) -> None:
    assert counts(made, table) == LAWS[table]


def test_the_laws_are_those_of_plain_python(made: SmallLake) -> None:
    found = accounting(made.folder.parent / "imdb")

    assert {name: {key: LAWS[name].get(key) for key in law} for name, law in found.items()} == found


def test_a_quote_that_never_closes_is_a_letter(made: SmallLake) -> None:
    found = title(made, "tt1000000")

    assert (found["titulo_principal"], found["generos"], found["tempo_minutos"]) == (QUOTED, ["Comedy"], 100)


def test_words_of_null_are_titles(made: SmallLake) -> None:
    assert tuple(title(made, f"tt000002{place}")["titulo_principal"] for place in range(5)) == NAMELESS


def test_words_of_null_are_names_of_people(made: SmallLake) -> None:
    [found] = [row for row in made.table("pessoas") if row["id_artista"] == CALLED_NA]

    assert (found["nome_artista"], found["profissoes"]) == ("NA", None)


def test_an_empty_field_is_null(made: SmallLake) -> None:
    found = title(made, "tt0000030")

    names = ("titulo_original", "ano_lancamento", "tempo_minutos", "generos")
    assert [found[name] for name in names] == [None] * 4


def test_of_an_id_twice_the_greater_value_stands(made: SmallLake) -> None:
    assert title(made, TWICE)["ano_lancamento"] == 1999


def test_ids_need_no_order(made: SmallLake) -> None:
    assert title(made, LATE)["titulo_principal"].startswith("Ids are not")


def test_a_title_has_imdbs_type_and_its_name_in_brazil(made: SmallLake) -> None:
    film, series = title(made, FILM), title(made, SERIES)

    assert (film["tipo"], film["tipo_imdb"], film["adulto"], film["titulo_br"]) == ("filme", "movie", False, "Um Filme")
    assert (series["tipo"], series["ano_termino"], series["titulo_br"]) == ("serie", 2003, None)


def test_a_person_may_stand_several_times_in_a_title(made: SmallLake) -> None:
    assert credits_of(made, FILM, "id_artista", "papel", "ordem", "trabalho") == [
        (ANA, "actor", 1, None),
        (ANA, "director", None, None),
        (ANA, "writer", 3, "none"),
        (RUI, "actor", 5, None),
        (RUI, "director", 2, None),
        (NOBODY, "intimacy_coordinator", 4, None),
    ]


def test_a_credit_that_is_written_otherwise_has_its_place(made: SmallLake) -> None:
    places = [place for papel, place in credits_of(made, SERIES, "papel", "ordem") if papel == "self"]

    assert sorted(places) == sorted([*UNUSUAL.values(), 10, 11])


def test_a_credit_that_is_written_wrongly_is_rejected(made: SmallLake) -> None:
    rejected = {row["conteudo"] for row in made.table("rejeitados")}

    assert set(MISWRITTEN) <= rejected


def test_characters_of_a_credit_are_joined(made: SmallLake) -> None:
    played = dict(credits_of(made, FILM, "ordem", "personagem"))

    assert (played[1], played[4], played[5]) == ("Somebody", 'Nick "Chopper", Jr. / A\\B', None)


def test_a_person_without_a_line_has_a_row_without_a_name(made: SmallLake) -> None:
    people = {row["id_artista"]: row for row in made.table("pessoas")}

    assert set(people) == {ANA, RUI, NOBODY, CALLED_NA}
    assert (people[NOBODY]["nome_artista"], people[NOBODY]["identidade"]) == (None, "nconst")
    assert (people[ANA]["nome_artista"], people[ANA]["ano_nascimento"]) == ("Ana Lima", 1960)
    assert [row["nome_artista"] for row in made.table("dim_artista")] == ["Ana Lima", "Rui Mar", "NA", None]


@pytest.mark.slow
def test_without_people_there_are_titles(tmp_path: Path) -> None:
    small = made_of(tmp_path, {BASICS: SMALL[BASICS], RATINGS: SMALL[RATINGS]})

    assert [row["id_titulo"] for row in small.table("titulos")] == [FILM, SERIES]
    assert small.table("creditos") == []


def test_other_ratings_make_only_what_is_made_of_them(made: SmallLake, tmp_path: Path) -> None:
    """Votes choose titles, so that credits and people are looked through too; as they were, they keep their files."""
    small = made.copied(tmp_path)
    rated = [line.replace("7.5\t20000", "7.6\t20001") for line in HOSTILE[RATINGS]]
    ingest_set(small.lake, [write_set(tmp_path / "imdb", {**HOSTILE, RATINGS: rated})])
    titles = len(small.table("titulos"))

    trusted, refined = plan(small.lake, (Layer.TRUSTED, Layer.REFINED), force=False)
    result = small.transform()

    assert {table.name: table.reason for table in trusted.tables if table.stale} == dict.fromkeys(
        ("titulos", "pessoas", "creditos", "rejeitados"), f"changed: raw {RATINGS.table}"
    )
    assert "made of the same" in {table.reason for table in refined.tables}
    assert {table.name for table in result.tables if table.status == "published"} == {"titulos"}
    assert title(small, FILM)["nota_media"] == 7.6
    assert len(small.table("titulos")) == titles
    assert small.table("rejeitados")


def test_a_line_without_a_name_of_a_person_who_had_none_makes_no_table_anew(tmp_path: Path) -> None:
    """Another plan makes the same row."""
    small = made_of(tmp_path, SMALL)
    nameless = {**SMALL, NAMES: [*SMALL[NAMES], person(NOBODY, NULL)]}
    ingest_set(small.lake, [write_set(tmp_path / "imdb", nameless)])

    trusted, _ = plan(small.lake, (Layer.TRUSTED, Layer.REFINED), force=False)

    assert "pessoas" in {table.name for table in trusted.tables if table.stale}
    assert "published" not in {table.status for table in small.transform().tables}


# --- which titles ------------------------------------------------------------------------------------------


def chosen(small: SmallLake, types: Iterable[str], min_votes: int, *, adult: bool) -> None:
    choice = choice_of(tuple(types), min_votes, adult=adult)
    sources = (
        replace(source, choice=choice) if source.name == SOURCE.name else source for source in registry.schema().sources
    )
    small.lake = Lake(FolderStorage(small.folder), Schema(tuple(sources)))


@pytest.mark.slow
def test_another_choice_makes_the_tables_again_from_the_same_files(made: SmallLake, tmp_path: Path) -> None:
    small = made.copied(tmp_path)
    assert small.transform().run_id
    chosen(small, ("tvSeries",), 0, adult=False)

    small.transform()

    assert [row["id_titulo"] for row in small.table("titulos")] == [SERIES]
    assert counts(small, BASICS.table)["other_types"] == 13


@pytest.mark.slow
def test_unrated_and_adult_titles_can_be_taken(made: SmallLake, tmp_path: Path) -> None:
    small = made.copied(tmp_path)
    chosen(small, ("movie", "tvMovie"), 0, adult=True)

    small.transform()

    found = {row["id_titulo"]: row["adulto"] for row in small.table("titulos")}
    assert (found[UNRATED], found["tt0000031"]) == (False, True)


@pytest.mark.parametrize(
    ("title_id", "fate"),
    [
        (EPISODE, "other_types"),
        ("tt0000031", "adult"),
        (UNRATED, "too_few_votes"),
        ("tt0077777", "not_in_imdb"),
        (FILM, "no_tmdb_record"),
    ],
)
def test_explain_names_what_left_a_title_out(made: SmallLake, title_id: str, fate: str) -> None:
    [found] = explain_title(made.lake, MEMORY, title_id, {}).explanations

    assert found.outcome.name == fate
    assert bool(found.raw["imdb"].sightings) == (fate != "not_in_imdb")


def test_tmdb_is_asked_for_titles_that_reports_count_unless_told_otherwise(made: SmallLake, tmp_path: Path) -> None:
    assert select_titles(made.lake, Kind.MOVIES, TitleFilter(), tmp_path) == [FILM]
    assert len(select_titles(made.lake, Kind.MOVIES, TitleFilter(min_votes=9), tmp_path)) == 5
    assert select_titles(made.lake, Kind.SERIES, TitleFilter(genres=("drama",)), tmp_path) == [SERIES]


# --- which source ------------------------------------------------------------------------------------------


def read(small: SmallLake) -> list[str]:
    return sorted(small.manifest(Layer.RAW).tables)


@pytest.mark.slow
@pytest.mark.parametrize("left_out", [[CREW], [AKAS], [PRINCIPALS, NAMES]], ids=str)
def test_tables_are_made_again_of_a_set_that_lacks_a_file(tmp_path: Path, left_out: list[Dataset]) -> None:
    small = made_of(tmp_path, HOSTILE)
    less = {dataset: lines for dataset, lines in HOSTILE.items() if dataset not in left_out}
    ingest_set(small.lake, [write_set(tmp_path / "less", less)])
    small.transform()
    anew = small.copied(tmp_path / "anew")
    anew.transform(force=True)

    for name in ("titulos", "creditos", "pessoas", "rejeitados"):
        assert small.table(name) == anew.table(name)
    assert all(small.reconciliation(dataset.table)["lines"] == 0 for dataset in left_out)


def test_of_each_kind_the_newest_snapshot_is_read_and_rollback_brings_the_other_back(tmp_path: Path) -> None:
    small = SmallLake(tmp_path)
    small.movies(movie_line("tt0000050"))
    small.series(series_line("tt0000051"))
    small.transform(Layer.TRUSTED)
    by_csv = small.table("titulos")

    ingest_set(small.lake, [write_set(tmp_path / "imdb")])
    small.transform(Layer.TRUSTED)
    assert read(small) == ["imdb_name_basics", "imdb_title_basics", "imdb_title_principals", "imdb_title_ratings"]
    assert {row["id_titulo"] for row in small.table("titulos")} == {FILM, SERIES}

    small.lake.versions.roll_back()
    assert small.table("titulos") == by_csv

    small.movies(movie_line("tt0000050"))
    small.transform(Layer.TRUSTED)
    assert {row["id_titulo"]: row["tipo_imdb"] for row in small.table("titulos")} == {
        "tt0000050": None,
        SERIES: "tvSeries",
    }
    assert counts(small, BASICS.table)["other_types"] == 3

    small.series(series_line("tt0000051"))
    small.transform(Layer.TRUSTED)
    assert read(small) == ["movies", "series"]
    assert small.table("titulos") == by_csv
