"""Both READMEs say what the program does: their sessions run again, their tables name every command and setting.

    UPDATE_SNAPSHOTS=1 python -m pytest tests/test_readme.py

records the sessions again.
"""

import os
import re
import shlex
from collections.abc import Iterator

import pytest

from filmes_lake.ingest.registry import settings
from filmes_lake.settings import setting_names
from tests.program import ROOT, Program
from tests.tree import Words, commands, options

pytest_plugins = ("tests.running",)

READMES = ("README.md", "README.pt-BR.md")
HOME = "/home/ana/films"  # the folder that the sessions show
PROMPT = "$ filmes-lake "

_BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What differs from run to run, and what it is taken for.
_VARYING = (
    (r"\d{8}T\d{9}Z-[0-9a-f]{4}", "<run>"),
    (r"\d{4}([-/])\d\d[-/]\d\d", r"<day\1>"),
    (r"\d\d:\d\d(:\d\d)?", r"<time>"),
    (r"(<time> +)\d+\.\d ", r"\1<s> "),
    (r"done in \d+\.\d s", "done in <s> s"),
    (r"(?m)^(trusted|refined)( +[\d,]+) +[\d,]+", r"\1\2 <bytes>"),  # as DuckDB's writer has it today
    (r"process \d+ on \S+", "process <id>"),
)


def text_of(readme: str) -> str:
    return (ROOT / readme).read_text(encoding="utf-8")


def blocks(readme: str, begin: str) -> list[str]:
    """The fenced blocks that begin so."""
    return [block for block in _BLOCK.findall(text_of(readme)) if block.startswith(begin)]


def steady(text: str) -> str:
    for pattern, name in _VARYING:
        text = re.sub(pattern, name, text)
    return text


def on_terminal(program: Program, command: str) -> str:
    """What the command writes, both streams as they come; the folder as the sessions show it."""
    with (program.folder.parent / "terminal").open("w+b") as both:
        program.start_into(both.fileno(), both.fileno(), *shlex.split(command), PYTHONUNBUFFERED="1").wait()
        both.seek(0)
        return both.read().decode().replace(str(program.folder), HOME)


def recorded(program: Program, block: str) -> str:
    """The commands of a block with what they write now."""
    lines = [line for line in block.splitlines() if line.startswith(PROMPT)]
    return "".join(f"{line}\n{on_terminal(program, line.removeprefix(PROMPT))}" for line in lines)


def record(old: str, new: str) -> None:
    for readme in READMES:
        text = text_of(readme)
        assert old in text
        (ROOT / readme).write_text(text.replace(old, new), encoding="utf-8", newline="\n")


@pytest.mark.slow
def test_the_sessions_are_what_the_program_writes(program: Program) -> None:
    (csv,) = (block for block in blocks("README.md", "id|") if block.count("\n") > 1)
    (program.folder / "movies.csv").write_text(csv, encoding="utf-8")
    sessions = blocks("README.md", PROMPT)
    assert sum(session.count(PROMPT) for session in sessions) > 5

    for session in sessions:  # in the order of the page, each in the folder that the one before left
        now = recorded(program, session)
        if os.environ.get("UPDATE_SNAPSHOTS"):
            record(session, now)
        else:
            assert steady(session) == steady(now)


@pytest.mark.slow
def test_the_first_figures_are_what_the_demo_writes(program: Program) -> None:
    (block,) = blocks("README.md", "$ make demo")
    shown = block.partition("Installing into .venv (once) ...\n")[2].replace(".venv/bin/filmes-lake", "filmes-lake")

    assert shown == on_terminal(program, "demo")


@pytest.mark.parametrize("begin", [PROMPT, "$ make demo", "id|"])
def test_both_readmes_show_the_same(begin: str) -> None:
    assert blocks(READMES[0], begin) == blocks(READMES[1], begin)


# --- tables ------------------------------------------------------------------------------------------------


def rows(readme: str, head: str) -> list[list[str]]:
    """The cells of the tables whose first column is called `head`."""
    tables = re.findall(rf"^\| (?:{head}) \|.*\n\|[- |]+\n((?:\|.*\n)+)", text_of(readme), re.MULTILINE)
    assert tables, f"{readme}: no table of {head}"
    return [re.split(r"(?<!\\)\|", row.strip().strip("|")) for table in tables for row in table.splitlines()]


def rows_of(readme: str, words: Words) -> Iterator[str]:
    for cells in rows(readme, "command|comando"):
        if any(calls(span, words) for span in re.findall(r"`([^`]+)`", cells[0])):
            yield " ".join(cells)


def calls(span: str, words: Words) -> bool:
    """Whether a line of the table calls the command; `push\\|list` stands for two."""
    parts = [part.split("\\|") for part in span.split(" ")]
    return len(parts) >= len(words) and all(word in part for word, part in zip(words, parts, strict=False))


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_and_option_is_in_the_table(words: Words, readme: str) -> None:
    found = " ".join(rows_of(readme, words))
    assert found, f"{readme}: the table of commands lacks `{' '.join(words)}`"

    missing = {option for option in options(words) if not re.search(rf"`[^`]*{option}\b(?!-)", found)}
    assert not missing, f"{readme}: `{' '.join(words)}` lacks {', '.join(sorted(missing))}"


@pytest.mark.parametrize("readme", READMES)
def test_the_table_names_no_command_that_is_not_there(readme: str) -> None:
    names = {words[0] for words in commands()}
    spans = [span for cells in rows(readme, "command|comando") for span in re.findall(r"`([^`]+)`", cells[0])]

    assert {span.split(" ")[0] for span in spans} == names


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("option", ["--lake", "--json", "-q", "-v", "--version", "--install-completion"])
def test_what_all_commands_have_is_described(option: str, readme: str) -> None:
    assert re.search(rf"`[^`\n]*{option}\b", text_of(readme))


@pytest.mark.parametrize("readme", READMES)
def test_every_setting_is_in_the_table(readme: str) -> None:
    told = " ".join(cells[0] for cells in rows(readme, "setting|nome"))

    assert not [name for name in setting_names(settings()) if f"`{name}`" not in told]
