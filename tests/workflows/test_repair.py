"""Repairing: whatever document is damaged, the lake stands again where its ledger says that it stood."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from filmes_lake.errors import Conflict, Damaged, LakeError, LockHeld
from filmes_lake.ingest.csv_source import SOURCE as CSVS
from filmes_lake.ingest.csv_source.ingest import ingest_csv
from filmes_lake.ingest.delimited.ingest import IngestRequest, ingest_files
from filmes_lake.lake import layout
from filmes_lake.lake.integrity import remedy
from filmes_lake.lake.manifest import TableVersion
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.raw import header_of
from filmes_lake.workflows.purge import purge
from filmes_lake.workflows.repair import Repaired, plan_repair, repair
from filmes_lake.workflows.repair_plan import RepairPlan
from filmes_lake.workflows.rollback import roll_back
from tests.fakes.catalog import FakeCatalog
from tests.program import stored
from tests.transform.lakes import SmallLake, film_answer, movie_line

FIRST, SECOND = "tt9000001", "tt9000002"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """A lake with three versions of Trusted and Refined, and two parts of answers. It is not to be written to."""
    small = SmallLake(tmp_path_factory.mktemp("whole"))
    small.movies(movie_line(FIRST), movie_line(SECOND))
    small.answers(film_answer(FIRST))
    small.transform()
    small.answers(film_answer(SECOND))
    small.transform()
    small.transform(force=True)
    return small


@pytest.fixture
def small(whole: SmallLake, tmp_path: Path) -> SmallLake:
    return whole.copied(tmp_path)


def repaired(small: SmallLake) -> tuple[RepairPlan, Repaired]:
    plan = plan_repair(small.lake)
    assert plan.is_needed
    return plan, repair(small.lake, FakeCatalog(), plan).result


def current(small: SmallLake) -> dict[Layer, str]:
    return {layer: entry.current for layer, entry in small.lake.versions.pointer().layers.items()}


def path_of(small: SmallLake, layer: Layer, *, place: int = 0) -> Path:
    """The manifest of a kept version of the layer: the newest, or one before it."""
    return small.folder / layout.version(small.lake.versions.pointer().layers[layer].kept[place])


def run_of(small: SmallLake, version: str) -> Path:
    """The entry of the run that published a version."""
    return small.folder / layout.run(small.lake.versions.manifest(version).run_id)


Damage = Callable[[Path], object]

DAMAGES: dict[str, Damage] = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "emptied": lambda path: path.write_bytes(b""),
    "deleted": Path.unlink,
    "another": lambda path: path.write_bytes(b'{"format": 1, "layers_": {}}'),
}
damages = pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
usual_damages = pytest.mark.parametrize(
    "damage",
    [
        pytest.param(damage, id=name, marks=[] if name in ("cut", "deleted") else [pytest.mark.slow])
        for name, damage in DAMAGES.items()
    ],
)
layers = pytest.mark.parametrize("layer", list(Layer))


# --- the pointer -------------------------------------------------------------------------------------------


@usual_damages
def test_a_lost_pointer_is_rebuilt_as_it_was(damage: Damage, small: SmallLake) -> None:
    before = small.lake.versions.pointer()
    damage(small.folder / layout.POINTER)

    plan, done = repaired(small)

    assert small.lake.versions.pointer() == before
    assert [choice.why for choice in plan.choices] == ["the last that the ledger says was current"] * 3
    assert small.lake.ledger.entry(done.run_id).versions == {str(k): v for k, v in current(small).items()}
    assert not plan_repair(small.lake).is_needed


@pytest.mark.parametrize("damage", [DAMAGES["cut"], DAMAGES["another"]], ids=["cut", "another"])
def test_what_lay_where_the_pointer_belongs_is_kept_aside(damage: Damage, small: SmallLake) -> None:
    damage(small.folder / layout.POINTER)
    lay_there = (small.folder / layout.POINTER).read_bytes()

    _, done = repaired(small)

    assert (small.folder / done.aside / "current.json").read_bytes() == lay_there


@damages
def test_without_a_pointer_nothing_begins_anew(damage: Damage, small: SmallLake) -> None:
    damage(small.folder / layout.POINTER)
    before = stored(small.folder)

    for act in (lambda: small.movies(movie_line(FIRST)), small.transform, lambda: small.answers(film_answer(FIRST))):
        with pytest.raises(Damaged) as caught:
            act()
        assert caught.value.hint == f"run: filmes-lake doctor --repair --lake {small.folder}"

    assert stored(small.folder) == before


def test_a_lake_that_was_gone_back_with_is_repaired_to_where_it_stood(small: SmallLake) -> None:
    roll_back(small.lake, FakeCatalog())
    before = small.lake.versions.pointer()
    assert before.layers[Layer.REFINED].current != before.layers[Layer.REFINED].kept[0]
    (small.folder / layout.POINTER).unlink()

    repaired(small)

    assert small.lake.versions.pointer() == before


def test_a_repaired_lake_can_be_repaired_again(small: SmallLake) -> None:
    roll_back(small.lake, FakeCatalog())
    before = small.lake.versions.pointer()
    for _ in range(2):
        (small.folder / layout.POINTER).write_bytes(b"")
        repaired(small)

    assert small.lake.versions.pointer() == before


@layers
def test_a_losers_whole_and_newer_manifest_is_not_chosen(layer: Layer, small: SmallLake) -> None:
    before = small.lake.versions.pointer()
    loser = unpublished(small, layer, lambda tables: dict(list(tables.items())[:1]))
    (small.folder / layout.POINTER).unlink()

    plan, _ = repaired(small)

    assert small.lake.versions.pointer() == before
    assert passed_over(plan) == {loser: "no run says that it published it"}


def test_what_a_run_published_and_was_killed_before_it_said_so_is_taken(small: SmallLake) -> None:
    """Of Raw, where the manifest holds every file of the last one that the ledger knows."""
    small.answers(film_answer("tt9000003"))
    newest = current(small)[Layer.RAW]
    forget_end(run_of(small, newest))
    (small.folder / layout.POINTER).unlink()

    plan, _ = repaired(small)

    assert current(small)[Layer.RAW] == newest
    assert "holds every file" in plan.choices[0].why


def test_after_a_killed_run_a_race_is_decided_as_it_was(small: SmallLake) -> None:
    """The killed one's version is held by the winner's; the loser began from it too, and is newer than either."""
    small.answers(film_answer("tt9000003"))
    forget_end(run_of(small, current(small)[Layer.RAW]))
    begun_from = small.manifest(Layer.RAW).tables
    small.answers(film_answer("tt9000004"))
    winner = current(small)[Layer.RAW]
    loser = unpublished(small, Layer.RAW, lambda _: begun_from)
    (small.folder / layout.POINTER).unlink()

    plan, _ = repaired(small)

    assert current(small)[Layer.RAW] == winner
    assert passed_over(plan) == {loser: "no run says that it published it"}


def test_whichever_of_two_is_taken_of_which_nobody_says_so_no_answer_is_lost(small: SmallLake) -> None:
    begun_from = small.manifest(Layer.RAW).tables
    small.answers(film_answer("tt9000003"))
    forget_end(run_of(small, current(small)[Layer.RAW]))
    unpublished(small, Layer.RAW, lambda _: begun_from)
    (small.folder / layout.POINTER).unlink()

    repaired(small)

    assert answered(small) == {FIRST, SECOND, "tt9000003"}


def test_a_killed_ingest_of_a_csv_is_to_be_run_again(small: SmallLake) -> None:
    """Its manifest does not hold the file of the one before, and a loser's would look the same."""
    before = current(small)[Layer.RAW]
    small.movies(movie_line(FIRST))
    forget_end(run_of(small, current(small)[Layer.RAW]))
    (small.folder / layout.POINTER).unlink()

    plan, _ = repaired(small)

    assert current(small)[Layer.RAW] == before
    [snapshot] = plan.snapshots
    assert snapshot.command == f"ingest csv {small.folder / snapshot.key}"
    ingest_csv(small.lake, [small.folder / snapshot.key], None, None)
    assert small.manifest(Layer.RAW).tables["movies"].rows == 1


def test_files_of_a_copy_that_are_new_are_not_taken_for_later_ones(small: SmallLake) -> None:
    """A copy may be made without the files' times, and then the CSV before the current one would look newer than it."""
    small.movies(movie_line(FIRST))
    tomorrow = datetime.now(UTC).timestamp() + 86_400
    for path in (small.folder / layout.layer_prefix(Layer.RAW)).rglob("*.csv"):
        os.utime(path, (tomorrow, tomorrow))
    (small.folder / layout.POINTER).unlink()

    plan, _ = repaired(small)

    assert plan.snapshots == ()


def test_without_a_ledger_the_newest_whole_raw_manifest_is_taken(small: SmallLake) -> None:
    before = current(small)
    shutil.rmtree(small.folder / layout.RUNS)
    (small.folder / layout.POINTER).write_bytes(b"")

    repaired(small)

    assert current(small) == {Layer.RAW: before[Layer.RAW]}
    assert answered(small) == {FIRST, SECOND}


def test_a_first_publisher_that_is_at_it_is_no_damage(small: SmallLake, tmp_path: Path) -> None:
    new = SmallLake(tmp_path / "new")
    with new.lake.run("ingest csv"):
        new.lake.storage.put(layout.version("x-raw"), small.manifest(Layer.RAW).to_json())

        assert new.lake.versions.pointer().layers == {}


# --- manifests ---------------------------------------------------------------------------------------------


@pytest.mark.slow
@layers
@damages
def test_a_damaged_current_manifest_gives_way_to_the_one_before(damage: Damage, layer: Layer, small: SmallLake) -> None:
    path = path_of(small, layer)
    before = path_of(small, layer, place=1).stem
    damage(path)
    lies_there = path.read_bytes() if path.exists() else None
    with pytest.raises(Damaged, match=path.name):
        small.lake.require(layer)

    plan, done = repaired(small)

    aside = small.folder / done.aside / "versions" / path.name
    assert (aside.read_bytes() if aside.exists() else None) == lies_there
    assert not path.exists()
    [choice] = [choice for choice in plan.choices if choice.layer is layer]
    assert (choice.current, choice.passed_over[0].what) == (before, path.stem)
    assert not plan_repair(small.lake).is_needed
    assert answered(small) == {FIRST, SECOND}


@layers
def test_what_a_damaged_current_manifest_said_is_made_again(layer: Layer, small: SmallLake) -> None:
    path_of(small, layer).unlink()

    repaired(small)

    small.transform()
    assert {row["id_titulo"] for row in small.table("tmdb_filmes")} == {FIRST, SECOND}


@layers
@usual_damages
def test_a_damaged_older_manifest_stops_nothing_and_is_taken_out(
    damage: Damage, layer: Layer, small: SmallLake
) -> None:
    path, before = path_of(small, layer, place=1), current(small)
    damage(path)
    small.lake.versions.sweep()
    assert small.transform().run_id
    assert [type(state) for state in small.lake.versions.states(layer).values()].count(Damaged) == 1

    plan, _ = repaired(small)

    assert path.stem not in small.lake.versions.pointer().kept
    assert path.name in plan.faults[0].what
    assert current(small) == before
    assert not plan_repair(small.lake).is_needed


def test_refined_goes_back_with_the_trusted_that_it_was_made_from(small: SmallLake) -> None:
    path = path_of(small, Layer.TRUSTED)
    older = path_of(small, Layer.REFINED, place=1).stem
    path.unlink()

    repaired(small)

    assert current(small)[Layer.REFINED] == older
    assert small.manifest(Layer.REFINED).made_from == current(small)[Layer.TRUSTED]


@layers
def test_a_manifest_in_the_place_of_another_is_none(layer: Layer, small: SmallLake) -> None:
    path = path_of(small, Layer.TRUSTED)
    shutil.copy(path_of(small, layer, place=1), path)

    with pytest.raises(Damaged, match="another document lies there"):
        small.lake.require(Layer.TRUSTED)


@pytest.mark.parametrize("layer", layout.SWEPT)
def test_files_that_a_damaged_manifest_may_name_are_never_swept(layer: Layer, small: SmallLake) -> None:
    path_of(small, layer, place=1).write_bytes(b"")
    files = set((small.folder / layer.folder).rglob("*.parquet"))
    small.wait(days=30)

    small.lake.versions.sweep()

    assert set((small.folder / layer.folder).rglob("*.parquet")) == files


@pytest.mark.parametrize("layer", layout.SWEPT)
def test_going_back_passes_over_a_damaged_version(layer: Layer, small: SmallLake) -> None:
    oldest = path_of(small, Layer.REFINED, place=2).stem
    path_of(small, layer, place=1).write_bytes(b"")

    assert roll_back(small.lake, FakeCatalog()).result[Layer.REFINED] == oldest


def test_a_purge_goes_on_beside_a_damaged_older_version(small: SmallLake) -> None:
    path_of(small, Layer.TRUSTED, place=1).write_bytes(b"")

    assert purge(small.lake, small.engine, FakeCatalog(), 10_000).result.answers == 0


def test_going_back_to_nothing_that_can_be_read_moves_no_layer_alone(small: SmallLake) -> None:
    before = current(small)
    for place in (1, 2):
        path_of(small, Layer.REFINED, place=place).write_bytes(b"")

    with pytest.raises(Damaged, match=r"-refined\.json: it is empty"):
        roll_back(small.lake, FakeCatalog())

    assert current(small) == before


def test_where_every_manifest_of_raw_is_lost_its_files_are_ingested_again(small: SmallLake) -> None:
    for path in (small.folder / layout.VERSIONS).glob("*-raw.json"):
        path.write_bytes(b"")

    plan, _ = repaired(small)

    [snapshot] = plan.snapshots
    ingest_csv(small.lake, [small.folder / snapshot.key], None, None)
    assert set(small.manifest(Layer.RAW).tables) == {"movies", "tmdb_movies"}
    assert answered(small) == {FIRST, SECOND}


@pytest.mark.parametrize("pointer", ["whole", "gone"])
def test_where_every_manifest_is_lost_the_lake_begins_anew(pointer: str, small: SmallLake) -> None:
    for path in (small.folder / layout.VERSIONS).iterdir():
        path.unlink()
    if pointer == "gone":
        (small.folder / layout.POINTER).unlink()

    repaired(small)

    assert set(current(small)) == {Layer.RAW}  # TMDB's answers are taken up from their parts
    assert not plan_repair(small.lake).is_needed


def test_a_csv_that_is_lost_is_ingested_again_from_where_it_came(small: SmallLake) -> None:
    key = small.manifest(Layer.RAW).tables["movies"].files[0].key
    (small.folder / key).unlink()

    plan = plan_repair(small.lake)

    assert not plan.is_needed  # no document is damaged, and nothing can do without the file
    [snapshot] = plan.snapshots
    assert snapshot.command.startswith("ingest csv ")
    assert snapshot.command.endswith("inbox/movies.csv")
    small.movies(movie_line(FIRST), movie_line(SECOND))
    assert plan_repair(small.lake).snapshots == ()


def test_a_csv_in_another_encoding_is_ingested_again_in_that(small: SmallLake, tmp_path: Path) -> None:
    file = tmp_path / "films.csv"
    file.write_bytes(
        f"{'|'.join(header_of(Kind.MOVIES))}\n{movie_line(FIRST, titulo_principal='São')}\n".encode("cp1252")
    )
    [landed] = ingest_files(small.lake, CSVS, [file], IngestRequest(encoding="cp1252"))
    (small.folder / landed.key).unlink()

    [snapshot] = plan_repair(small.lake).snapshots

    assert snapshot.command == f"ingest csv {file} --encoding cp1252"


@pytest.mark.parametrize("layer", [Layer.TRUSTED, Layer.REFINED])
def test_no_transform_is_said_to_mend_what_only_an_older_version_names(layer: Layer, small: SmallLake) -> None:
    now = {file.key for file in small.manifest(layer).files}
    before = next(
        file.key for manifest in small.lake.versions.kept(layer) for file in manifest.files if file.key not in now
    )

    assert "from a copy; no transform makes it again" in remedy(small.lake, before)
    assert "transform all --force" in remedy(small.lake, min(now))


# --- the ledger --------------------------------------------------------------------------------------------


@damages
@pytest.mark.parametrize("place", [0, -1], ids=["newest", "oldest"])
def test_a_damaged_entry_stops_nothing_and_is_put_aside(damage: Damage, place: int, small: SmallLake) -> None:
    runs = small.lake.ledger.runs(99)
    path = small.folder / layout.run(runs[place].run_id)
    damage(path)
    others = [run for run in runs if run.run_id != path.stem]

    assert small.lake.ledger.runs(99) == others
    small.lake.ledger.close_killed([path.stem])
    if not path.exists():  # of a run whose entry is gone nobody knows
        assert not plan_repair(small.lake).is_needed
        return
    content = path.read_bytes()
    _, done = repaired(small)
    assert (small.folder / done.aside / "runs" / path.name).read_bytes() == content
    assert not plan_repair(small.lake).is_needed


def test_the_pointer_is_rebuilt_without_what_a_damaged_entry_said(small: SmallLake) -> None:
    older = path_of(small, Layer.REFINED, place=1).stem
    run_of(small, current(small)[Layer.REFINED]).write_bytes(b"")
    (small.folder / layout.POINTER).unlink()

    repaired(small)

    assert current(small)[Layer.REFINED] == older


# --- folders -----------------------------------------------------------------------------------------------


def folder_instead(path: Path) -> None:
    """A folder with something in it, where a file lay."""
    path.unlink()
    path.mkdir()
    (path / "notes.txt").write_bytes(b"somebody's")


def test_a_folder_in_the_place_of_the_pointer_is_to_be_moved_away(small: SmallLake) -> None:
    folder_instead(small.folder / layout.POINTER)

    with pytest.raises(LakeError, match="a folder lies there") as caught:
        repaired(small)

    assert (caught.value.hint or "").startswith("move that folder away")
    assert (small.folder / layout.POINTER / "notes.txt").read_bytes() == b"somebody's"


def test_a_folder_in_the_place_of_a_manifest_is_none_and_is_left(small: SmallLake) -> None:
    path = path_of(small, Layer.REFINED)
    folder_instead(path)

    plan, _ = repaired(small)

    assert [fault.what for fault in plan.faults] == [layout.version(path.stem)]
    assert (path / "notes.txt").read_bytes() == b"somebody's"
    assert not plan_repair(small.lake).is_needed


def test_a_folder_in_the_place_of_an_entry_is_none(small: SmallLake) -> None:
    first, *others = small.lake.ledger.runs(99)
    folder_instead(small.folder / layout.run(first.run_id))

    assert small.lake.ledger.runs(99) == others
    assert not plan_repair(small.lake).is_needed


# --- who else is at it -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", [layout.TRANSFORM_LOCK, "ingest-csv-movies", "ingest-tmdb-series"])
def test_nobody_publishes_meanwhile(lock: str, small: SmallLake) -> None:
    (small.folder / layout.POINTER).unlink()
    plan = plan_repair(small.lake)

    with small.lake.storage.lock(lock, "somebody"), pytest.raises(LockHeld, match="somebody"):
        repair(small.lake, FakeCatalog(), plan)

    assert not (small.folder / layout.POINTER).exists()


def test_what_was_agreed_on_is_done_or_nothing(small: SmallLake) -> None:
    pointer = (small.folder / layout.POINTER).read_bytes()
    (small.folder / layout.POINTER).unlink()
    agreed = plan_repair(small.lake)
    (small.folder / layout.POINTER).write_bytes(pointer)

    with pytest.raises(Conflict, match="changed meanwhile"):
        repair(small.lake, FakeCatalog(), agreed)

    assert (small.folder / layout.POINTER).read_bytes() == pointer


def test_the_catalog_follows(small: SmallLake) -> None:
    (small.folder / layout.POINTER).unlink()
    catalog = FakeCatalog()

    repair(small.lake, catalog, plan_repair(small.lake))

    assert catalog.asked == ["follow"]


# --- helpers -----------------------------------------------------------------------------------------------


def unpublished(
    small: SmallLake, layer: Layer, change: Callable[[dict[str, TableVersion]], dict[str, TableVersion]]
) -> str:
    """A whole manifest, newer than the current one, of a run that did not publish it; its id."""
    with small.lake.run("lost") as run:
        manifest = small.manifest(layer).model_copy(
            update={
                "version": layout.version_id(run.id, layer),
                "run_id": run.id,
                "created_at": small.lake.now(),
                "tables": change(dict(small.manifest(layer).tables)),
            }
        )
        small.lake.storage.put(layout.version(manifest.version), manifest.to_json())
    return manifest.version


def forget_end(entry: Path) -> None:
    """Leave a run's entry as it is when the run is killed."""
    document = json.loads(entry.read_bytes())
    entry.write_text(json.dumps({**document, "outcome": "killed", "ended_at": None, "versions": {}}), encoding="utf-8")


def passed_over(plan: RepairPlan) -> dict[str, str]:
    return {fault.what: fault.why for choice in plan.choices for fault in choice.passed_over}


def answered(small: SmallLake) -> set[str]:
    """The titles whose answers Raw names."""
    parts = small.manifest(Layer.RAW).tables["tmdb_movies"].files
    return {
        json.loads(line)["imdb_id"] for part in parts for line in (small.folder / part.key).read_bytes().splitlines()
    }
