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
from filmes_lake.ingest.tmdb.asking import TmdbRefused, TmdbUnreachable
from filmes_lake.ingest.tmdb.fetch import WORKERS
from filmes_lake.ingest.tmdb.outcome import OutcomeKind
from filmes_lake.ingest.tmdb.titles import TitleFilter
from filmes_lake.lake import layout
from filmes_lake.models.kinds import Kind, Layer
from tests.fakes.progress import RecordedProgress
from tests.fakes.tmdb_server import FAULTS, FakeOptions, FakeTmdb, movie, series, tmdb_id
from tests.ingest.tmdb.live_lake import HASTY, LiveLake
from tests.shares import slow_but
from tests.transform.lakes import movie_line

# One of each sort: an answer that is an error, one that asks to wait, none, and one that is nonsense.
QUICK_FAULTS = {"error_500", "rate_limited", "reset_in_body", "html"}


@pytest.fixture
def server() -> Iterator[FakeTmdb]:
    with FakeTmdb() as server:
        yield server


@pytest.fixture
def live(tmp_path: Path, server: FakeTmdb) -> LiveLake:
    return LiveLake(tmp_path, server)


def names(count: int, first: int = 9_000_001) -> list[str]:
    return [f"tt{number}" for number in range(first, first + count)]


# --- what is asked, and what comes of it -------------------------------------------------------------------


def test_every_film_is_stored_once_and_what_tmdb_lacks_is_not_found(live: LiveLake) -> None:
    ids = live.server.add_movies(230)
    live.knows([*ids, "tt0000001", "tt0000002"])

    result = live.ask()

    assert (result.stored, result.absent, result.failed) == (230, 2, 0)
    assert live.stored() == dict.fromkeys(ids, 1)
    assert Counter(live.recorded.words) == {"found": 230, "not found": 2}
    assert live.recorded.totals == {"TMDB movies": 232}
    assert live.server.seen.violations == []


def test_an_answer_lies_untouched_in_its_envelope(live: LiveLake) -> None:
    live.server.movies["tt9000001"] = movie("tt9000001", title='Ação "e" \u2028 🎬', tagline="a\\b|c")
    live.knows(["tt9000001"])

    live.ask(language="de-DE")

    [envelope] = live.envelopes()
    assert (envelope["imdb_id"], envelope["kind"], envelope["language"]) == ("tt9000001", "movies", "de-DE")
    assert envelope["body"]["title"] == 'Ação "e" \u2028 🎬'
    assert envelope["body"]["tagline"] == "a\\b|c"
    assert {"translations", "keywords", "release_dates", "external_ids"} <= set(envelope["body"])
    assert "language=de-DE" in live.server.seen.paths[-1]


def test_a_series_is_found_first_and_what_is_none_is_remembered_as_what_it_is(live: LiveLake) -> None:
    show, film, episode, person, miss = names(5)
    live.server.series[show] = series(show)
    live.server.movies[film] = movie(film)
    live.server.episodes.add(episode)
    live.server.people.add(person)
    live.knows([show, film, episode, person, miss], Kind.SERIES)

    result = live.ask(Kind.SERIES)

    assert {o.identity: o.result for o in live.outcomes(Kind.SERIES)} == {
        show: OutcomeKind.STORED,
        film: OutcomeKind.OTHER_KIND,
        episode: OutcomeKind.EPISODE,
        person: OutcomeKind.PERSON,
        miss: OutcomeKind.NOT_FOUND,
    }
    assert (result.stored, result.absent, result.failed) == (1, 4, 0)
    assert live.ask(Kind.SERIES).plan.due == ()


@pytest.mark.slow
def test_series_fill_trusted_and_the_star(live: LiveLake) -> None:
    show = "tt9000001"
    live.server.series[show] = series(show, number_of_seasons=7)
    live.knows([show], Kind.SERIES)

    live.ask(Kind.SERIES)
    live.transform()

    assert [(row["id_titulo"], row["temporadas"]) for row in live.table("tmdb_series")] == [(show, 7)]
    assert [(row["id_serie"], row["temporadas"]) for row in live.table("fato_desempenho_series")] == [(show, 7)]


@pytest.mark.slow
def test_the_longest_titles_and_answers_pass_unharmed_through_every_layer(live: LiveLake) -> None:
    title = 'O "grande" \u2028\u2029 filme 🎬 | \\N \x85 fim'
    live.server.movies["tt9000001"] = movie("tt9000001", title=title, budget=7, overview="ã" * 6_000_000)
    live.knows(["tt9000001"])

    live.ask(retry_policy=replace(HASTY, deadline=30))
    live.transform()

    assert next(iter(live.envelopes()))["body"]["overview"] == "ã" * 6_000_000
    [row] = live.table("tmdb_filmes")
    assert (row["titulo"], row["orcamento"]) == (title, 7)
    assert [fact["orcamento"] for fact in live.table("fato_desempenho_filmes")] == [7]


def test_an_answer_larger_than_the_limit_fails_at_once(live: LiveLake) -> None:
    live.server.movies["tt9000001"] = movie("tt9000001", overview="x" * 50_000)
    live.knows(["tt9000001"])

    live.ask(retry_policy=replace(HASTY, largest_answer=20_000))

    [failure] = live.failures()
    assert (failure.reason, failure.attempts) == ("larger than an answer can be", 1)


# --- nothing twice -----------------------------------------------------------------------------------------


def test_a_second_run_asks_nothing(live: LiveLake) -> None:
    live.knows([*live.server.add_movies(5), "tt0000001"])
    live.ask()
    asked = live.server.seen.asked.total()

    plan = live.ask().plan

    assert (plan.fresh, plan.absent, plan.due) == (5, 1, ())
    assert live.server.seen.asked.total() == asked + 1  # whether the token is good


@pytest.mark.parametrize(("days", "due"), [(149, 0), (151, 5)])
def test_a_stored_answer_is_asked_for_again_after_its_age(live: LiveLake, days: int, due: int) -> None:
    live.knows(live.server.add_movies(5))
    live.ask()
    live.wait(days=days)

    assert len(live.plan().due) == due


@pytest.mark.slow
def test_an_answer_asked_for_again_is_stored_and_counts_as_the_newest(live: LiveLake) -> None:
    live.knows(live.server.add_movies(1))
    live.ask()
    live.wait(days=200)
    live.server.movies["tt9000001"]["budget"] = 42

    live.ask()
    live.transform(Layer.TRUSTED)

    assert live.stored() == {"tt9000001": 2}
    assert live.table("tmdb_filmes")[0]["orcamento"] == 42
    assert live.plan().due == ()


@pytest.mark.parametrize(("days", "due"), [(29, 0), (31, 1)])
def test_a_title_not_found_is_asked_about_again_after_thirty_days(live: LiveLake, days: int, due: int) -> None:
    live.knows(["tt0000001"])
    live.ask()
    live.wait(days=days)

    assert len(live.plan().due) == due


def test_a_failed_title_is_asked_about_again_only_on_request(live: LiveLake) -> None:
    live.knows(live.server.add_movies(3))
    live.server.options = FakeOptions(faulty_ids={"tt9000002": "error_500"})
    assert live.ask().failed == 1
    live.server.options = FakeOptions()

    plan = live.ask().plan
    assert (plan.failed, plan.due) == (1, ())
    assert live.ask(retry_errors=True).plan.due == ("tt9000002",)
    assert live.plan(retry_errors=True).due == ()


def test_records_that_were_saved_are_not_asked_for(live: LiveLake) -> None:
    ids = live.server.add_movies(2)
    live.knows(ids)
    live.tmdb(Kind.MOVIES, movie(ids[0]))

    assert live.plan().due == (ids[1],)


def test_only_what_was_selected_is_asked_about(live: LiveLake) -> None:
    live.server.add_movies(3)
    live.movies(
        *(movie_line(name, numero_votos=str(votes)) for name, votes in zip(names(3), (5, 50, 500), strict=True))
    )

    assert live.ask(title_filter=TitleFilter(min_votes=50, limit=1)).plan.due == ("tt9000003",)
    assert live.stored() == {"tt9000003": 1}


def test_a_plan_asks_nothing_and_writes_nothing(live: LiveLake) -> None:
    live.knows(live.server.add_movies(3))
    before = sorted(live.folder.rglob("*"))

    plan = live.plan()

    assert (plan.selected, plan.calls) == (3, 3)
    assert live.server.seen.paths == []
    assert sorted(live.folder.rglob("*")) == before


def test_of_what_is_stored_only_what_tmdb_changed_is_asked_for(live: LiveLake) -> None:
    changed, same, unknown = names(3)
    live.server.add_movies(3)
    live.knows([changed, same])
    live.ask()
    live.knows([changed, same, unknown])
    live.wait(days=20)
    today = (datetime.now(UTC) + timedelta(days=20)).date()
    live.server.options = FakeOptions(page_size=1)
    live.server.changes["movies"] = [(tmdb_id(unknown), today), (tmdb_id(changed), today), (1, today)]

    result = live.ask(changed_since=today - timedelta(days=15))

    assert result.plan.due == (changed,)
    assert live.stored() == {changed: 2, same: 1}


def test_what_was_fetched_after_its_change_is_not_asked_for_again(live: LiveLake) -> None:
    live.knows(live.server.add_movies(1))
    live.ask()
    live.server.changes["movies"] = [(tmdb_id("tt9000001"), date.today() - timedelta(days=3))]  # noqa: DTZ011

    assert live.plan(changed_since=date.today() - timedelta(days=5)).due == ()  # noqa: DTZ011


# --- what goes wrong ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", slow_but(QUICK_FAULTS, FAULTS))
@pytest.mark.parametrize("kind", slow_but([Kind.MOVIES], Kind))
def test_a_fault_that_heals_costs_nothing(live: LiveLake, fault: str, kind: Kind) -> None:
    # Every refusal pauses everybody, and doubles the next pause until somebody is answered.
    limited = fault.startswith("rate_limited")
    ids = names(2 if limited else 8)
    live.server.movies = {name: movie(name) for name in ids}
    live.server.series = {name: series(name) for name in ids}
    # Who says twice that it is about another title is believed.
    live.server.options = FakeOptions(faults={fault: 1.0}, faulty_first=1 if fault == "wrong_id" else 2)
    live.knows(ids, kind)

    result = live.ask(kind, replace(HASTY, attempts=12))

    assert (result.stored, result.failed) == (len(ids), 0)
    assert live.stored(kind) == dict.fromkeys(ids, 1)
    assert live.server.seen.violations == []


# The status, TMDB's own code, and the reason that are written down of each.
WRITTEN: dict[str, tuple[int | None, int | None, str]] = {
    "error_500": (500, 11, "HTTP 500, TMDB code 11: Internal error"),
    "error_502": (502, 43, "HTTP 502"),
    "error_503": (503, 46, "HTTP 503"),
    "error_504": (504, 24, "HTTP 504"),
    "id_never_valid": (500, 44, "HTTP 500"),
    "rate_limited": (429, 25, "too many requests"),
    "reset_before": (None, None, "connection lost"),
    "reset_in_body": (None, None, "connection lost"),
    "short_body": (None, None, "connection lost"),
    "cut_json": (200, None, "not the answer it should be: not JSON"),
    "wrong_content_type": (200, None, "not JSON but text/plain"),
    "html": (200, None, "not JSON but text/html"),
    "empty_body": (200, None, "not the answer it should be: not JSON"),
    "slow_body": (200, None, "slower than the deadline"),
    "redirect": (302, None, "HTTP 302"),
    "corrupt_gzip": (200, None, "broken gzip"),
    "cut_gzip": (200, None, "gzip that ends early"),
    "unsuccessful": (200, 11, "HTTP 200, TMDB code 11: Internal error: Something went wrong, contact TMDB."),
}


@pytest.mark.parametrize("fault", slow_but(QUICK_FAULTS, WRITTEN))
def test_a_fault_that_never_heals_is_written_down_and_holds_up_no_other(live: LiveLake, fault: str) -> None:
    status, code, reason = WRITTEN[fault]
    ids = live.server.add_movies(6)
    live.server.options = FakeOptions(faulty_ids={"tt9000003": fault})
    live.knows(ids)

    result = live.ask()

    assert (result.stored, result.failed) == (5, 1)
    [failure] = live.failures()
    assert failure.identity == "tt9000003"
    assert (failure.http_status, failure.tmdb_code, failure.attempts) == (status, code, 4)
    assert str(failure.reason).startswith(reason)
    assert str(failure.asked_at) <= failure.at
    assert live.lake.ledger.runs(1)[0].outcome == "partly_done"


def test_an_answer_steadily_about_another_title_is_asked_for_twice(live: LiveLake) -> None:
    live.knows(live.server.add_movies(2))
    live.server.options = FakeOptions(faulty_ids={"tt9000002": "wrong_id"})

    live.ask()

    [failure] = live.failures()
    assert failure.reason == "not the answer it should be: it is about tt0000001, not tt9000002"
    assert (failure.attempts, live.server.seen.asked["tt9000002"]) == (2, 2)


def test_an_error_with_http_200_is_what_its_code_says(live: LiveLake) -> None:
    live.knows([*live.server.add_movies(2), "tt0000001"])
    live.server.options = FakeOptions(errors_are_ok=True)

    result = live.ask()

    assert (result.stored, result.absent, result.failed) == (2, 1, 0)
    live.server.options = FakeOptions(errors_are_ok=True, refuse_token_after=0)
    with pytest.raises(TmdbRefused, match=r"HTTP 200, TMDB code 7"):
        live.ask()


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_among_faults_of_every_kind_nothing_is_lost(live: LiveLake, seed: int) -> None:
    ids = live.server.add_movies(150)
    absent = ids[::50]
    for imdb_id in absent:
        del live.server.movies[imdb_id]
    live.server.options = FakeOptions(faults=dict.fromkeys(FAULTS, 0.2 / len(FAULTS)), seed=seed)
    live.knows(ids)

    result = live.ask(retry_policy=replace(HASTY, attempts=12))

    assert (result.stored, result.absent, result.failed) == (147, 3, 0)
    assert live.stored() == dict.fromkeys(set(ids) - set(absent), 1)
    assert {outcome.identity for outcome in live.outcomes() if outcome.result is OutcomeKind.NOT_FOUND} == set(absent)
    assert Counter(outcome.identity for outcome in live.outcomes()) == dict.fromkeys(ids, 1)


def test_titles_that_wait_for_another_try_hold_up_no_other(live: LiveLake) -> None:
    """Not even where more wait than there are workers; and they wait together, not one after the other."""
    ids = live.server.add_movies(40)
    live.server.options = FakeOptions(faulty_ids=dict.fromkeys(ids[:20], "error_500"))
    live.knows(ids)

    live.ask(retry_policy=replace(HASTY, attempts=2, backoff=2.0, longest_backoff=2.0))

    _, *asked = (path.partition("?")[0].rpartition("/")[2] for path in live.server.seen.paths)
    assert sorted(asked[:40]) == ids
    assert sorted(asked[40:]) == ids[:20]
    assert live.server.seen.arrivals[-1] - live.server.seen.arrivals[0] < 10


def test_who_answers_slowly_is_given_more_time_at_each_attempt(live: LiveLake) -> None:
    live.knows(live.server.add_movies(2))
    live.server.options = FakeOptions(latency=0.2)

    result = live.ask(retry_policy=replace(HASTY, deadline=0.15, longest_deadline=60))

    assert (result.stored, result.failed) == (2, 0)
    assert live.server.seen.asked["tt9000001"] > 1


def test_nobody_follows_a_redirect(live: LiveLake) -> None:
    live.knows(live.server.add_movies(2))
    live.server.options = FakeOptions(faults={"redirect": 1.0}, faulty_first=2)

    live.ask()

    assert live.server.seen.violations == []


@pytest.mark.slow
def test_a_refusal_slows_down_and_is_asked_again(live: LiveLake) -> None:
    """The reference slept two seconds after a 429 and then counted the id as an error (its defect 10)."""
    live.knows(live.server.add_movies(60))
    live.server.options = FakeOptions(limit=30)

    result = live.ask(retry_policy=replace(HASTY, pause=0.5, attempts=8))

    assert (result.stored, result.failed) == (60, 0)
    assert 1 <= live.server.seen.rate_limited <= 40


@pytest.mark.slow
def test_below_the_limit_nobody_is_refused(live: LiveLake) -> None:
    live.knows(live.server.add_movies(100))
    live.server.options = FakeOptions(limit=45, latency=0.08)

    live.ask(rate=44)

    assert live.server.seen.rate_limited <= 1
    assert live.server.seen.most_connections <= 20


def test_a_token_refused_in_mid_run_stops_it_and_marks_nothing(live: LiveLake) -> None:
    ids = live.server.add_movies(120)
    live.knows(ids)
    live.server.options = FakeOptions(refuse_token_after=50)

    with pytest.raises(TmdbRefused, match=r"HTTP 401, TMDB code 7") as caught:
        live.ask()

    assert caught.value.exit_code == 5
    assert live.failures() == []
    done = live.stored()
    assert 40 <= len(done) < 50
    live.server.options = FakeOptions()
    assert set(live.ask().plan.due) == set(ids) - set(done)
    assert live.stored() == dict.fromkeys(ids, 1)


def test_a_bad_token_is_reported_before_a_run_begins(live: LiveLake) -> None:
    live.knows(live.server.add_movies(2))
    live.server.options = FakeOptions(refuse_token_after=0)

    with pytest.raises(TmdbRefused):
        live.ask()

    assert [run.command for run in live.lake.ledger.runs(9)] == ["ingest csv"]


@pytest.mark.slow
def test_a_network_that_dies_stops_the_run_and_marks_nothing(tmp_path: Path) -> None:
    with FakeTmdb() as server:
        live = LiveLake(tmp_path, server)
        ids = server.add_movies(150)
        live.knows(ids)
        server.options = FakeOptions(latency=0.02)
        killer = threading.Timer(0.4, lambda: server.__exit__(None, None, None))
        killer.start()
        with pytest.raises(TmdbUnreachable, match=r"connection lost|timed out"):
            live.ask(rate=150)
        killer.join()
    assert live.failures() == []
    done = live.stored()
    assert 0 < len(done) < 150

    with FakeTmdb() as server:
        live.server = server
        server.add_movies(150)
        assert live.ask().stored == 150 - len(done)
    assert live.stored() == dict.fromkeys(ids, 1)


def test_a_service_that_answers_nothing_sensible_stops_the_run(live: LiveLake) -> None:
    live.knows(live.server.add_movies(60))
    live.server.options = FakeOptions(faults={"error_503": 1.0}, faulty_first=99)

    with pytest.raises(TmdbUnreachable, match=r"last 25 titles could not be fetched \(HTTP 503, TMDB code 46: The API"):
        live.ask()

    assert 25 <= len(live.failures()) < 60


def test_a_second_run_of_a_kind_is_refused_while_one_is_under_way(live: LiveLake) -> None:
    live.knows(live.server.add_movies(1))
    with live.lake.storage.lock("ingest-tmdb-movies", "the other"), pytest.raises(LockHeld, match="the other"):
        live.ask()


# --- runs that do not end ----------------------------------------------------------------------------------


def test_a_spool_is_sealed_by_the_next_run_but_for_a_torn_last_line(live: LiveLake) -> None:
    ids = live.server.add_movies(9)
    live.knows(ids)
    live.ask()
    [part] = [file.key for file in live.manifest(Layer.RAW).tables["tmdb_movies"].files]
    spool = live.lake.storage.spool("tmdb-movies")
    _unseal(live, part)
    [left] = spool.iterdir()
    left.write_bytes(left.read_bytes()[:-1000])

    result = live.ask()

    assert len(result.plan.due) == 1
    assert live.stored() == dict.fromkeys(ids, 1)
    assert list(spool.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("sealed", ["nothing", "part", "part and journal"])
def test_a_run_killed_while_it_sealed_is_finished_by_the_next(live: LiveLake, sealed: str) -> None:
    ids = live.server.add_movies(9)
    live.knows([*ids, "tt0000001"])
    live.ask()
    [part] = [file.key for file in live.manifest(Layer.RAW).tables["tmdb_movies"].files]
    objects = _unseal(live, part)
    for key, data in objects.items():
        if (sealed != "nothing" and key == part) or sealed == "part and journal":
            live.lake.storage.put(key, data)

    assert live.ask().plan.due == ()
    assert live.stored() == dict.fromkeys(ids, 1)
    assert {key: live.lake.storage.get(key).data for key in objects} == objects


def _unseal(live: LiveLake, part: str) -> dict[str, bytes]:
    """Bring the lake back to the moment before a part was sealed; the objects that sealing had made."""
    name = Path(part).stem
    storage = live.lake.storage
    segment = layout.tmdb_journal(Kind.MOVIES, name)
    objects = {key: storage.get(key).data for key in (part, segment)}
    records = iter(objects[part].split(b"\n"))
    lines = []
    for outcome in objects[segment].splitlines():
        record = next(records) if b'"stored"' in outcome else b""
        lines.append(outcome.replace(part.encode(), b"") + b"\t" + record + b"\n")
    (storage.spool("tmdb-movies") / f"{name}.spool").write_bytes(b"".join(lines))
    with live.lake.run("forget") as run:
        from filmes_lake.ingest.landing import publish_raw

        gone = Kind.MOVIES.names.tmdb_table
        publish_raw(live.lake, run, lambda tables: {name: table for name, table in tables.items() if name != gone})
    for key in objects:
        storage.delete(key)
    return objects


def test_ctrl_c_keeps_what_was_answered(live: LiveLake) -> None:
    ids = live.server.add_movies(150)
    live.knows(ids)
    ingestion = live.ingestion(rate=150)

    class Interrupting(RecordedProgress):
        def begin_tally(self, what: str, total: int) -> Callable[[str], None]:
            recorded = super().begin_tally(what, total)

            def ended(word: str) -> None:
                recorded(word)
                if len(self.words) == 60:
                    import _thread

                    _thread.interrupt_main()

            return ended

    interrupting = Interrupting()
    with pytest.raises(KeyboardInterrupt):
        ingestion.ingest(Kind.MOVIES, interrupting)

    assert live.lake.ledger.runs(1)[0].outcome == "interrupted"
    assert 60 <= len(live.stored()) < 150
    assert len(live.stored()) == len(interrupting.words)
    with suppress(KeyboardInterrupt):
        live.ask()
    assert live.stored() == dict.fromkeys(ids, 1)
    # And twice whether the token is good. Of the requests under way one whose try fails is asked about again.
    assert live.server.seen.asked.total() <= 150 + 2 + WORKERS
