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
from collections.abc import Iterator, Mapping
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path

from filmes_lake import __version__
from filmes_lake.errors import FilmesLakeError

# What Glue 5.1 runs. Checked by the hashes of requirements.txt, which is compiled for it too.
_TARGET = ("--platform", "manylinux2014_x86_64", "--python-version", "3.11", "--implementation", "cp")
_PIN = re.compile(r"^(\S+==\S+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_OWN = "filmes_lake"


def zip_of_wheels(folder: Path) -> bytes:
    """The zip as Glue takes it, the same bytes for the same wheels; `folder` has the wheels of the requirements."""
    wheels = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if _is_wanted(path)}
    own = f"{_OWN}-{__version__}-py3-none-any.whl"
    pins = "\n".join([*pinned(), f"filmes-lake=={__version__}"]) + "\n"
    members = {**wheels, own: own_wheel(), "requirements.txt": pins.encode()}
    return _zipped({f"wheels/{name}": data for name, data in members.items()})


def fetch_wheels(folder: Path) -> None:
    """See that `folder` has the wheels of the requirements; only what is missing is asked for."""
    folder.mkdir(parents=True, exist_ok=True)
    if sum(map(_is_wanted, folder.iterdir())) >= len(pinned()):
        return
    options = ("--quiet", "--no-deps", "--only-binary", ":all:", "--require-hashes", "--disable-pip-version-check")
    with as_file(_requirements_file()) as requirements:
        command = [*_pip(), "download", *options, *_TARGET, "--dest", str(folder), "--requirement", str(requirements)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no user's words
    if ended.returncode:
        errors = [line.removeprefix("ERROR: ") for line in ended.stderr.splitlines() if line.startswith("ERROR: ")]
        raise FilmesLakeError(
            f"the job's wheels cannot be had: {(errors or ['pip says nothing'])[-1]}",
            "check the network and pip's settings, or use a package made elsewhere: jobs submit --package FOLDER",
        )


def pinned() -> list[str]:
    """The requirements of the job, as name==version."""
    return _PIN.findall(_requirements_file().read_text(encoding="utf-8"))


def own_wheel() -> bytes:
    """The program as a wheel that asks for nothing but what the zip has; the sample stays out."""
    info = f"{_OWN}-{__version__}.dist-info"
    metadata = [
        "Metadata-Version: 2.1",
        "Name: filmes-lake",
        f"Version: {__version__}",
        *(f"Requires-Dist: {pin}" for pin in pinned()),
    ]
    wheel = ["Wheel-Version: 1.0", "Generator: filmes-lake", "Root-Is-Purelib: true", "Tag: py3-none-any"]
    members = dict(_sources())
    members[f"{info}/METADATA"] = ("\n".join(metadata) + "\n").encode()
    members[f"{info}/WHEEL"] = ("\n".join(wheel) + "\n").encode()
    lines = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in members.items()]
    record = f"{info}/RECORD"
    members[record] = "\n".join([*lines, f"{record},,", ""]).encode()
    return _zipped(members)


def _sources() -> Iterator[tuple[str, bytes]]:
    with as_file(files(_OWN)) as root:
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root)
            if path.is_file() and "__pycache__" not in inside.parts and inside.parts[0] != "sample":
                yield f"{_OWN}/{inside.as_posix()}", path.read_bytes()


def _requirements_file() -> Traversable:
    return files("filmes_lake.jobs") / "requirements.txt"


def _is_wanted(path: Path) -> bool:
    """Whether it is a wheel of the requirements, by its bytes."""
    if path.suffix != ".whl":
        return False
    wanted = _HASH.findall(_requirements_file().read_text(encoding="utf-8"))
    return hashlib.sha256(path.read_bytes()).hexdigest() in wanted


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
