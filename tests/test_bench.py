"""The bench runs: what it compares with is written against tables, reports and exit codes that change."""

import subprocess
import sys

import pytest

from bench.__main__ import _USUAL
from tests.program import ROOT


@pytest.mark.slow
def test_every_usual_comparison_can_be_measured() -> None:
    command = [sys.executable, "-m", "bench", "--scale", "0.01", "--repeat", "1"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    assert len([line for line in lines if line.startswith("measuring ")]) == len(_USUAL)
    # One row each, two for TMDB; and two tables with a head.
    assert len(lines) == 2 * len(_USUAL) + 3
