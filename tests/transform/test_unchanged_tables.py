"""A table that would come out as it was stays as it is, and what is made is what a transform of everything makes."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import create_model

from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.engines.spark.transforms import SparkEngine
from filmes_lake.lake.manifest import TableVersion
from filmes_lake.lake.versions import KEEP_FOR
from filmes_lake.models.columns import column
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.source import TrustedTable, Use
from filmes_lake.models.tables import Schema
from filmes_lake.models.trusted import Pessoa
from filmes_lake.models.values import OptionalText
from filmes_lake.transform.audits import tables_audited
from filmes_lake.transform.lineage import lineage_of
from filmes_lake.transform.planning import plan
from filmes_lake.transform.statements import program_of
from filmes_lake.workflows.purge import purge
from tests.fakes.catalog import FakeCatalog
from tests.schema import SCHEMA
from tests.transform.lakes import BOTH, SmallLake, envelope, film_answer, movie_line, series_answer, series_line
from tests.transform.twins import differences
from tools.drawing import relations_read

pytest_plugins = ("tests.sparking",)

OF_ANSWERS = {"tmdb_filmes", "popularidade_diaria", "fato_desempenho_filmes"}
BAD = "a bad line"
Change = Callable[[SmallLake, random.Random], None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = SmallLake(tmp_path_factory.mktemp("made"))
    small.movies(movie_line("tt0000001"), BAD, movie_line("tt0000002"))
    small.series(series_line("tt0000003"), "another bad line")
    small.answers(film_answer("tt0000001"))
    small.tmdb(Kind.SERIES, series_answer("tt0000003"))
    small.transform()
    return small


@pytest.fixture
def lake(made: SmallLake, tmp_path: Path) -> SmallLake:
    return made.copied(tmp_path)


def published(lake: SmallLake) -> set[str]:
    """Bring the lake up to date; the tables that were made."""
    return {table.name for table in lake.transform().tables if table.status == "published"}


def keys(lake: SmallLake) -> dict[str, list[str]]:
    manifests = [lake.manifest(layer) for layer in BOTH]
    return {name: [file.key for file in table.files] for found in manifests for name, table in found.tables.items()}


def assert_as_if_made_anew(lake: SmallLake, folder: Path) -> None:
    anew = lake.copied(folder)
    anew.transform(force=True)
    assert lake.hashes() == anew.hashes()
    for layer in BOTH:
        found, wanted = lake.manifest(layer), anew.manifest(layer)
        assert (found.accounting, found.made_of) == (wanted.accounting, wanted.made_of)
        assert {name: sorted(map(repr, counted)) for name, counted in found.counts.items()} == {
            name: sorted(map(repr, counted)) for name, counted in wanted.counts.items()
        }


def test_an_answer_makes_what_is_made_of_it_and_nothing_else(lake: SmallLake, tmp_path: Path) -> None:
    before = keys(lake)
    lake.answers(film_answer("tt0000001", popularity=11.0))

    assert published(lake) == OF_ANSWERS
    after = keys(lake)
    assert {name for name, files in after.items() if files != before[name]} == OF_ANSWERS
    assert lake.table("fato_desempenho_filmes")[0]["popularidade"] == 11.0
    assert_as_if_made_anew(lake, tmp_path / "anew")


@pytest.mark.parametrize("rejected", [[BAD], []])
def test_an_older_answer_that_comes_late_makes_no_table_anew(lake: SmallLake, rejected: list[str]) -> None:
    """Rejects are made at first, and known then: by another plan, which proves less about them."""
    lake.movies(movie_line("tt0000001"), *rejected)
    lake.series(series_line("tt0000003"))
    lake.transform()
    lake.answers(envelope(film_answer("tt0000001", popularity=None)))

    trusted, _ = plan(lake.lake, BOTH, force=False)

    assert "rejeitados" in {table.name for table in trusted.tables if table.stale}
    assert published(lake) == set()


def test_what_is_planned_is_what_is_made(lake: SmallLake) -> None:
    lake.answers(film_answer("tt0000001", popularity=11.0))
    planned = {table.name: table for layer in plan(lake.lake, BOTH, force=False) for table in layer.tables}

    assert published(lake) <= {name for name, table in planned.items() if table.stale}
    assert planned["tmdb_filmes"].reason == "changed: raw tmdb_movies"
    assert planned["fato_desempenho_filmes"].reason == "may change: trusted tmdb_filmes"
    assert not planned["creditos"].stale


@pytest.mark.slow
def test_rejects_of_files_that_nobody_reads_stay(lake: SmallLake, tmp_path: Path) -> None:
    """Also where those of others come and go. Those of exports, which read answers, are told from those of answers."""
    lake.series(series_line("tt0000003"))
    lake.plant_records(Kind.MOVIES, {"imdb_id": "nonsense"})
    lake.transform()

    assert [(row["linha"], row["conteudo"]) for row in lake.table("rejeitados") if "Local" in row["origem"]] == [
        (3, BAD)
    ]
    assert lake.reconciliation("tmdb_movies")["rejected"] == 1
    assert_as_if_made_anew(lake, tmp_path / "anew")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["titulos", "rejeitados", "dim_genero"])
def test_a_table_whose_file_is_gone_is_made_again_alone(lake: SmallLake, tmp_path: Path, name: str) -> None:
    lake.files(name)[0].unlink()

    assert published(lake) == {name}
    assert_as_if_made_anew(lake, tmp_path / "anew")


@pytest.mark.slow
def test_a_version_that_does_not_say_what_it_is_made_of_is_made_anew(lake: SmallLake) -> None:
    """An older program's. Tables that come out byte for byte as they were keep their files even so."""
    before = keys(lake)
    for layer in BOTH:
        manifest = lake.manifest(layer)
        older = {"version": f"older-{layer.value}", "fingerprint": {}, "made_of": {}, "counts": {}}
        lake.lake.versions.publish(manifest.model_copy(update=older), manifest.version)

    assert all(table.stale for layer in plan(lake.lake, BOTH, force=False) for table in layer.tables)
    assert (published(lake), keys(lake)) == (set(), before)
    assert all(lake.manifest(layer).made_of for layer in BOTH)


@pytest.mark.slow
def test_a_file_of_several_versions_stays_as_long_as_one_is_kept(lake: SmallLake) -> None:
    first = keys(lake)
    for number in range(5):
        lake.wait(hours=30)
        lake.answers(film_answer("tt0000001", popularity=20.0 + number))
        lake.transform()

    assert keys(lake)["titulos"] == first["titulos"]
    assert not (lake.folder / first["tmdb_filmes"][0]).exists()
    lake.lake.versions.roll_back()
    assert len(lake.table("titulos")) == 3


def test_forgetting_a_version_leaves_what_another_shares(lake: SmallLake) -> None:
    (shared,) = keys(lake)["titulos"]
    older = [lake.manifest(layer).version for layer in BOTH]
    lake.answers(film_answer("tt0000001", popularity=11.0))
    lake.transform()

    assert shared not in lake.lake.versions.remove(older)
    assert (lake.folder / shared).exists()


def test_what_changed_is_held_against_what_did_not() -> None:
    refined = SCHEMA.tables(Layer.REFINED)

    assert tables_audited(refined, {"dim_genero"}) == {"dim_genero", "ponte_filme_genero", "ponte_serie_genero"}
    assert tables_audited(refined, {"dim_data"}) == {"dim_data", "fato_desempenho_filmes", "fato_desempenho_series"}


@pytest.mark.parametrize("layer", BOTH)
def test_a_statement_reads_what_its_text_names_as_a_relation(made: SmallLake, layer: Layer) -> None:
    """Told by words, since the parser is a tool of development. A sieve reads lines, and others what it left."""
    below = made.manifest(Layer.RAW if layer is Layer.TRUSTED else Layer.TRUSTED)
    there = {table.name: TableVersion(files=()) for table in SCHEMA.raw_tables if layer is Layer.TRUSTED}
    every = below.model_copy(update={"tables": {**there, **below.tables}})
    lineage = lineage_of(SCHEMA, layer, every, "program")

    statements = [statement for statement, use in program_of(SCHEMA, layer) if use is not Use.DROP]
    sieves = {statement.sieve.relation: statement.name for statement in statements if statement.sieve}
    for statement in statements:
        named = relations_read(statement.text("spark"))
        sifted = [statement.sieve.relation] if statement.sieve else [sieves[name] for name in named if name in sieves]
        assert lineage.reads(statement.name) == sorted([*named, *sifted])


@pytest.mark.slow
@pytest.mark.spark
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("spark")
def test_one_engine_goes_on_where_the_other_was(lake: SmallLake, tmp_path: Path) -> None:
    lake.answers(film_answer("tt0000001", popularity=11.0))
    lake.series(series_line("tt0000003"), "a new bad line")
    anew = lake.copied(tmp_path / "anew")
    anew.transform(force=True)
    lake.engine = SparkEngine()
    lake.transform()

    assert lake.manifest(Layer.TRUSTED).run_id == lake.manifest(Layer.REFINED).run_id
    assert not differences(lake, anew)


def new_answer(lake: SmallLake, chance: random.Random) -> None:
    lake.answers(film_answer(f"tt000000{chance.randint(1, 4)}", popularity=chance.random()))


def an_older_answer(lake: SmallLake, chance: random.Random) -> None:
    lake.answers(envelope(film_answer("tt0000001", title=f"Older {chance.random()}")))


def new_series_answer(lake: SmallLake, chance: random.Random) -> None:
    lake.tmdb(Kind.SERIES, series_answer("tt0000003", popularity=chance.random()))


def other_lines(lake: SmallLake, chance: random.Random) -> None:
    lines = [movie_line(f"tt000000{number}", nome_artista=chance.choice("AB")) for number in range(1, 4)]
    lake.movies(*lines, *chance.choices([BAD, "worse|", ""], k=chance.randint(0, 2)))


def other_series(lake: SmallLake, chance: random.Random) -> None:
    lake.series(
        series_line("tt0000003", generos=chance.choice(["Drama", "Comedy,Drama"])), "bad" * chance.randint(1, 3)
    )


def a_bad_record(lake: SmallLake, chance: random.Random) -> None:
    lake.plant_records(Kind.MOVIES, {"imdb_id": f"nonsense {chance.random()}"})


def everything(lake: SmallLake, chance: random.Random) -> None:
    lake.transform(force=True)


def the_version_before(lake: SmallLake, chance: random.Random) -> None:
    if len(lake.lake.versions.kept(Layer.REFINED)) > 1:
        lake.lake.versions.roll_back()


def a_lost_file(lake: SmallLake, chance: random.Random) -> None:
    lake.files(chance.choice(sorted(keys(lake))))[0].unlink()


def a_purge(lake: SmallLake, chance: random.Random) -> None:
    """Of all answers but those that have just come."""
    lake.wait(hours=24 * 10)
    new_answer(lake, chance)
    purge(lake.lake, lake.engine, FakeCatalog(), 5)


def another_engine(lake: SmallLake, chance: random.Random) -> None:
    """DuckDB as another machine has it. Spark takes minutes for a series, and goes on once, above."""
    lake.engine = DuckDBEngine(f"{chance.randint(200, 900)}MB", chance.randint(1, 4))


def another_model(lake: SmallLake, chance: random.Random) -> None:
    """That of a program in which a column of persons is described in other words."""
    described = Annotated[OptionalText, column(2, f"The name, as {chance.random()} has it.")]
    model = create_model("Pessoa", __base__=Pessoa, nome_artista=(described, ...))
    tables = {Pessoa.table.name: TrustedTable(model)}
    lake.lake.schema = Schema(
        tuple(
            replace(source, trusted=tuple(tables.get(table.model.table.name, table) for table in source.trusted))
            for source in lake.lake.schema.sources
        )
    )


def a_long_time(lake: SmallLake, chance: random.Random) -> None:
    lake.wait(seconds=int((KEEP_FOR + timedelta(hours=1)).total_seconds()))


CHANGES: list[Change] = [
    *(new_answer, an_older_answer, new_series_answer, other_lines, other_series, a_bad_record),
    *(everything, the_version_before, a_lost_file, a_long_time, a_purge, another_engine, another_model),
]


# Two changes of a seed at once, twelve each of four others when there is time: fifty in all.
@pytest.mark.timeout(600)
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 6))
def test_after_any_changes_all_is_as_if_made_anew(lake: SmallLake, tmp_path: Path, seed: int) -> None:
    chance, lost = random.Random(seed), set[str]()
    for number, change in enumerate(chance.sample(CHANGES, 2 if seed == 1 else len(CHANGES))):
        before = there(lake)
        change(lake, chance)
        lost |= before - there(lake) if change is a_lost_file else set()
        lake.transform()
        assert_as_if_made_anew(lake, tmp_path / f"anew-{number}")
        assert named(lake) - there(lake) <= lost


def there(lake: SmallLake) -> set[str]:
    return {path.relative_to(lake.folder).as_posix() for path in lake.folder.rglob("*.parquet")}


def named(lake: SmallLake) -> set[str]:
    """The files of every version that is kept."""
    kept = [version for layer in BOTH for version in lake.lake.versions.kept(layer)]
    return {file.key for version in kept for file in version.files}
