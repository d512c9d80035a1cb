"""`doctor` as a person meets it: what is broken is named, with what to do, and the exit code says which kind it is."""

import shutil
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from filmes_lake import extras
from filmes_lake.doctor import machine
from filmes_lake.doctor.services import Services
from filmes_lake.doctor.verdict import Verdict, broken, exit_code_of, good
from filmes_lake.lake.storage.folder import FolderStorage
from tests.fakes.aws import SECRETS
from tests.fakes.proxy import Proxy, answer
from tests.fakes.tmdb_server import FakeOptions, FakeTmdb
from tests.in_process import Here
from tests.program import SAMPLE, Ended

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytest_plugins = ("tests.on_aws", "tests.running", "tests.in_process")


@pytest.fixture
def server() -> Iterator[FakeTmdb]:
    with FakeTmdb() as server:
        yield server


def check(ended: Ended, name: str) -> dict[str, Any]:
    """The one check of this name."""
    [found] = [found for found in ended.document["checks"] if found["name"] == name]
    return dict(found)


def verdicts(ended: Ended) -> dict[str, str]:
    return {found["name"]: found["verdict"] for found in ended.document["checks"]}


def test_a_healthy_house_has_nothing_broken_and_is_left_as_it_was(here: Here, demo_copy: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in demo_copy.rglob("*") if path.is_file()}
    text, as_json = here.run("doctor"), here.run("doctor", "--json")

    assert (text.code, as_json.code) == (0, 0)
    assert as_json.document["healthy"] is True
    assert "broken" not in verdicts(as_json).values()
    assert "manifests  ok" in text.out
    assert {path: path.stat().st_mtime_ns for path in demo_copy.rglob("*") if path.is_file()} == before


def test_a_lake_that_is_not_there_is_a_note_and_is_not_made(here: Here) -> None:
    ended = here.run("doctor", "--json")

    assert ended.code == 0
    assert check(ended, "lake")["verdict"] == "note"
    assert "filmes-lake init" in check(ended, "writing")["todo"]
    assert list(here.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("file", "todo"),
    [
        ("Refined/dim_filme/*/*.parquet", "transform all --force"),
        ("Raw/Local/CSV/Movies/*/*/*/movies.csv", "ingest csv FILE"),
    ],
)
@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_a_file_that_a_manifest_names_and_is_not_whole(
    file: str, todo: str, damage: str, here: Here, demo_copy: Path
) -> None:
    path = next(demo_copy.glob(file))
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1])
    ended = here.run("doctor", "--json")

    assert ended.code == 1
    assert path.name in check(ended, "manifests")["what"]
    assert todo in check(ended, "manifests")["todo"]


@pytest.mark.parametrize("document", ["_ops/current.json", "_ops/versions/*.json"])
def test_a_pointer_or_a_manifest_that_is_none(document: str, here: Here, demo_copy: Path) -> None:
    next(demo_copy.glob(document)).write_bytes(b"{")
    ended = here.run("doctor", "--json")

    assert ended.code == 1
    assert "not a valid document" in str(ended.document)


def test_a_manifest_that_is_gone(here: Here, demo_copy: Path) -> None:
    next(demo_copy.glob("_ops/versions/*.json")).unlink()

    assert check(here.run("doctor", "--json"), "manifests")["verdict"] == "broken"


def test_a_lock_that_is_held_is_a_note_with_its_holder(here: Here, demo_copy: Path) -> None:
    with FolderStorage(demo_copy).lock("transform", "`transform` (process 7)"):
        ended = here.run("doctor", "--json")

    assert ended.code == 0
    assert check(ended, "locks")["what"] == "transform is held by `transform` (process 7)"


@pytest.mark.usefixtures("permissions")
def test_a_lake_that_cannot_be_written_is_broken(here: Here, demo_copy: Path) -> None:
    (demo_copy / "_ops").chmod(0o500)
    try:
        ended = here.run("doctor", "--json")
    finally:
        (demo_copy / "_ops").chmod(0o700)

    assert ended.code == 1
    assert check(ended, "writing")["verdict"] == "broken"


def test_a_place_where_no_folder_can_be_written_is_broken(here: Here) -> None:
    (here.folder / "x").write_text("a file", encoding="utf-8")

    assert here.run("doctor", "--lake", "x").code == 5
    assert here.run("doctor", "--lake", "x/lake").code in (0, 1)


def test_what_a_killed_doctor_left_is_removed(here: Here, demo_copy: Path) -> None:
    (demo_copy / "_ops/probes").mkdir()
    (demo_copy / "_ops/probes/left").write_bytes(b"x")

    assert here.run("doctor").code == 0
    assert not (demo_copy / "_ops/probes").exists()


def test_a_source_that_is_not_there_is_broken(here: Here) -> None:
    assert here.run("init", "--movies", "nowhere.csv", "--series", str(SAMPLE / "series.csv")).code == 0
    ended = here.run("doctor", "--json")

    assert ended.code == 1
    assert check(ended, "sources")["what"] == "missing: movies (nowhere.csv)"


def test_settings_that_cannot_be_read_are_one_error(here: Here) -> None:
    (here.folder / "filmes-lake.toml").write_text("threads = 'many'", encoding="utf-8")
    ended = here.run("doctor", "--json")

    assert ended.code == 5
    assert "threads from " in ended.document["error"]["message"]


# --- TMDB ----------------------------------------------------------------------------------------------------


def test_without_a_token_nobody_is_asked_and_nothing_is_broken(here: Here, server: FakeTmdb) -> None:
    ended = here.run("doctor", "--json", TMDB_BASE_URL=server.environment["TMDB_BASE_URL"])

    assert ended.code == 0
    assert check(ended, "tmdb")["verdict"] == "note"
    assert server.seen.paths == []


def test_a_token_is_shown_to_tmdb_and_nowhere_else(here: Here, server: FakeTmdb) -> None:
    ended = here.run("-vv", "doctor", "--json", **server.environment)

    assert ended.code == 0
    assert check(ended, "tmdb")["what"] == "TMDB accepts the token"
    assert check(ended, "clock") == {"name": "clock", "verdict": "ok", "what": "the same as TMDB's", "todo": None}
    assert len(server.seen.paths) == 1
    assert server.token not in ended.out + ended.err


def test_offline_asks_nobody(here: Here, server: FakeTmdb) -> None:
    assert here.run("doctor", "--offline", **server.environment).code == 0
    assert server.seen.paths == []


def test_a_refused_token_is_exit_5(here: Here, server: FakeTmdb) -> None:
    server.options = FakeOptions(refuse_token_after=0)
    ended = here.run("doctor", "--json", **server.environment)

    assert ended.code == 5
    assert "TMDB refuses the token" in check(ended, "tmdb")["what"]


def test_a_token_that_is_none_is_exit_5_and_not_shown(here: Here) -> None:
    ended = here.run("doctor", "--json", TMDB_API_TOKEN="0123456789abcdef0123456789abcdef")

    assert ended.code == 5
    assert "v3 API key" in check(ended, "tmdb")["what"]
    assert "0123456789abcdef" not in ended.out


def test_a_service_that_does_not_answer_is_exit_1_and_soon(here: Here, server: FakeTmdb) -> None:
    environment = {**server.environment, "TMDB_BASE_URL": "http://127.0.0.1:9/3"}
    began = time.monotonic()
    ended = here.run("doctor", "--json", **environment)

    assert ended.code == 1
    assert time.monotonic() - began < 20
    assert check(ended, "tmdb")["verdict"] == "broken"


# --- AWS -----------------------------------------------------------------------------------------------------


def test_a_lake_in_s3_is_checked_and_the_account_is_not_shown(here: Here, bucket: str, aws: dict[str, str]) -> None:
    lake = f"s3://{bucket}/lake"
    here.run("ingest", "csv", SAMPLE / "movies.csv", "--lake", lake, **aws)
    ended = here.run("-vv", "doctor", "--lake", lake, "--json", **aws)

    assert ended.code == 0
    assert check(ended, "aws")["what"].startswith("AWS accepts the credentials (kind: ")
    assert check(ended, "writing")["verdict"] == "ok"
    assert check(ended, "clock")["what"] == "the same as AWS's"
    for secret in SECRETS:
        assert secret not in ended.out + ended.err


def test_credentials_that_aws_does_not_accept_are_exit_5(
    here: Here, bucket: str, aws: dict[str, str], proxy: Proxy
) -> None:
    proxy.spoil(".", answer(403, "InvalidClientTokenId"))
    ended = here.run("doctor", "--lake", f"s3://{bucket}/lake", "--json", **aws)

    assert ended.code == 5
    assert check(ended, "aws")["verdict"] == "broken"
    assert "lake" in verdicts(ended)


def test_a_server_of_s3_alone_is_a_note_and_other_services_are_named_as_missing(
    here: Here, demo: Path, bucket: str, aws: dict[str, str], proxy: Proxy, client: "S3Client"
) -> None:
    for file in demo.glob("_ops/**/*.json"):
        client.upload_file(str(file), bucket, f"lake/{file.relative_to(demo).as_posix()}")
    proxy.spoil("^POST /( |$)", answer(405, "MethodNotAllowed"))
    lake = ("--lake", f"s3://{bucket}/lake")

    doctor = here.run("doctor", *lake, "--json", **aws)
    register = here.run("catalog", "register", *lake, **aws)

    assert check(doctor, "aws")["verdict"] == "note"
    assert "does not offer STS's GetCallerIdentity" in check(doctor, "aws")["what"]
    assert register.code == 5
    assert "the server does not offer Glue's GetDatabase" in register.error
    assert "AWS_ENDPOINT_URL_GLUE" in register.error


# --- the clock, Java, disk -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("off", "word"), [(301, "fast"), (-301, "slow"), (299, ""), (-299, "")])
def test_a_clock_that_is_minutes_off_is_broken(off: int, word: str) -> None:
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    services = Services(offline=False)
    services._dates["AWS"] = format_datetime(now - timedelta(seconds=off), usegmt=True), now
    found = services.clock(None, now)

    assert found.verdict is (Verdict.BROKEN if word else Verdict.GOOD)
    assert word in found.what


def test_a_run_of_the_future_shows_a_wrong_clock() -> None:
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)

    assert Services(offline=True).clock(now + timedelta(days=1), now).verdict is Verdict.BROKEN
    assert Services(offline=True).clock(now, now).verdict is Verdict.SKIPPED


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ('openjdk version "17.0.12" 2024-07-16', Verdict.GOOD),
        ('java version "1.8.0_202"', Verdict.GOOD),
        ('openjdk version "21.0.4"', Verdict.BROKEN),
        ("no Java at all", Verdict.BROKEN),
        (None, Verdict.BROKEN),
    ],
)
def test_spark_needs_a_java_that_it_runs_on(
    said: str | None, verdict: Verdict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "find_spec", lambda name: name == "pyspark")
    if said is not None:
        java = tmp_path / "bin/java"
        java.parent.mkdir()
        java.write_text(f"#!/bin/sh\necho '{said}' >&2\n", encoding="utf-8")
        java.chmod(0o755)

    assert machine.java({"JAVA_HOME": str(tmp_path)}).verdict is verdict


def test_without_spark_no_java_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (machine, extras):
        monkeypatch.setattr(module, "find_spec", lambda _: None)

    assert machine.java({}).verdict is Verdict.SKIPPED
    assert "installed: none" in machine.extras().what


def test_room_is_measured_where_the_lake_will_be(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free

    assert machine.disk(tmp_path / "not/yet", 0).verdict is Verdict.GOOD
    assert machine.disk(tmp_path, free).verdict is Verdict.NOTE


@pytest.mark.parametrize(("codes", "code"), [([], 0), ([1], 1), ([5], 5), ([5, 1], 1), ([5, 5], 5)])
def test_the_exit_code_is_that_of_settings_where_nothing_else_is_broken(codes: list[int], code: int) -> None:
    assert exit_code_of([good("a", "b"), *(broken("x", "y", None, found) for found in codes)]) == code
