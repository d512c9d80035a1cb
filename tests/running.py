"""Fixtures that run the program. A test module asks for them with `pytest_plugins = ("tests.running",)`."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.made_once import made_once
from tests.program import Program
from tests.transform.lakes import SmallLake


@pytest.fixture(scope="session")
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Processes share compiled modules even where the environment forbids to write them beside the sources."""
    folder = os.environ.get("PYTHONPYCACHEPREFIX") or str(tmp_path_factory.mktemp("compiled"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPYCACHEPREFIX", folder)
        yield


@pytest.fixture
def program(tmp_path: Path, compiled_once: None) -> Program:
    """The program in an empty folder."""
    folder = tmp_path / "work"
    folder.mkdir()
    return Program(folder)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, compiled_once: None) -> Path:
    """The demo's lake, made once for all. It is not to be written to."""
    return made_once(tmp_path_factory, "demo", _make_demo) / "lake"


def _make_demo(folder: Path) -> None:
    ended = Program(folder).run("demo", "--lake", "lake")
    assert ended.code == 0, ended


@pytest.fixture(scope="session")
def sample_lake(demo: Path) -> SmallLake:
    """The demo's lake for tests that run no program: the sample's files and every table. It is not to be written to."""
    return SmallLake(demo.parent)


@pytest.fixture
def demo_copy(demo: Path, program: Program) -> Path:
    """A copy of the demo's lake, at `lake` in the program's folder."""
    return Path(shutil.copytree(demo, program.folder / "lake"))
