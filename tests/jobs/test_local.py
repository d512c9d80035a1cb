"""The packaged job on this machine: its process, what it sees of the machine, how it ends."""

import io
import os
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from filmes_lake.engines.spark.configuration import SparkSettings, s3a
from filmes_lake.errors import ChecksFailed, FilmesLakeError, LockHeld, NotFound, UsageError, error_class
from filmes_lake.jobs.local import LocalJob, S3Access, refuse_other_pythons
from filmes_lake.jobs.package import Packed
from filmes_lake.models.kinds import Target
from tests.fakes.glue import packed
from tests.program import Program
from tests.shapes import check_shape
from tests.sparking import QUICK_JAVA
from tests.transform.lakes import SmallLake, film_answer, movie_line, series_line
from tests.transform.twins import differences

pytest_plugins = ("tests.running",)
pytestmark = pytest.mark.skipif(
    (sys.platform, sys.version_info[:2]) != ("linux", (3, 11)), reason="the job is packed for Glue's Python"
)


@dataclass
class Told:
    """A progress that keeps what it was told."""

    steps: list[str] = field(default_factory=list)

    def step(self, text: str) -> None:
        self.steps.append(text)

    def begin_bytes(self, what: str, total: int) -> Any:
        raise AssertionError

    begin_tally = begin_bytes

    def note(self, text: str) -> None:
        raise AssertionError


@pytest.fixture
def small(tmp_path: Path) -> SmallLake:
    made = SmallLake(tmp_path)
    made.movies(movie_line("tt0000001"))
    return made


def job_of(small: SmallLake, script: str, s3: S3Access | None = None) -> LocalJob:
    """The job over a lake whose script is another one, with a wheel that only has a module `brought`."""
    folder = packed(small.folder.parent / "package", b"")
    wheel = io.BytesIO()
    with zipfile.ZipFile(wheel, "w") as written:
        written.writestr("brought.py", "")
    with zipfile.ZipFile(folder / "filmes-lake.gluewheels.zip", "w") as written:
        written.writestr("wheels/brought-1-py3-none-any.whl", wheel.getvalue())
    (folder / "glue_job.py").write_text(script)
    return LocalJob(small.lake, Described(folder, folder), SparkSettings("local[2]", "1GB"), s3, "AES256")


class Described(Packed):
    """A package whose list is right whatever its files hold."""

    def ready(self) -> Any:
        return None


def run(job: LocalJob, told: Told | None = None) -> None:
    job.run(Target.TRUSTED, force=True, progress=told or Told())


def test_the_process_sees_what_glue_has_and_what_was_packed(small: SmallLake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FILMES_LAKE_MEMORY", "999MB")
    script = """
import importlib.util, json, os, sys
import brought
names = ("pyspark", "py4j", "duckdb", "typer", "boto3", "filmes_lake")
found = [name for name in names if importlib.util.find_spec(name)]
ours = [name for name in os.environ if name.startswith("FILMES_LAKE")]
conf = "spark.master=local[2]" in os.environ["PYSPARK_SUBMIT_ARGS"]
print("jars of Spark's own")
print(json.dumps({"level": "INFO", "message": f"{found} {ours} {conf} {sys.argv[1:5]} {sys.argv[-2:]}"}))
sys.exit("no more")
"""
    told = Told()

    with pytest.raises(FilmesLakeError, match=r"^the job failed: no more$"):
        run(job_of(small, script), told)

    given = ["--JOB_NAME", "here", "--ENCRYPTION", "AES256"]
    assert told.steps == [f"['pyspark', 'py4j'] [] True {given} ['--FORCE', 'yes']"]


def test_over_s3_it_has_boto3_and_spark_the_endpoint(small: SmallLake) -> None:
    script = """
import json, os, sys, boto3
said = os.environ["AWS_ACCESS_KEY_ID"], "fs.s3a.endpoint=http://127.0.0.1:1" in os.environ["PYSPARK_SUBMIT_ARGS"]
print(json.dumps({"level": "INFO", "message": f"{said}"}))
sys.exit(1)
"""
    told = Told()

    with pytest.raises(FilmesLakeError):
        run(job_of(small, script, S3Access({"AWS_ACCESS_KEY_ID": "key"}, s3a("http://127.0.0.1:1"))), told)

    assert told.steps == ["('key', True)"]


def test_an_error_of_the_job_is_raised_as_it_was_there(small: SmallLake) -> None:
    line = '{"level": "ERROR", "message": "titulos: 2 rows", "code": "checks_failed", "hint": "look"}'

    later = '{"level": "ERROR", "message": "a connection is gone"}'

    with pytest.raises(ChecksFailed) as caught:
        run(job_of(small, f"import sys; print('{line}'); print('{later}'); sys.exit(1)"))

    assert (caught.value.message, caught.value.hint, caught.value.exit_code) == ("titulos: 2 rows", "look", 3)


def test_a_job_that_was_interrupted_is_an_interruption(small: SmallLake) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(job_of(small, "import sys; sys.exit(130)"))


def test_who_follows_it_no_more_interrupts_it(small: SmallLake, tmp_path: Path) -> None:
    class Leaving(Told):
        def step(self, text: str) -> None:
            raise KeyboardInterrupt

    script = f"""
import time
from pathlib import Path
try:
    print('{{"level": "INFO", "message": "here"}}', flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    Path({str(tmp_path / "interrupted")!r}).touch()
"""
    with pytest.raises(KeyboardInterrupt):
        run(job_of(small, script), Leaving())

    assert (tmp_path / "interrupted").exists()


def test_another_python_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "arm64")

    with pytest.raises(FilmesLakeError, match=r"for Python 3\.11 on Linux \(x86_64\), this is .* \(arm64\)"):
        refuse_other_pythons()


@pytest.mark.parametrize(
    ("code", "kind"),
    [("lock_held", LockHeld), ("not_found", NotFound), ("usage", UsageError), ("unexpected", FilmesLakeError)],
)
def test_an_errors_class_is_found_by_its_code(code: str, kind: type[FilmesLakeError]) -> None:
    assert error_class(code) is kind


OF_THE_INDEX = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_"))}


@pytest.mark.slow  # fetches wheels
@pytest.mark.spark
@pytest.mark.timeout(900)
def test_jobs_run_publishes_duckdbs_rows(program: Program, tmp_path: Path) -> None:
    small = SmallLake(tmp_path / "small")
    small.movies(movie_line("tt0000001"), "a bad line", movie_line("tt0000002", ano_lancamento="abcd"))
    small.series(series_line("tt0000003"))
    small.answers(film_answer("tt0000001"))
    twin = small.copied(tmp_path / "twin")
    small.transform()

    ended = program.run("jobs", "run", "--lake", twin.folder, "--json", JAVA_TOOL_OPTIONS=QUICK_JAVA, **OF_THE_INDEX)

    assert ended.code == 0, ended
    check_shape("jobs-run", ended.document)
    assert {table["status"] for table in ended.document["tables"]} == {"published"}
    assert differences(small, twin) == {}
    assert [record.outcome for record in twin.lake.ledger.runs(1)] == ["done"]
