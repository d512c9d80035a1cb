"""`transform all` after a small change, against the same with `--force`, which makes every table.

Both begin with a lake that is up to date but for that.
"""

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path

from bench.inputs import Inputs, filmes_lake
from bench.measure import Program, Times


def answer(inputs: Inputs) -> Times:
    """One answer of TMDB's is another."""
    lake, saved = inputs.transformed_lake, inputs.scratch / "one-answer.jsonl"
    first = json.loads((inputs.folder / "tmdb_movies.jsonl").read_text().splitlines()[0])
    numbers = count(1)

    def another_answer() -> None:
        saved.write_text(json.dumps({**first, "popularity": float(next(numbers))}) + "\n")
        filmes_lake("ingest", "tmdb", "--kind", "movies", "--from", str(saved), "--lake", str(lake))

    return _against_all("one answer, all", lake, another_answer, limit="0.25")


def line(inputs: Inputs) -> Times:
    """One line more stands at the end of the films' CSV: another title, with the last one's values."""
    lake, longer = inputs.transformed_lake, inputs.scratch / "one-line.csv"
    before = Path(inputs.csvs[0]).read_bytes()
    _, *values = before.splitlines()[-1].split(b"|")
    numbers = count(99_000_000)

    def another_line() -> None:
        title = f"tt{next(numbers)}".encode()
        longer.write_bytes(before + b"|".join([title, *values]) + b"\n")
        filmes_lake("ingest", "csv", "--kind", "movies", str(longer), "--lake", str(lake))

    return _against_all("one CSV line, all", lake, another_line, limit="0.8")


def _against_all(name: str, lake: Path, change: Callable[[], None], limit: str) -> Times:
    words = ["-m", "filmes_lake", "transform", "all", "--lake", str(lake)]
    return Times(name, Program(words, prepare=change), Program([*words, "--force"]), limit)
