"""`transform all` against one plain DuckDB script that makes the same tables."""

import shutil

from bench.inputs import Inputs
from bench.measure import Program, Times

PRICES = "filmes_lake/transform/sql/cpi_us.csv"


def comparison(inputs: Inputs) -> Times:
    """Both read the Raw files of one lake and rebuild all tables."""
    lake, target = inputs.lake, inputs.scratch / "plain"
    return Times(
        "transform all",
        Program(["-m", "filmes_lake", "transform", "all", "--force", "--lake", str(lake)]),
        Program(
            ["bench/plain_duckdb.py", str(lake / "Raw"), str(target), PRICES],
            prepare=lambda: shutil.rmtree(target, ignore_errors=True),
        ),
        limit="0.9",
    )
