"""`transform all` of all tables: against one plain DuckDB script that makes the same, and against itself."""

import shutil
from pathlib import Path

from bench.inputs import Inputs
from bench.measure import Program, Times

PRICES = "filmes_lake/transform/sql/cpi_us.csv"
LITTLE_MEMORY = "150MB"


def comparison(inputs: Inputs) -> Times:
    """Both read the Raw files of one lake and rebuild all tables."""
    lake, target = inputs.lake, inputs.scratch / "plain"
    return Times(
        "transform all",
        _ours(lake),
        Program(
            ["bench/plain_duckdb.py", str(lake / "Raw"), str(target), PRICES],
            prepare=lambda: shutil.rmtree(target, ignore_errors=True),
        ),
        limit="0.85",
    )


def unordered(inputs: Inputs) -> Times:
    """Lines whose ids ascend as text, as IMDb's own do, against those in the order that needs no sort."""
    return Times("transform, unordered", _ours(inputs.unordered_lake), _ours(inputs.lake), limit="1.05")


def little_memory(inputs: Inputs) -> Times:
    """The least memory that is taken, against what is usual."""
    little = Program(_ours(inputs.lake).arguments, environment={"FILMES_LAKE_MEMORY": LITTLE_MEMORY})
    return Times(f"transform, {LITTLE_MEMORY}", little, _ours(inputs.lake), limit="300 MB")


def _ours(lake: Path) -> Program:
    return Program(["-m", "filmes_lake", "transform", "all", "--force", "--lake", str(lake)])
