"""The wheels that the Glue job needs: the program's own, and those of its requirements, as pip fetches them.

Glue 5 installs a zip of wheels without asking a package index.
See https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-python-libraries.html
"""

import base64
import hashlib
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path
from typing import Self

from filmes_lake import __version__
from filmes_lake.errors import FilmesLakeError

# What Glue 5.1 runs; the requirements are compiled for it too.
TARGET_PYTHON = "3.11"
_TARGET = ("--platform", "manylinux2014_x86_64", "--python-version", TARGET_PYTHON, "--implementation", "cp")
_PIN = re.compile(r"^(\S+==\S+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_OWN = "filmes_lake"


@dataclass(frozen=True)
class Requirements:
    """What the job needs that Glue has not: pinned, with hashes, as pip reads it."""

    text: str

    @classmethod
    def of_the_job(cls) -> Self:
        """Those that come with the program."""
        return cls((files("filmes_lake.jobs") / "requirements.txt").read_text(encoding="utf-8"))

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
        """Their wheels, in the folder; pip is asked where one is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        found = self.wheels_in(folder)
        if len(found) < len(self.pins):
            _download(self.text, folder)
            found = self.wheels_in(folder)
        return found


def zip_of_wheels(wheels: Mapping[str, bytes], requirements: Requirements) -> bytes:
    """The program and the wheels of its requirements as Glue takes them; equal bytes for equal wheels."""
    pins = "\n".join([*requirements.pins, f"filmes-lake=={__version__}"]) + "\n"
    own = {f"{_OWN}-{__version__}-py3-none-any.whl": own_wheel(requirements), "requirements.txt": pins.encode()}
    return _zipped({f"wheels/{name}": data for name, data in {**wheels, **own}.items()})


def own_wheel(requirements: Requirements) -> bytes:
    """The program as a wheel that asks for nothing but these; the sample stays out."""
    info = f"{_OWN}-{__version__}.dist-info"
    wanted = (f"Requires-Dist: {pin}" for pin in requirements.pins)
    metadata = ("Metadata-Version: 2.1", "Name: filmes-lake", f"Version: {__version__}", *wanted, "")
    wheel = ("Wheel-Version: 1.0", "Generator: filmes-lake", "Root-Is-Purelib: true", "Tag: py3-none-any", "")
    members = {**dict(_sources()), f"{info}/METADATA": _text(metadata), f"{info}/WHEEL": _text(wheel)}
    lines = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in members.items()]
    record = f"{info}/RECORD"
    return _zipped({**members, record: _text((*lines, f"{record},,", ""))})


def _download(requirements: str, folder: Path) -> None:
    listed = folder / "requirements.txt"
    listed.write_text(requirements, encoding="utf-8")
    options = ("--quiet", "--no-deps", "--only-binary", ":all:", "--require-hashes", "--disable-pip-version-check")
    command = [*_pip(), "download", *options, *_TARGET, "--dest", str(folder), "--requirement", str(listed)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no user's words
    if ended.returncode:
        errors = [line.removeprefix("ERROR: ") for line in ended.stderr.splitlines() if line.startswith("ERROR: ")]
        raise FilmesLakeError(
            f"the job's wheels could not be fetched: {(errors or ['pip gives no reason'])[-1]}",
            "check the network and pip's settings, or use a package made elsewhere: jobs submit --package FOLDER",
        )


def _text(lines: Iterable[str]) -> bytes:
    return "\n".join(lines).encode()


def _sources() -> Iterator[tuple[str, bytes]]:
    with as_file(files(_OWN)) as root:
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root)
            if path.is_file() and "__pycache__" not in inside.parts and inside.parts[0] != "sample":
                yield f"{_OWN}/{inside.as_posix()}", path.read_bytes()


def _pip() -> list[str]:
    """How pip is started: this Python's own, or else the one that Python keeps for new environments."""
    if find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    kept = find_spec("ensurepip")
    folder = Path(kept.origin).parent / "_bundled" if kept and kept.origin else Path()
    for wheel in sorted(folder.glob("pip-*.whl"), reverse=True):
        return [sys.executable, str(wheel / "pip")]
    raise FilmesLakeError(f"{sys.executable} has no pip, which fetches the job's wheels", "install pip for it")


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def _zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip without times, users or a compressor's whims: equal members make equal bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for name, data in members.items():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system, member.external_attr = 3, 0o100644 << 16
            packed.writestr(member, data)
    return target.getvalue()
