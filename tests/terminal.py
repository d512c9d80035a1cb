"""The program at a terminal: what it shows there, on both its streams, and what is typed."""

import contextlib
import os
from pathlib import Path

from tests.program import Program

COLUMNS = 120


def at_terminal(program: Program, typed: str, *arguments: str | Path, **environment: str) -> tuple[int, str]:
    """The exit code, and all that the terminal got. Windows has no such terminals."""
    import pty

    ours, theirs = pty.openpty()
    os.write(ours, typed.encode())
    settings = {"TERM": "xterm-256color", "COLUMNS": str(COLUMNS), **environment}
    process = program.start_at(theirs, *arguments, **settings)
    os.close(theirs)
    seen = b""
    with contextlib.suppress(OSError):  # Linux ends a terminal so
        while block := os.read(ours, 65536):
            seen += block
    os.close(ours)
    return process.wait(100), seen.decode("utf-8", "surrogateescape")
