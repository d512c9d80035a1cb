"""Commands that find nothing to do, against `versions`, which reads the least of a lake."""

from bench.inputs import Inputs
from bench.measure import Program, Times


def _comparison(inputs: Inputs, *command: str) -> Times:
    flags = ["--lake", str(inputs.transformed_lake)]
    return Times(
        f"{' '.join(command)}, fresh",
        Program(["-m", "filmes_lake", *command, *flags]),
        Program(["-m", "filmes_lake", "versions", *flags]),
        limit="1.3",
    )


def status(inputs: Inputs) -> Times:
    """Looks at each input and layer."""
    return _comparison(inputs, "status")


def transform(inputs: Inputs) -> Times:
    """Looks at the layers, and enters a run in the ledger."""
    return _comparison(inputs, "transform", "all")


def run(inputs: Inputs) -> Times:
    """Looks at the sources of the settings, of which there are none, and at the layers."""
    return _comparison(inputs, "run")
