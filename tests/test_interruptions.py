"""Ctrl-C and readers that leave, in every command: one line and exit code 130, or nothing at all."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fakes.exports import LISTS
from tests.fakes.imdb_files import IMDB_SET
from tests.launcher import Running
from tests.program import SAMPLE, Ended, Program, finish, stored
from tests.shares import slow_but
from tests.test_cli import TERMINALS, on_terminal
from tests.tree import Words, commands

pytest_plugins = ("tests.running",)
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to send to one process, and no FIFOs")

MOVIES = str(SAMPLE / "movies.csv")
# A line of each command that succeeds on the demo's lake.
LINES: dict[Words, Words] = {
    ("demo",): ("--lake", "lake"),
    ("init",): ("--force",),
    ("run",): (),
    ("ingest", "csv"): (MOVIES,),
    ("ingest", "tmdb"): ("--dry-run",),
    ("ingest", "imdb"): (str(IMDB_SET),),
    ("ingest", "tmdb-exports"): (str(LISTS / "movie_ids_11_20_2026.json"),),
    ("transform",): ("all",),
    ("catalog", "register"): (),
    ("catalog", "list"): (),
    ("catalog", "export"): ("films.duckdb",),
    ("report",): ("roi",),
    ("dashboard", "build"): (),
    ("dashboard", "publish"): ("--plan",),
    ("query",): ("SELECT * FROM creditos",),
    ("status",): (),
    ("explain",): ("tt0017136",),
    ("runs",): (),
    ("versions",): (),
    ("diff",): ("OLD", "OLD"),
    ("rollback",): ("OLD",),
    ("purge",): ("--older-than", "180", "--yes"),
    ("doctor",): ("--offline",),
}
# Commands that need AWS or fetch packages: interrupted here, and run to their end in their own tests.
ON_AWS: dict[Words, Words] = {
    ("dashboard", "unpublish"): (),
    ("deploy", "plan"): (),
    ("deploy", "apply"): ("--yes",),
    ("jobs", "run"): (),
    ("catalog", "ddl"): (),
    ("catalog", "diff"): (),
    ("catalog", "queries", "list"): (),
    ("catalog", "queries", "push"): (),
    ("jobs", "submit"): (),
    ("jobs", "status"): (),
    ("jobs", "logs"): (),
    ("jobs", "stop"): (),
}
# What `make test` runs of them.
QUICK: list[Words] = [("run",), ("report",), ("status",)]
# A query of days.
ENDLESS = "SELECT SUM(a.range * b.range) FROM range(1000000) a, range(1000000) b"
# They read no settings, in whose reading the others are interrupted.
ELSEWHERE = {
    ("jobs", "package"),
    *(("deploy", name) for name in ("package", "status", "logs", "token", "destroy", "template", "check")),
}


def test_there_is_a_line_for_every_command() -> None:
    missing = sorted(" ".join(words) for words in commands().keys() - LINES.keys() - ON_AWS.keys() - ELSEWHERE)
    assert not missing, f"give LINES (or ON_AWS) a line for: {', '.join(missing)}"


def line_of(words: Words, lake: Path) -> list[str]:
    version = next(path.stem for path in sorted((lake / "_ops/versions").iterdir()) if "refined" in path.stem)
    return [word.replace("OLD", version) for word in (*words, *(LINES | ON_AWS)[words])]


def interrupted(process: Running, when: Callable[[], bool]) -> Ended:
    """How the process ends where Ctrl-C comes at that moment."""
    ends = time.monotonic() + 60
    while not when():
        assert process.poll() is None, finish(process)
        assert time.monotonic() < ends
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    return finish(process)


def is_read(fifo: Path) -> bool:
    """Whether somebody has the FIFO open for reading; it stays open for writing, so that the reader waits."""
    try:
        os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return False
    return True


@pytest.mark.parametrize(
    "flags", [pytest.param((), id="text"), pytest.param(("--json",), id="json", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("words", slow_but(QUICK, [*LINES, *ON_AWS]), ids=" ".join)
def test_ctrl_c_is_one_line_and_exit_130(words: Words, flags: Words, program: Program, demo_copy: Path) -> None:
    before = stored(demo_copy)
    settings = program.folder / "filmes-lake/config.toml"  # the user's own; XDG_CONFIG_HOME is the folder
    settings.parent.mkdir()
    os.mkfifo(settings)

    process = program.start(*line_of(words, demo_copy), *flags)
    ended = interrupted(process, lambda: is_read(settings))

    assert ended.code == 130
    if flags:
        assert ended.err == ""
        assert ended.document["error"]["code"] == "interrupted"
    else:
        assert ended.out == ""
        assert ended.error == "error: interrupted: the lake is consistent (run the same command to go on)"
    assert stored(demo_copy) == before
    assert not (program.folder / "filmes-lake.toml").exists()


def test_ctrl_c_before_the_program_is_loaded_leaves_no_traceback(program: Program) -> None:
    """Python's own start aside: so it is told to say which modules it has imported by then."""
    process = subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "filmes_lake", "status"],
        cwd=program.folder,
        env=program.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    for line in process.stderr:
        if re.search(r"\| +typer", line):
            break
    process.send_signal(signal.SIGINT)
    ended = finish(process)

    assert ended.code in (-signal.SIGINT, 130)
    assert "Traceback" not in ended.err


@pytest.mark.slow
@pytest.mark.parametrize("hundredths", range(30, 150, 4))
def test_ctrl_c_at_any_moment_ends_a_query(hundredths: int, program: Program, demo: Path) -> None:
    process = program.start("query", ENDLESS, "--lake", demo)
    began = time.monotonic()
    ended = interrupted(process, lambda: time.monotonic() - began > hundredths / 100)

    assert ended.code in (130, -signal.SIGINT)  # a shell says 130 of either
    assert ended.out == ""


@pytest.mark.slow
def test_ctrl_c_in_a_long_query(program: Program, demo: Path) -> None:
    process = program.start("-vv", "query", ENDLESS, "--lake", demo)
    began = time.monotonic()
    ended = interrupted(process, lambda: time.monotonic() - began > 3)

    assert (ended.code, ended.out) == (130, "")
    assert ended.err.splitlines()[-1].startswith("error: interrupted: ")


@pytest.mark.slow
def test_ctrl_c_while_a_csv_is_read(program: Program, demo_copy: Path) -> None:
    before = stored(demo_copy)
    source = program.folder / "movies.csv"
    header, *lines = Path(MOVIES).read_bytes().splitlines(keepends=True)
    source.write_bytes(header + b"".join(lines) * 2000)
    process = program.start("ingest", "csv", source)
    ended = interrupted(process, lambda: any(demo_copy.glob("_ops/tmp/*/received-0")))

    assert (ended.code, ended.out) == (130, "")
    assert ended.error.startswith("error: interrupted: ")
    assert stored(demo_copy) == before
    assert not [path for path in (demo_copy / "_ops/tmp").iterdir() if path.is_dir()]


# --- pipes and terminals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "flags", [pytest.param((), id="text"), pytest.param(("--json",), id="json", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("words", slow_but(QUICK, LINES), ids=" ".join)
def test_a_reader_that_takes_one_line_and_leaves_is_no_failure(
    words: Words, flags: Words, program: Program, demo_copy: Path
) -> None:
    process = program.start(*line_of(words, demo_copy), *flags, PYTHONUNBUFFERED="1")
    assert process.stdout
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr
    with process.stderr:
        err = process.stderr.read()

    assert "Traceback" not in err
    assert "error" not in err
    assert process.wait() == 0


@TERMINALS
@pytest.mark.parametrize("words", slow_but(QUICK, LINES), ids=" ".join)
def test_results_have_no_escape_codes_on_a_terminal(words: Words, program: Program, demo_copy: Path) -> None:
    assert "\x1b" not in on_terminal(program, 80, *line_of(words, demo_copy))


@TERMINALS
@pytest.mark.parametrize("columns", slow_but([50], [50, 80, 200]))
@pytest.mark.parametrize(
    "words",
    slow_but([("status",), ("runs",)], [("status",), ("runs",), ("versions",), ("catalog", "list"), ("transform",)]),
    ids=" ".join,
)
def test_tables_fit_their_terminal(words: Words, columns: int, program: Program, demo_copy: Path) -> None:
    out = on_terminal(program, columns, *line_of(words, demo_copy))
    tables = [line for line in out.splitlines() if "─" in line]

    assert tables
    assert all(len(line) <= columns for line in tables)


@TERMINALS
def test_no_color_takes_the_colours_out_of_the_help(program: Program) -> None:
    colour = re.compile(r"\x1b\[[0-9;]*3[0-9]")

    assert colour.search(on_terminal(program, 80, "--help"))
    assert not colour.search(on_terminal(program, 80, "--help", NO_COLOR="1"))
