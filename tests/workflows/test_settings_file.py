"""The file that `init` writes: it says what the settings say, and is read as it was meant."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from filmes_lake.errors import AlreadyExists, LakeError, UsageError
from filmes_lake.ingest.registry import settings as declared
from filmes_lake.settings import FILE_NAME, Settings, load_settings, setting_names, variable_of
from filmes_lake.workflows.settings_file import settings_text, written

MODEL = declared()
ODD = 'a "quoted" \\ name\twith\nlines \x7f é 羅'


def load(folder: Path) -> Settings:
    return load_settings({}, {}, folder, folder / "none.toml", model=MODEL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_file_sets_nothing_by_itself(folder: Path) -> None:
    (folder / FILE_NAME).write_text(settings_text(MODEL, {}), encoding="utf-8")

    assert load(folder) == MODEL()


def test_every_setting_is_there_with_its_variable_and_can_be_taken_as_it_stands(folder: Path) -> None:
    text = settings_text(MODEL, {})
    unfolded = re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE)
    (folder / FILE_NAME).write_text(unfolded, encoding="utf-8")
    found = tomllib.loads(unfolded)

    tables = {name: value for name, value in found.items() if isinstance(value, dict)}
    keys = [f"{table}.{key}" for table, value in tables.items() for key in value]
    assert sorted([*found.keys() - tables.keys(), *keys]) == sorted(setting_names(MODEL))
    assert all(f"({variable_of(name)})" in text for name in setting_names(MODEL))
    without = (name for name, field in MODEL.model_fields.items() if field.default is None)
    examples: Any = {**dict.fromkeys((*without, "sources"), True), "imdb": {"terms"}}
    assert load(folder).model_dump(exclude=examples) == MODEL().model_dump(exclude=examples)


def test_what_is_given_is_set(folder: Path) -> None:
    text = settings_text(MODEL, {"lake": ODD, "sources.movies": "m.csv", "memory": "2GB"})
    (folder / FILE_NAME).write_text(text, encoding="utf-8")

    settings = load(folder)
    assert (settings.lake, settings.memory, settings.source("movies")) == (ODD, "2GB", Path("m.csv"))
    assert settings.source("series") is None


def test_a_file_that_is_there_is_not_touched(folder: Path) -> None:
    (folder / FILE_NAME).write_text("mine", encoding="utf-8")

    with pytest.raises(AlreadyExists, match="nothing was changed"), written("other", force=False):
        pass

    assert (folder / FILE_NAME).read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("before", [None, "mine"])
def test_what_was_there_is_back_after_a_failure(folder: Path, before: str | None) -> None:
    if before:
        (folder / FILE_NAME).write_text(before, encoding="utf-8")

    with pytest.raises(IsADirectoryError), written("other", force=True) as path:
        path.parent.read_text()

    assert [path.read_text(encoding="utf-8") for path in folder.iterdir()] == ([before] if before else [])


def test_a_folder_of_that_name_is_refused(folder: Path) -> None:
    (folder / FILE_NAME).mkdir()

    with pytest.raises(LakeError, match="not a regular file"), written("other", force=True):
        pass


def test_a_name_that_is_no_utf_8_is_refused_and_nothing_is_written(folder: Path) -> None:
    with pytest.raises(UsageError, match="no UTF-8"), written("\udcff", force=False):
        pass

    assert list(folder.iterdir()) == []
