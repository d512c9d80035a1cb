"""`doctor --repair` as a person meets it: what is damaged, what is chosen and why, and a question before anything."""

import io
import shutil
import sys
from pathlib import Path

import pytest

from filmes_lake.lake import layout
from tests.in_process import Capture, Here
from tests.program import stored
from tests.shapes import check_shape
from tests.transform.lakes import SAMPLE, SmallLake, film_answer, movie_line

HINT = "(run: filmes-lake doctor --repair --lake "


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    small = SmallLake(tmp_path_factory.mktemp("whole"))
    small.movies(movie_line("tt9000001"))
    small.answers(film_answer("tt9000001"))
    small.transform()
    small.transform(force=True)
    return small


@pytest.fixture
def here(whole: SmallLake, tmp_path: Path, capfd: Capture) -> Here:
    """The program in a folder with a copy of the lake."""
    shutil.copytree(whole.folder, tmp_path / "lake")
    return Here(tmp_path, capfd)


@pytest.fixture
def pointer(here: Here) -> Path:
    """A pointer that was cut."""
    path = here.folder / "lake" / layout.POINTER
    path.write_bytes(path.read_bytes()[:50])
    return path


class Terminal(io.StringIO):
    """A stream at which somebody sits."""

    def isatty(self) -> bool:
        """They do."""
        return True


@pytest.mark.slow
def test_a_healthy_lake_is_left_as_it_is(here: Here) -> None:
    before = {path: path.read_bytes() for path in here.folder.rglob("*") if path.is_file()}
    text, as_json = here.run("doctor", "--repair"), here.run("doctor", "--repair", "--json")

    assert (text.code, text.out, text.err) == (0, "nothing to repair\n", "")
    assert (as_json.code, as_json.document["repaired"], as_json.document["damaged"]) == (0, False, [])
    assert {path: path.read_bytes() for path in here.folder.rglob("*") if path.is_file()} == before


def test_a_lake_that_is_not_there_needs_no_repair(here: Here) -> None:
    assert here.run("doctor", "--repair", "--lake", "nowhere").out == "nothing to repair\n"
    assert not (here.folder / "nowhere").exists()


@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_where_nobody_can_be_asked_nothing_is_done(flags: tuple[str, ...], here: Here, pointer: Path) -> None:
    before = stored(here.folder / "lake")
    ended = here.run("doctor", "--repair", *flags)

    assert ended.code == 2
    assert "--yes" in ended.out + ended.err
    assert stored(here.folder / "lake") == before


@pytest.mark.parametrize(("said", "code"), [("y\n", 0), ("n\n", 1), ("", 1)])
def test_the_user_is_asked_first(
    said: str, code: int, here: Here, pointer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = pointer.read_bytes()
    monkeypatch.setattr(sys, "stdin", Terminal(said))
    monkeypatch.setattr(sys, "stderr", talk := Terminal())

    assert here.run("doctor", "--repair").code == code

    assert f"Repair {here.folder / 'lake'}? [y/N] " in talk.getvalue()
    assert (pointer.read_bytes() == cut) == (code == 1)


def test_what_was_chosen_is_said_and_why(here: Here, pointer: Path) -> None:
    twin = Here(Path(shutil.copytree(here.folder, here.folder.with_name("twin"))), here.capture)
    text, as_json = here.run("doctor", "--repair", "--yes"), twin.run("doctor", "--repair", "--yes", "--json")

    assert (text.code, as_json.code, as_json.err) == (0, 0, "")
    assert "damaged: _ops/current.json: not a valid document" in text.out
    assert "-refined: the last that the ledger says was current" in text.out
    assert f"what was damaged lies in {layout.DAMAGED}" in text.out
    check_shape("doctor-repair", as_json.document)
    assert here.run("doctor", "--repair").out == "nothing to repair\n"
    assert here.run("runs", "--command", "doctor", "--json").document["runs"][0]["outcome"] == "done"


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("versions",),
        ("rollback",),
        ("transform", "all"),
        ("transform", "all", "--plan"),
        ("run",),
        ("report", "kpis"),
        ("query", "SELECT 1"),
        ("explain", "tt9000001"),
        ("diff", "a", "b"),
        ("purge", "--older-than", "180", "--yes"),
        ("catalog", "list"),
        ("catalog", "register"),
        ("ingest", "csv", str(SAMPLE / "movies.csv")),
        ("ingest", "tmdb", "--kind", "movies", "--from", str(SAMPLE / "tmdb_movies.jsonl")),
        ("ingest", "tmdb", "--dry-run"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_every_command_says_what_mends_a_lost_pointer(
    damage: str, words: tuple[str, ...], here: Here, pointer: Path
) -> None:
    if damage == "gone":
        pointer.unlink()
    ended = here.run(*words)

    assert ended.code == 1
    assert ended.error.startswith(f"error: {layout.POINTER}: ")
    assert HINT in ended.error
    assert pointer.exists() is (damage == "cut")


def test_an_old_manifest_that_is_damaged_is_named_and_stops_nothing(here: Here) -> None:
    lake = here.folder / "lake"
    old, _ = sorted((lake / layout.VERSIONS).glob("*-refined.json"))
    old.write_bytes(b"")

    versions = here.run("versions")
    assert versions.code == 0
    assert f"{old.name}: it is empty {HINT}" in versions.err
    assert here.run("versions", "--json").document["damaged"] == [
        {"what": f"{layout.VERSIONS}{old.name}", "why": "it is empty"}
    ]
    for words in (("status",), ("transform", "all"), ("report", "kpis"), ("report", "kpis", "--as-of", "9999-01-01")):
        assert here.run(*words).code == 0
    back = here.run("rollback")
    assert old.stem in back.err
    doctor = here.run("doctor", "--offline")
    assert doctor.code == 1
    assert "manifests  broken" in doctor.out
    assert "-> filmes-lake doctor --repair --lake " in doctor.out


def test_a_damaged_entry_of_the_ledger_is_named_by_doctor(here: Here) -> None:
    newest = max((here.folder / "lake" / layout.RUNS).iterdir())
    newest.write_bytes(b"[]")

    ended = here.run("doctor", "--offline")

    assert ended.code == 1
    assert f"ledger     broken   {layout.RUNS}{newest.name}: not a valid document" in ended.out
