"""Asking TMDB: every id answered, none lost, none twice, whatever goes wrong on the way."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from filmes_lake.errors import LockHeld
from filmes_lake.ingest.tmdb.client import TmdbRefused, TmdbUnreachable
from filmes_lake.ingest.tmdb.outcome import Fate
from filmes_lake.ingest.tmdb.titles import Selection
from filmes_lake.lake import layout
from filmes_lake.models.kinds import Kind, Layer
from tests.fakes.progress import Told
from tests.fakes.tmdb_server import FAULTS, FakeOptions, FakeTmdb, movie, series, tmdb_id
from tests.ingest.tmdb.asking import HASTY, Asking
from tests.transform.lakes import movie_line


@pytest.fixture
def server() -> Iterator[FakeTmdb]:
    with FakeTmdb() as server:
        yield server


@pytest.fixture
def asking(tmp_path: Path, server: FakeTmdb) -> Asking:
    return Asking(tmp_path, server)


def names(count: int, first: int = 9_000_001) -> list[str]:
    return [f"tt{number}" for number in range(first, first + count)]


# --- what is asked, and what comes of it -------------------------------------------------------------------


def test_every_film_is_stored_once_and_what_tmdb_lacks_is_not_found(asking: Asking) -> None:
    ids = asking.server.add_movies(230)
    asking.knows([*ids, "tt0000001", "tt0000002"])

    result = asking.ask()

    assert (result.stored, result.absent, result.failed) == (230, 2, 0)
    assert asking.stored() == dict.fromkeys(ids, 1)
    assert Counter(asking.told.words) == {"found": 230, "not found": 2}
    assert asking.told.totals == {"TMDB movies": 232}
    assert asking.server.seen.violations == []


def test_an_answer_lies_untouched_in_its_envelope(asking: Asking) -> None:
    asking.server.movies["tt9000001"] = movie("tt9000001", title='Ação "e" \u2028 🎬', tagline="a\\b|c")
    asking.knows(["tt9000001"])

    asking.ask(language="de-DE")

    [envelope] = asking.envelopes()
    assert (envelope["imdb_id"], envelope["kind"], envelope["language"]) == ("tt9000001", "movies", "de-DE")
    assert envelope["body"]["title"] == 'Ação "e" \u2028 🎬'
    assert envelope["body"]["tagline"] == "a\\b|c"
    assert {"translations", "keywords", "release_dates", "external_ids"} <= set(envelope["body"])
    assert "language=de-DE" in asking.server.seen.paths[-1]


def test_a_series_is_found_first_and_what_is_none_is_remembered_as_what_it_is(asking: Asking) -> None:
    show, film, episode, person, miss = names(5)
    asking.server.series[show] = series(show)
    asking.server.movies[film] = movie(film)
    asking.server.episodes.add(episode)
    asking.server.people.add(person)
    asking.knows([show, film, episode, person, miss], Kind.SERIES)

    result = asking.ask(Kind.SERIES)

    assert {o.identity: o.fate for o in asking.outcomes(Kind.SERIES)} == {
        show: Fate.STORED,
        film: Fate.OTHER_KIND,
        episode: Fate.EPISODE,
        person: Fate.PERSON,
        miss: Fate.NOT_FOUND,
    }
    assert (result.stored, result.absent, result.failed) == (1, 4, 0)
    assert asking.ask(Kind.SERIES).plan.due == ()


def test_series_fill_trusted_and_the_star(asking: Asking) -> None:
    show = "tt9000001"
    asking.server.series[show] = series(show, number_of_seasons=7)
    asking.knows([show], Kind.SERIES)

    asking.ask(Kind.SERIES)
    asking.transform()

    assert [(row["id_titulo"], row["temporadas"]) for row in asking.table("tmdb_series")] == [(show, 7)]
    assert [(row["id_serie"], row["temporadas"]) for row in asking.table("fato_desempenho_series")] == [(show, 7)]


def test_the_longest_titles_and_answers_pass_unharmed_through_every_layer(asking: Asking) -> None:
    title = 'O "grande" \u2028\u2029 filme 🎬 | \\N \x85 fim'
    asking.server.movies["tt9000001"] = movie("tt9000001", title=title, budget=7, overview="ã" * 6_000_000)
    asking.knows(["tt9000001"])

    asking.ask(patience=replace(HASTY, deadline=30))
    asking.transform()

    assert next(iter(asking.envelopes()))["body"]["overview"] == "ã" * 6_000_000
    [row] = asking.table("tmdb_filmes")
    assert (row["titulo"], row["orcamento"]) == (title, 7)
    assert [fact["orcamento"] for fact in asking.table("fato_desempenho_filmes")] == [7]


def test_an_answer_larger_than_the_limit_fails_at_once(asking: Asking) -> None:
    asking.server.movies["tt9000001"] = movie("tt9000001", overview="x" * 50_000)
    asking.knows(["tt9000001"])

    asking.ask(patience=replace(HASTY, largest_answer=20_000))

    [failure] = asking.failures()
    assert (failure.reason, failure.attempts) == ("larger than an answer can be", 1)


# --- nothing twice -----------------------------------------------------------------------------------------


def test_a_second_run_asks_nothing(asking: Asking) -> None:
    asking.knows([*asking.server.add_movies(5), "tt0000001"])
    asking.ask()
    asked = asking.server.seen.asked.total()

    plan = asking.ask().plan

    assert (plan.fresh, plan.absent, plan.due) == (5, 1, ())
    assert asking.server.seen.asked.total() == asked + 1  # whether the token is good


@pytest.mark.parametrize(("days", "due"), [(149, 0), (151, 5)])
def test_a_stored_answer_is_asked_for_again_after_its_age(asking: Asking, days: int, due: int) -> None:
    asking.knows(asking.server.add_movies(5))
    asking.ask()
    asking.wait(days=days)

    assert len(asking.plan().due) == due


def test_an_answer_asked_for_again_is_stored_and_counts_as_the_newest(asking: Asking) -> None:
    asking.knows(asking.server.add_movies(1))
    asking.ask()
    asking.wait(days=200)
    asking.server.movies["tt9000001"]["budget"] = 42

    asking.ask()
    asking.transform()

    assert asking.stored() == {"tt9000001": 2}
    assert asking.table("tmdb_filmes")[0]["orcamento"] == 42
    assert asking.plan().due == ()


@pytest.mark.parametrize(("days", "due"), [(29, 0), (31, 1)])
def test_a_title_not_found_is_asked_about_again_after_thirty_days(asking: Asking, days: int, due: int) -> None:
    asking.knows(["tt0000001"])
    asking.ask()
    asking.wait(days=days)

    assert len(asking.plan().due) == due


def test_a_failed_title_is_asked_about_again_only_when_told(asking: Asking) -> None:
    asking.knows(asking.server.add_movies(3))
    asking.server.options = FakeOptions(faulty_ids={"tt9000002": "error_500"})
    assert asking.ask().failed == 1
    asking.server.options = FakeOptions()

    plan = asking.ask().plan
    assert (plan.failed, plan.due) == (1, ())
    assert asking.ask(retry_errors=True).plan.due == ("tt9000002",)
    assert asking.plan(retry_errors=True).due == ()


def test_records_that_were_saved_are_not_asked_for(asking: Asking) -> None:
    ids = asking.server.add_movies(2)
    asking.knows(ids)
    asking.tmdb(Kind.MOVIES, movie(ids[0]))

    assert asking.plan().due == (ids[1],)


def test_only_what_was_selected_is_asked_about(asking: Asking) -> None:
    asking.server.add_movies(3)
    asking.movies(
        *(movie_line(name, numero_votos=str(votes)) for name, votes in zip(names(3), (5, 50, 500), strict=True))
    )

    assert asking.ask(selection=Selection(min_votes=50, limit=1)).plan.due == ("tt9000003",)
    assert asking.stored() == {"tt9000003": 1}


def test_a_plan_asks_nothing_and_writes_nothing(asking: Asking) -> None:
    asking.knows(asking.server.add_movies(3))
    before = sorted(asking.folder.rglob("*"))

    plan = asking.plan()

    assert (plan.selected, plan.calls) == (3, 3)
    assert asking.server.seen.paths == []
    assert sorted(asking.folder.rglob("*")) == before


def test_of_what_is_stored_only_what_tmdb_changed_is_asked_for(asking: Asking) -> None:
    changed, same, unknown = names(3)
    asking.server.add_movies(3)
    asking.knows([changed, same])
    asking.ask()
    asking.knows([changed, same, unknown])
    asking.wait(days=20)
    today = (datetime.now(UTC) + timedelta(days=20)).date()
    asking.server.options = FakeOptions(page_size=1)
    asking.server.changes["movies"] = [(tmdb_id(unknown), today), (tmdb_id(changed), today), (1, today)]

    result = asking.ask(changed_since=today - timedelta(days=15))

    assert result.plan.due == (changed,)
    assert asking.stored() == {changed: 2, same: 1}


def test_what_was_fetched_after_its_change_is_not_asked_for_again(asking: Asking) -> None:
    asking.knows(asking.server.add_movies(1))
    asking.ask()
    asking.server.changes["movies"] = [(tmdb_id("tt9000001"), date.today() - timedelta(days=3))]  # noqa: DTZ011

    assert asking.plan(changed_since=date.today() - timedelta(days=5)).due == ()  # noqa: DTZ011


# --- what goes wrong ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("kind", Kind)
def test_a_fault_that_heals_costs_nothing(asking: Asking, fault: str, kind: Kind) -> None:
    # Every refusal pauses everybody, and doubles the next pause until somebody is answered.
    limited = fault.startswith("rate_limited")
    ids = names(2 if limited else 8)
    asking.server.movies = {name: movie(name) for name in ids}
    asking.server.series = {name: series(name) for name in ids}
    asking.server.options = FakeOptions(faults={fault: 1.0}, faulty_first=2)
    asking.knows(ids, kind)

    result = asking.ask(kind, replace(HASTY, attempts=12))

    assert (result.stored, result.failed) == (len(ids), 0)
    assert asking.stored(kind) == dict.fromkeys(ids, 1)
    assert asking.server.seen.violations == []


@pytest.mark.parametrize(
    ("fault", "status", "code", "reason"),
    [
        ("error_500", 500, 11, "HTTP 500"),
        ("error_502", 502, 43, "HTTP 502"),
        ("error_503", 503, 46, "HTTP 503"),
        ("error_504", 504, 24, "HTTP 504"),
        ("id_never_valid", 500, 44, "HTTP 500"),
        ("rate_limited", 429, 25, "too many requests"),
        ("reset_before", None, None, "connection lost"),
        ("reset_in_body", None, None, "connection lost"),
        ("short_body", None, None, "connection lost"),
        ("cut_json", 200, None, "not the answer it should be: not JSON"),
        ("wrong_content_type", 200, None, "not JSON but text/plain"),
        ("html", 200, None, "not JSON but text/html"),
        ("empty_body", 200, None, "not the answer it should be: not JSON"),
        ("slow_body", 200, None, "slower than the deadline"),
        ("redirect", 302, None, "HTTP 302"),
        ("corrupt_gzip", 200, None, "broken gzip"),
        ("wrong_id", 200, None, "not the answer it should be: it is about tt0000001, not tt9000003"),
    ],
)
def test_a_fault_that_never_heals_is_written_down_and_holds_up_no_other(
    asking: Asking, fault: str, status: int | None, code: int | None, reason: str
) -> None:
    ids = asking.server.add_movies(6)
    asking.server.options = FakeOptions(faulty_ids={"tt9000003": fault})
    asking.knows(ids)

    result = asking.ask()

    assert (result.stored, result.failed) == (5, 1)
    [failure] = asking.failures()
    assert failure.identity == "tt9000003"
    assert (failure.http_status, failure.tmdb_code, failure.attempts) == (status, code, 4)
    assert str(failure.reason).startswith(reason)
    assert str(failure.asked_at) <= failure.at
    assert asking.lake.ledger.runs(1)[0].outcome == "partly_done"


def test_nobody_follows_a_redirect(asking: Asking) -> None:
    asking.knows(asking.server.add_movies(2))
    asking.server.options = FakeOptions(faults={"redirect": 1.0}, faulty_first=2)

    asking.ask()

    assert asking.server.seen.violations == []


def test_a_refusal_slows_down_and_is_asked_again(asking: Asking) -> None:
    """The reference slept two seconds after a 429 and then counted the id as an error (its defect 10)."""
    asking.knows(asking.server.add_movies(60))
    asking.server.options = FakeOptions(limit=30)

    result = asking.ask(patience=replace(HASTY, pause=0.5, attempts=8))

    assert (result.stored, result.failed) == (60, 0)
    assert 1 <= asking.server.seen.rate_limited <= 40


def test_below_the_limit_nobody_is_refused(asking: Asking) -> None:
    asking.knows(asking.server.add_movies(100))
    asking.server.options = FakeOptions(limit=45, latency=0.08)

    asking.ask(rate=44)

    assert asking.server.seen.rate_limited <= 1
    assert asking.server.seen.most_connections <= 20


def test_a_token_refused_in_mid_run_stops_it_and_marks_nothing(asking: Asking) -> None:
    ids = asking.server.add_movies(120)
    asking.knows(ids)
    asking.server.options = FakeOptions(refuse_token_after=50)

    with pytest.raises(TmdbRefused, match=r"HTTP 401, TMDB code 7") as caught:
        asking.ask()

    assert caught.value.exit_code == 5
    assert asking.failures() == []
    done = asking.stored()
    assert 40 <= len(done) < 50
    asking.server.options = FakeOptions()
    assert set(asking.ask().plan.due) == set(ids) - set(done)
    assert asking.stored() == dict.fromkeys(ids, 1)


def test_a_bad_token_is_told_before_a_run_begins(asking: Asking) -> None:
    asking.knows(asking.server.add_movies(2))
    asking.server.options = FakeOptions(refuse_token_after=0)

    with pytest.raises(TmdbRefused):
        asking.ask()

    assert [run.command for run in asking.lake.ledger.runs(9)] == ["ingest csv"]


def test_a_network_that_dies_stops_the_run_and_marks_nothing(tmp_path: Path) -> None:
    with FakeTmdb() as server:
        asking = Asking(tmp_path, server)
        ids = server.add_movies(150)
        asking.knows(ids)
        server.options = FakeOptions(latency=0.02)
        killer = threading.Timer(0.4, lambda: server.__exit__(None, None, None))
        killer.start()
        with pytest.raises(TmdbUnreachable, match=r"connection lost|timed out"):
            asking.ask(rate=150)
        killer.join()
    assert asking.failures() == []
    done = asking.stored()
    assert 0 < len(done) < 150

    with FakeTmdb() as server:
        asking.server = server
        server.add_movies(150)
        assert asking.ask().stored == 150 - len(done)
    assert asking.stored() == dict.fromkeys(ids, 1)


def test_a_service_that_answers_nothing_sensible_stops_the_run(asking: Asking) -> None:
    asking.knows(asking.server.add_movies(60))
    asking.server.options = FakeOptions(faults={"error_503": 1.0}, faulty_first=99)

    with pytest.raises(TmdbUnreachable, match=r"last 25 titles could not be had \(HTTP 503\)"):
        asking.ask()

    assert 25 <= len(asking.failures()) < 60


def test_a_second_run_of_a_kind_is_refused_while_one_is_under_way(asking: Asking) -> None:
    asking.knows(asking.server.add_movies(1))
    with asking.lake.storage.lock("ingest-tmdb-movies", "the other"), pytest.raises(LockHeld, match="the other"):
        asking.ask()


# --- runs that do not end ----------------------------------------------------------------------------------


def test_a_spool_is_sealed_by_the_next_run_but_for_a_torn_last_line(asking: Asking) -> None:
    ids = asking.server.add_movies(9)
    asking.knows(ids)
    asking.ask()
    [part] = [file.key for file in asking.manifest(Layer.RAW).tables["tmdb_movies"].files]
    spool = asking.lake.storage.spool("tmdb-movies")
    _unseal(asking, part)
    [left] = spool.iterdir()
    left.write_bytes(left.read_bytes()[:-1000])

    result = asking.ask()

    assert len(result.plan.due) == 1
    assert asking.stored() == dict.fromkeys(ids, 1)
    assert list(spool.iterdir()) == []


@pytest.mark.parametrize("sealed", ["nothing", "part", "part and journal"])
def test_a_run_killed_while_it_sealed_is_finished_by_the_next(asking: Asking, sealed: str) -> None:
    ids = asking.server.add_movies(9)
    asking.knows([*ids, "tt0000001"])
    asking.ask()
    [part] = [file.key for file in asking.manifest(Layer.RAW).tables["tmdb_movies"].files]
    objects = _unseal(asking, part)
    for key, data in objects.items():
        if (sealed != "nothing" and key == part) or sealed == "part and journal":
            asking.lake.storage.put(key, data)

    assert asking.ask().plan.due == ()
    assert asking.stored() == dict.fromkeys(ids, 1)
    assert {key: asking.lake.storage.get(key).data for key in objects} == objects


def _unseal(asking: Asking, part: str) -> dict[str, bytes]:
    """Bring the lake back to the moment before a part was sealed; the objects that sealing had made."""
    name = Path(part).stem
    storage = asking.lake.storage
    segment = layout.tmdb_journal(Kind.MOVIES, name)
    objects = {key: storage.get(key).data for key in (part, segment)}
    records = iter(objects[part].split(b"\n"))
    lines = []
    for outcome in objects[segment].splitlines():
        record = next(records) if b'"stored"' in outcome else b""
        lines.append(outcome.replace(part.encode(), b"") + b"\t" + record + b"\n")
    (storage.spool("tmdb-movies") / f"{name}.spool").write_bytes(b"".join(lines))
    with asking.lake.run("forget") as run:
        from filmes_lake.ingest.landing import publish_raw

        gone = Kind.MOVIES.names.tmdb_table
        publish_raw(asking.lake, run, lambda tables: {name: table for name, table in tables.items() if name != gone})
    for key in objects:
        storage.delete(key)
    return objects


def test_ctrl_c_keeps_what_was_answered(asking: Asking) -> None:
    ids = asking.server.add_movies(150)
    asking.knows(ids)
    door = asking.door(rate=150)

    class Interrupting(Told):
        def begin_tally(self, what: str, total: int) -> Callable[[str], None]:
            told = super().begin_tally(what, total)

            def ended(word: str) -> None:
                told(word)
                if len(self.words) == 60:
                    import _thread

                    _thread.interrupt_main()

            return ended

    interrupting = Interrupting()
    with pytest.raises(KeyboardInterrupt):
        door.ingest(Kind.MOVIES, interrupting)

    assert asking.lake.ledger.runs(1)[0].outcome == "interrupted"
    assert 60 <= len(asking.stored()) < 150
    assert len(asking.stored()) == len(interrupting.words)
    with suppress(KeyboardInterrupt):
        asking.ask()
    assert asking.stored() == dict.fromkeys(ids, 1)
    assert asking.server.seen.asked.total() <= 150 + 2  # and twice whether the token is good
