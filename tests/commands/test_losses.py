"""Values that became null are told at once, and a transform that is strict publishes none of it."""

import shutil
from pathlib import Path

import pytest

from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.transform.reconciliation import Loss
from tests.in_process import Here
from tests.transform.lakes import SmallLake, film_answer, movie_line

pytest_plugins = ("tests.in_process", "tests.running")

# Of eleven values one is less than a tenth, two are more.
SPOILT = {1: {"numero_votos": "many", "ano_nascimento": "c. 1960"}, 2: {"numero_votos": "1234.56"}}
WORDS = "5 values became null: generos of tmdb_movies (1 of 1), paises of tmdb_movies (1 of 1), "
REST = "numero_votos of movies (2 of 11), ano_nascimento of movies (1 of 11)"


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """A lake with raw files of which some values are spoilt; it is not to be written to."""
    small = SmallLake(tmp_path_factory.mktemp("losses"))
    small.movies(*(movie_line(f"tt{n:07d}", **SPOILT.get(n, {})) for n in range(1, 12)), movie_line("nm1"))
    small.answers(film_answer("tt0000001", genres=["Drama"], production_countries="US"))
    return small


@pytest.fixture
def spoilt(raw: SmallLake, here: Here) -> Here:
    """The program where such a lake is."""
    shutil.copytree(raw.folder, here.folder / "lake")
    return here


@pytest.fixture(scope="module")
def made(raw: SmallLake, tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """The same with its tables."""
    small = raw.copied(tmp_path_factory.mktemp("made"))
    small.transform()
    return small


@pytest.fixture
def transformed(made: SmallLake, here: Here) -> Here:
    """The program where those are."""
    shutil.copytree(made.folder, here.folder / "lake")
    return here


def published(here: Here) -> list[str]:
    return [version["layer"] for version in here.run("versions", "--json").document["versions"]]


def test_a_transform_ends_with_what_became_null_and_warns_of_columns_that_lost_more_than_a_tenth(spoilt: Here) -> None:
    ended = spoilt.run("transform", "trusted")

    assert ended.code == 0
    assert ended.err.endswith(f"{WORDS}{REST}; all columns: filmes-lake status\n")
    warnings = [line for line in ended.err.splitlines() if line.startswith("WARNING")]
    assert "WARNING more than a tenth of a column's values became null: numero_votos of movies (2 of 11)" in warnings
    assert not any("ano_nascimento" in line for line in warnings)


def test_the_document_has_every_loss(transformed: Here) -> None:
    losses = transformed.run("transform", "trusted", "--json").document["losses"]

    assert {"table": "movies", "column": "numero_votos", "lost": 2, "given": 11, "more_than_a_tenth": True} in losses
    assert {
        "table": "movies",
        "column": "ano_nascimento",
        "lost": 1,
        "given": 11,
        "more_than_a_tenth": False,
    } in losses


@pytest.mark.parametrize(
    ("words", "variables"),
    [(["--strict"], {}), pytest.param([], {"FILMES_LAKE_STRICT": "true"}, marks=pytest.mark.slow)],
    ids=["flag", "variable"],
)
def test_a_strict_transform_publishes_nothing_and_exits_with_3(
    spoilt: Here, words: list[str], variables: dict[str, str]
) -> None:
    ended = spoilt.run("transform", "trusted", *words, **variables)

    assert ended.code == 3
    assert ended.err.splitlines()[-1].startswith(f"error: strict: {WORDS}{REST} (nothing was published")
    assert set(published(spoilt)) == {"raw"}


@pytest.mark.slow
def test_strict_may_stand_in_the_settings_file_and_a_flag_overrides_it(spoilt: Here) -> None:
    (spoilt.folder / "filmes-lake.toml").write_text("strict = true\n", encoding="utf-8")

    refused = spoilt.run("transform", "trusted", "--json")
    taken = spoilt.run("transform", "trusted", "--no-strict")
    again = spoilt.run("transform", "trusted")

    assert (refused.code, refused.document["error"]["code"]) == (3, "checks_failed")
    assert (taken.code, again.code) == (0, 3)
    assert "trusted" in published(spoilt)


@pytest.mark.slow
def test_run_goes_the_same_way(spoilt: Here) -> None:
    refused = spoilt.run("run", "--strict", "--json")
    assert (refused.code, refused.document["error"]["code"]) == (3, "checks_failed")
    assert set(published(spoilt)) == {"raw"}

    [done] = [step for step in spoilt.run("run", "--json").document["steps"] if step["step"] == "transform all"]
    assert done["reason"].endswith(f"; {WORDS}{REST}")
    assert done["command"] == "status"


def test_a_strict_run_refuses_what_was_published_before_it_was_strict(transformed: Here) -> None:
    before = published(transformed)

    ended = transformed.run("run", FILMES_LAKE_STRICT="true")

    assert (ended.code, published(transformed)) == (3, before)
    assert "error: strict: " in ended.err
    assert transformed.run("run").code == 0


def test_where_nothing_is_lost_nothing_is_said_and_strict_publishes(here: Here) -> None:
    small = SmallLake(here.folder)
    small.movies(movie_line("tt0000001", numero_votos="2000000.0"), movie_line("nm1"))
    small.answers(film_answer("tt0000001", budget=63_000_000.0, genres=None))

    ended = here.run("transform", "trusted", "--strict")

    assert ended.code == 0
    assert "null" not in ended.err
    assert here.run("transform", "trusted", "--strict", "--json").document["losses"] == []


@pytest.mark.parametrize(("lost", "given", "heavy"), [(1, 10, False), (2, 19, True), (1, 9, True), (0, 0, False)])
def test_more_than_a_tenth_is_much(lost: int, given: int, *, heavy: bool) -> None:
    assert Loss("movies", "numero_votos", lost, given).is_heavy is heavy


def test_values_are_counted_with_the_lines_that_give_them(tmp_path: Path) -> None:
    small = SmallLake(tmp_path)
    lines = [movie_line("tt0000001", ano_lancamento="abcd", nome_artista=f"Artist {n}") for n in range(3)]
    small.movies(*lines, movie_line("tt0000002"), movie_line("tt0000003", ano_lancamento=""))
    small.transform(Layer.TRUSTED)

    reconciliation = small.reconciliation(Kind.MOVIES.value)
    assert (reconciliation["invalid_values"], reconciliation["given_values"]) == (
        {"ano_lancamento": 3},
        {"ano_lancamento": 4},
    )
