"""Environments of Python beside the one that the tests run in, each with what one file of requirements names."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path

_REQUIREMENTS = Path(__file__).parents[1] / "requirements"


def environment(name: str, python: Callable[[], str] = lambda: sys.executable) -> Path:
    """The Python of an environment with the requirements of this name; made once into a cache."""
    requirements = _REQUIREMENTS / f"{name}.txt"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()[:16]
    folder = user_cache_path("filmes-lake-tests") / f"{name}-{digest}"
    if not (folder / "whole").exists():
        _make(folder, requirements, python())
    return folder / "bin" / "python"


def _make(folder: Path, requirements: Path, python: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([python, "-m", "venv", folder], check=True)
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(folder / "bin" / "python")]
    subprocess.run([*install, "--require-hashes", "-r", str(requirements)], check=True)
    (folder / "whole").touch()
