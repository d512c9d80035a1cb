"""`--help` against that of a bare Typer program."""

from bench.inputs import Inputs
from bench.measure import Comparison, Program


def comparison(_: Inputs) -> Comparison:
    """Neither reads anything."""
    return Comparison(
        "--help",
        Program(["-m", "filmes_lake", "--help"]),
        Program(["bench/plain_typer.py", "--help"]),
        limit="1.3",
    )
