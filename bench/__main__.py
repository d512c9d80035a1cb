"""`python -m bench [NAME...] [--scale 1] [--repeat 3] [--keep]`: compare the command with plain programs, here.

A ratio is of medians over runs that alternate, each in a process of its own. Times of two machines do not compare.
Asking TMDB is waiting for the most part, and done once. `--keep` writes the results to `bench/results`; each row is
compared with the newest that is kept there of an input of the same size.
"""

import argparse
import tempfile
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from bench import (
    engines,
    imdb,
    ingest,
    lambda_functions,
    nothing_due,
    one_change,
    report,
    results,
    start,
    tmdb,
    transform,
)
from bench.inputs import CACHE, Inputs
from bench.measure import Comparison, table

COMPARISONS: dict[str, Callable[[Inputs], Comparison]] = {
    "start": start.comparison,
    "status": nothing_due.status,
    "nothing-due": nothing_due.transform,
    "nothing-to-run": nothing_due.run,
    "ingest": ingest.comparison,
    "transform": transform.comparison,
    "transform-unordered": transform.unordered,
    "transform-little-memory": transform.little_memory,
    "one-answer": one_change.answer,
    "one-line": one_change.line,
    "report": report.comparison,
    "tmdb": tmdb.comparison,
    "engines": engines.comparison,
    "lambda": lambda_functions.comparison,
    "imdb": imdb.transform,
    "imdb-ingest": imdb.ingest,
    "imdb-growth": imdb.growth,
    "imdb-sqlite": imdb.sqlite,
}
# The first takes minutes, the second needs root, and IMDb's files are forty times as large.
_ASKED_FOR = ("engines", "lambda", "imdb", "imdb-ingest", "imdb-growth", "imdb-sqlite")
_USUAL = tuple(name for name in COMPARISONS if name not in _ASKED_FOR)


def main() -> None:
    arguments = _arguments()
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        inputs = Inputs(arguments.scale, Path(scratch))
        # In this order whatever was said: those that change a lake come after those that measure all of it.
        names = [name for name in COMPARISONS if name in (arguments.names or _USUAL)]
        measured = [_measured(name, inputs, arguments.repeat) for name in names]
    for header, alike in groupby(measured, lambda comparison: comparison.header):
        print(table(header, [row for comparison in alike for row in comparison.rows()]))
    rows = {name: row for found in measured for name, row in results.as_rows(found.header, found.rows()).items()}
    if changes := list(results.changes(results.last(arguments.scale), rows)):
        print("", "since the last of this size:", *changes, sep="\n")
    if arguments.keep:
        print(f"kept: {results.keep(rows, arguments.scale, arguments.repeat)}")


def _measured(name: str, inputs: Inputs, repeat: int) -> Comparison:
    print(f"measuring {name} ...", flush=True)
    comparison = COMPARISONS[name](inputs)
    comparison.run(repeat)
    return comparison


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Compare the command with plain programs.")
    # Not choices=, which refuses an empty list of names.
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"of {', '.join(COMPARISONS)}; all but {', '.join(_ASKED_FOR)} where none is given",
    )
    parser.add_argument("--scale", type=float, default=1.0, help="size of the input; 1 is that of the real files")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each program")
    parser.add_argument("--keep", action="store_true", help="keep the results in bench/results")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in COMPARISONS]
    if unknown:
        parser.error(f"no such comparison: {', '.join(unknown)}")
    return arguments


if __name__ == "__main__":
    main()
