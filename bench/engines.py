"""`transform all` on DuckDB against the same on Spark: `python -m bench engines --repeat 1`."""

from bench.inputs import Inputs
from bench.measure import Program, Times


def comparison(inputs: Inputs) -> Times:
    """Both rebuild all tables of one lake; Spark in a JVM on all cores."""
    words = ["-m", "filmes_lake", "transform", "all", "--force", "--lake", str(inputs.lake), "--engine"]
    return Times("DuckDB, Spark", Program([*words, "duckdb"]), Program([*words, "spark"]), limit="")
