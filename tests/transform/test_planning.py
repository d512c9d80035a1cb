"""What is up to date is not made again, and what is not says why."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.errors import NotFound
from filmes_lake.models.kinds import Layer
from filmes_lake.transform.pipeline import TransformRequest, transform
from filmes_lake.transform.planning import LayerPlan, plan
from tests.transform.lakes import BOTH, SmallLake, film_answer, movie_line, series_line


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = SmallLake(tmp_path_factory.mktemp("made"))
    small.movies(movie_line("tt0000001"))
    small.answers(film_answer("tt0000001"))
    small.transform()
    return small


@pytest.fixture
def lake(made: SmallLake, tmp_path: Path) -> SmallLake:
    """A lake that is up to date."""
    return made.copied(tmp_path)


def planned(lake: SmallLake, *layers: Layer, force: bool = False) -> list[LayerPlan]:
    """What is said of the layers; which of their tables it comes to see `test_unchanged_tables`."""
    return [replace(found, tables=()) for found in plan(lake.lake, layers or BOTH, force=force)]


def current(lake: SmallLake) -> list[str]:
    return [lake.manifest(layer).version for layer in BOTH]


def age(lake: SmallLake, layer: Layer, part: str) -> None:
    """Publish the current version again as if `part` of what it is made of had been another."""
    manifest = lake.manifest(layer)
    older = {"version": "older", "fingerprint": {**manifest.fingerprint, part: "another"}}
    lake.lake.versions.publish(manifest.model_copy(update=older), manifest.version)


def test_what_is_up_to_date_is_not_made_again(lake: SmallLake) -> None:
    before = current(lake)
    result = lake.transform()

    assert current(lake) == before
    assert {table.status for table in result.tables} == {"unchanged"}


def test_a_run_that_changed_nothing_says_so_in_the_ledger(lake: SmallLake) -> None:
    result = lake.transform()

    (newest,) = lake.lake.ledger.runs(1)
    assert (newest.run_id, newest.outcome, newest.versions) == (result.run_id, "unchanged", {})


@pytest.mark.slow
def test_force_makes_everything_again_with_the_same_rows(lake: SmallLake) -> None:
    before, rows = current(lake), {name: lake.table(name) for name in ("creditos", "fato_desempenho_filmes")}
    lake.transform(force=True)

    assert not set(before) & set(current(lake))
    assert {name: lake.table(name) for name in rows} == rows


def test_a_plan_writes_nothing(lake: SmallLake) -> None:
    before = sorted(lake.folder.rglob("*"))
    planned(lake, force=True)

    assert sorted(lake.folder.rglob("*")) == before


def test_an_up_to_date_layer_is_planned_as_such(lake: SmallLake) -> None:
    assert [(found.stale, found.reason) for found in planned(lake)] == [
        (False, f"up to date ({version})") for version in current(lake)
    ]


def test_a_layer_above_a_stale_one_is_stale(lake: SmallLake) -> None:
    lake.movies(movie_line("tt0000002"))

    assert planned(lake)[1] == LayerPlan(Layer.REFINED, stale=True, reason="trusted will change")


def test_a_new_csv_makes_trusted_stale(lake: SmallLake) -> None:
    lake.movies(movie_line("tt0000002"))

    assert planned(lake)[0] == LayerPlan(Layer.TRUSTED, stale=True, reason="changed: raw movies")


def test_the_same_csv_again_leaves_everything_up_to_date(lake: SmallLake) -> None:
    lake.wait(days=1)
    lake.movies(movie_line("tt0000001"))

    assert not any(found.stale for found in planned(lake))


def test_a_csv_of_the_other_kind_makes_trusted_stale(lake: SmallLake) -> None:
    lake.series(series_line("tt0000002"))

    assert planned(lake)[0].reason == "changed: raw series"


def test_new_answers_make_trusted_stale(lake: SmallLake) -> None:
    lake.answers(film_answer("tt0000001", popularity=11.0))

    assert planned(lake)[0].reason == "changed: raw tmdb_movies"


@pytest.mark.parametrize("layer", BOTH)
@pytest.mark.parametrize("part", ["sql", "models", "program"])
def test_a_version_made_by_another_program_is_stale(lake: SmallLake, layer: Layer, part: str) -> None:
    age(lake, layer, part)

    assert planned(lake, layer) == [LayerPlan(layer, stale=True, reason=f"changed: {part}")]


def test_what_one_engine_made_is_up_to_date_for_another(lake: SmallLake) -> None:
    other = replace(DuckDBEngine(), name="other", dialect="spark")

    assert {table.status for table in transform(lake.lake, other, TransformRequest(BOTH)).tables} == {"unchanged"}


@pytest.mark.parametrize("layer", BOTH)
def test_force_is_the_reason_given(lake: SmallLake, layer: Layer) -> None:
    assert planned(lake, layer, force=True) == [LayerPlan(layer, stale=True, reason="forced")]


def test_refined_follows_a_new_trusted_version(lake: SmallLake) -> None:
    lake.movies(movie_line("tt0000001"), movie_line("tt0000002"))
    lake.transform(Layer.TRUSTED)

    (found,) = planned(lake, Layer.REFINED)
    assert found.stale
    assert "trusted titulos" in found.reason


def test_a_trusted_version_with_the_same_bytes_leaves_refined_up_to_date(lake: SmallLake) -> None:
    lake.transform(Layer.TRUSTED, force=True)

    assert not planned(lake, Layer.REFINED)[0].stale


def test_refined_names_the_trusted_version_it_is_made_from(lake: SmallLake) -> None:
    assert lake.manifest(Layer.REFINED).made_from == lake.manifest(Layer.TRUSTED).version


def test_a_first_plan_says_that_there_is_no_version(tmp_path: Path) -> None:
    lake = SmallLake(tmp_path)
    lake.movies(movie_line("tt0000001"))

    assert planned(lake, Layer.TRUSTED)[0].reason == "it has no version yet"


@pytest.mark.parametrize(("layer", "missing"), [(Layer.TRUSTED, "raw"), (Layer.REFINED, "trusted")])
def test_there_must_be_something_to_make_a_layer_from(tmp_path: Path, layer: Layer, missing: str) -> None:
    lake = SmallLake(tmp_path)

    with pytest.raises(NotFound, match=f"no {missing} data yet"):
        lake.transform(layer)


def test_the_ledger_names_inputs_and_versions_of_a_run(lake: SmallLake) -> None:
    (run,) = lake.lake.ledger.runs(1)

    assert run.versions == {layer.value: lake.manifest(layer).version for layer in BOTH}
    raw = [file for table in lake.manifest(Layer.RAW).tables.values() for file in table.files]
    assert {(file.key, file.sha256) for file in raw} <= {(found.name, found.sha256) for found in run.inputs}


def test_the_reconciliation_is_stored_with_the_version(lake: SmallLake) -> None:
    manifest = json.loads((lake.folder / f"_ops/versions/{lake.manifest(Layer.TRUSTED).version}.json").read_text())

    assert manifest["accounting"]["movies"]["lines"] == 1
