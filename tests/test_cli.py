"""The command line as a person and a script meet it: exit codes, streams, settings, interruptions, wrong words."""

import contextlib
import os
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.program import SAMPLE, Program, finish, stored
from tests.shares import slow_but

pytest_plugins = ("tests.running",)

MOVIES = str(SAMPLE / "movies.csv")
HEADER, *LINES = (SAMPLE / "movies.csv").read_bytes().splitlines(keepends=True)


def test_without_a_command_the_help_is_shown(program: Program) -> None:
    ended = program.run()
    assert (ended.code, ended.err) == (2, "")
    assert "transform" in ended.out


def test_a_traceback_is_shown_only_when_asked_for(program: Program) -> None:
    for flags, shown in (((), False), (("-v",), False), (("-vv",), True), (("-v", "-v"), True), (("-q",), False)):
        ended = program.run(*flags, "status")
        assert ended.code == 1
        assert ("Traceback" in ended.err) is shown, flags
        assert ended.err.splitlines()[-1].startswith("error: ")


def test_verbose_talk_stays_off_standard_output(program: Program, demo_copy: Path) -> None:
    ended = program.run("-vv", "transform", "refined", "--force", "--lake", "lake", "--json")
    assert ended.document["tables"]
    assert "SELECT" in ended.err


def test_the_version_comes_with_the_credit_that_tmdb_asks_for(program: Program) -> None:
    ended = program.run("--version")
    assert ended.code == 0
    assert ended.out.startswith("filmes-lake ")
    assert "TMDB" in ended.out


@pytest.mark.skipif(os.name == "nt", reason="its shell closes no streams")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("purge", "--older-than", "180"), "nobody can be asked here"),
        (("query", "-"), "there is no SQL"),
        (("ingest", "csv", "-"), "standard input: it holds nothing"),
    ],
)
def test_a_closed_standard_input_holds_nothing_and_nobody_sits_there(
    words: tuple[str, ...], says: str, program: Program, demo_copy: Path
) -> None:
    closed = ("sh", "-c", 'exec "$@" <&-', "sh", sys.executable, "-m", "filmes_lake", *words, "--lake", str(demo_copy))
    ended = subprocess.run(
        closed, cwd=program.folder, env=program.environment(), capture_output=True, text=True, check=False
    )

    assert ended.returncode in (1, 2)
    assert says in ended.stderr


@pytest.mark.skipif(os.name == "nt", reason="its locales are of another kind")
def test_sql_from_standard_input_is_utf_8_whatever_the_locale(program: Program, demo_copy: Path) -> None:
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for sql, code, says in ((b"SELECT 'a\xc3\xa7\xc3\xa3o' AS x", 0, "ação"), (b"SELECT '\xe7'", 2, "not in UTF-8")):
        ended = subprocess.run(
            (sys.executable, "-m", "filmes_lake", "query", "-", "--lake", demo_copy),
            cwd=program.folder,
            env=program.environment(**locale),
            input=sql,
            capture_output=True,
            check=False,
        )
        assert (ended.returncode, says in (ended.stdout + ended.stderr).decode()) == (code, True)


# --- settings ----------------------------------------------------------------------------------------------


def test_a_flag_beats_the_environment_beats_the_folder_beats_the_user(program: Program) -> None:
    user = program.folder / "filmes-lake" / "config.toml"  # XDG_CONFIG_HOME is the folder
    user.parent.mkdir()
    sources = {"by-user": (), "by-folder": (), "by-environment": (), "by-flag": ("--lake", "by-flag")}
    environment: dict[str, str] = {}
    for source, flags in sources.items():
        if source == "by-user":
            user.write_text("lake = 'by-user'\n", encoding="utf-8")
        elif source == "by-folder":
            (program.folder / "filmes-lake.toml").write_text("lake = 'by-folder'\n", encoding="utf-8")
        elif source == "by-environment":
            environment = {"FILMES_LAKE_LAKE": source}
        if source == "by-user" and sys.platform != "linux":
            continue  # the user's settings lie elsewhere there
        ended = program.run("status", *flags, **environment)
        assert f"{source}: the lake has no raw data" in ended.error


def test_the_default_lake_is_in_the_working_folder(program: Program) -> None:
    assert program.run("ingest", "csv", MOVIES).code == 0
    assert (program.folder / "lake" / "Raw").is_dir()


def test_an_empty_environment_variable_says_nothing(program: Program, demo_copy: Path) -> None:
    assert program.run("status", FILMES_LAKE_LAKE="").code == 0


@pytest.mark.usefixtures("permissions")
def test_a_lake_that_cannot_be_read_or_written_is_one_line(program: Program, demo_copy: Path) -> None:
    for mode, arguments in ((0, ("status",)), (stat.S_IRUSR | stat.S_IXUSR, ("ingest", "csv", MOVIES))):
        demo_copy.chmod(mode)
        try:
            ended = program.run(*arguments)
        finally:
            demo_copy.chmod(stat.S_IRWXU)
        assert ended.code == 1
        assert str(demo_copy) in ended.error


# --- streams -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "roi"),
        ("query", "SELECT * FROM creditos"),
        ("query", "SELECT * FROM creditos", "--json"),
        ("--help",),
        ("report", "nope", "--json"),
    ],
)
@pytest.mark.parametrize("unbuffered", [pytest.param("", marks=pytest.mark.slow), "1"])
def test_a_reader_that_leaves_is_no_failure(
    arguments: tuple[str, ...], unbuffered: str, program: Program, demo_copy: Path
) -> None:
    process = program.start(*arguments, PYTHONUNBUFFERED=unbuffered)
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    with process.stderr:
        err = process.stderr.read()
    assert "Traceback" not in err
    assert "error" not in err
    assert process.wait() == (2 if "nope" in arguments else 0)


@pytest.mark.slow
def test_a_reader_of_the_talk_that_leaves_does_not_stop_the_work(program: Program, demo_copy: Path) -> None:
    process = program.start("transform", "all", "--force")
    assert process.stderr
    process.stderr.close()
    assert process.stdout
    with process.stdout:
        assert "published" in process.stdout.read()
    assert process.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "words",
    [("status",), ("--help",), ("report", "roi", "--help"), pytest.param(("status", "--json"), marks=pytest.mark.slow)],
)
def test_output_that_cannot_be_written_is_a_failure(words: tuple[str, ...], program: Program, demo_copy: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        process = program.afresh(full.fileno(), subprocess.PIPE, *words)
        ended = finish(process)
    assert ended.code == 1
    assert "Exception ignored" not in ended.err
    assert ended.err.splitlines()[-1].startswith("error: standard output: ")


def on_terminal(program: Program, columns: int, *arguments: str | Path, **environment: str) -> str:
    """What a terminal of so many columns gets on standard output."""
    import pty

    leader, follower = pty.openpty()
    settings = {"TERM": "xterm-256color", "COLUMNS": str(columns), **environment}
    with Path(os.devnull).open("wb") as nowhere:
        process = program.start_into(follower, nowhere.fileno(), *arguments, **settings)
    os.close(follower)
    seen = b""
    with contextlib.suppress(OSError):  # Linux ends a terminal so
        while block := os.read(leader, 65536):
            seen += block
    os.close(leader)
    assert process.wait() == 0
    return seen.decode().replace("\r\n", "\n")


TERMINALS = pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")


@TERMINALS
@pytest.mark.parametrize("columns", slow_but([60], [60, 80, 120]))
def test_a_report_fits_its_terminal_and_no_figure_is_cut(columns: int, program: Program, demo: Path) -> None:
    lines = on_terminal(program, columns, "report", "roi", "--lake", demo).splitlines()
    table = lines[2 : lines.index("", 2)]
    assert all(len(line) <= columns for line in table)
    assert "Mad Max" in table[2]
    assert "249.00" in table[2]
    assert not any("…" in line.replace("Gone with the W…", "") for line in table)


@TERMINALS
def test_a_usual_terminal_has_room_for_ids_that_other_commands_take(program: Program, demo: Path) -> None:
    runs = program.run("runs", "--lake", demo, "--json").document["runs"]
    versions = program.run("versions", "--lake", demo, "--json").document["versions"]

    table = on_terminal(program, 80, "runs", "--lake", demo).splitlines()[3:]
    assert [tuple(re.split("  +", line)[:3]) for line in table[: len(runs)]] == [
        (run["run_id"], run["command"], run["outcome"]) for run in runs
    ]
    for columns in (50, 80):
        shown = on_terminal(program, columns, "versions", "--lake", demo)
        assert all(version["version"] in shown for version in versions)


@TERMINALS
def test_a_terminal_gets_no_escape_codes_out_of_data(program: Program, demo: Path) -> None:
    text = on_terminal(program, 80, "query", "SELECT CHR(27) || '[31mred' || CHR(10) || 'x' AS t", "--lake", demo)
    assert "\x1b" not in text
    assert r"\x1b[31mred\nx" in text


# --- interruptions -----------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to send to one process")
@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_an_interrupted_transform_leaves_the_lake_whole(number: int, program: Program, demo_copy: Path) -> None:
    before = stored(demo_copy)
    process = program.start("transform", "all", "--force")
    scratch = demo_copy / "_ops" / "tmp"
    deadline = time.monotonic() + 30
    while not list(scratch.glob("*/trusted")) and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(number)
    ended = finish(process)
    assert (ended.code, ended.out) == (130, "")
    assert "the lake is consistent" in ended.error
    pointer = "_ops/current.json"
    assert stored(demo_copy)[pointer] == before[pointer]
    assert not [path for path in scratch.iterdir() if path.is_dir()]
    assert program.run("runs", "--json").document["runs"][0]["outcome"] == "interrupted"
    assert program.run("transform", "all", "--force").code == 0
