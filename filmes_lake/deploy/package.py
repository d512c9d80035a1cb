"""A package: a folder of files that AWS gets, and a list of them by their hashes."""

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from filmes_lake import __version__
from filmes_lake.deploy.architecture import Architecture
from filmes_lake.errors import FilmesLakeError

OWN = "filmes_lake"
_LIST = "package.json"


class PackedFile(BaseModel):
    """A file of the package: its name, its size in bytes, its SHA-256."""

    model_config = ConfigDict(frozen=True)

    name: str
    bytes: int
    sha256: str


class Package(BaseModel):
    """What is in a folder: the program's version and the files, in their order; for Lambda, for which processor."""

    model_config = ConfigDict(frozen=True)

    program: str
    architecture: Architecture | None = None
    files: tuple[PackedFile, ...]

    @property
    def digest(self) -> str:
        """What stands for just these files."""
        return hashlib.sha256("".join(file.sha256 for file in self.files).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class CodeFile:
    """A file, where it belongs in the lake, and the parameter of the template that names it."""

    parameter: str
    key: str
    path: Path


def write_package(folder: Path, contents: Mapping[str, bytes], architecture: Architecture | None = None) -> Package:
    """Write files and list."""
    described = tuple(_described(name, data) for name, data in contents.items())
    packed = Package(program=__version__, architecture=architecture, files=described)
    for name, data in {**contents, _LIST: packed.model_dump_json(indent=1, exclude_none=True).encode()}.items():
        (folder / name).write_bytes(data)
    return packed


def open_package(folder: Path, command: str) -> Package:
    """The package that the command made in `folder`; an error where there is none, or not as it was made."""
    again = f"make it again: {command}"
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


def own_sources() -> Iterator[tuple[str, bytes]]:
    """The program's own files by their names in a wheel, in order; the sample stays out."""
    with as_file(files(OWN)) as root:
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root)
            if path.is_file() and "__pycache__" not in inside.parts and inside.parts[0] != "sample":
                yield f"{OWN}/{inside.as_posix()}", path.read_bytes()


def zipped(members: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """A zip without times and users: equal members make equal bytes, stored ones with every compressor."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as packed:
        for name, data in members.items():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system, member.external_attr, member.compress_type = 3, 0o100644 << 16, compression
            packed.writestr(member, data)
    return target.getvalue()


def _described(name: str, data: bytes) -> PackedFile:
    return PackedFile(name=name, bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
