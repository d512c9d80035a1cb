"""Threads: as many as are wished for, but no more than the memory has buffers for."""

from pathlib import Path

import pytest

from filmes_lake.engines.duckdb.engine import DuckDBEngine


@pytest.mark.parametrize(
    ("memory", "wished", "given"), [("150MB", 8, 3), ("550MB", 2, 2), ("4GB", 8, 8), ("60MB", None, 1)]
)
def test_a_thread_has_memory_of_its_own(tmp_path: Path, memory: str, wished: int | None, given: int) -> None:
    with DuckDBEngine(memory, wished).sessions(tmp_path) as open_session, open_session(0) as session:
        assert session.rows("SELECT CURRENT_SETTING('threads') AS threads") == [{"threads": given}]
