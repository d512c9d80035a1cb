"""`ingest tmdb` against a loop of requests.get in threads, both asking one and the same fake TMDB.

2,000 ids of which 20 are absent, 80 ms of latency, at most 45 requests in a sliding second, 2% of answers spoilt, in
every way that the fake knows. What counts: the share of the rate asked for at which records are stored, ids that are
lost, and refusals (429) for passing the limit, as opposed to those that are among the faults.
"""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.inputs import Inputs, filmes_lake
from bench.measure import Program
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import header_of
from tests.fakes.tmdb_server import FAULTS, FIRST_NUMBER

_IDS = 2000
_PRESENT = 0.99
_RATE, _LIMIT, _LATENCY, _SPOILT = 44, 45, 0.08, 0.02
# With it each kind of fault befalls one of 2,000 ids at least, and 52 answers are spoilt.
_SEED = 23
_LEAST_SHARE, _MOST_REFUSED = 0.92, 2
_ROOT = Path(__file__).parent.parent
_LINE = "{id}|T|T|1999|90|Drama|7.0|100|actor|\\N|Ann|\\N|\\N|\\N|\\N"


@dataclass(frozen=True)
class Asker:
    """A program that asks, and the ids of whose titles it has stored answers by now."""

    name: str
    arguments: Sequence[str]
    stored: Callable[[], set[str]]


@dataclass
class Asking:
    """How programs did that asked about the same ids, each a server of its own."""

    header = ("", "s", "records/s", "of the rate", "limit", "lost", "429 of its own", "limit", "429 in all", "CPU s")
    ids: Sequence[str]
    askers: Sequence[Asker]
    _rows: list[Sequence[str]] = field(default_factory=list)

    def run(self, repeat: int) -> None:  # noqa: ARG002 - once takes long enough, and the clock sets the pace
        """Let each ask."""
        self._rows = [self._asked(asker) for asker in self.askers]

    def rows(self) -> Sequence[Sequence[str]]:
        """A row for each program."""
        return self._rows

    def _asked(self, asker: Asker) -> Sequence[str]:
        with _server(len(self.ids)) as server:
            environment = {"TMDB_BASE_URL": server["base_url"], "TMDB_API_TOKEN": server["token"]}
            sample = Program(asker.arguments, environment=environment).run()
            with urllib.request.urlopen(server["base_url"].removesuffix("/3") + "/__seen__") as answer:
                seen = json.load(answer)
        stored = asker.stored().intersection(self.ids)
        speed, lost = len(stored) / sample.seconds, len(self.ids) - len(server["absent"]) - len(stored)
        return (
            *(asker.name, f"{sample.seconds:.1f}", f"{speed:.1f}", f"{speed / _RATE:.2f}", f">= {_LEAST_SHARE}"),
            *(f"{lost:,}", f"{seen['rate_limited']:,}", f"<= {_MOST_REFUSED}", f"{seen['statuses'].get('429', 0):,}"),
            f"{sample.cpu:.1f}",
        )


def comparison(inputs: Inputs) -> Asking:
    """Both ask about the same films, as many as the scale says."""
    ids = [f"tt{FIRST_NUMBER + number}" for number in range(max(1, round(_IDS * inputs.scale)))]
    return Asking(ids, [_ours(ids, inputs.scratch), _plain(ids, inputs.scratch)])


def _ours(ids: Sequence[str], scratch: Path) -> Asker:
    lake, file = scratch / "asking-lake", scratch / "movies.csv"
    file.write_text("\n".join(["|".join(header_of(Kind.MOVIES)), *(_LINE.format(id=name) for name in ids)]) + "\n")
    filmes_lake("ingest", "csv", str(file), "--lake", str(lake))

    def stored() -> set[str]:
        parts = (lake / "Raw/TMDB/JSON/Movies").rglob("*.jsonl")
        found = [json.loads(line)["imdb_id"] for part in parts for line in part.read_bytes().splitlines()]
        assert len(found) == len(set(found)), "an answer is stored twice"
        return set(found)

    words = ["-m", "filmes_lake", "ingest", "tmdb", "--rate", str(_RATE), "--lake", str(lake)]
    return Asker(f"ingest tmdb --rate {_RATE}", words, stored)


def _plain(ids: Sequence[str], scratch: Path) -> Asker:
    asked, target = scratch / "ids.txt", scratch / "answers.jsonl"
    asked.write_text("\n".join(ids))

    def stored() -> set[str]:
        return {json.loads(line).get("imdb_id") for line in target.read_bytes().splitlines()}

    return Asker("requests.get", ["bench/plain_requests.py", str(asked), str(target)], stored)


@contextmanager
def _server(ids: int) -> Iterator[dict[str, Any]]:
    faults = [f"--fault={name}={_SPOILT / len(FAULTS)}" for name in FAULTS]
    known = [f"--movies={ids}", f"--absent={ids - round(ids * _PRESENT)}"]
    limits = [f"--latency={_LATENCY}", f"--limit={_LIMIT}", f"--seed={_SEED}"]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.tmdb_server", *known, *limits, *faults],
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()
