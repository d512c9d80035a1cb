"""The packaged job on this machine: in a process of its own that has what Glue has and what the package brings."""

import io
import json
import os
import platform
import shlex
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import distribution
from itertools import chain
from pathlib import Path
from typing import IO, Any

from filmes_lake.engines.spark.configuration import SparkSettings, application
from filmes_lake.engines.spark.java import java_home
from filmes_lake.errors import EXIT_INTERRUPTED, FilmesLakeError, SettingsError, error_class
from filmes_lake.jobs.definition import run_arguments
from filmes_lake.jobs.package import SCRIPT, WHEELS, Packed
from filmes_lake.jobs.wheels import TARGET_PYTHON
from filmes_lake.lake.lake import Lake
from filmes_lake.log import logger
from filmes_lake.models.kinds import Target
from filmes_lake.progress import Progress
from filmes_lake.settings import ENVIRONMENT_PREFIX
from filmes_lake.transform.pipeline import TransformResult, published_by

# What Glue has beside Python, under the names of PyPI; the second is for a lake in S3.
OF_GLUE = ("pyspark", "py4j")
_BOTO3 = ("boto3", "botocore", "jmespath", "python-dateutil", "s3transfer", "six", "urllib3")
_SECONDS_TO_END = 120


@dataclass(frozen=True)
class S3Access:
    """What the job needs for a lake in S3: variables of its environment, settings of its Spark."""

    variables: Mapping[str, str]
    conf: Mapping[str, str]


@dataclass(frozen=True)
class LocalJob:
    """Runs the job over one lake, without `s3` over a folder; `encryption` and `strict` are the settings so named.

    `imdb` see `run_arguments`.
    """

    lake: Lake
    package: Packed
    spark: SparkSettings
    s3: S3Access | None
    encryption: str
    strict: bool = False
    imdb: str = ""

    def run(self, target: Target, *, force: bool, progress: Progress) -> TransformResult:
        """Run it to its end; its log is the progress. An error of the job is raised here as it was there."""
        began, run_id = self.lake.now(), self.lake.ledger.new_id()
        with tempfile.TemporaryDirectory(prefix="filmes-lake-job-") as made:
            folder = Path(made)
            self._install(folder / "packages")
            with _started(self._command(target, run_id, force=force), self._environment(folder), folder) as process:
                _follow(process, folder, progress)
        seconds = (self.lake.now() - began).total_seconds()
        return published_by(self.lake, run_id, "spark", target.layers, seconds)

    def _install(self, site: Path) -> None:
        """Fill the folder that is all of the job's Python beside the standard library."""
        site.mkdir()
        for name in (*OF_GLUE, *(_BOTO3 if self.s3 else ())):
            borrow(name, site)
        self.package.ready()
        refuse_other_pythons()
        for wheel in wheels_in((self.package.folder / WHEELS).read_bytes()):
            unpack(wheel, site)

    def _command(self, target: Target, run_id: str, *, force: bool) -> list[str]:
        uri = self.lake.storage.uri
        lake = uri.replace("s3:", "s3a:", 1) if self.s3 else uri
        arguments = run_arguments(lake, target, run_id, force=force, strict=self.strict, imdb=self.imdb)
        given = {"--JOB_NAME": "here", "--ENCRYPTION": self.encryption, **arguments}
        # -S: of this installation it gets what was put into the folder, and nothing else.
        return [sys.executable, "-S", str(self.package.folder.absolute() / SCRIPT), *chain(*given.items())]

    def _environment(self, folder: Path) -> dict[str, str]:
        conf = {**application(self.spark, folder / "spark"), **(self.s3.conf if self.s3 else {})}
        java = java_home()
        return {
            # On Glue no settings are there but the job's arguments.
            **{name: value for name, value in os.environ.items() if not name.startswith(ENVIRONMENT_PREFIX)},
            "XDG_CONFIG_HOME": str(folder),
            "TMPDIR": str(folder),
            "PYTHONPATH": str(folder / "packages"),
            "PYSPARK_PYTHON": sys.executable,
            "PYSPARK_SUBMIT_ARGS": _submitted(conf),
            **({"JAVA_HOME": str(java)} if java else {}),
            **(self.s3.variables if self.s3 else {}),
        }


def refuse_other_pythons() -> None:
    """SettingsError where this Python cannot load what is packed for Glue's."""
    here = f"Python {sys.version_info.major}.{sys.version_info.minor} on {platform.system()} ({platform.machine()})"
    wanted = f"Python {TARGET_PYTHON} on Linux (x86_64)"
    if here != wanted:
        raise SettingsError(
            f"the job's wheels are for {wanted}, this is {here}",
            "run it with that Python, or use: transform all --engine spark",
        )


def borrow(name: str, site: Path) -> None:
    """Link a package of this installation in, without those that it requires; PackageNotFoundError where it is not."""
    found = distribution(name)
    for top in {file.parts[0] for file in found.files or () if file.parts[0] not in {"..", "__pycache__"}}:
        if not (site / top).exists():
            (site / top).symlink_to(Path(str(found.locate_file(top))))


def wheels_in(packed: bytes) -> Iterator[bytes]:
    """The wheels of a zip of wheels."""
    with zipfile.ZipFile(io.BytesIO(packed)) as found:
        yield from (found.read(name) for name in found.namelist() if name.endswith(".whl"))


def unpack(wheel: bytes, site: Path) -> None:
    """Put a wheel in, as an installer would."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as packed:
        packed.extractall(site)


def _submitted(conf: Mapping[str, str]) -> str:
    words = chain.from_iterable(("--conf", f"{name}={value}") for name, value in conf.items())
    return shlex.join([*words, "pyspark-shell"])


@contextmanager
def _started(command: list[str], environment: Mapping[str, str], folder: Path) -> "Iterator[subprocess.Popen[str]]":
    """The job's process; however the block ends, it has ended too."""
    with (folder / "stderr").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(  # noqa: S603 - no user's words but the lake's address
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,  # Ctrl-C reaches it once, from here
        )
    with process:
        try:
            yield process
        except BaseException:
            _end(process)
            raise


def _end(process: "subprocess.Popen[str]") -> None:
    """Let the job end as Ctrl-C lets it, so that the ledger says so; kill it where it does not."""
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=_SECONDS_TO_END)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        os.killpg(process.pid, signal.SIGKILL)


def _follow(process: "subprocess.Popen[str]", folder: Path, progress: Progress) -> None:
    """Report what the job logs, to its end; raise what went wrong."""
    error: Mapping[str, Any] = {}
    assert process.stdout  # noqa: S101 - a pipe
    for line in _logged(process.stdout):
        if line["level"] == "WARNING":
            logger.warning("%s", line["message"])
        else:
            progress.step(line["message"])
        if "code" in line:  # the job's own last word; libraries may have theirs after it
            error = line
    if code := process.wait():
        raise _failure(code, error, (folder / "stderr").read_text(encoding="utf-8", errors="replace"))


def _logged(output: IO[str]) -> Iterator[Mapping[str, Any]]:
    """The log's lines; what Spark itself prints (the jars that it fetches) is none."""
    for line in output:
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict) and found.keys() >= {"level", "message"}:
            yield found


def _failure(code: int, error: Mapping[str, Any], errors: str) -> BaseException:
    if code == EXIT_INTERRUPTED:  # somebody has stopped the job itself
        return KeyboardInterrupt()
    if error:
        return error_class(str(error["code"]))(str(error["message"]), error.get("hint"))
    said = next((line.strip() for line in reversed(errors.splitlines()) if line.strip()), f"exit code {code}")
    return FilmesLakeError(f"the job failed: {said}", "see whether Spark runs here: filmes-lake doctor")
