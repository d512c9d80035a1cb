"""The jars of Trino are those of the list, or no Trino starts."""

import shutil
from pathlib import Path

import pytest

from tests.trino.installation import JVM, installed


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache with one jar that is none of Trino's."""
    folder = tmp_path / "trino"
    (folder / "server").mkdir(parents=True)
    (folder / "server" / "trino-main-411.jar").write_bytes(b"something else")
    monkeypatch.setenv("FILMES_LAKE_TRINO", str(folder))
    return folder


def test_other_jars_than_those_of_the_list_are_refused(cache: Path) -> None:
    with pytest.raises(AssertionError, match=r"not the jars of jars\.sha256: .*server/trino-main-411\.jar"):
        installed()


def test_a_jar_that_is_not_on_the_list_is_refused_too(cache: Path) -> None:
    (cache / "hive").mkdir()
    shutil.copy(cache / "server" / "trino-main-411.jar", cache / "hive" / "another.jar")

    with pytest.raises(AssertionError, match=r"hive/another\.jar"):
        installed()


def test_the_list_holds_every_jar_once() -> None:
    names = [line.split("  ")[1] for line in (JVM / "jars.sha256").read_text(encoding="utf-8").splitlines()]

    assert len(names) == len(set(names))
    assert {name.partition("/")[0] for name in names} == {"server", "hive"}
