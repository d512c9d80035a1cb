"""The packaged Glue job in an environment of its own, on a lake in a folder: it makes what DuckDB makes."""

import sys
from pathlib import Path

import pytest

from filmes_lake.jobs.local import OF_GLUE
from filmes_lake.jobs.package import script as entry
from filmes_lake.jobs.wheels import job_requirements, own_wheel
from filmes_lake.models.kinds import Kind, Layer
from tests.fakes.glue_python import GluePython
from tests.transform.lakes import BOTH, SmallLake, movie_line
from tests.transform.twins import differences

pytestmark = [
    pytest.mark.spark,
    pytest.mark.timeout(300),
    pytest.mark.skipif(sys.platform == "win32", reason="Glue runs on Linux"),
]
RUN = "20260101T000000000Z-abcd"


@pytest.fixture(scope="module")
def glue(tmp_path_factory: pytest.TempPathFactory) -> GluePython:
    """What Glue has, the job's wheel, and the packages that the zip brings with it."""
    made = GluePython.make(tmp_path_factory.mktemp("glue") / "environment")
    requirements = job_requirements()
    for name in (*OF_GLUE, *(pin.partition("==")[0] for pin in requirements.pins)):
        made.borrow(name)
    made.unpack(own_wheel(requirements))
    return made


@pytest.fixture
def script(glue: GluePython, tmp_path: Path) -> Path:
    """The entry alone, as Glue fetches it."""
    (tmp_path / "glue_job.py").write_bytes(entry())
    return tmp_path / "glue_job.py"


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    """The sample and a few rejected lines, in Raw."""
    small = SmallLake(tmp_path_factory.mktemp("lake"))
    small.sample()
    return small


def test_nothing_of_the_command_line_and_no_other_engine_is_there(glue: GluePython) -> None:
    assert glue.can_import("filmes_lake.engines.spark.transforms")
    assert not any(map(glue.can_import, ("duckdb", "typer", "rich", "requests", "pyarrow", "sqlglot")))


@pytest.mark.slow
def test_it_makes_what_duckdb_makes_and_leaves_nothing_else(
    glue: GluePython, script: Path, lake: SmallLake, tmp_path: Path
) -> None:
    twin = lake.copied(tmp_path / "twin")
    lake.transform()

    ended = glue.run(script, "--JOB_NAME", "films", "--LAKE_URI", str(twin.folder), "--RUN_ID", RUN)

    assert ended.code == 0, ended
    assert len(ended.lines) == len(ended.out.splitlines()) > 40
    assert ended.lines[0]["message"] == f"job films: all of {twin.folder}"
    assert (ended.lines[-1]["message"], ended.lines[-1]["run_id"]) == ("done", RUN)
    assert differences(lake, twin) == {}
    assert {twin.manifest(layer).run_id for layer in BOTH} == {RUN}
    tables = [table for layer in BOTH for table in twin.manifest(layer).tables.values()]
    named = {file.key for table in tables for file in table.files}
    found = {path.relative_to(twin.folder).as_posix() for path in twin.folder.rglob("*") if path.is_file()}
    assert {key for key in found if key.startswith(("Trusted", "Refined"))} == named
    assert not [key for key in found if key.startswith("_ops/tmp/")]


@pytest.mark.slow
def test_a_failed_audit_publishes_nothing_and_fails(glue: GluePython, script: Path, tmp_path: Path) -> None:
    small = SmallLake(tmp_path)
    small.movies(movie_line("tt0000001"))
    small.plant_line_count(Kind.MOVIES, 7)

    ended = glue.run(script, "--JOB_NAME", "films", f"--LAKE_URI={small.folder}", "--LAYER", "trusted")

    assert ended.code == 1
    assert (ended.lines[-1]["level"], ended.lines[-1]["code"]) == ("ERROR", "checks_failed")
    assert ended.lines[-1]["message"] in ended.err
    assert small.lake.versions.current(Layer.TRUSTED) is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--JOB_NAME", "films"), "LAKE_URI"),
        (("--JOB_NAME", "films", "--LAKE_URI", "none", "--LAYER", "raw"), "--LAYER raw: not a layer"),
        (("--JOB_NAME", "films", "--LAKE_URI", "gs://none"), "gs://none: not a lake's address"),
    ],
    ids=["no lake", "no such layer", "no such store"],
)
def test_what_cannot_be_is_one_line_of_json_and_a_failure(
    glue: GluePython, script: Path, arguments: tuple[str, ...], words: str
) -> None:
    ended = glue.run(script, *arguments)

    assert ended.code == 1
    assert words in ended.lines[-1]["message"]
    assert ended.lines[-1]["level"] == "ERROR"
