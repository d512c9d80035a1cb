"""The whole program on a lake in S3: the same figures as in a folder, errors in one line, nothing half-published."""

import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.aws import SECRETS, Bucket
from tests.fakes.proxy import Proxy, Spoil, Stall, answer, reset
from tests.program import SAMPLE, Ended, Program, finish

pytest_plugins = ("tests.on_aws", "tests.running")

QUERY = "SELECT id_filme, receita_usd FROM fato_desempenho_filmes ORDER BY id_filme"


class Lake:
    """The program on one lake."""

    def __init__(self, program: Program, uri: str, environment: dict[str, str]) -> None:
        self.uri = uri
        self._program, self._environment = program, environment

    def run(self, *words: str | Path, **environment: str) -> Ended:
        return self._program.run(*words, "--lake", self.uri, **{**self._environment, **environment})

    def ask(self, *words: str | Path) -> Any:
        ended = self.run(*words, "--json")
        assert ended.code == 0, ended
        assert ended.err == ""
        return ended.document

    def fill(self) -> None:
        self.ask("ingest", "csv", SAMPLE / "movies.csv", SAMPLE / "series.csv")
        for kind in ("movies", "series"):
            self.ask("ingest", "tmdb", "--kind", kind, "--from", SAMPLE / f"tmdb_{kind}.jsonl")


@pytest.fixture
def lake(program: Program, bucket: str, aws: dict[str, str]) -> Lake:
    return Lake(program, f"s3://{bucket}/lake", aws)


def _figures(lake: Lake) -> dict[str, Any]:
    """What is the same of two lakes that hold the same."""
    status = lake.ask("status")
    return {
        "accounting": status["accounting"],
        "layers": [(layer["layer"], layer["rows"], layer["stale"]) for layer in status["layers"]],
        "roi": {**lake.ask("report", "roi", "--top", "20"), "version": None},
        "kpis": {**lake.ask("report", "kpis"), "version": None},
        "query": lake.ask("query", QUERY),
    }


def test_the_whole_pipeline_gives_the_figures_that_a_folder_gives(program: Program, lake: Lake, demo: Path) -> None:
    lake.fill()
    lake.ask("transform", "all")

    assert _figures(lake) == _figures(Lake(program, str(demo), {}))


def test_versions_and_rollback_work_on_s3(lake: Lake) -> None:
    lake.ask("ingest", "csv", SAMPLE / "movies.csv")
    lake.ask("transform", "all")
    before = {v["layer"]: v["version"] for v in lake.ask("versions")["versions"] if v["current"]}
    assert [table["status"] for table in lake.ask("transform", "all")["tables"]] == ["unchanged"] * 16
    lake.ask("transform", "all", "--force")

    assert lake.ask("rollback")["current"] == {layer: before[layer] for layer in ("refined", "trusted")}
    assert {v["layer"]: v["version"] for v in lake.ask("versions")["versions"] if v["current"]} == before
    assert [run["command"] for run in lake.ask("runs")["runs"]] == ["rollback", "transform", "transform", "ingest csv"]


def test_no_secret_lies_in_the_lake_or_on_this_machine(
    lake: Lake, bucket: str, beside: Bucket, program: Program
) -> None:
    ended = lake.run("demo")
    assert ended.code == 0, ended
    shown = lake.run("runs").out + program.run("-vv", "status", "--lake", lake.uri, **lake._environment).err

    stored = [beside.client.get_object(Bucket=bucket, Key=key)["Body"].read() for key in beside.keys()]  # noqa: SIM118
    local = [path.read_bytes() for path in program.folder.parent.rglob("*") if path.is_file()]
    assert len(stored) > 20
    for secret in SECRETS:
        assert secret not in ended.out + ended.err + shown
        assert not any(secret.encode() in data for data in (*stored, *local))


def test_a_catalog_file_needs_a_folder(lake: Lake) -> None:
    lake.ask("ingest", "csv", SAMPLE / "movies.csv")
    lake.ask("transform", "trusted")

    ended = lake.run("catalog", "register")

    assert ended.code == 1
    assert "needs a lake in a folder" in ended.error


def test_a_bucket_that_is_not_there_is_no_empty_lake(lake: Lake) -> None:
    lake.uri = "s3://there-is-no-such-bucket/lake"

    for words in (("status",), ("ingest", "csv", SAMPLE / "movies.csv")):
        ended = lake.run(*words)
        assert ended.code == 1
        assert "s3://there-is-no-such-bucket: there is no such bucket" in ended.error


SETTINGS = [
    ({"AWS_PROFILE": "nobody"}, "there is no AWS profile 'nobody'"),
    ({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_SESSION_TOKEN": ""}, "no AWS credentials found"),
    ({"AWS_SECRET_ACCESS_KEY": ""}, "credentials"),
    ({"AWS_ENDPOINT_URL": "nonsense"}, "an AWS setting is wrong"),
    ({"AWS_REGION": "no such region"}, "an AWS setting is wrong"),
    ({"AWS_MAX_ATTEMPTS": "many"}, "an AWS setting is wrong"),
    ({"FILMES_LAKE_ENCRYPTION": "none"}, "encryption from environment"),
]


@pytest.mark.parametrize(("environment", "words"), SETTINGS, ids=[words for _, words in SETTINGS])
def test_wrong_settings_are_one_line(lake: Lake, environment: dict[str, str], words: str) -> None:
    ended = lake.run("status", **environment)

    assert ended.code == 5
    assert words in ended.error


def test_a_server_that_is_not_there_is_one_line(lake: Lake) -> None:
    ended = lake.run("status", AWS_ENDPOINT_URL="http://user:secret@127.0.0.1:9", AWS_MAX_ATTEMPTS="1")

    assert ended.code == 1
    assert "S3 cannot be reached at 127.0.0.1 " in ended.error
    assert "secret" not in ended.err


@pytest.fixture
def full(lake: Lake) -> Lake:
    """A lake in which a version is published, and another is due."""
    lake.ask("ingest", "csv", SAMPLE / "movies.csv")
    lake.ask("transform", "all")
    lake.ask("ingest", "csv", SAMPLE / "series.csv")
    return lake


# What goes wrong, where in the run, and the exit code.
FAILURES = [
    ("in the middle of its files", r"PUT .*Trusted/creditos", answer(400, "ExpiredToken"), 5, "have expired"),
    ("in the middle of its files", r"PUT .*Trusted/creditos", answer(403, "AccessDenied"), 5, "does not permit"),
    ("before its manifest", r"PUT .*_ops/versions", answer(503, "ServiceUnavailable"), 1, "503|ServiceUnavailable"),
    ("before the pointer", r"PUT .*_ops/current", reset, 1, "broke off|cannot be reached"),
    ("from some moment on", r"PUT .*_ops/(current|runs/.*|locks/.*)", answer(400, "ExpiredToken"), 5, "have expired"),
]


@pytest.mark.parametrize(("when", "line", "spoil", "code", "words"), FAILURES, ids=[str(n) for n in range(5)])
def test_a_run_that_fails_leaves_the_old_version_and_the_next_one_goes_on(
    proxy: Proxy, full: Lake, when: str, line: str, spoil: Spoil, code: int, words: str
) -> None:
    before = full.ask("report", "kpis")
    proxy.spoil(line, spoil)

    ended = full.run("transform", "all", AWS_MAX_ATTEMPTS="2")

    assert (ended.code, bool(re.search(words, ended.error))) == (code, True), (when, ended)
    assert not any(secret in ended.err for secret in SECRETS)
    proxy.heal()
    assert full.ask("report", "kpis") == before
    assert {table["status"] for table in full.ask("transform", "all")["tables"]} == {"published"}


@pytest.fixture
def large_csv(tmp_path: Path) -> Path:
    """A CSV of 20 MB."""
    head, *lines = (SAMPLE / "movies.csv").read_bytes().splitlines(keepends=True)
    path = tmp_path / "movies.csv"
    path.write_bytes(head + b"".join(lines) * (20_000_000 // sum(map(len, lines)) + 1))
    return path


@pytest.fixture
def stall(proxy: Proxy) -> Iterator[Stall]:
    """Uploads stand still at their second part."""
    stall = Stall()
    proxy.spoil("partNumber=2", stall, times=1)
    yield stall
    stall.go_on.set()


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
def test_ctrl_c_in_mid_upload_leaves_no_upload(
    stall: Stall, lake: Lake, program: Program, large_csv: Path, beside: Bucket
) -> None:
    process = program.start("ingest", "csv", large_csv, "--lake", lake.uri, **lake._environment)
    assert stall.reached.wait(60)
    assert beside.uploads() != []

    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    stall.go_on.set()

    ended = finish(process)
    assert ended.code == 130, ended
    assert beside.uploads() == []
    assert [key for key in beside.keys() if "/_ops/runs/" not in key] == []  # noqa: SIM118


def test_a_run_killed_in_mid_upload_leaves_no_upload_after_the_next(
    stall: Stall, lake: Lake, program: Program, large_csv: Path, beside: Bucket
) -> None:
    lake.ask("ingest", "csv", SAMPLE / "movies.csv", "--date", "2026-01-01")
    before = lake.ask("versions")
    process = program.start("ingest", "csv", large_csv, "--lake", lake.uri, **lake._environment)
    assert stall.reached.wait(60)
    process.kill()
    finish(process)
    stall.go_on.set()
    assert beside.uploads() != []
    assert lake.ask("versions") == before

    assert lake.ask("ingest", "csv", large_csv)["files"][0]["status"] == "stored"

    assert beside.uploads() == []
    assert [run["outcome"] for run in lake.ask("runs")["runs"]] == ["done", "killed", "done"]
