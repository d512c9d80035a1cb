"""The command line in this process: a fixture that runs it in an empty folder and says how it ended."""

from collections.abc import Callable
from pathlib import Path

import pytest

from filmes_lake import cli
from tests.program import Ended

Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the program with these arguments; it sees an empty home and working folder, and no token."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.delenv("TMDB_API_TOKEN", raising=False)

    def run_here(*arguments: str | Path) -> Ended:
        capfd.readouterr()
        try:
            code = cli._run(list(map(str, arguments)))
        except SystemExit as left:
            code = int(left.code or 0)
        out, err = capfd.readouterr()
        return Ended(code, out, err)

    return run_here
