"""The job's package: a folder with the script, the zip of wheels, and a list of both by their hashes."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from filmes_lake.deploy import package
from filmes_lake.deploy.package import CodeFile, Package
from filmes_lake.deploy.wheels import Requirements
from filmes_lake.errors import FilmesLakeError
from filmes_lake.jobs.wheels import job_requirements, zip_of_wheels
from filmes_lake.lake import layout

SCRIPT = "glue_job.py"
WHEELS = "filmes-lake.gluewheels.zip"  # Glue knows it by this ending
_PARAMETERS = {SCRIPT: "JobScriptKey", WHEELS: "JobWheelsKey"}


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


def code_files(packed: Packed) -> list[CodeFile]:
    """The job's files as a stack names them."""
    package = packed.ready()
    return [
        CodeFile(_PARAMETERS[file.name], layout.job_file(package.digest, file.name), packed.folder / file.name)
        for file in package.files
    ]


def make_package(folder: Path, requirements: Requirements | None = None) -> Package:
    """Make the package in `folder`; the same bytes wherever the program and its requirements are the same."""
    requirements = requirements or job_requirements()
    try:
        wheels = requirements.fetch(folder / "wheels")
        return package.write_package(folder, {SCRIPT: script(), WHEELS: zip_of_wheels(wheels, requirements)})
    except OSError as error:
        raise FilmesLakeError(f"{folder}: cannot be written: {error.strerror}", "use --output FOLDER") from error


def open_package(folder: Path) -> Package:
    """See `deploy.package.open_package`."""
    return package.open_package(folder, "filmes-lake jobs package")


def script() -> bytes:
    """The job's script: the entry, as it lies in the package."""
    return (files("filmes_lake.entrypoints") / SCRIPT).read_bytes()
