"""Without the server there is no test of it that passes."""

from pathlib import Path

import pytest

from tests.s3_servers.installation import installed


def test_a_program_that_is_not_there_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FILMES_LAKE_VERSITYGW", str(tmp_path / "versitygw"))

    with pytest.raises(AssertionError, match="versitygw: no such file"):
        installed()


def test_without_go_it_is_said_what_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FILMES_LAKE_VERSITYGW", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))

    with pytest.raises(AssertionError, match="needs Go"):
        installed()
