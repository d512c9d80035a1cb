"""`catalog`, and `report` and `query` on Athena, as a user runs them on a lake in S3."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from filmes_lake.catalog.result import QueryResult
from filmes_lake.engines.duckdb.reports import DuckDBReports
from filmes_lake.lake.lake import Lake as FilledLake
from filmes_lake.models.kinds import Layer
from filmes_lake.reports.definitions import find_report
from filmes_lake.reports.texts import used
from filmes_lake.runtime import Runtime
from tests.fakes.athena import TYPES, NamedQueries, ends, make_workgroup, queue, refuses, result, result_like
from tests.fakes.aws import SECRETS, Bucket, environment_of
from tests.fakes.proxy import Proxy, Stall
from tests.launcher import Running
from tests.program import Ended, Program, finish
from tests.schema import REFINED, TRUSTED
from tests.shapes import check_shape

pytest_plugins = ("tests.on_aws", "tests.sample_on_s3")

WORKGROUP = {"FILMES_LAKE_WORKGROUP": "films-of-commands"}
ONE = result({"a": "integer"}, [(1,)])


class Lake:
    """The program on one lake; `shown` is all it ever printed."""

    def __init__(self, program: Program, uri: str, environment: dict[str, str]) -> None:
        self.uri, self.shown, self.environment = uri, "", environment
        self._program = program

    def start(self, *words: str | Path, **environment: str) -> Running:
        return self._program.start(*words, "--lake", self.uri, **{**self.environment, **environment})

    def run(self, *words: str | Path, **environment: str) -> Ended:
        ended = finish(self.start(*words, **environment))
        self.shown += ended.out + ended.err
        return ended

    def ask(self, *words: str | Path, **environment: str) -> Any:
        ended = self.run(*words, "--json", **environment)
        assert ended.code == 0, ended
        assert ended.err == ""
        return ended.document


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def lake(home: Path, moto: str, new_lake: Callable[[], FilledLake]) -> Lake:
    """A lake with the sample, registered, and a workgroup; made once for the module."""
    make_workgroup(moto, WORKGROUP["FILMES_LAKE_WORKGROUP"], "s3://results/")
    own = {**environment_of(moto, home), "FILMES_LAKE_DATABASE": "films_of_commands"}
    lake = Lake(Program(home), new_lake().storage.uri, own)
    check_shape("catalog-register-glue", lake.ask("catalog", "register"))
    return lake


@pytest.fixture
def behind(lake: Lake, proxy: Proxy) -> Lake:
    """The lake, asked through the proxy."""
    return Lake(lake._program, lake.uri, {**lake.environment, "AWS_ENDPOINT_URL": proxy.uri})


def states(lake: Lake) -> dict[str, str]:
    return {table["name"]: table["state"] for table in lake.ask("catalog", "list")["tables"]}


def test_a_registered_lake_lists_its_tables_as_current(lake: Lake) -> None:
    document = lake.ask("catalog", "list")

    check_shape("catalog-list-glue", document)
    assert {table["state"] for table in document["tables"]} == {"current"}
    assert [table["shown"] for table in document["tables"]] == [table["version"] for table in document["tables"]]
    assert len(document["tables"]) == len(TRUSTED + REFINED)


@pytest.mark.slow
def test_a_transform_and_a_rollback_take_the_catalog_along(lake: Lake) -> None:
    forced = lake.run("transform", "all", "--force")
    assert "18 tables show the current version now" in forced.err
    assert set(states(lake).values()) == {"current"}

    back = lake.run("rollback")

    assert "18 tables show the current version now" in back.err
    assert set(states(lake).values()) == {"current"}


@pytest.mark.slow
def test_what_glue_refuses_after_a_transform_is_partly_done_and_repaired_by_the_next(
    lake: Lake, behind: Lake, proxy: Proxy
) -> None:
    proxy.spoil(r"AWSGlue\.UpdateTable", refuses(403, "AccessDeniedException"))

    partly = behind.run("transform", "all", "--force")

    assert partly.code == 4
    assert "the catalog lags behind: " in partly.err
    assert "AWS does not permit UpdateTable" in partly.err
    assert set(states(lake).values()) == {"behind"}
    listed = lake.run("catalog", "list")
    assert "behind: " in listed.out
    assert "the catalog shows older tables: " in listed.err
    check_shape("catalog-diff", lake.ask("catalog", "diff"))
    assert "parameter filmes_lake.version: " in lake.run("catalog", "diff").out

    again = lake.run("transform", "all")

    assert again.code == 0
    assert "18 tables show the current version now" in again.err
    assert "18 tables, all current" in lake.run("catalog", "diff").out


@pytest.mark.slow
def test_a_table_changed_by_somebody_else_is_named_and_left_alone_unless_forced(lake: Lake, glue: Any) -> None:
    database = lake.environment["FILMES_LAKE_DATABASE"]
    glue.update_table(DatabaseName=database, TableInput={"Name": "dim_genero", "Description": "mine"})

    listed, registered = lake.run("catalog", "list"), lake.run("catalog", "register")
    transformed = lake.run("transform", "all")
    changed = glue.get_table(DatabaseName=database, Name="dim_genero")["Table"]["Description"]
    forced = lake.run("catalog", "register", "--force")

    assert "changed by somebody else" in listed.out
    assert registered.code == 4
    assert "left alone: dim_genero, changed by somebody else (description" in registered.err
    assert "left alone: dim_genero" in transformed.err
    assert transformed.code == 0
    assert changed == "mine"
    assert forced.code == 0
    assert states(lake)["dim_genero"] == "current"


def test_ddl_is_athenas(lake: Lake) -> None:
    document = lake.ask("catalog", "ddl", "dim_data")

    check_shape("catalog-ddl", document)
    text = lake.run("catalog", "ddl", "dim_data").out
    assert text == document["tables"][0]["ddl"] + ";\n"
    assert text.startswith(
        "CREATE EXTERNAL TABLE IF NOT EXISTS `films_of_commands`.`dim_data` (\n  `id_data` int COMMENT"
    )
    assert lake.run("catalog", "ddl").out.count("CREATE EXTERNAL TABLE") == len(TRUSTED + REFINED)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("catalog", "ddl", "nothing"), 2, "nothing: no such table (there are: titulos, "),
        (("catalog", "queries", "push"), 5, "Athena needs a workgroup"),
        (("report", "kpis", "--engine", "athena"), 5, "Athena needs a workgroup"),
        (("report", "kpis", "--max-scan", "1GB"), 2, "--max-scan: DuckDB reads copies"),
        (("query", "SELECT 1", "--engine", "athena", "--max-scan", "much"), 2, "--max-scan: "),
    ],
)
def test_what_cannot_be_asked_is_one_line(words: tuple[str, ...], code: int, told: str, lake: Lake) -> None:
    ended = lake.run(*words)

    assert (ended.code, ended.out) == (code, "")
    assert told in ended.error


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("catalog", "diff"), "there is nothing to compare"),
        (("catalog", "ddl"), "Athena reads tables in S3 only"),
        (("catalog", "queries", "list"), "Athena reads lakes in S3 only"),
        (("query", "SELECT 1", "--engine", "athena"), "Athena reads lakes in S3 only"),
        (("report", "kpis", "--engine", "athena"), "Athena reads lakes in S3 only"),
    ],
)
def test_a_lake_in_a_folder_says_what_is_for_s3(
    words: tuple[str, ...], told: str, program: Program, demo: Path
) -> None:
    ended = program.run(*words, "--lake", demo, FILMES_LAKE_WORKGROUP="films")

    assert ended.code in (1, 5)
    assert told in ended.error


@pytest.mark.slow
def test_a_workgroup_makes_athena_the_usual_engine_on_s3_alone(
    lake: Lake, moto: str, demo: Path, program: Program
) -> None:
    queue(moto, ONE)

    on_s3 = lake.run("query", "SELECT 1 AS a", **WORKGROUP)
    copies = lake.run("query", "SELECT 2 AS a", "--engine", "duckdb", **WORKGROUP)
    folder = program.run("query", "SELECT 3 AS a", "--lake", demo, **WORKGROUP)

    assert "Athena read 0 bytes in 1 query: US$ 0.000000" in on_s3.err
    assert on_s3.out.split()[-1] == "1"
    assert (copies.out.split()[-1], folder.out.split()[-1]) == ("2", "3")
    assert copies.err == folder.err == ""


@pytest.mark.slow
def test_a_report_and_a_query_are_the_same_documents_as_locally(lake: Lake, moto: str) -> None:
    local = {words: lake.ask(*words) for words in (("report", "kpis"), ("query", "SELECT 1 AS a"))}
    queue(moto, *_answers(lake, "kpis"), ONE)

    on_athena = {words: lake.ask(*words, **WORKGROUP) for words in local}

    assert on_athena == local
    check_shape("report-kpis", on_athena["report", "kpis"])


def _answers(lake: Lake, name: str) -> list[dict[str, Any]]:
    """What Athena would answer to a report's texts; DuckDB, on copies, knows it."""
    with pytest.MonkeyPatch.context() as patch:
        for variable, value in lake.environment.items():
            patch.setenv(variable, value)
        runtime = Runtime.from_flags(lake=lake.uri)
        report, engine = find_report(name), DuckDBReports(runtime.lake, "400MB")
        types = {column.name: TYPES[column.type] for column in report.columns}
        texts = {key: (text, used(text, report.bind({}))) for key, text in report.texts({}).items()}
        found = engine.select(runtime.lake.require(Layer.REFINED), texts)
    return [
        result_like(QueryResult(tuple(rows[0]), [tuple(row.values()) for row in rows]), types)
        for rows in found.values()
    ]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")
def test_on_a_terminal_the_cost_stays_when_the_moving_line_goes(lake: Lake, moto: str) -> None:
    import pty

    queue(moto, ONE)
    leader, follower = pty.openpty()
    words = [sys.executable, "-m", "filmes_lake", "query", "SELECT 1 AS a", "--lake", lake.uri]
    environment = lake._program.environment(**lake.environment, **WORKGROUP)
    ended = subprocess.run(words, env=environment, stdout=subprocess.PIPE, stderr=follower, check=False)
    os.close(follower)
    shown = os.read(leader, 100_000).decode()
    os.close(leader)

    assert ended.returncode == 0
    assert shown.rpartition("\x1b[2K")[2].strip() == "Athena read 0 bytes in 1 query: US$ 0.000000"


def test_ctrl_c_stops_the_query(behind: Lake, proxy: Proxy) -> None:
    proxy.spoil(r"AmazonAthena\.GetQueryExecution", ends("RUNNING"))

    ended = _interrupted(behind, proxy, "GetQueryExecution")

    assert ended.code == 130
    assert ended.error.startswith("error: interrupted")
    assert len(_asked(proxy, "StopQueryExecution")) == 1


@pytest.mark.slow
def test_ctrl_c_stops_a_query_that_is_just_being_started(behind: Lake, proxy: Proxy) -> None:
    stall = Stall()
    proxy.spoil(r"AmazonAthena\.StartQueryExecution", stall, times=1)

    process = behind.start("query", "SELECT 1 AS a FROM dim_filme", **WORKGROUP)
    assert stall.reached.wait(30)
    process.send_signal(signal.SIGINT)
    ended = finish(process)
    stall.go_on.set()

    assert ended.code == 130
    assert len(_asked(proxy, "StopQueryExecution")) == 1


def _interrupted(lake: Lake, proxy: Proxy, at: str) -> Ended:
    process = lake.start("query", "SELECT 1 AS a FROM dim_filme", **WORKGROUP)
    until = time.monotonic() + 30
    while not _asked(proxy, at) and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    return finish(process)


def _asked(proxy: Proxy, operation: str) -> list[str]:
    return [line for line in proxy.seen if line.endswith(f".{operation}")]


@pytest.mark.slow
def test_named_queries_are_pushed_changed_and_pushed_again(behind: Lake, proxy: Proxy) -> None:
    named = NamedQueries(proxy)
    first = behind.ask("catalog", "queries", "push", **WORKGROUP)
    listed = behind.ask("catalog", "queries", "list", **WORKGROUP)
    one = listed["queries"][0]
    named.updated[one["id"]] = {"QueryString": "SELECT 1"}

    second = behind.ask("catalog", "queries", "push", **WORKGROUP)

    check_shape("catalog-queries-push", first)
    check_shape("catalog-queries-list", listed)
    assert {query["status"] for query in first["queries"]} == {"created"}
    assert [q["name"] for q in second["queries"] if q["status"] == "updated"] == [one["name"]]
    assert f"{len(first['queries'])} unchanged" in behind.run("catalog", "queries", "push", **WORKGROUP).out
    assert one["name"] in behind.run("catalog", "queries", "list", **WORKGROUP).out


@pytest.mark.slow
def test_no_secret_is_shown_or_lies_in_the_lake_or_on_this_machine(
    lake: Lake, behind: Lake, proxy: Proxy, moto: str, client: Any, home: Path
) -> None:
    queue(moto, ONE)
    lake.run("-vv", "query", "SELECT 1 AS a FROM dim_filme", **WORKGROUP)
    lake.run("-vv", "catalog", "register")
    denied = refuses(403, "AccessDeniedException", "arn:aws:iam::123456789012:user/x is not authorized")
    proxy.spoil(r"AmazonAthena\.StartQueryExecution", denied)
    refused = behind.run("-vv", "query", "SELECT 1 AS a FROM dim_filme", **WORKGROUP)
    proxy.heal()
    proxy.spoil(r"AmazonAthena\.GetQueryExecution", ends("FAILED", "by arn:aws:iam::123456789012:user/x"))
    failed = behind.run("-vv", "query", "SELECT 1 AS a FROM dim_filme", **WORKGROUP)

    bucket = Bucket(lake.uri.split("/")[2], client)
    stored = [client.get_object(Bucket=bucket.name, Key=key)["Body"].read() for key in bucket.keys()]  # noqa: SIM118
    local = [path.read_bytes() for path in home.rglob("*") if path.is_file()]

    assert (refused.code, failed.code) == (5, 1)
    assert "athena:StartQueryExecution" in refused.err
    assert len(stored) > 20
    for secret in SECRETS:
        assert secret not in lake.shown + behind.shown
        assert not any(secret.encode() in data for data in (*stored, *local))
