"""The bench runs: what it compares with is written against tables, reports and exit codes that change."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench import results
from bench.__main__ import _USUAL
from tests.program import ROOT


@pytest.mark.slow
def test_every_usual_comparison_can_be_measured() -> None:
    command = [sys.executable, "-m", "bench", "--scale", "0.01", "--repeat", "1"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stderr
    # What has changed since results that are kept stands below an empty line.
    lines = ended.stdout.partition("\n\n")[0].splitlines()
    assert len([line for line in lines if line.startswith("measuring ")]) == len(_USUAL)
    # One row each, two for TMDB; and two tables with a head.
    assert len(lines) == 2 * len(_USUAL) + 3


@pytest.mark.slow
def test_imdbs_files_can_be_measured() -> None:
    command = [sys.executable, "-m", "bench", "imdb", "imdb-ingest", "--scale", "0.001", "--repeat", "1"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stderr
    names = [line[:19].strip() for line in ended.stdout.partition("\n\n")[0].splitlines()[3:]]
    assert names == ["transform all, IMDb", "ingest imdb"]


def test_each_row_is_compared_with_the_newest_of_its_size(tmp_path: Path) -> None:
    header = ("", "ours s", "ratio")
    before = results.as_rows(header, [("--help", "0.2", "1.25"), ("report roi", "0.4", "2.00")])
    assert not results.last(1.0, tmp_path)

    results.keep(before, scale=1.0, repeat=3, folder=tmp_path).rename(tmp_path / "1.json")
    results.keep(results.as_rows(header, [("--help", "0.2", "1.20")]), 1.0, 3, tmp_path).rename(tmp_path / "2.json")
    results.keep(before, scale=3.0, repeat=3, folder=tmp_path)

    assert not results.last(0.01, tmp_path)
    last = results.last(1.0, tmp_path)
    assert (last["--help"]["ratio"], last["report roi"]["ratio"]) == ("1.20", "2.00")
    now = results.as_rows(header, [("report roi", "0.3", "1.50"), ("ingest csv", "0.3", "2.00")])
    when = last["report roi"]["measured_at"]
    assert list(results.changes(last, now)) == [f"report roi: 2.00 ({when}) -> 1.50 (-25%)"]
