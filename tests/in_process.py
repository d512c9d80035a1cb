"""The command line in this process: fixtures that run it in an empty folder and say how it ended.

Running it so costs a fraction of a process. What only a process shows (signals, streams that are closed, what is left
at its end) needs `tests.program`.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Thread
from unittest.mock import patch

import pytest
import typer.main

from filmes_lake import cli
from tests.program import Ended, Program

Run = Callable[..., Ended]
Capture = pytest.CaptureFixture[str]

# The tree of commands is the same for each run, and to make it takes longer than most that is done with it.
_tree = cache(typer.main.get_command)


@dataclass(frozen=True)
class Here:
    """Runs the program in `folder`, which is its home too, as `Program` does."""

    folder: Path
    capture: Capture

    def run(self, *arguments: str | Path, **environment: str) -> Ended:
        """Run it to its end; `environment` is added to what it sees."""
        seen = Program(self.folder).environment(**environment)
        with patch.dict(os.environ, seen, clear=True), chdir(self.folder):
            return _run(self.capture, arguments)


@pytest.fixture
def here(program: Program, capfd: Capture) -> Here:
    """The program in an empty folder. It asks for `tests.running` too, whose lakes lie where that folder is."""
    return Here(program.folder, capfd)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> Run:
    """Run the program with these arguments; it sees an empty home and working folder, and no token."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.delenv("TMDB_API_TOKEN", raising=False)
    return lambda *arguments: _run(capfd, arguments)


@contextmanager
def piped(data: bytes) -> Iterator[None]:
    """Standard input that brings these bytes, as a pipe does."""
    read, write = os.pipe()

    def bring() -> None:
        with os.fdopen(write, "wb") as end:
            end.write(data)

    bringing, before = Thread(target=bring), sys.stdin
    bringing.start()
    with os.fdopen(read, encoding="utf-8") as sys.stdin:
        yield
    bringing.join()
    sys.stdin = before


def _run(capture: Capture, arguments: tuple[str | Path, ...]) -> Ended:
    capture.readouterr()
    try:
        with patch.object(typer.main, "get_command", _tree):
            code = cli._run(list(map(str, arguments)))
    except SystemExit as left:
        code = int(left.code or 0)
    out, err = capture.readouterr()
    return Ended(code, out, err)
