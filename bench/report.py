"""`report roi` against the same SQL run from a Python script."""

from bench.inputs import Inputs
from bench.measure import Program, Times


def comparison(inputs: Inputs) -> Times:
    """Both read one lake's Refined tables and print the ranking with its funnel."""
    lake = inputs.transformed_lake
    return Times(
        "report roi",
        Program(["-m", "filmes_lake", "report", "roi", "--lake", str(lake)]),
        Program(["bench/plain_report.py", str(lake / "Refined"), "filmes_lake/reports/sql/_generated"]),
        limit="1.5",
    )
