"""Starting is fast: help loads no engine, and every command is there with a word about it."""

import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.program import Program
from tests.tree import commands, groups

pytest_plugins = ("tests.running",)

GROUPS = groups()
COMMANDS = (*GROUPS, *commands())
# Typer checks the options before a sub-command with pydantic, so that only the root's own help comes without it.
HEAVY = {"boto3", "duckdb", "jinja2", "numpy", "pandas", "pyarrow", "pyspark", "sqlglot"}


@dataclass(frozen=True)
class Start:
    """What a run of the program imports and prints."""

    imported: frozenset[str]
    out: str


@cache
def start(program: Program, *arguments: str) -> Start:
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "filmes_lake", *arguments],
        cwd=program.folder,
        env=program.environment(COLUMNS="200"),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    found = frozenset(re.findall(r"^import time:.*\| +(\S+)$", ended.stderr, flags=re.MULTILINE))
    assert "filmes_lake.cli" in found
    return Start(found, ended.stdout)


@pytest.fixture(scope="module")
def house(demo: Path) -> Program:
    return Program(demo.parent)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_loads_no_engine(command: tuple[str, ...], house: Program) -> None:
    found = start(house, *command, "--help").imported
    assert not found & HEAVY
    assert not command or "filmes_lake.runtime" not in found


def test_the_first_help_loads_neither_pydantic_nor_anything_of_the_lake(house: Program) -> None:
    found = start(house, "--help").imported
    assert "pydantic" not in found
    assert not [
        name for name in found if name.startswith(("filmes_lake.lake", "filmes_lake.transform.", "filmes_lake.re"))
    ]


def test_a_report_loads_no_tables_for_people_where_nobody_sees_them(house: Program) -> None:
    for flags in ((), ("--json",)):
        found = start(house, "report", "roi", *flags).imported
        assert not found & {"rich.table", "rich.console", "pyarrow", "numpy", "pandas"}


@pytest.mark.parametrize("group", GROUPS, ids=" ".join)
def test_every_command_is_listed_with_a_sentence(group: tuple[str, ...], house: Program) -> None:
    out = start(house, *group, "--help").out
    depth = len(group)
    for command in COMMANDS:
        if len(command) == depth + 1 and command[:depth] == group:
            assert re.search(rf"^\W*{command[depth]} +[A-Z].*\.", out, flags=re.MULTILINE), command


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_option_has_a_help_text(command: tuple[str, ...], house: Program) -> None:
    out = start(house, *command, "--help").out
    options = re.findall(r"^[│|] .*?--[a-z-]+ .*$", out, flags=re.MULTILINE)
    assert options
    for option in options:
        assert re.search(r"  +[A-Z][^<>]*\.? +(\[.*\] *)?[│|]$", option), option


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
