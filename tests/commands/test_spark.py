"""`transform --engine spark` as a user runs it, on a machine without Java."""

import signal
import sys
from pathlib import Path

import pytest

from tests.program import Program, finish
from tests.sparking import hide_java

pytest_plugins = ("tests.running",)
pytestmark = [pytest.mark.spark, pytest.mark.timeout(300)]


@pytest.fixture
def no_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "no-java"
    folder.mkdir()
    hide_java(folder, monkeypatch)


@pytest.mark.slow  # starts a JVM of its own
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one process")
def test_ctrl_c_ends_spark_and_leaves_the_lake_as_it_was(program: Program, demo_copy: Path, no_java: None) -> None:
    before = (demo_copy / "_ops/current.json").read_bytes()
    running = program.start("transform", "all", "--engine", "spark", "--force", "--lake", "lake")
    assert running.stderr
    while "registros_filmes" not in running.stderr.readline():
        assert running.poll() is None
    running.send_signal(signal.SIGINT)
    ended = finish(running)  # which waits for the JVM too: it holds the same standard error

    assert ended.code == 130
    assert ended.err.splitlines()[-1].startswith("error: interrupted: ")
    assert "Traceback" not in ended.err
    assert (demo_copy / "_ops/current.json").read_bytes() == before
    assert not list((demo_copy / "_ops/tmp").iterdir())


def test_without_its_extra_it_says_in_one_line_what_to_install(program: Program, demo_copy: Path) -> None:
    blocked = program.folder / "blocked/pyspark/__init__.py"
    blocked.parent.mkdir(parents=True)
    blocked.write_text("raise ModuleNotFoundError('no', name='pyspark')\n", encoding="utf-8")
    path = str(program.folder / "blocked")
    ended = program.run("transform", "all", "--engine", "spark", "--lake", "lake", PYTHONPATH=path)

    assert ended.code == 5
    assert ended.error.startswith("error: Spark needs pyspark, which is not installed (")
    assert ended.error.endswith("[spark]')")
