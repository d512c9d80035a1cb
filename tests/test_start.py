"""Starting is fast: help loads no engine, and every command is there with a word about it."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.program import Program
from tests.tree import Words, commands, groups

pytest_plugins = ("tests.running",)

GROUPS = groups()
COMMANDS = (*GROUPS, *commands())
# Typer checks the options before a sub-command with pydantic, so that only the root's own help comes without it.
HEAVY = {"boto3", "duckdb", "jinja2", "numpy", "pandas", "pyarrow", "pyspark", "sqlglot"}


# Asks for the help of each command in turn, in one process, and says what was imported by then.
_HELPS = """
import contextlib, io, json, sys
from filmes_lake.cli import app_with
found = []
for words in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        app_with()(args=[*words, "--help"], prog_name="filmes-lake", standalone_mode=False)
    found.append([out.getvalue(), sorted(sys.modules)])
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Help:
    """What a command's help prints, and what is imported by then; the root's help is the first."""

    out: str
    imported: frozenset[str]


@pytest.fixture(scope="module")
def helps(house: Program) -> dict[Words, Help]:
    words = sorted(COMMANDS)
    told = python(house, "-c", _HELPS, json.dumps(words)).stdout
    helps = (Help(out, frozenset(imported)) for out, imported in json.loads(told))
    return dict(zip(words, helps, strict=True))


def imported(program: Program, *arguments: str) -> set[str]:
    """What a run of the program imports."""
    ended = python(program, "-X", "importtime", "-m", "filmes_lake", *arguments)
    found = set(re.findall(r"^import time:.*\| +(\S+)$", ended.stderr, flags=re.MULTILINE))
    assert "filmes_lake.cli" in found
    return found


def python(program: Program, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=program.folder,
        env=program.environment(COLUMNS="200"),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )


@pytest.fixture(scope="module")
def house(demo: Path) -> Program:
    return Program(demo.parent)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_loads_no_engine(command: Words, helps: dict[Words, Help]) -> None:
    assert not helps[command].imported & {*HEAVY, "filmes_lake.runtime"}


def test_the_first_help_loads_neither_pydantic_nor_anything_of_the_lake(house: Program) -> None:
    found = imported(house, "--help")
    assert "pydantic" not in found
    formats = {"filmes_lake.reports", "filmes_lake.reports.formats"}  # three words that an option takes
    assert not [
        name
        for name in found - formats
        if name.startswith(("filmes_lake.lake", "filmes_lake.transform.", "filmes_lake.re"))
    ]


@pytest.mark.slow
def test_a_report_loads_no_tables_for_people_where_nobody_sees_them(house: Program) -> None:
    for flags in ((), ("--json",)):
        found = imported(house, "report", "roi", *flags)
        assert not found & {"rich.table", "rich.console", "pyarrow", "numpy", "pandas"}
        assert not found & {"filelock", "filmes_lake.console.bars", "filmes_lake.ingest.source"}
        assert ("filmes_lake.reports.output" in found) == bool(flags)


@pytest.mark.parametrize("command", ["versions", "runs", "status", "transform all", "run"])
def test_where_nothing_is_read_or_made_no_engine_is_loaded(house: Program, command: str) -> None:
    found = imported(house, *command.split())
    assert not found & {*HEAVY, "requests", "urllib3"}
    assert ("filelock" in found) == (command == "transform all")  # the only one that keeps others out
    # What asks, stores or draws has nothing to do either.
    others = ("dashboard", "reports.definitions", "ingest.tmdb.live", "ingest.delimited.landing", "ingest.imdb.steps")
    assert not [name for name in found if name.startswith(tuple(f"filmes_lake.{other}" for other in others))]


def test_a_command_loads_no_other(house: Program) -> None:
    say = "import atexit, json, sys; atexit.register(lambda: print(json.dumps(sorted(sys.modules))))"
    run = "sys.argv[1:] = ['-q', 'versions']; from filmes_lake.cli import main; main()"
    found = json.loads(python(house, "-c", f"{say}; {run}").stdout.splitlines()[-1])
    loaded = {words[0] for words in COMMANDS if words and f"filmes_lake.commands.{words[0]}" in found}
    assert loaded == {"versions"}


def test_help_before_a_command_is_help_of_all(house: Program) -> None:
    shown = [house.run(*words).out for words in (["--help"], ["--help", "status"], ["-v", "--help", "ingest", "csv"])]

    assert shown[0] == shown[1] == shown[2]


@pytest.mark.parametrize("group", GROUPS, ids=" ".join)
def test_every_command_is_listed_with_a_sentence(group: Words, helps: dict[Words, Help]) -> None:
    out = helps[group].out
    depth = len(group)
    for command in COMMANDS:
        if len(command) == depth + 1 and command[:depth] == group:
            assert re.search(rf"^\W*{command[depth]} +[A-Z].*\.", out, flags=re.MULTILINE), command


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_option_has_a_help_text(command: Words, helps: dict[Words, Help]) -> None:
    out = helps[command].out
    options = re.findall(r"^[│|] .*?--[a-z-]+ .*$", out, flags=re.MULTILINE)
    assert options
    for option in options:
        assert re.search(r"  +[A-Z][^<>]*\.? +(\[.*\] *)?[│|]$", option), option


def test_what_is_registered_for_the_end_is_done(house: Program) -> None:
    code = "import atexit, sys; atexit.register(print, 'the end'); sys.argv[1:] = ['--version']"
    ended = python(house, "-c", f"{code}; from filmes_lake.cli import main; main()")
    assert ended.stdout.splitlines()[-1] == "the end"


@pytest.mark.slow
def test_the_installed_command_is_the_module(program: Program) -> None:
    code = "import sys; from filmes_lake.cli import main; sys.argv[0] = 'filmes-lake'; main()"
    for arguments in (["--help"], ["ingest", "csv", "--help"], ["nope"]):
        script = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=program.folder,
            env=program.environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        module = program.run(*arguments)
        assert (script.returncode, script.stdout, script.stderr) == (module.code, module.out, module.err)
        assert "python" not in script.stdout
