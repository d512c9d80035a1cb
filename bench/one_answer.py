"""`transform all` after one answer of TMDB's changed, against the same with `--force`, which makes every table."""

import json
from itertools import count
from pathlib import Path

from bench.inputs import Inputs, filmes_lake
from bench.measure import Program, Times


def comparison(inputs: Inputs) -> Times:
    """Both begin with a lake that is up to date but for one answer."""
    lake, saved = inputs.transformed_lake, inputs.scratch / "one-answer.jsonl"
    first = json.loads((inputs.folder / "tmdb_movies.jsonl").read_text().splitlines()[0])
    numbers = count(1)

    def another_answer() -> None:
        saved.write_text(json.dumps({**first, "popularity": float(next(numbers))}) + "\n")
        filmes_lake("ingest", "tmdb", "--kind", "movies", "--from", str(saved), "--lake", str(lake))

    return Times(
        "one answer, all",
        Program(_transform(lake), prepare=another_answer),
        Program([*_transform(lake), "--force"]),
        limit="0.25",
    )


def _transform(lake: Path) -> list[str]:
    return ["-m", "filmes_lake", "transform", "all", "--lake", str(lake)]
