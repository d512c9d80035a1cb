"""The functions' zip, unpacked, in AWS's own emulator on Python 3.13, on a lake in S3 (moto): `make test-lambda`.

The emulator kills a function at its timeout and starts it anew. It limits no memory and knows no permission.
"""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from filmes_lake.errors import LockHeld
from filmes_lake.lake import layout
from filmes_lake.lake.integrity import missing
from filmes_lake.lake.manifest import DataFile
from filmes_lake.models.kinds import Kind, Layer
from tests.aws_lambda.installation import unpack_zips
from tests.aws_lambda.sandbox import Sandbox
from tests.fakes.aws import Bucket, new_bucket
from tests.fakes.tmdb.seen import Seen
from tests.fakes.tmdb_server import FakeOptions, FakeTmdb
from tests.transform.lake_in_s3 import S3Lake
from tests.transform.lakes import SmallLake, movie_line
from tests.transform.twins import differences

pytest_plugins = ("tests.on_aws",)
# The first test waits for the wheels and the build.
pytestmark = [pytest.mark.aws_lambda, pytest.mark.timeout(900)]

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# Where a function may write, of the folders that it is told of.
WRITING = """
import os
for name in ("LAMBDA_TASK_ROOT", "HOME", "TMPDIR"):
    try:
        open(os.environ[name] + "/made", "x").close()
        print(name)
    except OSError:
        pass
"""
KILLS, MOST_CALLS = 20, 60
# Questions a second. TMDB takes more, but the machine does other things too.
RATE = 25


@pytest.fixture(scope="session")
def code(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where each zip is unpacked; nobody writes there."""
    folder = tmp_path_factory.mktemp("code")
    unpack_zips(folder)
    before = sorted(folder.rglob("*"))
    yield folder
    assert sorted(folder.rglob("*")) == before


@pytest.fixture
def bucket_of(moto: str, client: "S3Client") -> Bucket:
    return Bucket(new_bucket(moto), client)


@pytest.fixture
def lake(bucket_of: Bucket, tmp_path: Path) -> S3Lake:
    """The sample and a few rejected lines in Raw, of which DuckDB has made tables in the folder `small` by then."""
    small = SmallLake(tmp_path / "small")
    small.sample()
    lake = S3Lake(small, bucket_of, tmp_path / "cache")
    small.transform()
    return lake


@pytest.fixture
def sandbox(code: Path, aws: dict[str, str], bucket_of: Bucket, tmp_path: Path) -> Sandbox:
    """One with every function."""
    (tmp_path / "tmp").mkdir()
    settings = {name: value for name, value in aws.items() if name != "FILMES_LAKE_CACHE"}
    own = {"FILMES_LAKE_LAKE": f"s3://{bucket_of.name}/lake", "FILMES_LAKE_DATABASE": bucket_of.name.replace("-", "_")}
    return Sandbox(code / "transform", tmp_path / "tmp", {**settings, **own})


def test_tables_are_the_command_lines_row_by_row_and_registered(lake: S3Lake, sandbox: Sandbox, tmp_path: Path) -> None:
    with sandbox.function("plan") as plan:
        before = plan.invoke()
        wrong = plan.invoke(layer="all")
    with sandbox.function("transform") as transform:
        made = transform.invoke()
        again = transform.invoke()
    with sandbox.function("register") as register:
        registered = register.invoke()
    with sandbox.function("plan") as plan:
        after = plan.invoke(tick="2026-11-30T03:00", execution="arn:one", stack="films")

    assert (before["due"], before["engine"], before["hours_since_success"]) == (True, "lambda", None)
    assert (wrong["errorType"], wrong["stackTrace"]) == ("UsageError", [])
    assert wrong["errorMessage"].startswith("event.layer: Extra inputs are not permitted (keys: trial, tick")
    assert differences(SmallLake(tmp_path / "small"), lake) == {}
    assert (len(made["published"]), again["published"]) == (len(made["rows"]), [])
    assert registered == {"tables": len(made["rows"]), "created": len(made["rows"])}
    assert (after["due"], after["stale"]) == (False, {})
    assert {line["level"] for line in sandbox.log} == {"INFO", "ERROR"}


def test_nothing_can_be_written_but_temporary_files(sandbox: Sandbox) -> None:
    assert sandbox.python(WRITING).split() == ["TMPDIR"]


def lost(lake: S3Lake) -> list[DataFile]:
    """Files that the current versions name and that are not there."""
    current = filter(None, map(lake.lake.versions.current, Layer))
    return missing(
        lake.lake, [file for version in current for table in version.tables.values() for file in table.files]
    )


def test_killed_at_any_moment_it_leaves_a_whole_lake_and_the_next_goes_on(
    lake: S3Lake, sandbox: Sandbox, tmp_path: Path
) -> None:
    seed = time.time_ns()
    moments, killed, calls = random.Random(seed), 0, 0
    while killed < KILLS:
        calls += 1
        assert calls <= MOST_CALLS, f"seed {seed}: {killed} killed"
        layer, seconds = moments.choice(["trusted", "refined", "all"]), moments.randint(1, 3)
        with sandbox.function("transform", timeout=seconds) as transform:
            killed += "killed" in transform.invoke(layer=layer, force=True)
        assert lost(lake) == [], f"seed {seed}: after {layer} in {seconds} s"
    with sandbox.function("transform", timeout=120) as transform:
        last = transform.invoke(force=True)

    assert len(last["published"]) == len(last["rows"]), f"seed {seed}: {last}"
    assert differences(SmallLake(tmp_path / "small"), lake) == {}, f"seed {seed}"
    assert lake.bucket.uploads() == []
    assert [run.outcome for run in lake.lake.ledger.runs(1)] == ["done"]


def test_another_sandbox_finds_the_lake_locked_and_goes_on_when_it_is_given_back(
    lake: S3Lake, sandbox: Sandbox, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    another = Sandbox(sandbox.code, tmp_path / "other", sandbox.environment)
    with (
        another.function("transform") as waiting,
        sandbox.function("transform") as holding,
        ThreadPoolExecutor() as threads,
    ):
        waiting.invoke()  # so that it has started when it counts
        first = threads.submit(holding.invoke, force=True)
        while layout.TRANSFORM_LOCK not in lake.lake.storage.holders():
            assert not first.done()
        refused = waiting.invoke(force=True)
        made = first.result()
        after = waiting.invoke(force=True)

    assert refused["errorType"] == LockHeld.__name__
    assert "transform is held by " in refused["errorMessage"]
    assert len(made["published"]) == len(after["published"]) == len(after["rows"])
    assert [run.outcome for run in lake.lake.ledger.runs(3)] == ["done", "failed", "done"]


def test_tmdb_is_asked_in_pieces_at_its_rate_and_no_title_twice_or_never(
    code: Path, sandbox: Sandbox, bucket_of: Bucket, tmp_path: Path
) -> None:
    small = SmallLake(tmp_path / "titles")
    with FakeTmdb(FakeOptions(limit=45)) as server:
        ids = server.add_movies(2000)  # more than there is time for
        small.csv(Kind.MOVIES, [movie_line(imdb_id) for imdb_id in ids])
        S3Lake(small, bucket_of, tmp_path / "cache")
        without_duckdb = Sandbox(code / "ingest", sandbox.temporary, sandbox.environment)
        server.options = FakeOptions(limit=45, faults={"error_500": 0.01, "html": 0.01})

        pieces: list[dict[str, Any]] = []
        moments: list[list[float]] = []
        with without_duckdb.function("ingest_tmdb", timeout=40, **server.environment) as ingest:
            while not pieces or not pieces[-1].get("done"):
                assert len(pieces) < 20
                earlier = len(server.seen.paths)
                pieces.append(ingest.invoke(kind="movies", rate=RATE))
                moments.append(moments_of_questions(server.seen, earlier))

    stored = sum(piece["stored"] for piece in pieces)
    asked = sum(server.seen.asked[imdb_id] for imdb_id in ids)
    assert (stored, len(pieces) > 1) == (len(ids), True)
    assert [piece["remaining"] > 0 for piece in pieces] == [True] * (len(pieces) - 1) + [False]
    assert all(server.seen.answered[imdb_id] == 1 for imdb_id in ids)
    seen = server.seen
    others = sum(seen.asked.values()) - asked
    spoilt = sum(seen.statuses.values()) - sum(seen.answered.values())
    spoilt_of_others = others - (sum(seen.answered.values()) - len(ids))
    assert asked == len(ids) + spoilt - spoilt_of_others
    reached = asked / sum(times[-1] - times[0] for times in moments)
    # 0.9 and more where nothing else is at work. Who waited for each answer before the next question is far below.
    assert reached >= 0.5 * RATE, f"{reached:.1f} a second of {RATE} in {len(pieces)} pieces"


def moments_of_questions(seen: Seen, earlier: int) -> list[float]:
    """When questions about titles arrived after so many requests."""
    return [
        moment
        for path, moment in zip(seen.paths[earlier:], seen.arrivals[earlier:], strict=True)
        if "/movie/tt" in path
    ]
