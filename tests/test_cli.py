"""The command line as a person and a script meet it: exit codes, streams, settings, interruptions, wrong words."""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.program import SAMPLE, Program, finish, stored

pytest_plugins = ("tests.running",)

MOVIES = str(SAMPLE / "movies.csv")
HEADER, *LINES = (SAMPLE / "movies.csv").read_bytes().splitlines(keepends=True)


@dataclass(frozen=True)
class Bad:
    """Words that cannot be run, the exit code they deserve, and a part of what has to be said."""

    name: str
    arguments: tuple[str, ...]
    code: int
    says: str
    files: dict[str, bytes] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)


BAD = [
    # Wrong usage
    Bad("command-unknown", ("nope",), 2, "nope"),
    Bad("option-unknown", ("status", "--nope"), 2, "--nope"),
    Bad("option-before-command", ("--lake", "lake", "status"), 2, "--lake"),
    Bad("argument-missing", ("report",), 2, "NAME"),
    Bad("argument-extra", ("report", "roi", "extra"), 2, "extra"),
    Bad("value-missing", ("status", "--lake"), 2, "--lake"),
    Bad("layer-unknown", ("transform", "raw"), 2, "'trusted', 'refined', 'all'"),
    Bad("layer-missing", ("transform",), 2, "trusted, refined, all"),
    Bad("engine-unknown", ("transform", "all", "--engine", "hive"), 2, "'duckdb', 'spark'"),
    Bad("kind-unknown", ("ingest", "csv", MOVIES, "--kind", "films"), 2, "'movies', 'series'"),
    Bad("kind-missing", ("ingest", "tmdb", "--from", MOVIES), 2, "--kind"),
    Bad("kind-missing-for-a-file", ("ingest", "tmdb", "--from", MOVIES, "--limit", "3"), 2, "--kind"),
    Bad(
        "filter-for-a-file",
        ("ingest", "tmdb", "--from", MOVIES, "--kind", "movies", "--min-votes", "3"),
        2,
        "--min-votes does not go with --from",
    ),
    Bad("rate-zero", ("ingest", "tmdb", "--rate", "0"), 2, "--rate"),
    Bad("rate-too-high", ("ingest", "tmdb", "--rate", "51"), 2, "--rate"),
    Bad("language-odd", ("ingest", "tmdb", "--language", "portuguese"), 2, "--language"),
    Bad("max-age-past-the-terms", ("ingest", "tmdb", "--max-age", "181"), 2, "--max-age"),
    Bad("changed-since-a-path", ("ingest", "tmdb", "--changed-since", "../x"), 2, "YYYY-MM-DD"),
    Bad("token-missing", ("ingest", "tmdb"), 5, "TMDB_API_TOKEN is not set"),
    Bad("limit-zero", ("runs", "--limit", "0"), 2, "--limit"),
    Bad("limit-words", ("runs", "--limit", "many"), 2, "--limit"),
    Bad("report-unknown", ("report", "nope"), 2, "kpis, roi, roi-by-decade, roi-by-month, roi-by-genre"),
    Bad("date-impossible", ("ingest", "csv", MOVIES, "--date", "2026-02-30"), 2, "YYYY-MM-DD"),
    Bad("date-a-path", ("ingest", "csv", MOVIES, "--date", "../../x"), 2, "YYYY-MM-DD"),
    Bad("date-empty", ("ingest", "csv", MOVIES, "--date", ""), 2, "YYYY-MM-DD"),
    Bad("date-and-time", ("ingest", "csv", MOVIES, "--date", "2026-11-22T10:00"), 2, "YYYY-MM-DD"),
    Bad("set-without-value", ("report", "roi", "--set", "top"), 2, "KEY=VALUE"),
    Bad("set-without-key", ("report", "roi", "--set", "=1"), 2, "KEY=VALUE"),
    Bad("set-unknown", ("report", "roi", "--set", "tops=1"), 2, "min_votes"),
    Bad("set-words", ("report", "roi", "--set", "min_votes=many"), 2, "whole number"),
    Bad("set-negative", ("report", "roi", "--top", "-1"), 2, "whole number"),
    Bad("set-no-boolean", ("report", "roi", "--set", "include_suspect=maybe"), 2, "true or false"),
    Bad("set-sql", ("report", "roi", "--set", "min_year=1 OR 1=1"), 2, "whole number"),
    # Sources
    Bad("csv-missing", ("ingest", "csv", "missing.csv"), 1, "missing.csv: no such file"),
    Bad("csv-missing-among-good", ("ingest", "csv", str(SAMPLE / "series.csv"), "missing.csv"), 1, "missing.csv"),
    Bad("csv-a-folder", ("ingest", "csv", "."), 1, "not a regular file"),
    Bad("csv-empty", ("ingest", "csv", "x.csv"), 1, "x.csv: ", {"x.csv": b""}),
    Bad("csv-header-only", ("ingest", "csv", "x.csv"), 1, "x.csv:1: ", {"x.csv": HEADER}),
    Bad(
        "csv-column-misspelt",
        ("ingest", "csv", "x.csv"),
        1,
        "tituloPincipal",
        {"x.csv": HEADER.replace(b"Pincipal", b"Principal") + LINES[0]},
    ),
    Bad("csv-column-missing", ("ingest", "csv", "x.csv"), 1, "missing: id", {"x.csv": HEADER[3:] + LINES[0]}),
    Bad("csv-not-utf-8", ("ingest", "csv", "x.csv"), 1, "x.csv:2: ", {"x.csv": HEADER + b"\xff" + LINES[0]}),
    Bad("csv-line-endings", ("ingest", "csv", "x.csv"), 1, "x.csv:3: ", {"x.csv": HEADER + LINES[0] + b"tt1|\r\n"}),
    Bad("csv-broken-gzip", ("ingest", "csv", "x.csv"), 1, "gzip", {"x.csv": b"\x1f\x8b\x08\x00broken"}),
    Bad("csv-of-another-kind", ("ingest", "csv", MOVIES, "--kind", "series"), 1, "movies.csv:1: "),
    Bad("csv-twice", ("ingest", "csv", MOVIES, MOVIES), 1, "full snapshot"),
    Bad("tmdb-missing", ("ingest", "tmdb", "--kind", "movies", "--from", "x.jsonl"), 1, "x.jsonl: no such file"),
    Bad("tmdb-no-records", ("ingest", "tmdb", "--kind", "movies", "--from", MOVIES), 1, "movies.csv:1: "),
    # The lake
    Bad("lake-new", ("status", "--lake", "new"), 1, "filmes-lake ingest csv"),
    Bad("lake-new-transform", ("transform", "all", "--lake", "new"), 1, "filmes-lake ingest csv"),
    Bad("lake-new-query", ("query", "SELECT 1", "--lake", "new"), 1, "filmes-lake ingest"),
    Bad("lake-new-runs", ("runs", "--lake", "new"), 1, "filmes-lake ingest"),
    Bad("version-unknown", ("rollback", "nope"), 1, "filmes-lake versions"),
    Bad("version-a-path", ("rollback", "../../x"), 1, "../../x"),
    Bad("version-none-before", ("rollback",), 1, "no older version"),
    # Settings
    Bad("lake-a-file", ("status", "--lake", "x.csv"), 5, "x.csv: not a folder", {"x.csv": b"x"}),
    Bad("lake-in-a-file", ("ingest", "csv", MOVIES, "--lake", "x.csv/lake"), 1, "x.csv", {"x.csv": b"x"}),
    Bad("lake-elsewhere", ("status", "--lake", "gs://bucket/prefix"), 5, "s3://bucket/prefix"),
    Bad("lake-in-no-bucket", ("status", "--lake", "s3://"), 5, "a bucket's name is missing"),
    Bad("lake-in-no-such-bucket", ("demo", "--lake", "s3://B/a b"), 5, "'B' cannot be a bucket's name"),
    Bad("lake-empty", ("status", "--lake", ""), 2, "--lake"),
    Bad("lake-empty-demo", ("demo", "--lake", ""), 2, "--lake"),
    Bad("lake-of-nobody", ("status", "--lake", "~nobody-of-this-name/lake"), 5, "~nobody-of-this-name/lake"),
    Bad("lake-name-too-long", ("status", "--lake", "x" * 5000), 5, "too long"),
    Bad("toml-malformed", ("status",), 5, "filmes-lake.toml", {"filmes-lake.toml": b"lake = \n"}),
    Bad("toml-not-utf-8", ("status",), 5, "filmes-lake.toml", {"filmes-lake.toml": b"lake = '\xff'\n"}),
    Bad("toml-unknown-key", ("status",), 5, "filmes-lake.toml", {"filmes-lake.toml": b"bucket = 'x'\n"}),
    Bad("toml-wrong-type", ("status",), 5, "filmes-lake.toml", {"filmes-lake.toml": b"lake = 3\n"}),
    Bad("threads-words", ("status",), 5, "threads", environment={"FILMES_LAKE_THREADS": "many"}),
    Bad("memory-words", ("status",), 5, "memory", environment={"FILMES_LAKE_MEMORY": "plenty"}),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_what_cannot_be_done_is_one_line_and_changes_nothing(bad: Bad, program: Program, demo_copy: Path) -> None:
    for name, data in bad.files.items():
        (program.folder / name).write_bytes(data)
    before = stored(demo_copy)
    twin = Program(Path(shutil.copytree(program.folder, program.folder.with_name("twin"))))
    processes = (
        program.start(*bad.arguments, **bad.environment),
        twin.start(*bad.arguments, "--json", **bad.environment),
    )
    text, as_json = map(finish, processes)

    assert text.error
    assert bad.says in text.err
    assert "error: unexpected" not in text.err
    assert "Traceback" not in text.err
    assert (text.code, text.out) == (bad.code, "")

    if bad.name != "value-missing":  # --json is taken for the value there
        assert (as_json.code, as_json.err) == (bad.code, "")
        error = as_json.document["error"]
        assert set(error) == {"code", "message", "hint"}
        assert bad.says in f"{error['message']} {error['hint']}"
    assert stored(demo_copy) == stored(twin.folder / "lake") == before


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
    ended = program.run("-vv", "transform", "all", "--force", "--lake", "lake", "--json")
    assert ended.document["tables"]
    assert "SELECT" in ended.err


def test_the_version_comes_with_the_credit_that_tmdb_asks_for(program: Program) -> None:
    ended = program.run("--version")
    assert ended.code == 0
    assert ended.out.startswith("filmes-lake ")
    assert "TMDB" in ended.out


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
@pytest.mark.parametrize("unbuffered", ["", "1"])
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


def test_a_reader_of_the_talk_that_leaves_does_not_stop_the_work(program: Program, demo_copy: Path) -> None:
    process = program.start("transform", "all", "--force")
    assert process.stderr
    process.stderr.close()
    assert process.stdout
    with process.stdout:
        assert "published" in process.stdout.read()
    assert process.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_output_that_cannot_be_written_is_a_failure(flags: tuple[str, ...], program: Program, demo_copy: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "filmes_lake", "status", *flags],
            cwd=program.folder,
            env=program.environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == 1
    assert "Exception ignored" not in ended.stderr
    assert flags or ended.stderr.startswith("error: standard output: ")


def on_terminal(program: Program, columns: int, *arguments: str | Path) -> str:
    """What a terminal of so many columns gets on standard output."""
    import pty

    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "filmes_lake", *map(str, arguments)],
        cwd=program.folder,
        env=program.environment(TERM="xterm-256color", COLUMNS=str(columns)),
        stdout=follower,
        stderr=subprocess.DEVNULL,
    )
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
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_report_fits_its_terminal_and_no_figure_is_cut(columns: int, program: Program, demo: Path) -> None:
    lines = on_terminal(program, columns, "report", "roi", "--lake", demo).splitlines()
    table = lines[2 : lines.index("", 2)]
    assert all(len(line) <= columns for line in table)
    assert "Mad Max" in table[2]
    assert "249.00" in table[2]
    assert not any("…" in line.replace("Gone with the W…", "") for line in table)


@TERMINALS
def test_a_terminal_gets_no_escape_codes_out_of_data(program: Program, demo: Path) -> None:
    text = on_terminal(program, 80, "query", "SELECT CHR(27) || '[31mred' || CHR(10) || 'x' AS t", "--lake", demo)
    assert "\x1b" not in text
    assert "·[31mred·x" in text


# --- interruptions -----------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to send to one process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
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
    assert "the lake is whole" in ended.error
    pointer = "_ops/current.json"
    assert stored(demo_copy)[pointer] == before[pointer]
    assert not [path for path in scratch.iterdir() if path.is_dir()]
    assert program.run("runs", "--json").document["runs"][0]["outcome"] == "interrupted"
    assert program.run("transform", "all", "--force").code == 0
