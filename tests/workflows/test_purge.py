"""Purging: TMDB's old answers leave every layer and every file, nothing else does, and a killed purge is finished."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from filmes_lake.engines.duckdb.reports import DuckDBReports
from filmes_lake.errors import LockHeld
from filmes_lake.ingest.tmdb.outcome import Outcome
from filmes_lake.ingest.tmdb.record import parse_record
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake, utc_now
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.reports.definitions import find_report
from filmes_lake.reports.runner import run_report
from filmes_lake.workflows.purge import PurgeResult, find_purgeable, purge
from tests.fakes.catalog import FakeCatalog
from tests.fakes.tmdb_server import FakeTmdb, movie, series
from tests.in_process import Capture, Here
from tests.ingest.tmdb.live_lake import LiveLake
from tests.program import Program, stored
from tests.schema import SCHEMA
from tests.shapes import check_shape
from tests.terminal import at_terminal
from tests.transform.lakes import MEMORY, envelope, movie_line, series_line

pytest_plugins = ("tests.in_process", "tests.running")

OLD, YOUNG = "tt9000001", "tt9000002"
OLD_TEXT, YOUNG_TEXT = "An answer past its terms", "An answer within its terms"
TERMS = 180


@pytest.fixture(scope="module")
def server() -> Iterator[FakeTmdb]:
    with FakeTmdb() as server:
        server.movies = {OLD: movie(OLD), YOUNG: movie(YOUNG)}
        yield server


@pytest.fixture(scope="module")
def raw_once(tmp_path_factory: pytest.TempPathFactory, server: FakeTmdb) -> LiveLake:
    """A lake with an old answer and a young one in one part, and no tables yet."""
    live = LiveLake(tmp_path_factory.mktemp("raw"), server)
    live.movies(*(movie_line(name, ano_lancamento="1999") for name in (OLD, YOUNG)))
    ask_both(live)
    return live


@pytest.fixture(scope="module")
def tabled_once(tmp_path_factory: pytest.TempPathFactory, server: FakeTmdb) -> LiveLake:
    """The same with tables of both answers, and a version from before them."""
    live = LiveLake(tmp_path_factory.mktemp("tabled"), server)
    live.movies(*(movie_line(name, ano_lancamento="1999") for name in (OLD, YOUNG)))
    live.transform()
    ask_both(live)
    live.transform()
    return live


def ask_both(live: LiveLake) -> None:
    live.answers(answer(OLD, OLD_TEXT, days=200), answer(YOUNG, YOUNG_TEXT, days=100))


def copied(live: LiveLake, folder: Path) -> LiveLake:
    shutil.copytree(live.folder, folder / "lake")
    return LiveLake(folder, live.server)


@pytest.fixture
def raw(tmp_path: Path, raw_once: LiveLake) -> LiveLake:
    return copied(raw_once, tmp_path)


@pytest.fixture
def tabled(tmp_path: Path, tabled_once: LiveLake) -> LiveLake:
    return copied(tabled_once, tmp_path)


@pytest.fixture(params=["raw", pytest.param("tabled", marks=pytest.mark.slow)])
def mixed(request: pytest.FixtureRequest) -> LiveLake:
    """Either of the two: of a purge, making the tables again takes nearly all the time."""
    found: LiveLake = request.getfixturevalue(request.param)
    return found


def has_tables(live: LiveLake) -> bool:
    return live.lake.versions.current(Layer.TRUSTED) is not None


@dataclass(frozen=True)
class Purged:
    """The lake with tables after a purge, with what came of it and the versions that were kept before."""

    live: LiveLake
    result: PurgeResult
    before: dict[Layer, list[str]]


@pytest.fixture(scope="module")
def purged_once(tmp_path_factory: pytest.TempPathFactory, tabled_once: LiveLake) -> Purged:
    live = copied(tabled_once, tmp_path_factory.mktemp("purged"))
    before = {layer: versions(live, layer) for layer in Layer}
    return Purged(live, purged(live), before)


@pytest.fixture
def afterwards(tmp_path: Path, purged_once: Purged) -> LiveLake:
    """A copy of the purged lake, to go on with."""
    return copied(purged_once.live, tmp_path)


def answer(imdb_id: str, title: str, *, days: int, **body: Any) -> dict[str, Any]:
    """An answer that was fetched so many days ago."""
    fetched = (utc_now() - timedelta(days=days)).isoformat()
    return envelope(movie(imdb_id, title=title, **body), imdb_id=imdb_id, fetched_at=fetched)


def purged(live: LiveLake, days: int = TERMS, lake: Lake | None = None) -> PurgeResult:
    return purge(lake or live.lake, live.engine, FakeCatalog(), days).result


def holding(folder: Path, text: str) -> set[str]:
    """Every file of the lake in which the text stands; Parquet is read, since its bytes are packed."""
    return {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and text in _text_of(path)
    }


def _text_of(path: Path) -> str:
    if path.suffix == ".parquet":
        return str(pq.ParquetFile(path).read().to_pylist())
    return path.read_bytes().decode("utf-8", "replace")


def versions(live: LiveLake, layer: Layer) -> list[str]:
    return [manifest.version for manifest in live.lake.versions.kept(layer)]


# --- what leaves, and what stays ---------------------------------------------------------------------------


def test_an_old_answer_leaves_every_layer_and_every_file(tabled_once: LiveLake, purged_once: Purged) -> None:
    assert len(holding(tabled_once.folder, OLD_TEXT)) == 2  # Raw and Trusted

    live = purged_once.live
    assert purged_once.result.answers == 1
    assert holding(live.folder, OLD_TEXT) == set()
    assert live.stored() == {YOUNG: 1}
    assert [row["id_titulo"] for row in live.table("tmdb_filmes")] == [YOUNG]
    with_amounts = {row["id_filme"] for row in live.table("fato_desempenho_filmes") if row["orcamento"] is not None}
    assert with_amounts == {YOUNG}


def test_a_younger_answer_of_the_same_part_is_not_asked_for_again(afterwards: LiveLake) -> None:
    assert afterwards.plan().due == (OLD,)
    assert afterwards.ask().stored == 1
    assert afterwards.stored() == {OLD: 1, YOUNG: 1}


def test_versions_that_held_old_answers_go_and_those_without_stay(purged_once: Purged) -> None:
    live, before = purged_once.live, purged_once.before
    for layer in Layer:
        with_answers, *without = before[layer]
        assert with_answers in purged_once.result.versions
        new, *rest = versions(live, layer)
        assert new not in before[layer]
        assert rest == without
        assert not (live.folder / f"_ops/versions/{with_answers}.json").exists()


def test_a_version_that_stays_can_be_gone_back_to(afterwards: LiveLake) -> None:
    afterwards.lake.versions.roll_back()

    assert afterwards.table("tmdb_filmes") == []


def test_the_titles_stay_and_the_funnel_counts_them_as_without_a_record(
    tabled_once: LiveLake, purged_once: Purged
) -> None:
    def without_record(live: LiveLake) -> int:
        result = run_report(live.lake, DuckDBReports(live.lake, MEMORY), find_report("roi"), {})
        return next(step.removed for step in result.funnel if step.condition == "no_tmdb_record")

    assert (without_record(tabled_once), without_record(purged_once.live)) == (0, 1)
    assert {row["id_titulo"] for row in purged_once.live.table("titulos")} == {OLD, YOUNG}


@pytest.mark.slow
def test_an_old_answer_that_was_asked_for_again_leaves_and_the_new_one_counts(tabled: LiveLake) -> None:
    tabled.ask()
    tabled.transform()
    assert tabled.stored() == {OLD: 2, YOUNG: 1}

    purged(tabled)

    assert tabled.stored() == {OLD: 1, YOUNG: 1}
    assert holding(tabled.folder, OLD_TEXT) == set()
    assert {row["id_titulo"] for row in tabled.table("tmdb_filmes")} == {OLD, YOUNG}
    assert tabled.plan().due == ()


@pytest.mark.slow
def test_an_old_answer_that_trusted_rejected_leaves_with_the_versions_that_say_so(tabled: LiveLake) -> None:
    purged(tabled)
    record = answer("tt9000003", "Rejected and old", days=190)
    tabled.answers({**record, "imdb_id": "tt9000004"})
    tabled.transform()
    assert {row["motivo"] for row in tabled.table("rejeitados")} == {"ids_contraditorios"}
    assert len(holding(tabled.folder, "Rejected and old")) == 2

    purged(tabled)

    assert holding(tabled.folder, "Rejected and old") == set()


def test_series_are_purged_too(mixed: LiveLake) -> None:
    show = "tt9000009"
    mixed.series(series_line(show))
    fetched = (utc_now() - timedelta(days=300)).isoformat()
    body = series(show, name="An old show")
    mixed.tmdb(Kind.SERIES, envelope(body, imdb_id=show, kind="series", fetched_at=fetched))
    if has_tables(mixed):
        mixed.transform()

    result = purged(mixed)

    taken = {found.name: found.answers for found in result.purged if found.answers}
    assert taken == {"movies": 1, "series": 1}
    assert holding(mixed.folder, "An old show") == set()


def test_zero_days_leave_no_answer(mixed: LiveLake) -> None:
    assert purged(mixed, 0).answers == 2

    assert holding(mixed.folder, OLD_TEXT) | holding(mixed.folder, YOUNG_TEXT) == set()
    assert not has_tables(mixed) or mixed.table("tmdb_filmes") == []
    assert mixed.plan().due == (OLD, YOUNG)


def test_a_lake_without_tables_is_purged_in_raw(tmp_path: Path, server: FakeTmdb) -> None:
    live = LiveLake(tmp_path, server)
    live.movies(movie_line(OLD))
    live.answers(answer(OLD, OLD_TEXT, days=200))

    assert purged(live).answers == 1
    assert holding(live.folder, OLD_TEXT) == set()
    assert live.lake.versions.current(Layer.TRUSTED) is None


def test_parts_of_many_young_answers_stay_within_their_limits(tmp_path: Path, server: FakeTmdb) -> None:
    live = LiveLake(tmp_path, server)
    names = [f"tt{number}" for number in range(9_000_001, 9_000_251)]
    live.movies(*map(movie_line, names))
    ages = [300 if number % 100 == 0 else 10 for number in range(250)]
    live.answers(*(answer(name, "A Film", days=days) for name, days in zip(names, ages, strict=True)))

    assert purged(live).answers == 3

    assert sorted(file.rows for file in live.manifest(Layer.RAW).tables["tmdb_movies"].files) == [47, 100, 100]
    assert live.stored() == {name: 1 for name, days in zip(names, ages, strict=True) if days == 10}


def test_a_second_purge_finds_nothing_and_changes_nothing(afterwards: LiveLake) -> None:
    before = stored(afterwards.folder)

    again = purged(afterwards)

    assert (again.answers, again.versions) == (0, [])
    assert stored(afterwards.folder) == before
    assert afterwards.lake.ledger.runs(1)[0].outcome == "unchanged"


def test_lists_of_faulty_lines_go_when_they_are_old(afterwards: LiveLake) -> None:
    list_of_old, list_of_young = (afterwards.folder / f"_ops/tmdb/errors/{name}.jsonl" for name in ("old", "young"))
    list_of_young.parent.mkdir(parents=True)
    list_of_young.write_text("{}\n")
    list_of_old.write_text("{}\n")
    then = (utc_now() - timedelta(days=200)).timestamp()
    os.utime(list_of_old, (then, then))

    assert purged(afterwards).error_lists == ["_ops/tmdb/errors/old.jsonl"]
    assert (list_of_old.exists(), list_of_young.exists()) == (False, True)


@pytest.mark.parametrize(
    "days", [TERMS, pytest.param(0, marks=pytest.mark.slow), pytest.param(300, marks=pytest.mark.slow)]
)
def test_a_dry_run_writes_nothing_and_says_the_same(mixed: LiveLake, days: int) -> None:
    before = {path: path.stat().st_mtime_ns for path in mixed.folder.rglob("*")}

    found = find_purgeable(mixed.lake, mixed.engine, days)

    assert {path: path.stat().st_mtime_ns for path in mixed.folder.rglob("*")} == before
    done = purged(mixed, days)
    assert found.purged == done.purged
    assert sorted(found.versions) == sorted(done.versions)
    assert found.error_lists == done.error_lists


# --- purges and runs that do not end -----------------------------------------------------------------------


class Dying(FolderStorage):
    """A folder whose process dies at the first write or deletion that it is told of: none follows it."""

    def __init__(self, root: Path, deed: str, key: str) -> None:
        super().__init__(root)
        self._deed, self._key, self._dead = deed, key, False

    def put(self, key: str, data: bytes) -> None:
        self._die("put", key)
        super().put(key, data)

    def swap(self, key: str, data: bytes, expected: str | None) -> str:
        self._die("swap", key)
        return super().swap(key, data, expected)

    def delete(self, key: str) -> None:
        self._die("delete", key)
        super().delete(key)

    def _die(self, deed: str, key: str) -> None:
        self._dead = self._dead or (deed == self._deed and self._key in key)
        if self._dead:
            raise Killed


class Killed(BaseException):
    """The process is no more."""


MOMENTS_OF_RAW = [
    pytest.param("put", "_ops/tmdb/purged/", id="before the list of parts"),
    pytest.param("put", "Raw/TMDB/", id="after the list of parts"),
    pytest.param("put", "_ops/tmdb/journal/", id="after the new part"),
    pytest.param("swap", "_ops/current.json", id="before the new raw version is current"),
    pytest.param("delete", "Raw/TMDB/", id="before the old part is deleted"),
]
MOMENTS = [*MOMENTS_OF_RAW, pytest.param("put", "-trusted.json", id="before Trusted is current")]


def killed(live: LiveLake, deed: str, key: str, days: int = TERMS) -> None:
    with pytest.raises(Killed):
        purged(live, days, Lake(Dying(live.folder, deed, key), SCHEMA, utc_now))


@pytest.mark.parametrize(("deed", "key"), MOMENTS_OF_RAW)
def test_a_killed_purge_of_a_lake_without_tables_is_finished_by_the_next(raw: LiveLake, deed: str, key: str) -> None:
    check_finished_by_the_next(raw, deed, key)


@pytest.mark.slow
@pytest.mark.parametrize(("deed", "key"), MOMENTS)
def test_a_killed_purge_is_finished_by_the_next(tabled: LiveLake, deed: str, key: str) -> None:
    check_finished_by_the_next(tabled, deed, key)


def check_finished_by_the_next(live: LiveLake, deed: str, key: str) -> None:
    killed(live, deed, key)

    purged(live)

    assert holding(live.folder, OLD_TEXT) == set()
    assert live.stored() == {YOUNG: 1}
    assert len(list((live.folder / "Raw/TMDB").rglob("*.jsonl"))) == 1
    assert live.plan().due == (OLD,)


@pytest.mark.slow
@pytest.mark.parametrize(("deed", "key"), MOMENTS)
def test_what_a_killed_purge_left_does_not_come_to_life_at_the_next_ingest(
    tabled: LiveLake, deed: str, key: str
) -> None:
    killed(tabled, deed, key)
    was_published = deed == "delete" or key == "-trusted.json"

    tabled.ask()
    tabled.transform()

    assert tabled.stored() == {OLD: 1 if was_published else 2, YOUNG: 1}
    assert [row["titulo"] for row in tabled.table("tmdb_filmes") if row["titulo"] == OLD_TEXT] == []
    purged(tabled)
    assert tabled.stored() == {OLD: 1, YOUNG: 1}
    assert holding(tabled.folder, OLD_TEXT) == set()


def test_versions_that_a_killed_purge_had_forgotten_and_not_deleted_go_after_a_day(mixed: LiveLake) -> None:
    killed(mixed, "delete", "_ops/versions/")
    mixed.wait(hours=25)

    purged(mixed)

    assert holding(mixed.folder, OLD_TEXT) == set()


@pytest.mark.slow
def test_a_purge_of_less_after_a_killed_one_deletes_nothing_that_raw_names(tabled: LiveLake) -> None:
    killed(tabled, "swap", "_ops/current.json")

    assert purged(tabled, 1000).answers == 0

    assert tabled.stored() == {OLD: 1, YOUNG: 1}
    tabled.transform(force=True)
    assert {row["id_titulo"] for row in tabled.table("tmdb_filmes")} == {OLD, YOUNG}


@pytest.mark.slow
def test_old_answers_that_a_killed_run_stored_and_nobody_published_are_purged(tabled: LiveLake) -> None:
    tabled.ask(max_age_days=1)
    with pytest.raises(Killed):
        _dying(tabled).ask(max_age_days=1)
    tabled.wait(days=TERMS + 3)

    purged(tabled)

    assert holding(tabled.folder, '"fetched_at"') == set()
    assert tabled.plan().due == (OLD, YOUNG)


def test_old_answers_that_a_killed_run_left_in_its_spool_are_purged(mixed: LiveLake) -> None:
    line = json.dumps(answer("tt9000003", "Old and never sealed", days=200))
    record = parse_record(line.encode(), Kind.MOVIES, utc_now())
    spool = mixed.lake.storage.spool("tmdb-movies") / f"{layout.tmdb_name('20260101T000000000Z-dead', 1)}.spool"
    spool.write_bytes(Outcome.stored(record, "").to_line().rstrip() + b"\t" + record.line + b"\n")
    assert len(holding(mixed.folder, "Old and never sealed")) == 1

    assert purged(mixed).answers == 2

    assert holding(mixed.folder, "Old and never sealed") == set()


def _dying(live: LiveLake) -> LiveLake:
    """The same lake under a process that dies before it publishes what it asked for."""
    twin = LiveLake(live.folder.parent, live.server)
    twin.lake = Lake(Dying(live.folder, "swap", "_ops/current.json"), SCHEMA, lambda: utc_now() + timedelta(days=2))
    return twin


def unfinished(live: LiveLake) -> list[int]:
    return [purge.older_than for purge in live.lake.purges.unfinished()]


@pytest.mark.parametrize(("deed", "key"), MOMENTS_OF_RAW)
def test_a_killed_purge_of_a_lake_without_tables_is_unfinished_until_one_that_reaches_as_far_ends(
    raw: LiveLake, deed: str, key: str
) -> None:
    check_unfinished_until_the_end(raw, deed, key)


@pytest.mark.slow
@pytest.mark.parametrize(("deed", "key"), MOMENTS)
def test_a_killed_purge_is_unfinished_until_one_that_reaches_as_far_ends(tabled: LiveLake, deed: str, key: str) -> None:
    check_unfinished_until_the_end(tabled, deed, key)


def check_unfinished_until_the_end(live: LiveLake, deed: str, key: str) -> None:
    killed(live, deed, key)
    assert unfinished(live) == [TERMS]

    purged(live, TERMS + 100)
    assert unfinished(live) == [TERMS]

    purged(live)
    assert unfinished(live) == []


def test_a_purge_at_work_is_not_unfinished(mixed: LiveLake) -> None:
    killed(mixed, "delete", "Raw/TMDB/")

    with mixed.lake.storage.lock(layout.PURGE_LOCK, "a purge"):
        assert unfinished(mixed) == []
    assert unfinished(mixed) == [TERMS]


def test_two_purges_at_once_are_one(mixed: LiveLake) -> None:
    with mixed.lake.storage.lock(layout.PURGE_LOCK, "a purge"), pytest.raises(LockHeld, match="a purge"):
        purged(mixed)
    assert (unfinished(mixed), mixed.stored()) == ([], {OLD: 1, YOUNG: 1})


@pytest.mark.parametrize("lock", [layout.TRANSFORM_LOCK, layout.tmdb_lock(Kind.MOVIES)])
def test_a_purge_that_meets_another_at_work_deletes_nothing_and_leaves_nothing_unfinished(
    lock: str, mixed: LiveLake
) -> None:
    with mixed.lake.storage.lock(lock, "another"), pytest.raises(LockHeld, match="another"):
        purged(mixed)
    assert (unfinished(mixed), mixed.stored()) == ([], {OLD: 1, YOUNG: 1})


# --- the command -------------------------------------------------------------------------------------------


@pytest.fixture
def program_on(mixed: LiveLake, compiled_once: None) -> Program:
    """The program in the folder whose `lake` is the mixed one."""
    return Program(mixed.folder.parent)


@pytest.fixture
def here_on(mixed: LiveLake, capfd: Capture) -> Here:
    """The same in this process."""
    return Here(mixed.folder.parent, capfd)


def test_the_command_purges_and_says_what_and_how_to_ask_again(mixed: LiveLake, here_on: Here) -> None:
    ended = here_on.run("purge", "--older-than", "180", "--yes")

    assert ended.code == 0, ended
    assert "movies: 1 answers fetched before " in ended.out
    assert " deleted" in ended.out
    assert "ask TMDB again: filmes-lake ingest tmdb" in ended.err
    assert holding(mixed.folder, OLD_TEXT) == set()


def test_the_command_looks_ahead_and_deletes_nothing(tabled: LiveLake, capfd: Capture) -> None:
    before, here_on = stored(tabled.folder), Here(tabled.folder.parent, capfd)

    ahead = here_on.run("purge", "--older-than", "180", "--dry-run", "--json")

    assert (ahead.code, ahead.err) == (0, "")
    assert stored(tabled.folder) == before
    check_shape("purge", ahead.document)
    done = here_on.run("purge", "--older-than", "180", "--yes", "--json")
    check_shape("purge", done.document)
    assert (ahead.document["done"], done.document["done"]) == (False, True)
    for part in ("answers", "error_lists"):
        assert ahead.document[part] == done.document[part]
    assert sorted(ahead.document["versions"]) == sorted(done.document["versions"])


def test_a_dry_run_says_would(here_on: Here) -> None:
    ended = here_on.run("purge", "--older-than", "180", "--dry-run")

    assert "would be deleted" in ended.out
    assert ended.err == ""


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "--older-than"),
        (("--older-than", "-1"), 2, "--older-than"),
        (("--older-than", "half a year"), 2, "--older-than"),
        (("--older-than", "180", "--yes", "--lake", "nowhere"), 1, "no raw data yet"),
        (("--older-than", "180"), 2, "nobody can be asked here (add --yes; --dry-run shows what goes)"),
    ],
)
def test_a_purge_that_cannot_be_says_why(here: Here, words: tuple[str, ...], code: int, said: str) -> None:
    ended = here.run("purge", *words)

    assert ended.code == code
    assert said in ended.error
    assert list(here.folder.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")
@pytest.mark.parametrize(("answer", "code"), [("n", 1), ("", 1), ("y", 0)])
def test_a_terminal_is_shown_what_would_go_and_asked(
    mixed: LiveLake, program_on: Program, answer: str, code: int
) -> None:
    before = stored(mixed.folder)

    ended, shown = at_terminal(program_on, f"{answer}\n", "purge", "--older-than", "180")

    assert ended == code, shown
    assert "movies: 1 answers fetched before " in shown
    assert " would be deleted" in shown
    assert "Delete this for good? [y/N] " in shown
    if code:
        assert "error: purge: you did not say yes, and nothing was deleted (answer y, or add --yes)" in shown
        assert stored(mixed.folder) == before
    else:
        assert holding(mixed.folder, OLD_TEXT) == set()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")
def test_who_cannot_be_shown_what_would_go_is_not_asked(mixed: LiveLake, program_on: Program) -> None:
    for words in (("purge", "--older-than", "180", "--json"), ("-q", "purge", "--older-than", "180")):
        ended, shown = at_terminal(program_on, "y\n", *words)
        assert ended == 2, shown
    assert mixed.stored() == {OLD: 1, YOUNG: 1}


def test_status_names_an_interrupted_purge_until_it_is_finished(mixed: LiveLake, here_on: Here) -> None:
    killed(mixed, "delete", "Raw/TMDB/")
    run = mixed.lake.ledger.runs(1)[0].run_id

    assert f"next: filmes-lake purge --older-than 180 (a purge did not end: {run})\n" in here_on.run("status").err
    (named,) = here_on.run("status", "--json").document["unfinished_purges"]
    assert (named["run_id"], named["older_than"], set(named)) == (run, 180, {"run_id", "older_than", "began_at"})

    assert here_on.run("purge", "--older-than", "180", "--yes").code == 0

    assert "did not end" not in here_on.run("status").err
    assert here_on.run("status", "--json").document["unfinished_purges"] == []


def test_status_says_how_old_the_oldest_answer_is_and_what_the_terms_ask(mixed: LiveLake, here_on: Here) -> None:
    text = here_on.run("status")
    movies = here_on.run("status", "--json").document["inputs"][1]

    assert "200 days" in text.out
    assert "purge --older-than 180 deletes" in text.err.replace("\n", " ")
    assert (movies["name"], movies["oldest_days"]) == ("tmdb_movies", 200)
    assert movies["oldest_answer"][:10] == (utc_now() - timedelta(days=200)).date().isoformat()

    purged(mixed)
    text = here_on.run("status")
    assert "100 days" in text.out
    assert "purge" not in text.err


def test_asking_live_has_documents_of_a_known_shape(mixed: LiveLake, here_on: Here) -> None:
    mixed.movies(*(movie_line(name) for name in (OLD, YOUNG, "tt0000001")))

    ahead = here_on.run("ingest", "tmdb", "--dry-run", "--json")
    live = here_on.run("ingest", "tmdb", "--json", **mixed.server.environment)

    check_shape("ingest-tmdb-plan", ahead.document)
    check_shape("ingest-tmdb-live", live.document)
    assert (ahead.err, live.err) == ("", "")
    plan, asked = ahead.document["plan"][0], live.document["tmdb"][0]
    assert (plan["due"], plan["fresh"], asked["stored"], asked["not_found"]) == (2, 1, 1, 1)
    assert json.dumps(live.document).count(mixed.server.token) == 0
