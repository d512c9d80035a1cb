"""The README and the guide name every command, option and setting, and show no call that it would refuse."""

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest

from filmes_lake.ingest.registry import settings
from filmes_lake.settings import setting_names
from tests.docs.pages import PAGES, README, blocks, tables, text_of, twin
from tests.tree import Words, command_of, commands, options

COMMANDS = "docs/guide/commands.md"
SETTINGS = "docs/guide/settings.md"
BOTH = (COMMANDS, twin(COMMANDS))
WITH_A_TABLE = (README, twin(README), *BOTH)

CALL = re.compile(r"(?<!-t )\bfilmes-lake (.+)$", re.MULTILINE)  # -t gives an image its name


def rows(page: str, heads: set[str]) -> list[list[str]]:
    """The rows of the tables whose first column has one of these heads."""
    found = [row for head, *rest in tables(page) if head[0] in heads for row in rest]
    assert found, f"{page}: no table of {heads}"
    return found


def of_commands(page: str) -> list[list[str]]:
    return rows(page, {"command", "comando"})


def spans(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def rows_of(page: str, words: Words) -> Iterator[str]:
    for cells in of_commands(page):
        if any(calls(span, words) for span in spans(cells[0])):
            yield " ".join(cells)


def calls(span: str, words: Words) -> bool:
    """Whether a line of the table calls the command; `push\\|list` stands for two."""
    parts = [part.split("\\|") for part in span.split(" ")]
    return len(parts) >= len(words) and all(word in part for word, part in zip(words, parts, strict=False))


@pytest.mark.parametrize("page", BOTH)
@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_and_option_is_in_the_table(words: Words, page: str) -> None:
    found = " ".join(rows_of(page, words))
    assert found, f"{page}: the tables of commands lack `{' '.join(words)}`"

    missing = {option for option in options(words) if not re.search(rf"`[^`]*{option}\b(?!-)", found)}
    assert not missing, f"{page}: `{' '.join(words)}` lacks {', '.join(sorted(missing))}"


@pytest.mark.parametrize("page", WITH_A_TABLE)
def test_the_table_names_every_command_and_none_that_is_not_there(page: str) -> None:
    names = {words[0] for words in commands()}

    assert {span.split(" ")[0] for cells in of_commands(page) for span in spans(cells[0])} == names


@pytest.mark.parametrize("page", BOTH)
@pytest.mark.parametrize("option", ["--lake", "--json", "-q", "-v", "--version", "--install-completion"])
def test_what_all_commands_have_is_described(option: str, page: str) -> None:
    assert re.search(rf"`[^`\n]*{option}\b", text_of(page))


def test_the_commands_without_a_lake_are_those_that_are_named() -> None:
    without = {words for words, command in commands().items() if not takes(command, "--lake")}

    assert {words[1] for words in without if words[0] == "jobs"} == {"package", "status", "logs", "stop"}
    assert {words[0] for words in without} == {"jobs", "deploy"}
    assert all(takes(command, "--json") for command in commands().values())


def takes(command: Any, option: str) -> bool:
    return any(option in parameter.opts for parameter in command.params)


@pytest.mark.parametrize("page", [SETTINGS, twin(SETTINGS)])
def test_every_setting_is_in_the_table(page: str) -> None:
    told = " ".join(cells[0] for cells in rows(page, {"setting", "nome"}))

    assert not [name for name in setting_names(settings()) if f"`{name}`" not in told]


def calls_of(page: str) -> list[str]:
    """The calls of the program in its blocks, without the program's name."""
    return [call for block in blocks(page) for call in CALL.findall(block)]


def understood(call: str) -> None:
    """Have the command take the words of a call, as it would before it ran."""
    given = tuple(shlex.split(call, comments=True))
    words = command_of(given)
    assert words, f"no command: {call}"
    commands()[words].make_context(" ".join(words), list(given[len(words) :]))


@pytest.mark.parametrize("page", PAGES)
def test_every_call_that_is_shown_is_understood(page: str) -> None:
    for call in calls_of(page):
        understood(call)


def test_calls_are_found_and_one_that_is_wrong_is_seen() -> None:
    assert len(calls_of(README)) >= 15
    with pytest.raises(Exception, match="No such option"):
        understood("report roi --no-such-option")
