"""What functions are and what they run on: the zips, Python 3.13 with AWS's own runtime client, AWS's emulator."""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from platformdirs import user_cache_path

from filmes_lake.deploy.functions import PYTHON
from tests.environments import environment
from tests.fakes.go_program import built

ROOT = Path(__file__).parents[2]
# It has no versions: a commit of 2026-10-30.
_EMULATOR = "v0.0.0-20261030222936-bef5c4ba774d"
_PACKING = """
import sys
from pathlib import Path
from filmes_lake.deploy.architecture import Architecture
from filmes_lake.deploy.functions import make_zips
assert make_zips(Path(sys.argv[1]), Architecture.X86_64).compiled
"""


def unpack_zips(target: Path) -> None:
    """Have Python 3.13 pack each zip, and unpack it into a folder of its name, where nobody may write."""
    folder = user_cache_path("filmes-lake-tests") / f"lambda-zips-{PYTHON}"
    (folder / "wheels").mkdir(parents=True, exist_ok=True)  # they stay there
    subprocess.run([runtime(), "-c", _PACKING, folder], env={"PYTHONPATH": str(ROOT)}, check=True)
    for name in ("ingest", "transform"):
        with zipfile.ZipFile(folder / f"{name}.zip") as packed:
            packed.extractall(target / name)
    for path in target.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)


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
