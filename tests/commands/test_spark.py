"""`transform --engine spark` as a user runs it, on a machine without Java."""

import signal
import sys
from pathlib import Path

import pytest

from tests.in_process import Here
from tests.program import Program, finish, stored
from tests.sparking import hide_java

pytest_plugins = ("tests.in_process", "tests.running")
pytestmark = [pytest.mark.spark, pytest.mark.timeout(300)]


@pytest.fixture
def no_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "no-java"
    folder.mkdir()
    hide_java(folder, monkeypatch)


def test_a_master_that_is_not_there_is_an_error_before_anything_starts(here: Here, demo_copy: Path) -> None:
    before = stored(demo_copy)
    ended = here.run(
        *("transform", "all", "--engine", "spark", "--force", "--lake", "lake"),
        FILMES_LAKE_SPARK_MASTER="spark://127.0.0.1:1,127.0.0.1:2",
    )

    assert ended.code == 1
    assert ended.err.splitlines()[-1] == (
        "error: spark://127.0.0.1:1,127.0.0.1:2: no Spark master answers there: Connection refused "
        "(start it, or set FILMES_LAKE_SPARK_MASTER, which is local[*] for this computer alone)"
    )
    assert stored(demo_copy) == before


@pytest.mark.slow  # starts a JVM of its own
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one process")
def test_ctrl_c_ends_spark_and_leaves_the_lake_as_it_was(program: Program, demo_copy: Path, no_java: None) -> None:
    before = (demo_copy / "_ops/current.json").read_bytes()
    running = program.start("transform", "all", "--engine", "spark", "--force", "--lake", "lake")
    assert running.stderr
    while "trusted: " not in running.stderr.readline():  # of which statement, depends on the machine
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
