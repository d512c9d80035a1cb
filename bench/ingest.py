"""`ingest csv` against a plain copy and a SHA-256 of the copy."""

import shutil

from bench.inputs import Inputs
from bench.measure import Program, Times


def comparison(inputs: Inputs) -> Times:
    """Both take the two CSVs to a folder that is not there yet."""
    lake, target = inputs.scratch / "new-lake", inputs.scratch / "copies"
    return Times(
        "ingest csv",
        Program(
            ["-m", "filmes_lake", "ingest", "csv", *inputs.csvs, "--lake", str(lake)],
            prepare=lambda: shutil.rmtree(lake, ignore_errors=True),
        ),
        Program(
            ["bench/plain_copy.py", str(target), *inputs.csvs],
            prepare=lambda: shutil.rmtree(target, ignore_errors=True),
        ),
        limit="2.0",
    )
