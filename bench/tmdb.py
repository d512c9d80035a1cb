"""`ingest tmdb` against a loop of requests.get in threads, both asking one and the same fake TMDB.

2,000 ids of which 20 are absent, 80 ms of latency, at most 45 requests in a sliding second, 2% faults.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import header_of

IDS, ABSENT = 2000, 20
RATE, LIMIT, LATENCY = 44, 45, 0.08
# Together 2%. Refusals are not among them: those the server makes are what is counted.
FAULTS = {"error_500": 0.004, "reset_in_body": 0.004, "cut_json": 0.004, "html": 0.004, "corrupt_gzip": 0.004}
_ROOT = Path(__file__).parent.parent
_LINE = "{id}|T|T|1999|90|Drama|7.0|100|actor|\\N|Ann|\\N|\\N|\\N|\\N"


@dataclass(frozen=True)
class Asked:
    """How a program did: wall and processor seconds, what it stored and lost, and what the server saw."""

    name: str
    seconds: float
    processor: float
    stored: int
    lost: int
    refused: int
    connections: int

    def row(self) -> str:
        """The figures as a line."""
        rate = self.stored / self.seconds
        return (
            f"{self.name:<12} {self.seconds:6.1f} s  {rate:5.1f} records/s  {self.processor:5.1f} CPU s  "
            f"{self.stored:>5,} stored  {self.lost:>5,} lost  {self.refused:>4,} answers of 429  "
            f"{self.connections} connections"
        )


def main() -> None:
    """Print both programs' figures."""
    for name, program in (("filmes-lake", _ours), ("requests.get", _plain)):
        print(_measured(name, program).row(), flush=True)


def _measured(name: str, program: Any) -> Asked:
    with tempfile.TemporaryDirectory() as scratch, _server() as server:
        environment = {**os.environ, "TMDB_BASE_URL": server["base_url"], "TMDB_API_TOKEN": server["token"]}
        arguments, count = program(Path(scratch))
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(arguments, cwd=_ROOT, env=environment, check=False, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seen = json.load(urllib.request.urlopen(server["base_url"].removesuffix("/3") + "/__seen__"))
        stored = count()
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    lost = IDS - ABSENT - stored
    return Asked(name, seconds, processor, stored, lost, seen["rate_limited"], seen["most_connections"])


@contextmanager
def _server() -> Iterator[dict[str, Any]]:
    faults = [f"--fault={name}={probability}" for name, probability in FAULTS.items()]
    limits = [f"--latency={LATENCY}", f"--limit={LIMIT}", f"--movies={IDS}", f"--absent={ABSENT}"]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.tmdb_server", *limits, *faults],
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


def _ids() -> list[str]:
    return [f"tt{9_000_001 + number}" for number in range(IDS)]


def _ours(scratch: Path) -> tuple[list[str], Any]:
    lake, file = scratch / "lake", scratch / "movies.csv"
    file.write_text("\n".join(["|".join(header_of(Kind.MOVIES)), *(_LINE.format(id=name) for name in _ids())]) + "\n")
    command = [sys.executable, "-m", "filmes_lake"]
    subprocess.run([*command, "ingest", "csv", str(file), "--lake", str(lake)], cwd=_ROOT, check=True)

    def count() -> int:
        parts = list((lake / "Raw/TMDB/JSON/Movies").rglob("*.jsonl"))
        found = [json.loads(line)["imdb_id"] for part in parts for line in part.read_bytes().splitlines()]
        assert len(found) == len(set(found)), "an answer is stored twice"
        return len(found)

    return [*command, "ingest", "tmdb", "--rate", str(RATE), "--lake", str(lake)], count


def _plain(scratch: Path) -> tuple[list[str], Any]:
    ids, target = scratch / "ids.txt", scratch / "answers.jsonl"
    ids.write_text("\n".join(_ids()))
    return [sys.executable, "bench/plain_requests.py", str(ids), str(target)], lambda: len(
        target.read_bytes().splitlines()
    )


if __name__ == "__main__":
    main()
