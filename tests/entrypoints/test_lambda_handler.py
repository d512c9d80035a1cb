"""The functions of Lambda in this process, on a lake in S3 (moto): what they answer, and how they fail."""

import json
import os
import sys
import traceback
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from filmes_lake.deploy.checking.trial import Trial
from filmes_lake.entrypoints import lambda_handler
from filmes_lake.entrypoints.lambda_handler import ingest_tmdb, plan, register, transform
from filmes_lake.errors import FilmesLakeError, LockHeld, SettingsError, UsageError
from filmes_lake.ingest.csv_source.ingest import ingest_csv
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.metrics import VARIABLE
from filmes_lake.models.kinds import Kind, Layer, TransformPlace
from filmes_lake.models.raw import header_of
from tests.fakes.aws import new_bucket
from tests.fakes.tmdb_server import TOKEN, FakeTmdb, movie
from tests.schema import SCHEMA
from tests.transform.lakes import movie_line

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytest_plugins = ("tests.on_aws", "tests.sample_on_s3")

Handler = Callable[[dict[str, Any], lambda_handler.Context], dict[str, Any]]


@dataclass(frozen=True)
class Invocation:
    """An invocation of which so many milliseconds are left when it begins."""

    left: int = 900_000

    def get_remaining_time_in_millis(self) -> int:
        return self.left


def invoke(handler: Handler, seconds: float = 900, **event: Any) -> dict[str, Any]:
    answer = handler(event, Invocation(int(seconds * 1000)))
    assert len(json.dumps(answer)) < 8_000
    return answer


def failure(handler: Handler, **event: Any) -> FilmesLakeError:
    with pytest.raises(FilmesLakeError) as caught:
        handler(event, Invocation())
    return caught.value


@pytest.fixture
def sandbox(aws: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A sandbox of Lambda: a home in which nothing can be made, a folder for temporary files, and no settings."""
    (tmp_path / "home").write_text("no folder")
    (tmp_path / "tmp").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    for name in ("TMDB_API_TOKEN", "FILMES_LAKE_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "tracebacklimit", 1000, raising=False)
    return monkeypatch


@pytest.fixture
def on_sample(sandbox: pytest.MonkeyPatch, filled: Lake, database: str) -> Lake:
    """The sample's lake, which the functions find."""
    sandbox.setenv("FILMES_LAKE_LAKE", filled.storage.uri)
    sandbox.setenv("FILMES_LAKE_DATABASE", database)
    return filled


@pytest.mark.slow
def test_a_lake_that_is_up_to_date_has_nothing_due(on_sample: Lake) -> None:
    found = invoke(plan, tick="2026-11-30T03:00:00Z", execution="arn:x", stack="films")

    assert (found["due"], found["stale"], found["engine"]) == (False, {}, "lambda")
    assert found["bytes"] == on_sample.require(Layer.RAW).bytes
    assert found["hours_since_success"] == 0


@pytest.mark.slow
def test_a_tick_is_one_executions(on_sample: Lake) -> None:
    tick: dict[str, Any] = {"tick": uuid.uuid4().hex, "stack": "films"}

    assert invoke(plan, **tick, execution="arn:one")["proceed"]
    assert invoke(plan, **tick, execution="arn:another") == {"proceed": False, "due": False, "ask": False}
    assert invoke(plan, **tick, execution="arn:one")["proceed"]


@pytest.mark.parametrize("whose", [{"stack": "films"}, {"execution": "arn:one"}])
def test_a_tick_of_nobody_is_refused(on_sample: Lake, whose: dict[str, str]) -> None:
    assert failure(plan, tick="2026-11-30T03:00:00Z", **whose).message == "event.tick: whose it is must be said too"


@pytest.mark.slow
def test_the_last_line_has_the_metrics_of_the_stack(
    on_sample: Lake, sandbox: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sandbox.setenv(VARIABLE, "films")
    invoke(plan)
    invoke(transform)

    planned, made = (json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line)
    assert (planned["Stack"], planned["RunsSucceeded"]) == ("films", 1)
    assert planned["HoursSinceSuccess"] == planned["hours_since_success"]
    assert {"RunsSucceeded", "RowsRejected", "Seconds"} <= made.keys()


def test_above_the_bytes_of_the_setting_the_tables_are_glues(on_sample: Lake, sandbox: pytest.MonkeyPatch) -> None:
    sandbox.setenv("FILMES_LAKE_GLUE_ABOVE", "100KB")

    assert invoke(plan)["engine"] == "glue"


def test_what_does_not_fit_a_function_is_refused_and_glue_named(on_sample: Lake, sandbox: pytest.MonkeyPatch) -> None:
    has = on_sample.require(Layer.RAW).bytes
    sandbox.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"total": has}))

    refused = failure(transform)

    assert str(refused).startswith(f"{on_sample.storage.uri}: its tables need some ")
    assert str(refused).endswith(
        "filmes-lake deploy apply --engine either, or filmes-lake transform all --engine glue)"
    )
    assert type(failure(transform, force=True)).__name__ == "DoesNotFit"
    sandbox.setenv("FILMES_LAKE_GLUE_ABOVE", "100KB")
    assert invoke(plan)["engine"] == "glue"


def test_only_what_is_stale_or_forced_is_made_and_every_table_counted(on_sample: Lake) -> None:
    before = invoke(transform)
    made = invoke(transform, layer="refined", force=True)

    refined = on_sample.require(Layer.REFINED).tables
    assert (before["published"], set(refined) < set(before["rows"])) == ([], True)
    assert set(made["published"]) == set(refined)
    assert made["rows"] == {name: table.rows for name, table in refined.items()}
    assert made["run_id"] == on_sample.require(Layer.REFINED).run_id


@pytest.mark.slow
def test_registering_is_counted(on_sample: Lake) -> None:
    first, again = invoke(register), invoke(register)

    assert first == {"tables": first["tables"], "created": first["tables"]}
    assert again == {"tables": first["tables"], "unchanged": first["tables"]}


def test_the_log_is_lines_of_json_the_last_of_which_is_the_answer(
    on_sample: Lake, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = invoke(plan)

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert answer.items() <= lines[-1].items()


# --- asking TMDB -------------------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[FakeTmdb]:
    with FakeTmdb() as server:
        yield server


@pytest.fixture
def titles(sandbox: pytest.MonkeyPatch, server: FakeTmdb, moto: str, client: "S3Client", tmp_path: Path) -> list[str]:
    """The titles of a new lake, which the functions find; TMDB knows them."""
    ids, uri = server.add_movies(30), f"s3://{new_bucket(moto)}/lake"
    (tmp_path / "m.csv").write_text("\n".join(["|".join(header_of(Kind.MOVIES)), *map(movie_line, ids)]) + "\n")
    storage = S3Storage(client, S3Address.parse(uri), tmp_path / "here" / "cache", tmp_path / "here" / "state")
    ingest_csv(Lake(storage, SCHEMA), [tmp_path / "m.csv"], None, None)
    sandbox.setenv("FILMES_LAKE_LAKE", uri)
    sandbox.setenv("TMDB_BASE_URL", server.base_url)
    return ids


@pytest.fixture
def parameter(titles: list[str], sandbox: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts a value into the SSM parameter that the functions read."""
    name = f"/films/{uuid.uuid4().hex}"
    sandbox.setenv("FILMES_LAKE_TMDB_TOKEN_PARAMETER", name)
    client = boto3.client("ssm", region_name="us-east-1")

    def put(value: str, kind: Any = "SecureString") -> None:
        client.put_parameter(Name=name, Value=value, Type=kind, Overwrite=True)

    return put


@pytest.mark.slow
def test_titles_are_asked_about_in_pieces_until_all_are_done(
    titles: list[str], parameter: Callable[..., None], server: FakeTmdb, capsys: pytest.CaptureFixture[str]
) -> None:
    parameter(TOKEN)
    planned = invoke(plan)
    assert (planned["ask"], planned["stale"]["ingest tmdb"]) == (True, f"{len(titles)} titles to ask about")
    parameter("changed, " * 9)  # it is read once in a sandbox

    first = invoke(ingest_tmdb, seconds=2.5, kind="movies", rate=10)
    asked = sum(server.seen.asked[imdb_id] for imdb_id in titles)
    second = invoke(ingest_tmdb, kind="movies", rate=50)

    assert (first["done"], first["asked"] < len(titles)) == (False, True)
    assert (second["done"], second["remaining"]) == (True, 0)
    assert first["stored"] + second["stored"] == len(titles)
    # On a slow machine the first call gives up what is under way at its end; what it stored nobody asks for again.
    assert sum(server.seen.asked[imdb_id] for imdb_id in titles) - asked == first["remaining"]
    assert invoke(ingest_tmdb, genres=["Drama"], retry_errors=None)["asked"] == 0
    assert not invoke(plan)["ask"]
    assert TOKEN not in capsys.readouterr().out


def test_without_a_token_tmdb_is_not_to_be_asked_and_the_rest_is_due(titles: list[str]) -> None:
    found = invoke(plan)

    assert (found["due"], found["ask"], set(found["stale"])) == (True, False, {"transform all"})


def test_a_token_that_cannot_be_had_is_to_be_heard_of(titles: list[str], parameter: Callable[..., None]) -> None:
    found = invoke(plan)

    assert found["ask"]
    assert found["stale"]["ingest tmdb"].endswith("there is none in this region")


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (None, "", "there is none in this region (make it, a SecureString)"),
        (TOKEN, "String", "its value lies open"),
        ("short", "SecureString", "holds something that is not a token"),
    ],
    ids=["missing", "open", "no token"],
)
def test_a_token_that_cannot_be_used_is_an_error_that_does_not_show_it(
    parameter: Callable[..., None], value: str | None, kind: str, words: str
) -> None:
    if value:
        parameter(value, kind)

    error = failure(ingest_tmdb)

    assert isinstance(error, SettingsError)
    assert words in str(error)
    assert TOKEN not in str(error)


# --- how they fail -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("handler", "event", "words"),
    [
        (plan, {"forced": True}, "event.forced: Extra inputs are not permitted (keys: trial, tick, execution, stack)"),
        (register, {"layer": "all"}, "event.layer: Extra inputs are not permitted (keys: trial)"),
        (transform, {"layer": "raw"}, "event.layer: Input should be 'trusted', 'refined' or 'all'"),
        (transform, {"force": "yes"}, "event.force: Input should be a valid boolean"),
        (ingest_tmdb, {"genres": "Drama"}, "event.genres: Input should be a valid array"),
        (ingest_tmdb, {"max_age": 0}, "event.max_age: Input should be greater than or equal to 1"),
        (ingest_tmdb, {"rate": 51}, "--rate: Input should be less than or equal to 50"),
    ],
)
def test_an_event_that_cannot_be_is_named(
    sandbox: pytest.MonkeyPatch, handler: Handler, event: dict[str, Any], words: str
) -> None:
    error = failure(handler, **event)

    assert isinstance(error, UsageError)
    assert words in str(error)


def test_an_error_has_its_own_name_and_no_frame_that_lambda_would_show(on_sample: Lake) -> None:
    with on_sample.storage.lock(layout.TRANSFORM_LOCK, "somebody"):
        error = failure(transform, force=True)

    assert type(error) is LockHeld
    assert str(error).endswith("is held by somebody (wait until it ends, then run again)")
    assert traceback.extract_tb(error.__traceback__) == []
    invoke(plan)
    assert traceback.extract_tb(error.__traceback__) != []


def test_an_empty_lake_says_what_to_do(sandbox: pytest.MonkeyPatch, moto: str) -> None:
    sandbox.setenv("FILMES_LAKE_LAKE", f"s3://{new_bucket(moto)}/lake")

    assert "nothing to run: the lake is empty" in str(failure(plan))


# --- in a trial of `deploy check` ----------------------------------------------------------------------------


def test_a_trial_asks_recorded_answers_and_neither_tmdb_nor_ssm(
    titles: list[str], sandbox: pytest.MonkeyPatch, server: FakeTmdb, moto: str, client: "S3Client", tmp_path: Path
) -> None:
    sandbox.setenv("TMDB_API_TOKEN", TOKEN)
    sandbox.setenv("FILMES_LAKE_TMDB_TOKEN_PARAMETER", "/films/there-is-none")
    sandbox.setenv(VARIABLE, "films")
    found = Trial("one", TransformPlace.GLUE)
    lake = trial_lake(found, titles[:2], client, tmp_path)
    trial = {"name": "one", "engine": "glue"}

    planned, asked = invoke(plan, trial=trial), invoke(ingest_tmdb, trial=trial)

    assert (planned["ask"], planned["engine"]) == (True, "glue")
    assert (planned["lake"], planned["stack"]) == (lake.storage.uri, "films-trial")
    assert (asked["stored"], asked["absent"], asked["done"]) == (1, 1, True)
    assert server.seen.paths == []


def trial_lake(trial: Trial, titles: list[str], client: "S3Client", folder: Path) -> Lake:
    """A trial's lake with these titles, of which the answer to the first was recorded."""
    uri = trial.lake(os.environ["FILMES_LAKE_LAKE"])
    lake = Lake(S3Storage(client, S3Address.parse(uri), folder / "cache", folder / "state"), SCHEMA)
    (folder / "t.csv").write_text("\n".join(["|".join(header_of(Kind.MOVIES)), *map(movie_line, titles)]) + "\n")
    ingest_csv(lake, [folder / "t.csv"], Kind.MOVIES, None)
    lake.storage.put(layout.recorded(Kind.MOVIES), json.dumps(movie(titles[0])).encode())
    lake.storage.put(layout.recorded(Kind.SERIES), b"")
    return lake


@pytest.mark.parametrize("name", ["../x", "", "A", "x" * 41])
def test_a_trial_lies_nowhere_but_below_the_lake(sandbox: pytest.MonkeyPatch, name: str) -> None:
    error = failure(plan, trial={"name": name, "engine": "lambda"})

    assert "event.trial.name: String should match pattern" in str(error)
