"""The whole program on a lake in S3: the same figures as in a folder, errors in one line, nothing half-published."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import header_of
from tests.fakes.aws import SECRETS, Bucket, environment_of, new_bucket
from tests.fakes.proxy import Exchange, Proxy, Spoil, Stall, answer, reset
from tests.fakes.tmdb_server import FakeTmdb
from tests.program import ROOT, SAMPLE, Program, finish
from tests.program_on_a_lake import Lake
from tests.transform.lakes import movie_line

pytest_plugins = ("tests.on_aws", "tests.running")

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

EXPIRED = answer(400, "ExpiredToken")


@pytest.fixture
def lake(program: Program, bucket: str, aws: dict[str, str]) -> Lake:
    return Lake(program, f"s3://{bucket}/lake", aws)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def filled(home: Path, moto: str, compiled_once: None) -> Lake:
    """A lake with the sample, ingested and transformed once for the module."""
    bucket = new_bucket(moto)
    lake = Lake(Program(home), f"s3://{bucket}/lake", environment_of(moto, home))
    lake.fill()
    return lake


@pytest.mark.slow
def test_the_whole_pipeline_gives_the_figures_that_a_folder_gives(filled: Lake, program: Program, demo: Path) -> None:
    assert filled.figures() == Lake(program, str(demo), {}).figures()


@pytest.mark.slow
def test_a_rollback_goes_back_to_the_version_before(filled: Lake) -> None:
    before = _current(filled)
    filled.ask("transform", "all", "--force")
    assert _current(filled) != before

    assert filled.ask("rollback")["current"] == {layer: before[layer] for layer in ("refined", "trusted")}

    assert _current(filled) == before


def _current(lake: Lake) -> dict[str, str]:
    return {found["layer"]: found["version"] for found in lake.ask("versions")["versions"] if found["current"]}


@pytest.mark.slow
def test_no_secret_is_shown_or_lies_in_the_lake_or_on_this_machine(
    filled: Lake, client: "S3Client", home: Path
) -> None:
    filled.shown += Program(home).run("-vv", "runs", "--lake", filled.uri, **filled._environment).err
    bucket = Bucket(filled.uri.split("/")[2], client)

    stored = [client.get_object(Bucket=bucket.name, Key=key)["Body"].read() for key in bucket.keys()]  # noqa: SIM118
    local = [path.read_bytes() for path in home.rglob("*") if path.is_file()]

    assert len(stored) > 20
    assert len(local) > 5
    for secret in SECRETS:
        assert secret not in filled.shown
        assert not any(secret.encode() in data for data in (*stored, *local))


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
    ({"FILMES_LAKE_CACHE": "~nobody-of-this-name/x"}, "~nobody-of-this-name/x: cannot be a folder"),
    ({"FILMES_LAKE_STATE": "~nobody-of-this-name/y"}, "~nobody-of-this-name/y: cannot be a folder"),
]


def test_a_home_that_takes_nothing_is_no_obstacle_where_cache_and_state_lie_elsewhere(
    lake: Lake, tmp_path: Path, moto: str
) -> None:
    (tmp_path / "home").write_text("no folder")
    homeless = {"HOME": str(tmp_path / "home"), "FILMES_LAKE_STATE": str(tmp_path / "state")}
    with FakeTmdb() as server:
        lines = map(movie_line, server.add_movies(3))
        (tmp_path / "m.csv").write_text("\n".join(["|".join(header_of(Kind.MOVIES)), *lines]) + "\n")

        ended = [
            lake.run(*words, **homeless, **server.environment)
            for words in (("ingest", "csv", tmp_path / "m.csv"), ("ingest", "tmdb"))
        ]

    assert [found.code for found in ended] == [0, 0], ended
    assert list((tmp_path / "state").rglob("spool/tmdb-movies"))


@pytest.mark.parametrize(("environment", "words"), SETTINGS, ids=[words for _, words in SETTINGS])
def test_wrong_settings_are_one_line(lake: Lake, environment: dict[str, str], words: str) -> None:
    ended = lake.run("status", **environment)

    assert ended.code == 5
    assert words in ended.error


def test_without_boto3_the_extra_is_named(lake: Lake, tmp_path: Path) -> None:
    (tmp_path / "without" / "boto3").mkdir(parents=True)
    (tmp_path / "without" / "boto3" / "__init__.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'boto3'\", name='boto3')"
    )

    ended = lake.run("status", PYTHONPATH=os.pathsep.join([str(tmp_path / "without"), str(ROOT)]))

    assert ended.code == 5
    assert ended.error.startswith("error: AWS (S3, Glue, Athena) needs boto3, which is not installed (")
    assert ended.error.endswith("[aws]')")


def test_a_server_that_is_not_there_is_one_line(lake: Lake) -> None:
    ended = lake.run("status", AWS_ENDPOINT_URL="http://user:secret@127.0.0.1:9", AWS_MAX_ATTEMPTS="1")

    assert ended.code == 1
    assert "S3 cannot be reached at 127.0.0.1 " in ended.error
    assert "secret" not in ended.err


REFUSALS = [
    (answer(301, "PermanentRedirect", x_amz_bucket_region="sa-east-1"), 5, "another region (sa-east-1)"),
    (answer(403, "AccessDenied"), 5, "the credentials need s3:PutObject"),
    (answer(503, "SlowDown"), 1, "2 times"),
    (reset, 1, "S3"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("spoil", "code", "words"), REFUSALS, ids=["region", "permission", "busy", "reset"])
def test_what_s3_refuses_in_mid_run_is_one_line_and_publishes_nothing(
    proxy: Proxy, lake: Lake, spoil: Spoil, code: int, words: str
) -> None:
    lake.ask("ingest", "csv", SAMPLE / "movies.csv")
    before = lake.ask("versions")
    proxy.spoil("(PUT|POST) .*Trusted/", spoil)

    ended = lake.run("transform", "all", AWS_MAX_ATTEMPTS="2")

    assert ended.code == code
    assert words in ended.error
    proxy.heal()
    assert lake.ask("versions") == before
    assert not any(secret in lake.shown for secret in SECRETS)


@pytest.mark.slow
def test_credentials_that_expire_in_mid_run_leave_the_old_version(proxy: Proxy, lake: Lake) -> None:
    lake.ask("ingest", "csv", SAMPLE / "movies.csv")
    before = lake.ask("versions")

    def expire(exchange: Exchange) -> None:
        proxy.spoil(".", EXPIRED)
        EXPIRED(exchange)

    proxy.spoil("PUT .*Trusted/creditos", expire)

    ended = lake.run("transform", "all")

    assert ended.code == 5
    assert "the AWS credentials have expired" in ended.error
    assert not any(secret in ended.err for secret in SECRETS)
    proxy.heal()
    assert lake.ask("versions") == before
    assert {table["status"] for table in lake.ask("transform", "all")["tables"]} == {"published"}


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


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
def test_ctrl_c_in_mid_upload_leaves_no_upload(stall: Stall, lake: Lake, large_csv: Path, beside: Bucket) -> None:
    process = lake.start("ingest", "csv", large_csv)
    assert stall.reached.wait(60)
    assert beside.uploads() != []

    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    stall.go_on.set()

    ended = finish(process)
    assert ended.code == 130, ended
    assert beside.uploads() == []
    assert [key for key in beside.keys() if "/_ops/runs/" not in key and "/_ops/locks/" not in key] == []  # noqa: SIM118


@pytest.mark.slow
def test_a_run_killed_in_mid_upload_leaves_no_upload_after_the_next(
    stall: Stall, lake: Lake, large_csv: Path, beside: Bucket
) -> None:
    lake.ask("ingest", "csv", SAMPLE / "movies.csv", "--date", "2026-01-01")
    before = lake.ask("versions")
    process = lake.start("ingest", "csv", large_csv)
    assert stall.reached.wait(60)
    process.kill()
    finish(process)
    stall.go_on.set()
    assert beside.uploads() != []
    assert lake.ask("versions") == before

    assert lake.ask("ingest", "csv", large_csv)["files"][0]["status"] == "stored"

    assert beside.uploads() == []
    assert [run["outcome"] for run in lake.ask("runs")["runs"]] == ["done", "killed", "done"]
