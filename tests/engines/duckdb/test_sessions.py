"""The sessions of one transform share a DuckDB, and nothing of what they register."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from filmes_lake.engines.duckdb.engine import DuckDBEngine
from filmes_lake.models.source import Use

COUNT = "SELECT COUNT(*) AS n FROM duckdb_tables()"


def test_a_session_has_nothing_of_the_one_before(tmp_path: Path) -> None:
    with DuckDBEngine("100MB", 1).sessions(tmp_path) as open_session:
        with open_session(0) as session:
            session.stage("linhas", "SELECT 1 AS n", Use.KEEP)
            assert session.rows(COUNT) == [{"n": 1}]
        with open_session(0) as session:
            assert session.rows(COUNT) == [{"n": 0}]
            session.stage("linhas", "SELECT 2 AS n", Use.KEEP)
            assert session.rows("SELECT n FROM linhas") == [{"n": 2}]


def test_the_sessions_of_a_transform_start_one_duckdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    connect = duckdb.connect

    def noticed(config: dict[str, Any]) -> duckdb.DuckDBPyConnection:
        started.append(config["memory_limit"])
        return connect(config=config)

    monkeypatch.setattr(duckdb, "connect", noticed)
    with DuckDBEngine("100MB", 1).sessions(tmp_path) as open_session:
        assert not started
        for _ in range(2):
            with open_session(0) as session:
                assert session.rows("SELECT 1 AS n") == [{"n": 1}]

    assert started == ["100MB"]
