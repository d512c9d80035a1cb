"""Versions: what is current, what is kept, what can go."""

from collections.abc import Iterator
from functools import partial

import pytest

from filmes_lake.errors import Conflict, Damaged, LakeError, NotFound
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.lake.storage import Entry
from filmes_lake.models.kinds import Layer
from tests.fakes.clock import Clock
from tests.fakes.memory_storage import MemoryStorage
from tests.fakes.published import file_of, manifest, publish
from tests.fakes.threads import race
from tests.schema import SCHEMA


@pytest.fixture
def lake(memory_lake: Lake) -> Lake:
    return memory_lake


def current(lake: Lake, layer: Layer) -> str:
    return lake.versions.pointer().layers[layer].current


def kept(lake: Lake, layer: Layer) -> list[str]:
    return [version.version for version in lake.versions.kept(layer)]


def test_a_new_lake_has_no_version(lake: Lake) -> None:
    assert lake.versions.current(Layer.TRUSTED) is None
    assert lake.versions.kept(Layer.TRUSTED) == []


@pytest.mark.parametrize("layer", list(Layer))
def test_asking_for_a_version_of_a_new_lake_says_how_to_begin(lake: Lake, layer: Layer) -> None:
    with pytest.raises(NotFound) as caught:
        lake.require(layer)

    assert str(caught.value.hint).startswith("run: filmes-lake ingest csv FILE --lake ")


def test_asking_for_refined_where_raw_is_there_says_to_transform_all(lake: Lake) -> None:
    publish(lake, Layer.RAW, "r1")

    with pytest.raises(NotFound) as caught:
        lake.require(Layer.REFINED)

    assert str(caught.value.hint).startswith("run: filmes-lake transform all --lake ")


def test_a_published_version_is_current(lake: Lake) -> None:
    version = manifest(lake, Layer.TRUSTED, "r1")

    lake.versions.publish(version, None)

    assert lake.versions.current(Layer.TRUSTED) == version


def test_a_manifest_that_was_not_published_is_not_current(lake: Lake) -> None:
    version = publish(lake, Layer.TRUSTED, "r1")
    unpublished = manifest(lake, Layer.TRUSTED, "r2")

    lake.storage.put(layout.version(unpublished.version), unpublished.to_json())

    assert current(lake, Layer.TRUSTED) == version


def test_layers_are_published_apart(lake: Lake) -> None:
    trusted = publish(lake, Layer.TRUSTED, "r1")
    refined = publish(lake, Layer.REFINED, "r1")

    assert (current(lake, Layer.TRUSTED), current(lake, Layer.REFINED)) == (trusted, refined)


@pytest.mark.parametrize("replaces", [None, "r1-trusted"])
def test_publishing_over_another_writers_version_is_a_conflict(lake: Lake, replaces: str | None) -> None:
    publish(lake, Layer.TRUSTED, "r1")
    other = publish(lake, Layer.TRUSTED, "r2")
    pointer = lake.storage.get(layout.POINTER)

    with pytest.raises(Conflict, match="another run published trusted meanwhile"):
        lake.versions.publish(manifest(lake, Layer.TRUSTED, "r3"), replaces)

    assert current(lake, Layer.TRUSTED) == other
    assert lake.storage.get(layout.POINTER) == pointer


def test_of_many_writers_over_one_version_one_publishes(lake: Lake) -> None:
    first = publish(lake, Layer.TRUSTED, "r0")
    versions = [manifest(lake, Layer.TRUSTED, f"r{number}") for number in range(1, 9)]

    outcomes = race([partial(lake.versions.publish, version, first) for version in versions])

    winners = [version.version for version, outcome in zip(versions, outcomes, strict=True) if outcome is None]
    assert len(winners) == 1
    assert all(isinstance(outcome, Conflict) for outcome in outcomes if outcome is not None)
    assert kept(lake, Layer.TRUSTED) == [*winners, first]


def test_writers_of_different_layers_all_publish(lake: Lake) -> None:
    versions = [manifest(lake, layer, "r1") for layer in Layer]

    outcomes = race([partial(lake.versions.publish, version, None) for version in versions])

    assert outcomes == [None] * 3
    assert set(lake.versions.pointer().layers) == set(Layer)


class _ListsNothing(MemoryStorage):
    def list(self, prefix: str) -> Iterator[Entry]:
        raise AssertionError(f"listed {prefix!r}")


def test_readers_and_publishers_never_list(memory_lake: Lake, memory: MemoryStorage, clock: Clock) -> None:
    publish(memory_lake, Layer.TRUSTED, "r1")  # where there is no pointer yet, the ledger says whether there was one
    storage = _ListsNothing.__new__(_ListsNothing)
    storage.__dict__.update(memory.__dict__)
    lake = Lake(storage, SCHEMA, clock)

    publish(lake, Layer.TRUSTED, "r2")

    assert lake.require(Layer.TRUSTED).run_id == "r2"
    assert len(lake.versions.kept(Layer.TRUSTED)) == 2
    assert lake.versions.roll_back() == {Layer.TRUSTED: "r1-trusted"}


def test_a_manifest_can_have_members_of_a_newer_program(lake: Lake) -> None:
    class Newer(Manifest):
        newer: int = 1

    version = manifest(lake, Layer.TRUSTED, "r1")
    lake.storage.put(layout.version(version.version), Newer(**dict(version)).to_json())

    assert lake.versions.manifest(version.version) == version


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"not JSON",
        b'{"layers": 5}',
        b'{"version": "v", "layer": "raw"}',
        b'{"layers": {"raw": {"current": "v2", "kept": ["v1"]}}}',
    ],
)
def test_a_pointer_changed_by_hand_is_one_line_of_error_that_says_what_mends_it(lake: Lake, content: bytes) -> None:
    lake.storage.swap(layout.POINTER, content, None)

    with pytest.raises(Damaged, match=r"_ops/current\.json: (not a valid document|it is empty)") as caught:
        lake.versions.pointer()

    assert "\n" not in str(caught.value)
    assert caught.value.hint == "run: filmes-lake doctor --repair --lake memory:"


# --- sweeping ----------------------------------------------------------------------------------------------


def test_versions_younger_than_a_day_are_all_kept(lake: Lake, clock: Clock) -> None:
    versions = [publish(lake, Layer.TRUSTED, f"r{number}") for number in range(6)]
    clock.advance(hours=23)

    assert lake.versions.sweep() == []

    assert kept(lake, Layer.TRUSTED) == versions[::-1]


def test_of_older_versions_three_are_kept(lake: Lake, clock: Clock) -> None:
    versions = [publish(lake, Layer.TRUSTED, f"r{number}") for number in range(5)]
    clock.advance(hours=25)

    swept = lake.versions.sweep()

    assert kept(lake, Layer.TRUSTED) == versions[:1:-1]
    assert set(swept) == {
        layout.version("r0-trusted"),
        layout.version("r1-trusted"),
        file_of(Layer.TRUSTED, "r0"),
        file_of(Layer.TRUSTED, "r1"),
    }
    assert not set(swept) & {entry.key for entry in lake.storage.list("")}


def test_what_is_kept_can_be_read_after_a_sweep(lake: Lake, clock: Clock) -> None:
    for number in range(5):
        publish(lake, Layer.TRUSTED, f"r{number}")
    clock.advance(hours=25)

    lake.versions.sweep()

    for version in lake.versions.kept(Layer.TRUSTED):
        assert lake.storage.get(file_of(Layer.TRUSTED, version.run_id)).data == version.run_id.encode()


def test_a_second_sweep_finds_nothing(lake: Lake, clock: Clock) -> None:
    for number in range(5):
        publish(lake, Layer.TRUSTED, f"r{number}")
    clock.advance(hours=25)
    lake.versions.sweep()

    assert lake.versions.sweep() == []


def test_what_a_kept_version_was_made_from_is_kept(lake: Lake, clock: Clock) -> None:
    oldest = publish(lake, Layer.TRUSTED, "r0")
    refined = publish(lake, Layer.REFINED, "r0", made_from=oldest)
    for number in range(1, 6):
        publish(lake, Layer.TRUSTED, f"r{number}")
    clock.advance(hours=25)

    lake.versions.sweep()

    assert kept(lake, Layer.REFINED) == [refined]
    assert kept(lake, Layer.TRUSTED) == ["r5-trusted", "r4-trusted", "r3-trusted", oldest]
    assert lake.storage.get(file_of(Layer.TRUSTED, "r0")).data == b"r0"


def test_what_no_kept_version_was_made_from_goes(lake: Lake, clock: Clock) -> None:
    for number in range(5):
        publish(lake, Layer.REFINED, f"r{number}", made_from=publish(lake, Layer.TRUSTED, f"r{number}"))
    clock.advance(hours=25)

    lake.versions.sweep()

    assert kept(lake, Layer.TRUSTED) == ["r4-trusted", "r3-trusted", "r2-trusted"]


def test_a_file_that_no_version_names_goes_after_a_day(lake: Lake, clock: Clock) -> None:
    publish(lake, Layer.TRUSTED, "r1")
    orphan = file_of(Layer.TRUSTED, "killed")
    lake.storage.put(orphan, b"x")
    clock.advance(hours=23)
    assert lake.versions.sweep() == []

    clock.advance(hours=2)

    assert lake.versions.sweep() == [orphan]


def test_a_manifest_that_was_not_published_goes_after_a_day(lake: Lake, clock: Clock) -> None:
    publish(lake, Layer.TRUSTED, "r1")
    lost = manifest(lake, Layer.TRUSTED, "lost")
    with pytest.raises(Conflict):
        lake.versions.publish(lost, None)
    clock.advance(hours=25)

    assert set(lake.versions.sweep()) == {layout.version(lost.version), file_of(Layer.TRUSTED, "lost")}


def test_raw_files_are_never_swept(lake: Lake, clock: Clock) -> None:
    for number in range(6):
        publish(lake, Layer.RAW, f"r{number}")
    lake.storage.put("Raw/TMDB/JSON/Movies/2026/11/22/r-part-00001.jsonl", b"an orphan")
    raw = [entry.key for entry in lake.storage.list("Raw/")]
    clock.advance(hours=1000)

    lake.versions.sweep()

    assert [entry.key for entry in lake.storage.list("Raw/")] == raw


def test_ledger_and_pointer_are_never_swept(lake: Lake, clock: Clock) -> None:
    publish(lake, Layer.TRUSTED, "r1")
    with lake.run("test"):
        pass
    clock.advance(hours=1000)

    lake.versions.sweep()

    assert lake.ledger.runs(9)
    assert lake.versions.current(Layer.TRUSTED)


def test_a_file_that_cannot_be_deleted_waits_for_the_next_sweep(memory: MemoryStorage, clock: Clock) -> None:
    class Stubborn(MemoryStorage):
        def delete(self, key: str) -> None:
            if key.endswith("stuck.parquet"):
                raise LakeError(f"{key}: somebody reads it")
            super().delete(key)

    storage = Stubborn.__new__(Stubborn)
    storage.__dict__.update(memory.__dict__)
    lake = Lake(storage, SCHEMA, clock)
    publish(lake, Layer.TRUSTED, "r1")
    storage.put("Trusted/titulos/killed/loose.parquet", b"x")
    storage.put("Trusted/titulos/killed/stuck.parquet", b"x")
    clock.advance(hours=25)

    assert lake.versions.sweep() == ["Trusted/titulos/killed/loose.parquet"]


# --- going back --------------------------------------------------------------------------------------------


def test_rolling_back_makes_the_version_before_current(lake: Lake) -> None:
    first = publish(lake, Layer.TRUSTED, "r1")
    publish(lake, Layer.TRUSTED, "r2")

    assert lake.versions.roll_back() == {Layer.TRUSTED: first}
    assert current(lake, Layer.TRUSTED) == first


def test_rolling_back_twice_goes_back_two_versions(lake: Lake) -> None:
    first, *_ = [publish(lake, Layer.TRUSTED, f"r{number}") for number in range(3)]

    lake.versions.roll_back()
    lake.versions.roll_back()

    assert current(lake, Layer.TRUSTED) == first


def test_trusted_follows_refined_back(lake: Lake) -> None:
    for number in range(3):
        publish(lake, Layer.REFINED, f"r{number}", made_from=publish(lake, Layer.TRUSTED, f"r{number}"))

    assert lake.versions.roll_back() == {Layer.REFINED: "r1-refined", Layer.TRUSTED: "r1-trusted"}

    assert current(lake, Layer.REFINED) == "r1-refined"
    assert current(lake, Layer.TRUSTED) == "r1-trusted"


def test_rolling_back_goes_to_the_version_named(lake: Lake) -> None:
    for number in range(4):
        publish(lake, Layer.REFINED, f"r{number}", made_from=publish(lake, Layer.TRUSTED, f"r{number}"))

    lake.versions.roll_back("r0-refined")

    assert current(lake, Layer.REFINED) == "r0-refined"
    assert current(lake, Layer.TRUSTED) == "r0-trusted"


def test_a_version_can_be_rolled_forward_again(lake: Lake) -> None:
    publish(lake, Layer.TRUSTED, "r1")
    second = publish(lake, Layer.TRUSTED, "r2")
    lake.versions.roll_back()

    lake.versions.roll_back(second)

    assert current(lake, Layer.TRUSTED) == second


@pytest.mark.parametrize("version", ["r9-trusted", "unheard-of", "", "r1"])
def test_rolling_back_to_an_unknown_version_changes_nothing(lake: Lake, version: str) -> None:
    publish(lake, Layer.TRUSTED, "r0")
    publish(lake, Layer.TRUSTED, "r1")
    before = lake.storage.get(layout.POINTER)

    with pytest.raises(NotFound):
        lake.versions.roll_back(version)

    assert lake.storage.get(layout.POINTER) == before


def test_an_unknown_version_is_named_and_not_its_path(lake: Lake) -> None:
    with pytest.raises(NotFound, match=r"^r9-trusted: no such version is kept$"):
        lake.versions.roll_back("r9-trusted")


def test_a_version_whose_time_is_over_cannot_come_back(lake: Lake, clock: Clock) -> None:
    for number in range(4):
        publish(lake, Layer.TRUSTED, f"r{number}")
    clock.advance(hours=25)
    lake.versions.sweep()

    with pytest.raises(NotFound):
        lake.versions.roll_back("r0-trusted")


def test_a_manifest_that_was_not_published_cannot_become_current(lake: Lake) -> None:
    publish(lake, Layer.TRUSTED, "r1")
    lost = manifest(lake, Layer.TRUSTED, "lost")
    lake.storage.put(layout.version(lost.version), lost.to_json())

    with pytest.raises(NotFound):
        lake.versions.roll_back(lost.version)


def test_the_only_version_cannot_be_rolled_back(lake: Lake) -> None:
    publish(lake, Layer.TRUSTED, "r1")

    with pytest.raises(NotFound, match="no older version"):
        lake.versions.roll_back()


def test_raw_is_never_rolled_back(lake: Lake) -> None:
    first = publish(lake, Layer.RAW, "r1")
    second = publish(lake, Layer.RAW, "r2")

    with pytest.raises(LakeError, match="raw files are never rolled back"):
        lake.versions.roll_back(first)

    assert current(lake, Layer.RAW) == second


def test_a_version_that_leads_out_of_the_lake_is_refused(lake: Lake) -> None:
    with pytest.raises(LakeError, match="inside the lake"):
        lake.versions.roll_back("../../secret")


def test_a_sweep_after_a_rollback_keeps_the_current_version(lake: Lake, clock: Clock) -> None:
    first, *_ = [publish(lake, Layer.TRUSTED, f"r{number}") for number in range(6)]
    lake.versions.roll_back(first)
    clock.advance(hours=25)

    lake.versions.sweep()

    assert current(lake, Layer.TRUSTED) == first
    assert lake.storage.get(file_of(Layer.TRUSTED, "r0")).data == b"r0"


def test_publishing_after_a_rollback_keeps_both_ways_open(lake: Lake) -> None:
    for number in range(3):
        publish(lake, Layer.TRUSTED, f"r{number}")
    lake.versions.roll_back()

    newest = publish(lake, Layer.TRUSTED, "r3")

    assert current(lake, Layer.TRUSTED) == newest
    assert kept(lake, Layer.TRUSTED) == ["r3-trusted", "r2-trusted", "r1-trusted", "r0-trusted"]
