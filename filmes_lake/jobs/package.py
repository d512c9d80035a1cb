"""The job's package: a folder with the script, the zip of wheels, and a list of both by their hashes."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from filmes_lake import __version__
from filmes_lake.errors import FilmesLakeError
from filmes_lake.jobs.wheels import Requirements, zip_of_wheels

SCRIPT = "glue_job.py"
WHEELS = "filmes-lake.gluewheels.zip"  # Glue knows it by this ending
_LIST = "package.json"


class PackedFile(BaseModel):
    """A file of the package: its name, its size in bytes, its SHA-256."""

    model_config = ConfigDict(frozen=True)

    name: str
    bytes: int
    sha256: str


class Package(BaseModel):
    """What is in a folder: the program's version and the files, script first."""

    model_config = ConfigDict(frozen=True)

    program: str
    files: tuple[PackedFile, ...]

    @property
    def digest(self) -> str:
        """What stands for just these files."""
        return hashlib.sha256("".join(file.sha256 for file in self.files).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Packed:
    """The package that is to run: the one that lies in `made`, or else one that is made in `cache`."""

    made: Path | None
    cache: Path

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return self.made or self.cache

    def ready(self) -> Package:
        """What is in it; see `make_package` and `open_package`."""
        return make_package(self.cache) if self.made is None else open_package(self.made)


def make_package(folder: Path, requirements: Requirements | None = None) -> Package:
    """Make the package in `folder`; the same bytes wherever the program and its requirements are the same."""
    requirements = requirements or Requirements.of_the_job()
    try:
        wheels = requirements.fetch(folder / "wheels")
        contents = {SCRIPT: script(), WHEELS: zip_of_wheels(wheels, requirements)}
        packed = Package(program=__version__, files=tuple(_described(name, data) for name, data in contents.items()))
        for name, data in {**contents, _LIST: packed.model_dump_json(indent=1).encode()}.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        raise FilmesLakeError(f"{folder}: cannot be written: {error.strerror}", "use --output FOLDER") from error
    return packed


def open_package(folder: Path) -> Package:
    """The package that was made in `folder`; an error where there is none, or not as it was made."""
    again = "make it again: filmes-lake jobs package"
    try:
        packed = Package.model_validate_json((folder / _LIST).read_bytes())
        for file in packed.files:
            if _described(file.name, (folder / file.name).read_bytes()) != file:
                raise FilmesLakeError(f"{folder / file.name}: not the bytes that were packed", again)
    except OSError as error:
        raise FilmesLakeError(f"{error.filename}: {error.strerror}", again) from error
    except ValidationError as error:
        raise FilmesLakeError(f"{folder / _LIST}: not a package's list", again) from error
    return packed


def script() -> bytes:
    """The job's script: the entry, as it lies in the package."""
    return (files("filmes_lake.entrypoints") / SCRIPT).read_bytes()


def _described(name: str, data: bytes) -> PackedFile:
    return PackedFile(name=name, bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
