"""Wheels of pinned requirements for another machine, as pip fetches them from the index that it is set to."""

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from filmes_lake.errors import FilmesLakeError

_PIN = re.compile(r"^(\S+==\S+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Machine:
    """The machine that wheels are for: its Python, as in 3.13, and the platforms whose wheels it takes."""

    python: str
    platforms: tuple[str, ...]

    @property
    def options(self) -> Iterator[str]:
        """What pip is told of it."""
        for platform in self.platforms:
            yield from ("--platform", platform)
        yield from ("--python-version", self.python, "--implementation", "cp")


@dataclass(frozen=True)
class Requirements:
    """What `who` needs on a machine: pinned, with hashes, as pip reads it. `hint` helps who cannot fetch them."""

    text: str
    machine: Machine
    who: str
    hint: str

    @property
    def pins(self) -> list[str]:
        """Each as name==version."""
        return _PIN.findall(self.text)

    def wheels_in(self, folder: Path) -> dict[str, bytes]:
        """The wheels in the folder that are theirs, by their hashes."""
        hashes = set(_HASH.findall(self.text))
        found = {path.name: path.read_bytes() for path in sorted(folder.glob("*.whl"))}
        return {name: data for name, data in found.items() if hashlib.sha256(data).hexdigest() in hashes}

    def fetch(self, folder: Path) -> dict[str, bytes]:
        """Their wheels, in a folder that has those of one machine; pip is asked where one is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        found = self.wheels_in(folder)
        if len(found) < len(self.pins):
            self._download(folder)
            found = self.wheels_in(folder)
        return found

    def _download(self, folder: Path) -> None:
        listed = folder / "requirements.txt"
        listed.write_text(self.text, encoding="utf-8")
        options = ("--quiet", "--no-deps", "--only-binary", ":all:", "--require-hashes", "--disable-pip-version-check")
        places = ("--dest", str(folder), "--requirement", str(listed))
        command = [*_pip(self.who), "download", *options, *self.machine.options, *places]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no user's words
        if ended.returncode:
            errors = [line.removeprefix("ERROR: ") for line in ended.stderr.splitlines() if line.startswith("ERROR: ")]
            why = (errors or ["pip gives no reason"])[-1]
            raise FilmesLakeError(f"{self.who}'s wheels could not be fetched: {why}", self.hint)


def _pip(who: str) -> list[str]:
    """How pip is started: this Python's own, or else the one that Python keeps for new environments."""
    if find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    kept = find_spec("ensurepip")
    folder = Path(kept.origin).parent / "_bundled" if kept and kept.origin else Path()
    for wheel in sorted(folder.glob("pip-*.whl"), reverse=True):
        return [sys.executable, str(wheel / "pip")]
    raise FilmesLakeError(f"{sys.executable} has no pip, which fetches {who}'s wheels", "install pip for it")
