"""Other processes that use the package, to be killed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filmes_lake

READY = "ready"


@contextmanager
def running(code: str, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """A Python process that runs `code` and has printed `ready`; it is killed when the block ends, if not before."""
    environment = {**os.environ, "PYTHONPATH": str(Path(filmes_lake.__file__).parents[1])}
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout
    try:
        assert process.stdout.readline().strip() == READY
        yield process
    finally:
        kill(process)
        process.stdout.close()


def kill(process: "subprocess.Popen[str]") -> None:
    """End the process at once: it gets no chance to clean up (SIGKILL where there are signals)."""
    process.kill()
    process.wait()
