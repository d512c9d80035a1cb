"""The zips that AWS Lambda runs: the program and its requirements, unpacked, for one architecture.

See https://docs.aws.amazon.com/lambda/latest/dg/python-package.html. `ingest.zip` asks TMDB and has no DuckDB;
`transform.zip` has every function.
"""

import fnmatch
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from filmes_lake.deploy.architecture import Architecture
from filmes_lake.deploy.package import OWN, Package, own_sources, write_package, zipped
from filmes_lake.deploy.wheels import Machine, Requirements
from filmes_lake.errors import FilmesLakeError

PYTHON = "3.13"
# Of AWS's services that botocore describes, those that the functions ask; all of them are 25 MB.
SERVICES = ("glue", "quicksight", "s3", "ssm", "sts")
_ZIPS = {"ingest.zip": "requirements-ingest.txt", "transform.zip": "requirements-transform.txt"}
# Wheels for these versions of glibc run on Amazon Linux 2023, which has the first.
_GLIBC = ("2_34", "2_31", "2_28", "2_27", "2_26", "2_24", "2_17")
# Where Lambda unpacks a zip; tracebacks of compiled code name it.
_ROOT = "/var/task"
_SERVICE_DATA = re.compile(r"botocore/data/([^/]+)/")
# What is for terminals and for whoever deploys; what a wheel has for installers and for people who write code; and what
# of a package no function comes to: pydantic's first version, a table of time zones (all is in UTC), AWS's examples.
_ROOMS = ("commands", "console", "dashboard/web", "deploy/templates", "doctor", "diff", "explain")
_TERMINAL = ("cli.py", "__main__.py", *(f"{room}/*" for room in _ROOMS))
_OF_WHEELS = ("*.dist-info/RECORD", "*.dist-info/sboms/*", "*.data/*", "*.pyi", "*/")
_UNUSED = ("pydantic/v1/*", "pydantic/mypy.py", "dateutil/zoneinfo/*.tar.gz", "botocore/data/*/examples-1.json.gz")
_LEFT_OUT = (*(f"{OWN}/{place}" for place in _TERMINAL), *_OF_WHEELS, *_UNUSED)
_UNPACKED_ELSEWHERE = re.compile(r"[^/]+\.data/(purelib|platlib)/")


@dataclass(frozen=True)
class FunctionZips:
    """What was packed; `unpacked` has the bytes of each zip's contents by its name.

    Where it is not `compiled`, every cold start compiles the code anew, since nothing can be written beside it.
    """

    package: Package
    architecture: Architecture
    unpacked: Mapping[str, int]
    compiled: bool


def make_zips(folder: Path, architecture: Architecture) -> FunctionZips:
    """Make the zips in `folder`; the same bytes wherever program, requirements and this Python are the same."""
    try:
        trees = {name: _members(folder, architecture, needs) for name, needs in _ZIPS.items()}
        contents = {name: zipped(members, zipfile.ZIP_DEFLATED) for name, members in trees.items()}
        package = write_package(folder, contents, architecture)
    except OSError as error:
        raise FilmesLakeError(f"{folder}: cannot be written: {error.strerror}", "use --output FOLDER") from error
    sizes = {name: sum(map(len, members.values())) for name, members in trees.items()}
    return FunctionZips(package, architecture, sizes, can_compile())


def can_compile() -> bool:
    """Whether this Python is the functions' own, so that they take what it compiles."""
    return sys.implementation.name == "cpython" and f"{sys.version_info[0]}.{sys.version_info[1]}" == PYTHON


def requirements_of(name: str, architecture: Architecture) -> Requirements:
    """Those of a list that comes with the program."""
    text = (files("filmes_lake.deploy") / name).read_text(encoding="utf-8")
    machine = Machine(PYTHON, tuple(f"manylinux_{glibc}_{architecture.machine}" for glibc in _GLIBC))
    return Requirements(text, machine, "the function", "check the network and pip's settings")


def _members(folder: Path, architecture: Architecture, needs: str) -> dict[str, bytes]:
    """The files of a zip by their names, in order."""
    wheels = requirements_of(needs, architecture).fetch(folder / "wheels" / architecture.value)
    members = {name: data for name, data in own_sources() if _is_needed(name)}
    for name in sorted(wheels):
        members |= _unpacked(wheels[name])
    return dict(sorted({**members, **(_compiled(members) if can_compile() else {})}.items()))


def _unpacked(wheel: bytes) -> dict[str, bytes]:
    """A wheel's files as they are installed, of which only what the functions need."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as packed:
        installed = {name: _UNPACKED_ELSEWHERE.sub("", name, count=1) for name in packed.namelist()}
        return {place: packed.read(name) for name, place in installed.items() if _is_needed(place)}


def _is_needed(place: str) -> bool:
    service = _SERVICE_DATA.match(place)
    if service and service[1] not in SERVICES:
        return False
    return not any(fnmatch.fnmatch(place, pattern) for pattern in _LEFT_OUT)


def _compiled(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """The code as Python loads it without a look at its source, whose time in a zip says nothing."""
    with TemporaryDirectory() as scratch:
        root = Path(scratch)
        for name in filter(lambda name: name.endswith(".py"), members):
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(members[name])
        # In a process of its own, what this one has loaded leaves no trace in the bytes.
        how = ("-q", "--invalidation-mode", "unchecked-hash", "-s", scratch, "-p", _ROOT)
        ended = subprocess.run(  # noqa: S603 - no user's words
            [sys.executable, "-I", "-m", "compileall", *how, scratch], capture_output=True, text=True, check=False
        )
        if ended.returncode:
            raise FilmesLakeError(f"the functions' code does not compile: {ended.stdout.strip().partition(chr(10))[0]}")
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.pyc")}
