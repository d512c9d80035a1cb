"""The real program in a process of its own, with nothing of this machine's settings.

The process is forked from one that has loaded the program already (`tests.launcher`), where that shows the same.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.launcher import Launcher, Running

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "filmes_lake" / "sample"

# What a process cannot do without on some system, and what coverage measures it with.
_KEPT = (
    "PATH",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "PYTHONPYCACHEPREFIX",
    "COVERAGE_PROCESS_START",
    "COVERAGE_PROCESS_CONFIG",
)
# What Python reads from its environment before it runs anything.
_OF_PYTHON = {"PYTHONPATH", "LC_ALL"}


@dataclass(frozen=True)
class Ended:
    """How a run of the program ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output, which holds nothing else."""
        assert self.out.endswith("\n"), self
        assert self.out.count("\n") == 1, self
        return json.loads(self.out)

    @property
    def error(self) -> str:
        """The one line of the error."""
        assert self.err.startswith("error: "), self
        assert self.err.count("\n") == 1, self
        return self.err.strip()


@dataclass(frozen=True)
class Program:
    """Runs the program in `folder`, which is its home too."""

    folder: Path

    def run(self, *arguments: str | Path, **environment: str) -> Ended:
        """Run it to its end; `environment` is added to what it sees."""
        return finish(self.start(*arguments, **environment))

    def start(self, *arguments: str | Path, **environment: str) -> Running:
        """Start it, and leave the rest to the caller."""
        out, err = os.pipe(), os.pipe()
        process = self.start_into(out[1], err[1], *arguments, **environment)
        for end in (out[1], err[1]):
            os.close(end)
        process.stdout, process.stderr = (open(pipe[0], encoding="utf-8") for pipe in (out, err))  # noqa: PTH123, SIM115
        return process

    def start_into(self, stdout: int, stderr: int, /, *arguments: str | Path, **environment: str) -> Running:
        """Start it with these descriptors as its streams, which stay open here."""
        words = list(map(str, arguments))
        if not hasattr(os, "fork") or _OF_PYTHON & environment.keys():
            return self.afresh(stdout, stderr, *words, **environment)
        return _launcher().start(self._request(words, environment), stdout, stderr)

    def start_at(self, terminal: int, /, *arguments: str | Path, **environment: str) -> Running:
        """Start it at a terminal, which stays open here."""
        request = self._request(list(map(str, arguments)), environment)
        return _launcher().start(request, terminal, terminal, terminal)

    def _request(self, words: list[str], environment: dict[str, str]) -> dict[str, Any]:
        return {"words": words, "folder": str(self.folder), "environment": self.environment(**environment)}

    def afresh(self, stdout: int, stderr: int, /, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        """Start it in an interpreter that has loaded nothing yet."""
        return subprocess.Popen(
            [sys.executable, "-m", "filmes_lake", *arguments],
            cwd=self.folder,
            env=self.environment(**environment),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            text=True,
            encoding="utf-8",
        )

    def environment(self, **more: str) -> dict[str, str]:
        """What it sees: no settings of the user's, no terminal's."""
        home = str(self.folder)
        names = ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA")
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        return {**kept, **dict.fromkeys(names, home), "PYTHONPATH": str(ROOT), **more}


@cache
def _launcher() -> Launcher:
    return Launcher(Program(ROOT).environment())


def finish(process: Running) -> Ended:
    """Wait for the end of a process that `Program.start` started."""
    out, err = process.communicate(timeout=100)
    return Ended(process.returncode, out, err)


def stored(lake: Path) -> dict[str, bytes]:
    """Every object of a lake but the ledger's, locks and scratch: what a failed command must leave as it was."""
    found = {}
    for folder, folders, names in os.walk(lake):
        if folder == str(lake / "_ops"):
            folders[:] = set(folders) - {"runs", "locks", "tmp"}  # no other folder is gone through
        for path in (Path(folder, name) for name in names):
            found[path.relative_to(lake).as_posix()] = path.read_bytes()
    return dict(sorted(found.items()))
