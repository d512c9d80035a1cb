"""The program's tree of commands, as the program itself has it: what a table of commands has to be complete by."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import typer.main

from filmes_lake.cli import app_with

Words = tuple[str, ...]

_EVERYWHERE = {"--help", "--lake", "--json"}  # described once, for all commands


@cache
def commands() -> dict[Words, Any]:
    """Every command that does something, by its words: ("ingest", "csv")."""
    return dict(_under((), typer.main.get_command(app_with())))


def groups() -> list[Words]:
    """The words of every command that only has others under it, the root first."""
    return sorted({words[:depth] for words in commands() for depth in range(len(words))})


def options(words: Words) -> set[str]:
    """The long options that are the command's own."""
    names = {name for parameter in commands()[words].params for name in (*parameter.opts, *parameter.secondary_opts)}
    return {name for name in names if name.startswith("--")} - _EVERYWHERE


def command_of(line: Words) -> Words:
    """The words of the command that a command line calls; none where it calls no command."""
    return max((words for words in commands() if line[: len(words)] == words), key=len, default=())


def _under(words: Words, command: Any) -> Iterator[tuple[Words, Any]]:
    if not hasattr(command, "list_commands"):
        yield words, command
        return
    context = typer.Context(command)
    for name in command.list_commands(context):
        yield from _under((*words, name), command.get_command(context, name))
