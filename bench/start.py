"""`--help` against that of a bare Typer program."""

from bench.inputs import Inputs
from bench.measure import Program, Times


def comparison(_: Inputs) -> Times:
    """Neither reads anything."""
    return Times(
        "--help",
        Program(["-m", "filmes_lake", "--help"]),
        Program(["bench/plain_typer.py", "--help"]),
        limit="1.2",
    )
