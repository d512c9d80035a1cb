"""Wall time and peak memory of programs, each run in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Protocol


@dataclass(frozen=True)
class Sample:
    """One run: seconds of wall and of processor time, and the greatest resident memory in MB (10^6 bytes).

    Processes that it started and waited for count: their time is added, and the largest of all gives the memory.
    """

    seconds: float
    cpu: float
    megabytes: float


@dataclass(frozen=True)
class Program:
    """A Python program by its arguments; `prepare` brings things back to the start before each run.

    `environment` is added to ours. `python` is the interpreter, or another program that takes the arguments.
    """

    arguments: Sequence[str]
    prepare: Callable[[], None] = lambda: None
    environment: Mapping[str, str] = field(default_factory=dict)
    python: str = sys.executable

    def run(self) -> Sample:
        """Run it to its end, output thrown away; RuntimeError with what it said where it fails."""
        self.prepare()
        ended = subprocess.run(
            [sys.executable, "-IS", "bench/timed.py", self.python, *self.arguments],
            check=False,
            cwd=_ROOT,
            env={**_environment(), **self.environment},
            capture_output=True,
            text=True,
            errors="replace",
        )
        if ended.returncode:
            raise RuntimeError(f"{' '.join(self.arguments)}: {ended.stderr}")
        seconds, cpu, peak = json.loads(ended.stdout)
        return Sample(seconds, cpu, peak / 1e6)


def _environment() -> dict[str, str]:
    """Ours, but Python keeps the bytecode of what it imports, as users' Pythons do."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Comparison(Protocol):
    """Runs our program and a plain one that does the same, and tells how they did."""

    @property
    def header(self) -> Sequence[str]: ...
    def run(self, repeat: int) -> None: ...
    def rows(self) -> Sequence[Sequence[str]]: ...


@dataclass
class Times:
    """A comparison of times; `limit` is what their ratio should not exceed, in processor seconds if it says CPU."""

    header = ("", "ours s", "plain s", "ratio", "limit", "ours CPU", "plain CPU", "ours MB", "plain MB")
    name: str
    ours: Program
    plain: Program
    limit: str
    _samples: tuple[list[Sample], list[Sample]] = field(default_factory=lambda: ([], []))

    def run(self, repeat: int) -> None:
        """Run both in turn, so that a change of the machine's load meets both."""
        for _ in range(repeat):
            for samples, program in zip(self._samples, (self.ours, self.plain), strict=True):
                samples.append(program.run())

    def rows(self) -> Sequence[Sequence[str]]:
        """Medians and their ratio, as text."""
        seconds = [median(sample.seconds for sample in samples) for samples in self._samples]
        cpu = [median(sample.cpu for sample in samples) for samples in self._samples]
        megabytes = [f"{median(sample.megabytes for sample in samples):,.0f}" for samples in self._samples]
        ours, plain = cpu if "CPU" in self.limit else seconds
        times = [f"{time:.2f}" for time in (*seconds, ours / plain)]
        return [(self.name, *times, self.limit, *(f"{time:.2f}" for time in cpu), *megabytes)]


_ROOT = Path(__file__).parent.parent


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The rows under their header, first column to the left, figures to the right."""
    lines = [header, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(header))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if place == 0 else text.rjust(width)
            for place, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )
