"""Many processes publish to one lake in S3 at once."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.lake.storage.s3_client import open_client
from filmes_lake.models.kinds import Layer
from tests.fakes.published import publish
from tests.schema import SCHEMA

pytest_plugins = ("tests.on_aws",)

WRITERS, READERS, ROUNDS = 8, 2, 5

_LAKE = """
import sys
from pathlib import Path
from filmes_lake.errors import Conflict
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.lake.storage.s3_client import open_client
from filmes_lake.models.kinds import Layer
from tests.fakes.published import manifest
from filmes_lake.ingest.registry import schema
uri, home, number = sys.argv[1:]
lake = Lake(S3Storage(open_client(uri), S3Address.parse(uri), Path(home, number), Path(home, number)), schema())
print("ready", flush=True)
"""

WRITER = (
    _LAKE
    + """
for turn, base in enumerate(sys.stdin):
    new = manifest(lake, Layer.TRUSTED, f"{turn}-{number}")
    try:
        lake.versions.publish(new, base.strip())
        print(new.version, flush=True)
    except Conflict:
        print("lost", flush=True)
"""
)

# A version's only file holds the name of the run that made it.
READER = (
    _LAKE
    + """
for _ in sys.stdin:
    seen = set()
    for _ in range(10):
        found = lake.versions.current(Layer.TRUSTED)
        (table,) = found.tables.values()
        (file,) = table.files
        assert lake.storage.get(file.key).data.decode() == found.run_id, found
        seen.add(found.version)
    print("whole", len(seen) > 0, flush=True)
"""
)

Process = subprocess.Popen[str]


@pytest.fixture
def uri(bucket: str) -> str:
    return f"s3://{bucket}/lake"


@pytest.fixture
def processes(uri: str, tmp_path: Path) -> Iterator[list[Process]]:
    """Writers, then readers; each does one round for every line it is sent."""
    codes = [WRITER] * WRITERS + [READER] * READERS
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, uri, str(tmp_path), str(number)],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number, code in enumerate(codes)
    ]
    try:
        assert {_heard(process) for process in started} == {"ready"}
        yield started
    finally:
        for process in started:
            process.kill()
            process.communicate()


def _heard(process: Process) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def _tell(process: Process, line: str) -> None:
    assert process.stdin
    process.stdin.write(line + "\n")
    process.stdin.flush()


@pytest.mark.slow
def test_of_eight_processes_one_wins_each_round_and_nobody_reads_a_mixture(
    aws: dict[str, str], uri: str, tmp_path: Path, processes: list[Process]
) -> None:
    lake = Lake(S3Storage(open_client(uri), S3Address.parse(uri), tmp_path / "own", tmp_path / "own"), SCHEMA)
    current = publish(lake, Layer.TRUSTED, "first")
    for _ in range(ROUNDS):
        for process in processes:
            _tell(process, current)

        heard = [_heard(process) for process in processes]

        winners = [version for version in heard[:WRITERS] if version != "lost"]
        assert len(winners) == 1, heard
        assert heard[WRITERS:] == ["whole True"] * READERS
        current = winners[0]
        assert lake.versions.pointer().layers[Layer.TRUSTED].current == current
