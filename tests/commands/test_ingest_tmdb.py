"""`ingest tmdb` as a process against a fake TMDB on a port: what it prints, how it ends, and what it never shows."""

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from filmes_lake.ingest.tmdb.fetch import WORKERS
from filmes_lake.models.attribution import TMDB
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import header_of
from tests.fakes.tmdb_server import FAULTS, FakeOptions, FakeTmdb, movie, series
from tests.in_process import Here
from tests.program import Ended, Program, finish
from tests.transform.lakes import movie_line, series_line

pytest_plugins = ("tests.in_process", "tests.running")


@pytest.fixture
def server() -> Iterator[FakeTmdb]:
    with FakeTmdb() as server:
        yield server


def know(program: Here | Program, ids: list[str]) -> None:
    """Ingest a CSV with these films."""
    (program.folder / "m.csv").write_text("\n".join(["|".join(header_of(Kind.MOVIES)), *map(movie_line, ids)]) + "\n")
    assert program.run("ingest", "csv", "m.csv").code == 0


def ask(program: Here | Program, server: FakeTmdb, *options: str, **environment: str) -> Ended:
    return program.run("ingest", "tmdb", *options, **{**server.environment, **environment})


def stored(program: Here | Program) -> list[str]:
    """The ids in Raw, as the published version has them."""
    query = "SELECT id_titulo FROM tmdb_filmes ORDER BY id_titulo"
    assert program.run("transform", "trusted").code == 0
    rows = program.run("query", query, "--json").document["rows"]
    reconciliation = program.run("status", "--json").document["accounting"]["tmdb_movies"]
    assert (reconciliation["records"], reconciliation["superseded"], reconciliation["rejected"]) == (len(rows), 0, 0)
    return [row["id_titulo"] for row in rows]


def test_the_last_lines_say_how_it_went_and_whose_data_it_is(here: Here, server: FakeTmdb) -> None:
    know(here, [*server.add_movies(3), "tt0000001"])

    ended = ask(here, server)

    assert ended.code == 0
    assert ended.out.splitlines() == [
        "movies: 4 titles asked about: 3 found and stored, 1 not found, 0 failed",
        TMDB,
    ]
    assert "next: filmes-lake transform all" in ended.err


@pytest.mark.slow
def test_a_failure_is_partly_done_and_says_which_command_asks_again(here: Here, server: FakeTmdb) -> None:
    know(here, server.add_movies(3))
    # No hope is left at once, where a server's error would be asked about for a minute.
    server.movies["tt9000002"] = movie("tt9000002", overview="x" * 33_000_000)

    ended = ask(here, server, "--kind", "movies", "--rate", "50")

    assert ended.code == 4
    assert "2 found and stored, 0 not found, 1 failed" in ended.out
    assert "filmes-lake ingest tmdb --kind movies --retry-errors" in ended.err
    server.add_movies(3)
    assert ask(here, server, "--kind", "movies", "--retry-errors").code == 0
    assert stored(here) == ["tt9000001", "tt9000002", "tt9000003"]


def test_without_a_token_a_dry_run_says_what_would_be_asked(here: Here, server: FakeTmdb) -> None:
    know(here, server.add_movies(80))

    ended = here.run("ingest", "tmdb", "--dry-run", "--json", "--rate", "40")

    assert ended.code == 0
    [plan] = ended.document["plan"]
    assert (plan["kind"], plan["selected"], plan["due"], plan["calls"], plan["seconds"]) == ("movies", 80, 80, 80, 2)
    assert server.seen.paths == []


def test_series_are_asked_about_and_reported(here: Here, server: FakeTmdb) -> None:
    server.series["tt9000001"] = series("tt9000001", number_of_seasons=7)
    server.episodes.add("tt9000002")
    lines = [series_line("tt9000001", titulo_principal='A "Série" \u2028 🎬'), series_line("tt9000002")]
    (here.folder / "s.csv").write_text("\n".join(["|".join(header_of(Kind.SERIES)), *lines]) + "\n")
    assert here.run("ingest", "csv", "s.csv").code == 0

    ended = ask(here, server)
    assert here.run("transform", "all").code == 0

    assert "series: 2 titles asked about: 1 found and stored, 1 not found, 0 failed" in ended.out
    [row] = here.run("report", "series", "--json").document["rows"]
    assert (row["id_serie"], row["titulo"], row["temporadas"]) == ("tt9000001", 'A "Série" \u2028 🎬', 7)


def test_a_token_refused_in_mid_run_is_exit_5_and_the_next_run_goes_on(here: Here, server: FakeTmdb) -> None:
    ids = server.add_movies(60)
    know(here, ids)
    server.options = FakeOptions(refuse_token_after=20)

    ended = ask(here, server, "--rate", "50")

    assert ended.code == 5
    assert ended.err.splitlines()[-1].startswith("error: TMDB refuses the token (HTTP 401, TMDB code 7) (check ")
    server.options = FakeOptions()
    assert ask(here, server, "--rate", "50").code == 0
    assert stored(here) == ids
    assert server.seen.answered.total() == len(ids) + 2


@pytest.mark.slow
def test_ctrl_c_ends_soon_keeps_what_came_and_says_how_to_go_on(program: Program, server: FakeTmdb) -> None:
    ids = server.add_movies(150)
    know(program, ids)
    process = program.start("ingest", "tmdb", "--rate", "50", **server.environment)
    _wait_for(server, 40)

    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    ended = finish(process)

    assert ended.code == 130
    assert time.monotonic() - began < 10
    assert "run the same command to go on" in ended.err
    assert 30 <= len(stored(program)) < 150
    assert ask(program, server, "--rate", "50").code == 0
    assert stored(program) == ids
    assert max(server.seen.asked[imdb_id] for imdb_id in ids) == 1


# So fast that a run is over in a second: the command's own rate is TMDB's.
_RUN = """
import sys
from pathlib import Path
from filmes_lake.ingest.tmdb.live import TmdbIngestion, TmdbRequest
from filmes_lake.ingest.tmdb.token import tmdb_access
from filmes_lake.lake.storage.folder import FolderStorage
from filmes_lake.lake.lake import Lake
from filmes_lake.ingest.registry import schema
from filmes_lake.models.kinds import Kind
import os
lake = Lake(FolderStorage(Path(sys.argv[1])), schema())
ingestion = TmdbIngestion(lake, lambda: tmdb_access(os.environ), TmdbRequest(rate=300))
if sys.argv[2:]:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
ingestion.ingest(Kind.MOVIES)
"""


def _start(program: Program, server: FakeTmdb, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", _RUN, str(program.folder / "lake"), *arguments],
        env=program.environment(**server.environment),
        stderr=subprocess.PIPE,
        text=True,
    )


def _go_on(program: Program, server: FakeTmdb) -> None:
    process = _start(program, server)
    assert process.communicate(timeout=60)[1] == ""
    assert process.returncode == 0


def _wait_for(server: FakeTmdb, count: int) -> None:
    ends = time.monotonic() + 60
    while len(server.seen.paths) < count and time.monotonic() < ends:
        time.sleep(0.01)


def _kill_and_go_on(program: Program, server: FakeTmdb, ids: list[str], moment: int) -> None:
    know(program, ids)
    process = _start(program, server)
    _wait_for(server, moment)
    process.kill()
    process.communicate()

    _go_on(program, server)
    present = [imdb_id for imdb_id in ids if imdb_id in server.movies]
    assert stored(program) == present
    twice = sum(server.seen.asked[imdb_id] - 1 for imdb_id in ids)
    assert 0 <= twice <= WORKERS  # those under way when it was killed


@pytest.mark.slow
@pytest.mark.parametrize(
    "moment", [101, pytest.param(5, marks=pytest.mark.slow), pytest.param(150, marks=pytest.mark.slow)]
)
def test_a_killed_run_is_finished_by_the_next(program: Program, server: FakeTmdb, moment: int) -> None:
    server.options = FakeOptions(latency=0.02)
    _kill_and_go_on(program, server, [*server.add_movies(196), *(f"tt000000{n}" for n in range(4))], moment)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(15))
def test_a_run_killed_at_a_random_moment_is_finished_by_the_next(program: Program, server: FakeTmdb, seed: int) -> None:
    server.options = FakeOptions(latency=0.02, faults={"error_500": 0.01, "reset_in_body": 0.01}, seed=seed)
    ids = server.add_movies(250)
    know(program, ids)
    process = _start(program, server)
    _wait_for(server, random.Random(seed).randrange(1, 250))
    process.kill()
    process.communicate()
    server.options = FakeOptions()

    _go_on(program, server)

    assert stored(program) == ids
    answered_twice = sum(server.seen.answered[imdb_id] - 1 for imdb_id in ids)
    assert 0 <= answered_twice <= WORKERS


@pytest.mark.slow
def test_a_disk_that_takes_no_more_stops_the_run_and_loses_nothing(program: Program, server: FakeTmdb) -> None:
    ids = server.add_movies(120)
    know(program, ids)

    process = _start(program, server, "90000")
    said = process.communicate(timeout=60)[1]

    assert process.returncode == 1
    assert "cannot be written: File too large" in said
    _go_on(program, server)
    assert stored(program) == ids
    assert sum(server.seen.asked[imdb_id] - 1 for imdb_id in ids) <= 13


# --- the token ---------------------------------------------------------------------------------------------


def _shown(ended: Ended, here: Here) -> str:
    """All that a run said and wrote."""
    files = [path.read_bytes().decode("utf-8", "replace") for path in here.folder.rglob("*") if path.is_file()]
    return "\n".join([ended.out, ended.err, *files])


QUICK_FAULTS = {"error_500", "reset_in_body", "html"}  # an answer that is an error, none, and one that is nonsense


# A trickle is waited for a whole minute here; tests of the client in process have a shorter deadline.
@pytest.mark.parametrize(
    "fault",
    [
        None,
        *(
            pytest.param(fault, marks=() if fault in QUICK_FAULTS else pytest.mark.slow)
            for fault in FAULTS
            if fault != "slow_body"
        ),
    ],
)
def test_no_fault_makes_anything_show_the_token(here: Here, server: FakeTmdb, fault: str | None) -> None:
    """The reference had its key in the URL, so that any exception's text and the log showed it (its defect 9)."""
    know(here, server.add_movies(2))
    server.options = FakeOptions(faults={fault: 1.0} if fault else {}, faulty_first=1)

    ended = here.run("-vv", "ingest", "tmdb", "--json", **server.environment)

    assert json.loads(ended.out)
    assert server.token not in _shown(ended, here)
    assert not [path for path in server.seen.paths if server.token in path or "api_key" in path]
    assert server.seen.violations == []


@pytest.mark.parametrize("trouble", ["refused", "unreachable", "v3 key", "odd token", "odd address", "http elsewhere"])
def test_no_trouble_makes_anything_show_the_token(here: Here, server: FakeTmdb, trouble: str) -> None:
    know(here, server.add_movies(2))
    token = server.token
    environment = dict(server.environment)
    if trouble == "refused":
        server.options = FakeOptions(refuse_token_after=0)
    elif trouble == "unreachable":
        environment["TMDB_BASE_URL"] = "http://127.0.0.1:9/3"
    elif trouble == "v3 key":
        token = environment["TMDB_API_TOKEN"] = "0123456789abcdef0123456789abcdef"
    elif trouble == "odd token":
        token = environment["TMDB_API_TOKEN"] = f"{server.token} x"
    elif trouble == "odd address":
        environment["TMDB_BASE_URL"] = f"https://{server.token}@127.0.0.1/3"
    else:
        environment["TMDB_BASE_URL"] = "http://192.0.2.1/3"

    for options in (["ingest", "tmdb"], ["-vv", "ingest", "tmdb", "--json"]):
        ended = here.run(*options, **environment)

        assert ended.code == (1 if trouble == "unreachable" else 5)
        assert token not in _shown(ended, here)


@pytest.mark.slow
def test_the_token_is_not_in_the_list_of_processes(program: Program, server: FakeTmdb) -> None:
    know(program, server.add_movies(40))
    streams = (subprocess.PIPE, subprocess.PIPE)
    process = program.afresh(*streams, "ingest", "tmdb", "--rate", "20", **server.environment)
    _wait_for(server, 5)

    shown = Path(f"/proc/{process.pid}/cmdline")
    if not shown.exists():
        pytest.skip("no list of processes to look into")
    command = shown.read_bytes()
    assert b"tmdb" in command
    assert server.token.encode() not in command
    assert finish(process).code == 0


def test_a_password_in_netrc_does_not_take_the_tokens_place(here: Here, server: FakeTmdb) -> None:
    know(here, server.add_movies(1))
    (here.folder / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    (here.folder / ".netrc").chmod(0o600)

    assert ask(here, server).code == 0
    assert server.seen.violations == []
