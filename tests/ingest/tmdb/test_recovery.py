"""Lost answers: which they are, which command asks again, and that it does."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from filmes_lake.doctor import lake_health
from filmes_lake.doctor.verdict import Verdict
from filmes_lake.errors import LakeError
from filmes_lake.ingest.source import Lost
from filmes_lake.ingest.tmdb.configured_files import note_taken, record_files
from filmes_lake.ingest.tmdb.ingest import ingest_saved_tmdb
from filmes_lake.ingest.tmdb.journal import TmdbJournal
from filmes_lake.ingest.tmdb.receiver import TmdbReceiver
from filmes_lake.ingest.tmdb.titles import TitleFilter
from filmes_lake.lake import layout
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.workflows.purge import purge
from filmes_lake.workflows.repair import plan_repair, repair
from tests.fakes.catalog import FakeCatalog
from tests.fakes.tmdb_server import FakeTmdb, movie
from tests.ingest.tmdb.live_lake import LiveLake
from tests.transform.lakes import film_answer

ASKED, SAVED = ("tt9000001", "tt9000002"), "tt9000003"


@pytest.fixture(scope="module")
def server() -> Iterator[FakeTmdb]:
    with FakeTmdb() as server:
        server.movies = {name: movie(name) for name in (*ASKED, SAVED)}
        yield server


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, server: FakeTmdb) -> LiveLake:
    """A lake with a part of answers that were asked for, and one of an answer that was saved. It is not written to."""
    live = LiveLake(tmp_path_factory.mktemp("whole"), server)
    live.knows((*ASKED, SAVED))
    live.answers(film_answer(SAVED))
    live.ask(title_filter=TitleFilter(min_votes=7, limit=3))
    return live


@pytest.fixture
def live(whole: LiveLake, tmp_path: Path) -> LiveLake:
    shutil.copytree(whole.folder, tmp_path / "lake")
    return LiveLake(tmp_path, whole.server)


def part_with(live: LiveLake, title: str) -> Path:
    """The one part with this title's answer."""
    [path] = [path for path in (live.folder / "Raw/TMDB").rglob("*.jsonl") if title.encode() in path.read_bytes()]
    return path


def lost(live: LiveLake) -> Lost:
    [found] = TmdbReceiver().recovery.lost(live.lake)
    return found


def repaired(live: LiveLake) -> tuple[str, ...]:
    """Repair; the commands that bring in again what is lost."""
    return repair(live.lake, FakeCatalog(), plan_repair(live.lake)).result.commands


damages = pytest.mark.parametrize(
    "damage", ["cut", *(pytest.param(other, marks=pytest.mark.slow) for other in ("emptied", "deleted"))]
)


def damage_part(path: Path, damage: str) -> None:
    content = path.read_bytes()
    path.unlink()
    if damage != "deleted":
        path.write_bytes(content[: 200 if damage == "cut" else 0])


def test_where_nothing_is_lost_nothing_is_said(live: LiveLake) -> None:
    assert TmdbReceiver().recovery.lost(live.lake) == []
    assert lake_health.answers(live.lake).verdict is Verdict.GOOD
    assert not plan_repair(live.lake).is_needed


@damages
def test_a_lost_part_is_named_with_its_titles_and_what_asks_again(damage: str, live: LiveLake) -> None:
    part = part_with(live, ASKED[0])
    damage_part(part, damage)

    found = lost(live)

    assert found.files == (part.relative_to(live.folder).as_posix(),)
    assert set(found.titles) == set(ASKED)
    assert found.commands == ("ingest tmdb --kind movies --language pt-BR --min-votes 7 --limit 3",)
    check = lake_health.answers(live.lake)
    assert check.verdict is Verdict.BROKEN
    assert part.name in check.what
    assert found.commands[0] in str(check.todo)
    assert "doctor --repair" in str(check.todo)


@damages
def test_after_a_repair_tmdb_is_asked_again_about_just_what_is_lost(damage: str, live: LiveLake) -> None:
    damage_part(part_with(live, ASKED[0]), damage)
    if damage == "cut":  # a title whose part is there still, as far as anybody knows, is not asked about
        assert live.plan().due == ()

    commands = repaired(live)

    assert commands == ("ingest tmdb --kind movies --language pt-BR --min-votes 7 --limit 3",)
    assert live.stored() == {SAVED: 1}
    assert set(live.plan().due) == set(ASKED)
    live.ask()
    assert live.stored() == dict.fromkeys((*ASKED, SAVED), 1)
    assert lake_health.answers(live.lake).verdict is Verdict.GOOD
    assert lake_health.whole(live.lake).verdict is Verdict.GOOD
    live.transform(Layer.TRUSTED)
    assert len(live.table("tmdb_filmes")) == 3


def test_a_part_with_other_bytes_of_the_same_size_is_lost_too(live: LiveLake) -> None:
    part = part_with(live, ASKED[0])
    content = part.read_bytes()
    part.unlink()
    part.write_bytes(content.replace(b"9000001", b"9000009"))

    repaired(live)

    assert set(live.plan().due) == set(ASKED)


def test_a_part_that_raw_stopped_naming_and_that_is_cut_is_put_aside_too(live: LiveLake) -> None:
    part = part_with(live, ASKED[0])
    damage_part(part, "cut")
    (live.folder / layout.version(live.manifest(Layer.RAW).version)).unlink()

    commands = repaired(live)

    assert commands == ("ingest tmdb --kind movies --language pt-BR --min-votes 7 --limit 3",)
    assert set(live.plan().due) == set(ASKED)


def test_files_of_saved_records_that_were_not_lost_stay_taken(live: LiveLake) -> None:
    """A purge leaves their notes, so that `run` does not bring back what was purged."""
    source = live.folder.parent / "inbox/other-movies.jsonl"
    source.write_bytes(b"{}\n")
    [file] = record_files(live.lake, source.parent)
    note_taken(live.lake, file)
    part_with(live, ASKED[0]).unlink()

    repaired(live)

    assert [file.taken for file in record_files(live.lake, source.parent)] == [True]


def test_what_is_lost_and_out_of_raw_stays_named_until_it_was_asked_for(live: LiveLake) -> None:
    part_with(live, ASKED[0]).unlink()
    repaired(live)

    check = lake_health.answers(live.lake)

    assert check.verdict is Verdict.NOTE
    assert ASKED[0] in check.what
    again = "filmes-lake ingest tmdb --kind movies --language pt-BR --min-votes 7 --limit 3"
    assert check.todo == f"{again} --lake {live.folder}"


@damages
def test_saved_records_that_are_lost_are_taken_from_their_file_again(damage: str, live: LiveLake) -> None:
    source = live.folder.parent / "inbox/movies.jsonl"
    source.write_bytes(
        b'{"id": 5, "imdb_id": "tt9000004", "title": "Saved", "original_title": "S", "release_date": ""}\n'
    )
    ingest_saved_tmdb(live.lake, source, Kind.MOVIES)
    [file] = record_files(live.lake, source.parent)
    note_taken(live.lake, file)
    damage_part(part_with(live, "tt9000004"), damage)

    commands = repaired(live)

    assert commands == (f"ingest tmdb --kind movies --from {source}",)
    assert [file.taken for file in record_files(live.lake, source.parent)] == [False]  # `run` takes it again
    assert ingest_saved_tmdb(live.lake, source, Kind.MOVIES).stored == 1
    assert live.stored()["tt9000004"] == 1


def test_a_damaged_part_is_kept_aside_until_a_purge(live: LiveLake) -> None:
    part = part_with(live, ASKED[0])
    damage_part(part, "cut")
    content = part.read_bytes()
    done = repair(live.lake, FakeCatalog(), plan_repair(live.lake)).result
    aside = live.folder / done.aside / part.relative_to(live.folder)
    assert aside.read_bytes() == content

    purge(live.lake, live.engine, FakeCatalog(), 180)

    assert not aside.exists()  # nobody knows how old an answer in there is, and TMDB's terms set a limit


def test_what_was_purged_is_not_lost(live: LiveLake) -> None:
    live.wait(days=1)

    purge(live.lake, live.engine, FakeCatalog(), 0)

    assert live.stored() == {}
    assert TmdbReceiver().recovery.lost(live.lake) == []


def test_a_pointer_lost_after_a_purge_brings_nothing_back(live: LiveLake) -> None:
    live.wait(days=1)
    purge(live.lake, live.engine, FakeCatalog(), 0)
    before = live.lake.versions.pointer()
    (live.folder / layout.POINTER).unlink()

    repaired(live)

    assert live.lake.versions.pointer() == before


def test_a_purge_that_was_killed_after_it_published_is_repaired_to_what_it_published(live: LiveLake) -> None:
    live.wait(days=1)
    shutil.copytree(live.folder / layout.VERSIONS, live.folder.parent / "older")
    purge(live.lake, live.engine, FakeCatalog(), 0)
    before = live.lake.versions.pointer().layers[Layer.RAW].current
    [entry] = [run for run in live.lake.ledger.runs(9) if run.command == "purge"]
    entry.versions, entry.outcome, entry.ended_at = {}, "killed", None
    (live.folder / layout.run(entry.run_id)).write_bytes(entry.to_json())
    shutil.copytree(live.folder.parent / "older", live.folder / layout.VERSIONS, dirs_exist_ok=True)
    (live.folder / layout.POINTER).unlink()

    repaired(live)

    assert live.lake.versions.pointer().layers[Layer.RAW].current == before
    assert live.stored() == {}


def test_a_damaged_journal_can_be_removed_and_loses_no_answer(live: LiveLake) -> None:
    segments = list((live.folder / layout.tmdb_journal_prefix(Kind.MOVIES)).rglob("*.jsonl"))
    for segment in segments:
        segment.write_bytes(segment.read_bytes()[:-5])
    with pytest.raises(LakeError, match="not a journal") as caught:
        TmdbJournal(live.lake, Kind.MOVIES)
    assert "remove it" in (caught.value.hint or "")

    for segment in segments:
        segment.unlink()

    assert {found.identity for found in TmdbJournal(live.lake, Kind.MOVIES).stored()} == {*ASKED, SAVED}
