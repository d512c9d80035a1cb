"""The zips of Lambda's functions: what is in them and what is not, how large they are, and that they are the same."""

import os
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import filmes_lake
from filmes_lake.deploy.architecture import Architecture
from filmes_lake.deploy.functions import SERVICES, FunctionZips, can_compile, make_zips, requirements_of
from tests.fakes.tmdb_server import TOKEN
from tests.program import Program
from tests.shapes import check_shape

pytest_plugins = ("tests.running",)

# A processor's number in the header of an ELF file.
PROCESSORS = {Architecture.X86_64: 0x3E, Architecture.ARM64: 0xB7}
MAKING = [pytest.mark.slow, pytest.mark.timeout(600)]  # fetches wheels
OF_THE_INDEX = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_"))}


def pins(name: str) -> set[str]:
    return set(requirements_of(name, Architecture.ARM64).pins)


def test_the_functions_that_make_tables_have_duckdb_and_what_it_needs_more() -> None:
    more = pins("requirements-transform.txt") - pins("requirements-ingest.txt")

    assert {pin.partition("==")[0] for pin in more} == {"duckdb", "pytz"}
    assert pins("requirements-ingest.txt") <= pins("requirements-transform.txt")


def test_every_service_that_lake_and_catalog_ask_is_among_those_that_travel() -> None:
    root = Path(filmes_lake.__file__).parent
    texts = [
        path.read_text(encoding="utf-8") for part in ("aws", "lake", "catalog") for path in (root / part).rglob("*.py")
    ]

    asked = {name for text in texts for name in re.findall(r"\.client\(\s*\"([a-z0-9-]+)\"", text)}

    assert asked == set(SERVICES)


@dataclass(frozen=True)
class Packed:
    """The zips that were made in a folder."""

    folder: Path
    zips: FunctionZips

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()


Make = Callable[[Architecture], Packed]


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Has the zips of an architecture made, once."""

    @cache
    def make(architecture: Architecture) -> Packed:
        folder = tmp_path_factory.mktemp(architecture.value)
        (folder / "wheels").mkdir()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TMDB_API_TOKEN", TOKEN)
            return Packed(folder, make_zips(folder, architecture))

    return make


@pytest.mark.slow  # fetches wheels
@pytest.mark.timeout(600)
def test_what_is_made_twice_is_the_same(packed: Make) -> None:
    first = packed(Architecture.ARM64)
    before = [first.read(file.name) for file in first.zips.package.files]

    assert make_zips(first.folder, Architecture.ARM64) == first.zips
    assert [first.read(file.name) for file in first.zips.package.files] == before


@pytest.mark.parametrize("architecture", [pytest.param(each, marks=MAKING) for each in Architecture])
def test_they_are_small_enough_to_be_uploaded_and_unpacked(packed: Make, architecture: Architecture) -> None:
    made = packed(architecture)

    assert len(made.read("ingest.zip")) <= 10e6
    assert len(made.read("transform.zip")) <= 50e6
    assert made.zips.unpacked["transform.zip"] <= 120e6


@pytest.mark.parametrize("name", ["ingest.zip", "transform.zip"])
@pytest.mark.parametrize("architecture", [pytest.param(each, marks=MAKING) for each in Architecture])
def test_they_hold_what_the_functions_need_and_nothing_of_this_machine(
    packed: Make, architecture: Architecture, name: str
) -> None:
    made = packed(architecture)
    with zipfile.ZipFile(made.folder / name) as archive:
        names = archive.namelist()
        libraries = {member: archive.read(member) for member in names if re.search(r"\.so(\.|$)", member)}
        text = b"".join(archive.read(member) for member in names if member.startswith("filmes_lake/"))
    tops = {member.partition("/")[0] for member in names}

    assert {int.from_bytes(data[18:20], "little") for data in libraries.values()} == {PROCESSORS[architecture]}
    assert any(library.startswith("pydantic_core/") for library in libraries)
    assert ("duckdb" in tops) == (name == "transform.zip")
    assert not tops & {"click", "pyarrow", "pygments", "rich", "shellingham", "typer"}
    assert {member.split("/")[2] for member in names if re.match("botocore/data/[^/]+/", member)} == set(SERVICES)
    assert not [member for member in names if member.endswith((".lock", "/machine", ".env")) or "/sample/m" in member]
    assert any(member.endswith(".pyc") for member in names) == made.zips.compiled == can_compile()
    assert "filmes_lake/entrypoints/lambda_handler.py" in names
    # A template that changed would make other functions of the same code.
    assert not [member for member in names if member.startswith("filmes_lake/deploy/templates/")]
    assert TOKEN.encode() not in text


@pytest.mark.slow  # fetches wheels
@pytest.mark.timeout(600)
def test_they_are_shown_as_a_document_of_a_known_shape(program: Program) -> None:
    ended = program.run("deploy", "package", "--json", **OF_THE_INDEX)

    check_shape("deploy-package", ended.document)
    assert ended.document["architecture"] == "arm64"
    assert all((program.folder / ended.document["folder"] / file["name"]).is_file() for file in ended.document["files"])


@pytest.mark.slow
def test_without_an_index_the_error_says_so_in_one_line(program: Program) -> None:
    ended = program.run("deploy", "package", PIP_NO_INDEX="1", PIP_CONFIG_FILE="/dev/null", PIP_FIND_LINKS="none")

    assert ended.code == 1
    assert "the function's wheels could not be fetched: " in ended.error
    assert not (program.folder / "dist/lambda/package.json").exists()
