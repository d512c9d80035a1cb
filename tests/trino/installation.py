"""Trino's jars, fetched from Maven Central once into a cache, and looked at before every use."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from platformdirs import user_cache_path

VERSION = "411"
JVM = Path(__file__).parent / "jvm"
# The folder of each part, and the artifact that brings it with all that it needs.
PARTS = {"server": "trino-main", "hive": "trino-hive"}
_SUMS = JVM / "jars.sha256"
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"


def installed() -> Path:
    """The folder with the jars of `server` and `hive`, exactly those of `jars.sha256`; AssertionError for others.

    `FILMES_LAKE_MAVEN` is another repository's address; `FILMES_LAKE_TRINO` another folder.
    """
    named = os.environ.get("FILMES_LAKE_TRINO")
    folder = Path(named) if named else user_cache_path("filmes-lake-tests") / f"trino-{VERSION}"
    if not folder.exists():
        _fetch(folder)
    lines = _SUMS.read_text(encoding="utf-8").splitlines()
    wanted = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = dict(sums(folder))
    strange = sorted(name for name in {*wanted, *found} if wanted.get(name) != found.get(name))
    assert not strange, f"{folder}: not the jars of {_SUMS.name}: {', '.join(strange)}; remove the folder, run again"
    return folder


def sums(folder: Path) -> Iterator[tuple[str, str]]:
    """Every jar under the folder, with its SHA-256."""
    for path in sorted(folder.glob("*/*.jar")):
        with path.open("rb") as file:
            yield path.relative_to(folder).as_posix(), hashlib.file_digest(file, "sha256").hexdigest()


def _fetch(folder: Path) -> None:
    """Fetch all into a folder beside it, which is renamed when it is whole."""
    assert shutil.which("mvn"), "make test-trino needs Maven (mvn)"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        for part, artifact in PARTS.items():
            _copy(artifact, Path(scratch) / "jars" / part)
        (Path(scratch) / "jars").rename(folder)


def _copy(artifact: str, target: Path) -> None:
    repository = os.environ.get("FILMES_LAKE_MAVEN")
    options = [f"-Dof={artifact}", f"-Dtrino={VERSION}", "-DincludeScope=runtime", f"-DoutputDirectory={target}"]
    subprocess.run(
        # -C: an artifact whose checksum is not the repository's own is refused.
        ["mvn", "-B", "-q", "-C", "-f", str(JVM), _COPY, *options]
        + ([f"-Drepository={repository}"] if repository else []),
        check=True,
    )
