"""The Glue job's package: pinned wheels by their hashes, equal contents as equal bytes, one line where it cannot be."""

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from filmes_lake import __version__
from filmes_lake.deploy.package import Package
from filmes_lake.deploy.wheels import Requirements
from filmes_lake.errors import FilmesLakeError
from filmes_lake.jobs.package import SCRIPT, WHEELS, make_package, open_package
from filmes_lake.jobs.wheels import job_requirements, own_wheel
from tests.program import Program
from tests.shapes import check_shape

pytest_plugins = ("tests.running",)


REQUIREMENTS = job_requirements()


@pytest.fixture
def wheel() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(own_wheel(REQUIREMENTS)))


@dataclass(frozen=True)
class Fetched:
    """A folder that has the wheels of these requirements."""

    folder: Path
    requirements: Requirements

    def make(self, folder: Path | None = None) -> Package:
        return make_package(folder or self.folder, self.requirements)

    @property
    def packed(self) -> list[str]:
        """What is in the zip."""
        return zipfile.ZipFile(self.folder / WHEELS).namelist()


@pytest.fixture
def fetched(tmp_path: Path) -> Fetched:
    """Wheels that are none, but have the right hashes."""
    lines = []
    for pin in REQUIREMENTS.pins:
        path = tmp_path / "package" / "wheels" / f"{pin.replace('==', '-')}-py3-none-any.whl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pin.encode())
        lines += [f"{pin} \\", f"    --hash=sha256:{hashlib.sha256(pin.encode()).hexdigest()}"]
    return Fetched(tmp_path / "package", job_requirements("\n".join(lines)))


def test_the_wheel_asks_for_what_the_zip_has_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    metadata = wheel.read(f"filmes_lake-{__version__}.dist-info/METADATA").decode().splitlines()

    wanted = [line.removeprefix("Requires-Dist: ") for line in metadata if line.startswith("Requires-Dist")]
    assert wanted == REQUIREMENTS.pins
    assert {pin.partition("==")[0] for pin in wanted} >= {"pydantic", "pydantic-core", "filelock", "platformdirs"}


def test_the_wheel_has_the_sql_and_no_sample(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()

    assert "filmes_lake/transform/sql/_generated/spark/trusted/creditos.sql" in names
    assert "filmes_lake/engines/spark/log4j2.properties" in names
    assert not [name for name in names if "sample/" in name and name.endswith((".csv", ".jsonl"))]
    assert not [name for name in names if "__pycache__" in name]


def test_an_installer_takes_the_wheel(tmp_path: Path) -> None:
    path = tmp_path / f"filmes_lake-{__version__}-py3-none-any.whl"
    path.write_bytes(own_wheel(REQUIREMENTS))

    install = [sys.executable, "-m", "uv", "pip", "install", "--offline", "--no-deps", "--target"]
    subprocess.run([*install, str(tmp_path / "to"), str(path)], check=True, capture_output=True)

    assert (tmp_path / "to" / "filmes_lake" / "entrypoints" / SCRIPT).is_file()


def test_equal_contents_are_equal_bytes(fetched: Fetched, tmp_path: Path) -> None:
    first = fetched.make()
    before = (fetched.folder / WHEELS).read_bytes()
    (tmp_path / "other").mkdir()
    (fetched.folder / "wheels").rename(tmp_path / "other" / "wheels")

    assert fetched.make(tmp_path / "other") == first
    assert (tmp_path / "other" / WHEELS).read_bytes() == before


def test_a_wheel_of_other_bytes_does_not_get_in(fetched: Fetched) -> None:
    (fetched.folder / "wheels" / "stranger-1-py3-none-any.whl").write_bytes(b"x")
    fetched.make()

    assert len(fetched.packed) == len(REQUIREMENTS.pins) + 2
    assert not [name for name in fetched.packed if "stranger" in name]


def test_what_was_packed_is_opened_and_what_was_changed_is_not(fetched: Fetched) -> None:
    made = fetched.make()
    assert open_package(fetched.folder) == made

    (fetched.folder / SCRIPT).write_bytes(b"pass")

    with pytest.raises(FilmesLakeError, match=r"glue_job\.py: not the bytes that were packed"):
        open_package(fetched.folder)


@pytest.mark.parametrize("text", ["", "[]", '{"program": "1"}'])
def test_what_is_no_list_is_no_package(text: str, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text(text, encoding="utf-8")

    with pytest.raises(FilmesLakeError, match=r"not a package's list"):
        open_package(tmp_path)


@pytest.mark.slow
def test_without_an_index_the_error_says_so_in_one_line(program: Program) -> None:
    ended = program.run("jobs", "package", PIP_NO_INDEX="1", PIP_CONFIG_FILE="/dev/null", PIP_FIND_LINKS="none")

    assert ended.code == 1
    assert "the job's wheels could not be fetched: " in ended.error
    assert not (program.folder / "dist/glue/package.json").exists()


@pytest.mark.slow  # fetches wheels
def test_a_package_is_shown_as_a_document_of_a_known_shape(program: Program) -> None:
    of_the_index = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_"))}
    document = program.run("jobs", "package", "--json", **of_the_index).document

    check_shape("jobs-package", document)
    assert all((program.folder / document["folder"] / file["name"]).is_file() for file in document["files"])
