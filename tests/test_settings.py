"""Settings: which source is stronger, and which one is blamed."""

import errno
import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import pytest
from pydantic import model_validator

from filmes_lake.errors import SettingsError, UsageError
from filmes_lake.ingest.registry import settings
from filmes_lake.settings import (
    FILE_NAME,
    LEAST_MEMORY,
    LEAST_SPARK_MEMORY,
    MOST_THREADS,
    Settings,
    bytes_of,
    load_settings,
)

MODEL = settings()


class Sources:
    """The four places a setting can come from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / FILE_NAME
        self.user_file = folder / "user.toml"
        self.environment: dict[str, str] = {}
        self.flags: dict[str, Any] = {}

    def load(self) -> Settings:
        return load_settings(self.flags, self.environment, self.folder, self.user_file, model=MODEL)

    def refusal(self) -> SettingsError:
        with pytest.raises(SettingsError) as caught:
            self.load()
        assert "\n" not in caught.value.message
        return caught.value


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return Sources(tmp_path)


def test_without_any_source_there_are_defaults(sources: Sources) -> None:
    assert sources.load() == MODEL()
    assert sources.load().lake == "./lake"


def test_each_source_is_stronger_than_those_before(sources: Sources) -> None:
    sources.user_file.write_text('lake = "user"')
    assert sources.load().lake == "user"

    sources.file.write_text('lake = "file"')
    assert sources.load().lake == "file"

    sources.environment["FILMES_LAKE_LAKE"] = "environment"
    assert sources.load().lake == "environment"

    sources.flags["lake"] = "flag"
    assert sources.load().lake == "flag"


def test_sources_complete_each_other(sources: Sources) -> None:
    sources.user_file.write_text("threads = 3")
    sources.file.write_text('memory = "2GB"')
    sources.flags["lake"] = "flag"

    assert sources.load() == MODEL(lake="flag", memory="2GB", threads=3)


def test_a_flag_that_was_not_given_hides_nothing(sources: Sources) -> None:
    sources.file.write_text('lake = "file"')
    sources.flags["lake"] = None

    assert sources.load().lake == "file"


def test_an_empty_variable_hides_nothing(sources: Sources) -> None:
    sources.file.write_text('lake = "file"')
    sources.environment["FILMES_LAKE_LAKE"] = ""

    assert sources.load().lake == "file"


def test_a_variable_is_read_as_the_settings_type(sources: Sources) -> None:
    sources.environment["FILMES_LAKE_THREADS"] = "4"

    assert sources.load().threads == 4


def test_other_variables_are_none_of_ours(sources: Sources) -> None:
    sources.environment.update({"LAKE": "x", "FILMES_LAKE_COLOUR": "x", "filmes_lake_lake": "x"})

    assert sources.load() == MODEL()


def test_the_sources_of_a_tables_keys_complete_each_other(sources: Sources) -> None:
    sources.user_file.write_text('contracts.movies = "evolve"\ncontracts.series = "evolve"')
    sources.file.write_text('[contracts]\nseries = "strict"')

    assert sources.load().contract_by_table == {"movies": "evolve", "series": "strict"}


def test_a_tables_key_is_a_variable_too(sources: Sources) -> None:
    sources.file.write_text('[contracts]\nseries = "strict"\nmovies = "strict"')
    sources.environment["FILMES_LAKE_CONTRACTS_SERIES"] = "evolve"

    assert sources.load().contract_by_table == {"movies": "strict", "series": "evolve"}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ('[contracts]\nmovies = "loose"', "contracts.movies"),
        ('[contracts]\nfilms = "evolve"', "contracts.films"),
        ('contracts = "evolve"', "contracts"),
    ],
)
def test_a_bad_contract_is_blamed_by_its_key_and_file(sources: Sources, content: str, name: str) -> None:
    sources.file.write_text(content)

    assert sources.refusal().message.startswith(f"{name} from {sources.file}: ")


def test_a_table_that_is_none_is_reported_whatever_the_environment_says(sources: Sources) -> None:
    sources.file.write_text('contracts = "evolve"')
    sources.environment["FILMES_LAKE_CONTRACTS_SERIES"] = "evolve"

    assert sources.refusal().message.startswith(f"contracts from {sources.file}: ")


@pytest.mark.parametrize("memory", ["800MB", "2 GB", "512MiB", "1TB"])
def test_memory_is_a_number_with_a_unit(sources: Sources, memory: str) -> None:
    sources.flags["memory"] = memory

    assert sources.load().memory == memory


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("memory", "much"),
        ("memory", "800"),
        ("memory", "80%"),
        ("threads", "0"),
        ("threads", "many"),
        ("threads", "1.5"),
        ("threads", str(MOST_THREADS + 1)),
        ("memory", f"{LEAST_MEMORY // 1000 - 1}KB"),
        ("spark_memory", f"{LEAST_SPARK_MEMORY // 1000 - 1}KB"),
        ("spark_master", f"local[{MOST_THREADS + 1}]"),
        ("spark_master", f"local[{MOST_THREADS + 1},3]"),
        ("spark_master", "spark://host"),
        ("spark_wait", "0"),
        ("max_unpacked", "much"),
    ],
)
def test_a_bad_variable_is_blamed_by_name(sources: Sources, name: str, value: str) -> None:
    sources.environment[f"FILMES_LAKE_{name.upper()}"] = value

    assert sources.refusal().message.startswith(f"{name} from environment: ")


def test_the_most_threads_and_the_least_memory_are_taken(sources: Sources) -> None:
    sources.environment["FILMES_LAKE_THREADS"] = str(MOST_THREADS)
    sources.environment["FILMES_LAKE_MEMORY"] = f"{LEAST_MEMORY // 1000}KB"
    sources.environment["FILMES_LAKE_SPARK_MEMORY"] = f"{LEAST_SPARK_MEMORY // 1000}KB"
    sources.environment["FILMES_LAKE_SPARK_MASTER"] = f"local[{MOST_THREADS}]"

    assert sources.load().threads == MOST_THREADS


@pytest.mark.parametrize(
    "master",
    ["local", "local[*]", "local[1,3]", "spark://local[99999]:7077", "spark://one:7077,two:7077", "spark://[::1]:7077"],
)
def test_a_master_may_be_this_computer_or_a_cluster_of_any_size(sources: Sources, master: str) -> None:
    sources.environment["FILMES_LAKE_SPARK_MASTER"] = master

    assert sources.load().spark_master == master


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("threads", "99999", f"at most {MOST_THREADS}; unset, all cores are used"),
        ("memory", "10MB", f"at least {LEAST_MEMORY // 1_000_000}MB"),
        ("spark_memory", "10MB", f"at least {LEAST_SPARK_MEMORY // 1_000_000}MB"),
        ("spark_master", "host:7077", "for example: local[*], spark://host:7077"),
    ],
)
def test_what_cannot_be_is_refused_with_what_would_do(sources: Sources, name: str, value: str, hint: str) -> None:
    sources.environment[f"FILMES_LAKE_{name.upper()}"] = value

    assert sources.refusal().hint == hint


@pytest.mark.parametrize(
    ("content", "name"), [("lake = 5", "lake"), ('lake = ""', "lake"), ('colour = "red"', "colour"), ("[lake]", "lake")]
)
@pytest.mark.parametrize("of_user", [False, True])
def test_a_bad_value_of_a_file_is_blamed_on_it(sources: Sources, content: str, name: str, *, of_user: bool) -> None:
    file = sources.user_file if of_user else sources.file
    file.write_text(content)

    error = sources.refusal()

    assert error.message.startswith(f"{name} from {file}: ")
    if name == "lake":
        assert error.hint == "for example: ./lake"
    else:
        assert str(error.hint).startswith("known settings: lake, lang, ")
        assert str(error.hint).endswith(", imdb.adult, imdb.datasets, imdb.address, imdb.terms")


def test_a_bad_flag_is_wrong_usage(sources: Sources) -> None:
    sources.flags["tmdb_rate"] = 51

    with pytest.raises(UsageError, match=r"^--rate: .* 50$"):
        sources.load()


def test_the_source_that_won_is_blamed(sources: Sources) -> None:
    sources.file.write_text('memory = "2GB"')
    sources.environment["FILMES_LAKE_MEMORY"] = "much"

    assert "from environment" in sources.refusal().message


def test_a_bad_value_that_a_stronger_source_hides_is_no_error(sources: Sources) -> None:
    sources.file.write_text('memory = "much"')
    sources.environment["FILMES_LAKE_MEMORY"] = "2GB"

    assert sources.load().memory == "2GB"


@pytest.mark.parametrize("content", [b"lake", b"lake = ", b"\xff", b"lake = 'a'\nlake = 'b'"])
def test_a_file_that_is_no_toml_is_named(sources: Sources, content: bytes) -> None:
    sources.file.write_bytes(content)

    error = sources.refusal()

    assert error.message.startswith(f"{sources.file}: ")
    assert error.hint == "fix or remove the file"


def test_a_folder_in_the_files_place_is_named(sources: Sources) -> None:
    sources.file.mkdir()

    error = sources.refusal()

    assert error.message == f"{sources.file}: cannot be read: {os.strerror(errno.EISDIR)}"
    assert error.hint == "check what it is and its permissions"


@pytest.mark.usefixtures("permissions")
def test_a_file_that_may_not_be_read_is_named(sources: Sources) -> None:
    sources.file.write_text('lake = "file"')
    sources.file.chmod(0)

    assert sources.refusal().message.startswith(f"{sources.file}: ")


def test_the_working_folders_file_is_read(sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    sources.file.write_text('lake = "file"')
    monkeypatch.chdir(sources.folder)

    assert load_settings({}, {}, user_file=sources.user_file, model=MODEL).lake == "file"


def test_the_processs_environment_is_read(sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FILMES_LAKE_LAKE", "environment")

    assert load_settings({}, folder=sources.folder, user_file=sources.user_file, model=MODEL).lake == "environment"


def test_ctrl_c_is_not_lost_while_the_settings_are_made(sources: Sources) -> None:
    class Losing(Settings):
        @model_validator(mode="after")
        def _lose(self) -> Self:
            with suppress(KeyboardInterrupt):
                os.kill(os.getpid(), signal.SIGINT)
            return self

    with pytest.raises(KeyboardInterrupt):
        load_settings({}, {}, sources.folder, sources.user_file, model=Losing)


def test_settings_cannot_change(sources: Sources) -> None:
    with pytest.raises(ValueError, match="frozen"):
        sources.load().lake = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("size", "count"), [("1KB", 1000), ("10 MB", 10**7), ("2GiB", 2 * 1024**3), ("1TB", 10**12), ("0KB", 0)]
)
def test_a_size_is_in_decimal_units_unless_it_says_binary_ones(size: str, count: int) -> None:
    assert bytes_of(size) == count


@pytest.mark.parametrize(("written", "meant"), [("memmory", "memory"), ("tmdb_rte", "tmdb_rate"), ("lakes", "lake")])
def test_a_slip_in_a_name_is_answered_with_the_setting_that_was_meant(
    sources: Sources, written: str, meant: str
) -> None:
    sources.file.write_text(f'{written} = "x"')

    refusal = sources.refusal()
    assert refusal.message.endswith("filmes-lake.toml: no such setting")
    assert (refusal.hint or "").startswith(f"did you mean {meant}? known settings: lake, lang")


def test_a_slip_in_a_variable_is_told_and_what_is_nobodys_is_left(sources: Sources) -> None:
    sources.environment["FILMES_LAKE_REAL_DATA"] = "/data"
    assert sources.load() == MODEL()

    sources.environment["FILMES_LAKE_MEMROY"] = "1GB"

    refusal = sources.refusal()
    assert refusal.message == "FILMES_LAKE_MEMROY from environment: no such setting"
    assert refusal.hint == "did you mean FILMES_LAKE_MEMORY?"


@pytest.mark.parametrize(
    ("line", "example"),
    [
        ('memory = "much"', "550MB"),
        ('max_scan = "1"', "1GB"),
        ("tmdb_rate = 1000", "40"),
        ('contracts = { movies = "lax" }', "strict"),
    ],
)
def test_a_wrong_value_is_answered_with_one_that_would_do(sources: Sources, line: str, example: str) -> None:
    sources.file.write_text(line)

    assert sources.refusal().hint == f"for example: {example}"


def test_a_byte_order_mark_before_the_settings_is_passed_over(sources: Sources) -> None:
    sources.file.write_bytes(b'\xef\xbb\xbflake = "here"')

    assert sources.load().lake == "here"


def test_a_working_folder_that_is_gone_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()

    with pytest.raises(SettingsError, match="the working folder is gone"):
        load_settings({}, {}, model=MODEL)
