"""What the README and the guide show of the program is what it writes: their sessions run again.

    UPDATE_SNAPSHOTS=1 python -m pytest tests/docs/test_sessions.py

records the sessions again.
"""

import os
import re
import shlex

import pytest

from tests.docs.pages import ENGLISH, PAGES, README, blocks, text_of, twin
from tests.program import ROOT, Program

pytest_plugins = ("tests.running",)

HOME = "/home/ana/films"  # the folder that the sessions show
PROMPT = "$ filmes-lake "

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
    """The commands of a block with what they write now, but for an empty line at its end."""
    lines = [line for line in block.splitlines() if line.startswith(PROMPT)]
    written = "".join(f"{line}\n{on_terminal(program, line.removeprefix(PROMPT))}" for line in lines)
    return written.rstrip("\n") + "\n"


def record(old: str, new: str) -> None:
    for page in PAGES:
        (ROOT / page).write_text(text_of(page).replace(old, new), encoding="utf-8", newline="\n")


def sessions() -> list[str]:
    return [block for page in ENGLISH for block in blocks(page, PROMPT)]


@pytest.mark.slow
def test_the_sessions_are_what_the_program_writes(program: Program) -> None:
    (csv,) = (block for page in ENGLISH for block in blocks(page, "id|") if block.count("\n") > 1)
    (program.folder / "movies.csv").write_text(csv, encoding="utf-8")
    assert sum(session.count(PROMPT) for session in sessions()) > 5

    for session in sessions():  # in the order of the pages, each in the folder that the one before left
        now = recorded(program, session)
        if os.environ.get("UPDATE_SNAPSHOTS"):
            record(session, now)
        else:
            assert steady(session) == steady(now)


def test_what_the_readme_shows_of_a_session_is_in_the_guide() -> None:
    (excerpt,) = blocks(README, "movies: ")

    assert [session for session in sessions() if excerpt in session]


@pytest.mark.slow
def test_the_first_figures_are_what_the_demo_writes(program: Program) -> None:
    (block,) = blocks(README, "$ make demo")
    shown = block.partition("Installing into .venv (once) ...\n")[2].replace(".venv/bin/filmes-lake", "filmes-lake")

    assert shown == on_terminal(program, "demo")


@pytest.mark.parametrize("begin", ["$ ", "id|", "movies: "])
@pytest.mark.parametrize("page", ENGLISH)
def test_both_languages_show_the_same(page: str, begin: str) -> None:
    assert blocks(page, begin) == blocks(twin(page), begin)
