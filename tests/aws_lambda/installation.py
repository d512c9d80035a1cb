"""What the functions run on: Python 3.13 with AWS's own runtime client, and AWS's emulator of Lambda."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from filmes_lake.deploy.functions import PYTHON
from tests.environments import environment
from tests.fakes.go_program import built

ROOT = Path(__file__).parents[2]
# It has no versions: a commit of 2026-10-30.
_EMULATOR = "v0.0.0-20261030222936-bef5c4ba774d"


def emulator() -> Path:
    """AWS's emulator; see `built`."""
    package = "github.com/aws/aws-lambda-runtime-interface-emulator/cmd/aws-lambda-rie"
    return built("aws-lambda-rie", package, _EMULATOR, "FILMES_LAKE_LAMBDA_RIE")


def runtime() -> Path:
    """Python 3.13 in an environment with awslambdaric, and what packing needs."""
    return environment("lambda", _python)


def _python() -> str:
    """Python 3.13: from the path, of pyenv's versions, else as uv has or fetches it."""
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    candidates = [shutil.which(f"python{PYTHON}"), *map(str, sorted(versions.glob(f"{PYTHON}.*/bin/python")))]
    for candidate in filter(None, candidates):
        if _runs(candidate):
            return candidate
    subprocess.run([sys.executable, "-m", "uv", "python", "install", "--quiet", PYTHON], check=True)
    with tempfile.TemporaryDirectory() as nowhere:
        found = [sys.executable, "-m", "uv", "python", "find", PYTHON]
        return subprocess.run(found, cwd=nowhere, check=True, capture_output=True, text=True).stdout.strip()


def _runs(python: str) -> bool:
    """Whether it is one: pyenv puts a name for each version on the path, whichever it would start."""
    try:
        ended = subprocess.run([python, "-c", "import sys; print(sys.version)"], capture_output=True, check=False)
    except OSError:
        return False
    return ended.returncode == 0 and ended.stdout.decode().startswith(f"{PYTHON}.")
