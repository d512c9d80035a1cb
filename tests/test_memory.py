"""DuckDB's memory where nobody says: a share of the machine's or the container's, the same in each run."""

from pathlib import Path

import pytest

from filmes_lake.memory import usual_memory
from filmes_lake.settings import LEAST_MEMORY, bytes_of

VERSION_2 = "sys/fs/cgroup/memory.max"
VERSION_1 = "sys/fs/cgroup/memory/memory.limit_in_bytes"


@pytest.mark.parametrize("file", [VERSION_2, VERSION_1])
@pytest.mark.parametrize(
    ("limit", "memory"),
    [
        ("104857600", "150MB"),
        ("536870912", "214MB"),
        ("1073741824", "429MB"),
        ("1855000000", "550MB"),
        ("max", "550MB"),
        ("9223372036854771712", "550MB"),
    ],
)
def test_a_container_gives_a_share_of_its_limit(tmp_path: Path, file: str, limit: str, memory: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(f"{limit}\n")

    assert usual_memory(tmp_path) == memory


def test_what_is_usual_can_be_set(tmp_path: Path) -> None:
    assert bytes_of(usual_memory(tmp_path)) >= min(LEAST_MEMORY, 150_000_000)
