"""Reports and queries on Athena: moto on a port keeps the queries, the proxy says what moto cannot."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from filmes_lake.catalog.glue.catalog import Contents, GlueCatalog
from filmes_lake.catalog.result import QueryResult
from filmes_lake.engines.athena.literals import with_literals
from filmes_lake.engines.athena.reports import AthenaReports
from filmes_lake.engines.athena.values import typed
from filmes_lake.engines.athena.workgroup import Workgroup, open_athena
from filmes_lake.engines.duckdb.reports import DuckDBReports
from filmes_lake.errors import Conflict, FilmesLakeError, LakeError, QueryError, SettingsError, UsageError
from filmes_lake.lake.lake import Lake
from filmes_lake.language import Language
from filmes_lake.models.kinds import Layer
from filmes_lake.reports.contents import document
from filmes_lake.reports.definitions import REPORTS, find_report
from filmes_lake.reports.runner import run_report
from tests.fakes.athena import (
    ends,
    found_by_duckdb,
    in_pages,
    make_workgroup,
    queue,
    read_on_the_way,
    refuses,
    result,
)
from tests.fakes.aws import SECRETS, environment_of
from tests.fakes.progress import RecordedProgress
from tests.fakes.proxy import Exchange, Proxy, answer, change_answer, reset
from tests.sample_on_s3 import publish
from tests.shares import slow_but

if TYPE_CHECKING:
    from mypy_boto3_athena import AthenaClient
    from mypy_boto3_glue import GlueClient

pytest_plugins = ("tests.on_aws", "tests.sample_on_s3")

LOOK = r"AmazonAthena\.GetQueryExecution"
START = r"AmazonAthena\.StartQueryExecution"
MEMORY = "400MB"
QUICK = ("roi",)


@pytest.fixture(scope="module")
def catalog(filled: Lake, glue: "GlueClient") -> GlueCatalog:
    found = GlueCatalog(filled, "films_on_athena", lambda _: glue)
    found.register()
    return found


@pytest.fixture(scope="session")
def workgroup(moto: str) -> str:
    make_workgroup(moto, "films", "s3://results/")
    return "films"


@pytest.fixture(scope="module")
def client_of_athena(before_moto: Proxy, tmp_path_factory: pytest.TempPathFactory) -> Iterator["AthenaClient"]:
    """One for all tests, since opening one takes as long as most of them."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment_of(before_moto.uri, tmp_path_factory.mktemp("aws")).items():
            patch.setenv(name, value)
        client = open_athena("tests")
    yield client
    client.close()


@pytest.fixture
def athena(client_of_athena: "AthenaClient", proxy: Proxy) -> "AthenaClient":
    """Athena, behind the proxy."""
    return client_of_athena


@pytest.fixture
def progress() -> RecordedProgress:
    return RecordedProgress()


@pytest.fixture
def reports(catalog: GlueCatalog, workgroup: str, athena: "AthenaClient", progress: RecordedProgress) -> AthenaReports:
    group = Workgroup(workgroup, catalog.database, open_client=lambda _: athena)
    return AthenaReports(catalog.lake, catalog, group, progress=progress)


def limited(reports: AthenaReports, size: int) -> AthenaReports:
    return AthenaReports(reports.lake, reports.catalog, reports.workgroup, size)


def in_workgroup(reports: AthenaReports, name: str, athena: "AthenaClient", output: str | None = None) -> AthenaReports:
    group = Workgroup(name, reports.catalog.database, output, lambda _: athena)
    return AthenaReports(reports.lake, reports.catalog, group)


def started(athena: "AthenaClient", count: int = 1) -> list[str]:
    """The ids of the queries that were started last."""
    return athena.list_query_executions(WorkGroup="films")["QueryExecutionIds"][-count:]


def state(athena: "AthenaClient", query: str) -> str:
    return athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]["Status"]["State"]


@pytest.mark.parametrize("name", slow_but(QUICK, [report.name for report in REPORTS]))
def test_a_report_has_the_rows_and_the_document_that_it_has_locally(
    name: str, reports: AthenaReports, moto: str, tmp_path: Path
) -> None:
    report = find_report(name)
    queue(moto, *found_by_duckdb(reports.lake, report, tmp_path))

    on_athena = run_report(reports.lake, reports, report, {})

    local = run_report(reports.lake, DuckDBReports(reports.lake, MEMORY), report, {})
    assert document(on_athena, Language.ENGLISH) == document(local, Language.ENGLISH)
    assert _kinds(on_athena.rows) == _kinds(local.rows)


def _kinds(rows: list[dict[str, Any]]) -> list[list[type]]:
    return [[type(value) for value in row.values()] for row in rows]


@pytest.mark.slow
def test_what_is_sent_is_the_reports_own_text_with_literals(
    reports: AthenaReports, athena: "AthenaClient", moto: str, tmp_path: Path
) -> None:
    roi = find_report("roi")
    queue(moto, *found_by_duckdb(reports.lake, roi, tmp_path))

    run_report(reports.lake, reports, roi, {"genre": "Crime", "top": "3"})

    sent = [athena.get_query_execution(QueryExecutionId=query)["QueryExecution"] for query in started(athena, 3)]
    text = with_literals(roi.sql, roi.bind({"genre": "Crime", "top": "3"}))
    assert sent[0]["Query"].startswith(text.rstrip())
    assert sent[0]["Query"].endswith(f"\n-- {reports.lake.require(Layer.REFINED).version}")
    assert {query["QueryExecutionContext"]["Database"] for query in sent} == {reports.catalog.database}


TYPED = {
    "decimal": ("decimal", "12345678901234567890.50", Decimal("12345678901234567890.50")),
    "bigint": ("bigint", "-9223372036854775808", -(2**63)),
    "integer": ("integer", "7", 7),
    "double": ("double", "1.0E-5", 1e-5),
    "double of the largest": ("double", "1.7976931348623157E308", 1.7976931348623157e308),
    "infinity": ("double", "Infinity", float("inf")),
    "date": ("date", "1999-03-31", date(1999, 3, 31)),
    "date that Python lacks": ("date", "10000-01-01", "10000-01-01"),
    "true": ("boolean", "true", True),
    "false": ("boolean", "false", False),
    "text": ("varchar", "null", "null"),
    "empty text": ("varchar", "", ""),
    "null text": ("varchar", None, None),
    "null number": ("bigint", None, None),
    "timestamp": ("timestamp", "2026-11-22 10:00:00.123", datetime(2026, 11, 22, 10, 0, 0, 123000, UTC)),
    "timestamp in UTC": (
        "timestamp with time zone",
        "2026-11-22 10:00:00.000 UTC",
        datetime(2026, 11, 22, 10, tzinfo=UTC),
    ),
    "timestamp elsewhere": (
        "timestamp with time zone",
        "2026-11-22 07:00:00.000 America/Sao_Paulo",
        datetime(2026, 11, 22, 10, tzinfo=UTC),
    ),
    "timestamp with an offset": (
        "timestamp with time zone",
        "2026-11-22 07:00:00.000 -03:00",
        datetime(2026, 11, 22, 10, tzinfo=UTC),
    ),
    "array": ("array", "[Crime, Drama]", ["Crime", "Drama"]),
    "empty array": ("array", "[]", []),
    "map": ("map", "{a=1}", "{a=1}"),
}


@pytest.mark.parametrize("what", TYPED)
def test_a_value_is_typed_as_duckdb_types_it(what: str) -> None:
    kind, text, value = TYPED[what]

    assert typed(text, kind) == value
    assert type(typed(text, kind)) is type(value)


def test_null_and_an_empty_text_are_kept_apart(reports: AthenaReports, moto: str) -> None:
    queue(moto, result({"a": "varchar", "b": "varchar"}, [("", None), (None, "")]))

    assert reports.query("SELECT a, b FROM dim_filme").rows == [("", None), (None, "")]


def test_columns_of_one_name_stay_apart(reports: AthenaReports, moto: str) -> None:
    column = result({"a": "integer"}, [(1,)])
    twice = {"rows": [{"Data": row["Data"] * 2} for row in column["rows"]], "column_info": column["column_info"] * 2}
    queue(moto, twice)

    assert reports.query("SELECT 1 AS a, 1 AS a FROM dim_filme") == QueryResult(("a", "a_1"), [(1, 1)])


def test_2500_rows_come_in_three_pages(reports: AthenaReports, proxy: Proxy, moto: str) -> None:
    rows = [(number, f"film {number}") for number in range(2500)]
    queue(moto, result({"n": "bigint", "titulo": "varchar"}, rows))
    proxy.spoil(r"AmazonAthena\.GetQueryResults", in_pages())

    assert reports.query("SELECT n, titulo FROM dim_filme").rows == rows

    assert len([line for line in proxy.seen if "GetQueryResults" in line]) == 3


UNRESOLVED = "cannot be resolved or requester is not authorized to access requested resources"
FAILED = {
    "unknown column": (
        f"COLUMN_NOT_FOUND: line 2:3: Column 'roi' {UNRESOLVED}",
        1,
        f"Athena: COLUMN_NOT_FOUND: line 2:3: Column 'roi' {UNRESOLVED} | line 2, from column 3: roi FROM dim_filme",
    ),
    "syntax": (
        "SYNTAX_ERROR: line 2:3: Column 'roi' cannot be resolved",
        1,
        "Athena: SYNTAX_ERROR: line 2:3: Column 'roi' cannot be resolved | line 2, from column 3: roi FROM dim_filme",
    ),
    "many lines": ("GENERIC_INTERNAL_ERROR:\n  something\n  odd", 1, "Athena: GENERIC_INTERNAL_ERROR: something odd"),
    "a place that is not there": ("SYNTAX_ERROR: line 99:1: what", 1, "Athena: SYNTAX_ERROR: line 99:1: what"),
    "no reason": ("", 1, "Athena: no reason given"),
    "names": (
        "HIVE_X: by arn:aws:iam::123456789012:role/films of 123456789012 with AKIATESTSTESTSTESTS1",
        1,
        "Athena: HIVE_X: by *** of *** with ***",
    ),
    "not permitted": (
        "Access denied when writing output to url: s3://results/x. User arn:aws:iam::123456789012:user/x",
        5,
        "Athena was not permitted to read the tables or to write the result",
    ),
}


@pytest.mark.parametrize("what", slow_but(("unknown column", "no reason", "names", "not permitted"), FAILED))
def test_a_failed_query_is_one_line_with_the_place_in_the_sql(what: str, reports: AthenaReports, proxy: Proxy) -> None:
    reason, code, message = FAILED[what]
    proxy.spoil(LOOK, ends("FAILED", reason))

    with pytest.raises(FilmesLakeError) as raised:
        reports.query("SELECT id_filme,\n  roi FROM dim_filme")

    assert raised.value.message.startswith(message)
    assert "\n" not in raised.value.message
    assert raised.value.exit_code == code
    assert not any(secret in f"{raised.value.message} {raised.value.hint}" for secret in SECRETS)


def test_a_query_that_athena_refuses_at_once_is_one_line_with_the_place(reports: AthenaReports, proxy: Proxy) -> None:
    proxy.spoil(START, refuses(400, "InvalidRequestException", "line 1:8: mismatched input 'FROM'"))

    with pytest.raises(QueryError, match=r"line 1:8: mismatched input 'FROM' \| line 1, from column 8: FROM dim_filme"):
        reports.query("SELECT FROM dim_filme")


@pytest.mark.parametrize(
    ("status", "code", "message"),
    [
        (400, "ExpiredTokenException", "the AWS credentials have expired"),
        (403, "AccessDeniedException", "AWS does not permit GetQueryExecution"),
    ],
)
def test_credentials_that_fail_in_mid_run_are_one_line(
    status: int, code: str, message: str, reports: AthenaReports, proxy: Proxy
) -> None:
    proxy.spoil(LOOK, refuses(status, code, "arn:aws:iam::123456789012:user/x"))

    with pytest.raises(SettingsError, match=message) as raised:
        reports.query("SELECT 1 FROM dim_filme")

    assert "123456789012" not in f"{raised.value.message} {raised.value.hint}"


def test_a_cancelled_query_says_so(reports: AthenaReports, proxy: Proxy) -> None:
    proxy.spoil(LOOK, ends("CANCELLED", "Query cancelled by user"))

    with pytest.raises(QueryError, match="cancelled by somebody else"):
        reports.query("SELECT 1 FROM dim_filme")


def test_a_query_over_the_workgroups_own_limit_says_so(reports: AthenaReports, proxy: Proxy) -> None:
    proxy.spoil(LOOK, ends("CANCELLED", "Bytes scanned limit was exceeded"))

    with pytest.raises(QueryError, match="read more than the workgroup allows"):
        reports.query("SELECT 1 FROM dim_filme")


def test_a_workgroup_that_is_not_there_is_a_wrong_setting(reports: AthenaReports, athena: "AthenaClient") -> None:
    with pytest.raises(SettingsError, match="Athena workgroup nobodys: it does not exist"):
        in_workgroup(reports, "nobodys", athena).query("SELECT 1")


def test_a_workgroup_without_a_place_for_results_needs_one(
    reports: AthenaReports, athena: "AthenaClient", moto: str
) -> None:
    make_workgroup(moto, "placeless", None)
    with pytest.raises(SettingsError, match="no output location"):
        in_workgroup(reports, "placeless", athena).query("SELECT 1")
    queue(moto, result({"a": "integer"}, [(1,)]))

    assert in_workgroup(reports, "placeless", athena, "s3://results/own/").query("SELECT 1 AS a").rows == [(1,)]


def test_more_than_the_limit_is_not_begun(reports: AthenaReports, athena: "AthenaClient", proxy: Proxy) -> None:
    size = reports.lake.require(Layer.REFINED).tables["dim_filme"].bytes

    with pytest.raises(QueryError, match=f"hold {size:,} bytes, --max-scan allows {size - 1:,}"):
        limited(reports, size - 1).query("SELECT * FROM dim_filme")

    assert not [line for line in proxy.seen if "StartQueryExecution" in line]


def test_more_than_the_limit_is_stopped(reports: AthenaReports, athena: "AthenaClient", proxy: Proxy) -> None:
    proxy.spoil(LOOK, ends("RUNNING", scanned=2_000_000), times=1)

    with pytest.raises(QueryError, match="had read 2,000,000 bytes when it was stopped, --max-scan allows 1,000,000"):
        limited(reports, 1_000_000).query("SELECT * FROM dim_filme")

    assert state(athena, *started(athena)) == "CANCELLED"


def test_what_was_read_and_what_it_cost_is_reported(
    reports: AthenaReports, proxy: Proxy, moto: str, progress: RecordedProgress
) -> None:
    queue(moto, result({"a": "integer"}, [(1,)]))
    proxy.spoil(LOOK, read_on_the_way(1024**3))

    reports.query("SELECT 1 AS a FROM dim_filme")

    assert progress.notes == ["Athena read 1,073,741,824 bytes in 1 query: US$ 0.004883"]


def test_a_result_that_was_taken_from_an_earlier_query_costs_nothing(
    reports: AthenaReports, proxy: Proxy, moto: str, progress: RecordedProgress
) -> None:
    queue(moto, result({"a": "integer"}, [(1,)]))
    proxy.spoil(LOOK, read_on_the_way(0, reused=True))

    reports.query("SELECT 1 AS a FROM dim_filme")

    assert progress.notes == ["Athena read 0 bytes in 1 query, 1 of them reused from earlier results: US$ 0.000000"]


def test_one_failed_query_stops_the_others_of_its_report(
    reports: AthenaReports, athena: "AthenaClient", proxy: Proxy
) -> None:
    proxy.spoil(LOOK, ends("FAILED", "SYNTAX_ERROR: line 1:1: what"), times=1)

    with pytest.raises(QueryError):
        run_report(reports.lake, reports, find_report("kpis"), {})

    assert [state(athena, query) for query in started(athena, 3)][1:] == ["CANCELLED", "CANCELLED"]


@pytest.mark.slow
def test_a_version_that_changes_while_athena_reads_is_asked_again(
    reports: AthenaReports, proxy: Proxy, moto: str, tmp_path: Path
) -> None:
    kpis = find_report("kpis")
    answers = found_by_duckdb(reports.lake, kpis, tmp_path)
    queue(moto, *answers, *answers)
    before = reports.lake.require(Layer.REFINED).version

    def republish(exchange: Exchange) -> None:
        publish(reports.lake)
        reports.catalog.follow()
        exchange.send(exchange.forward())

    proxy.spoil(LOOK, republish, times=1)

    found = run_report(reports.lake, reports, kpis, {})

    assert found.version == reports.lake.require(Layer.REFINED).version != before
    assert len([line for line in proxy.seen if "StartQueryExecution" in line]) == 2 * len(answers)


@pytest.mark.slow
def test_a_query_whose_tables_moved_is_asked_again(reports: AthenaReports, proxy: Proxy, moto: str) -> None:
    queue(moto, result({"n": "bigint"}, [(1,)]), result({"n": "bigint"}, [(2,)]))

    def republish(exchange: Exchange) -> None:
        publish(reports.lake)
        reports.catalog.follow()
        exchange.send(exchange.forward())

    proxy.spoil(LOOK, republish, times=1)

    assert reports.query("SELECT COUNT(*) AS n FROM dim_filme").rows == [(2,)]


@pytest.mark.slow
def test_tables_that_never_rest_are_a_conflict(reports: AthenaReports, proxy: Proxy, glue: "GlueClient") -> None:
    def move(exchange: Exchange) -> None:
        publish(reports.lake)
        reports.catalog.follow()
        exchange.send(exchange.forward())

    proxy.spoil(START, move)

    with pytest.raises(Conflict, match="moved to another version while Athena read them"):
        reports.query("SELECT COUNT(*) AS n FROM dim_filme")


@pytest.mark.slow
def test_a_catalog_that_lags_is_named_and_not_read(reports: AthenaReports, proxy: Proxy) -> None:
    publish(reports.lake)
    try:
        with pytest.raises(LakeError, match=r"dim_filme shows version .*, current is ") as raised:
            reports.query("SELECT * FROM dim_filme")
        assert raised.value.hint == f"run: filmes-lake catalog register --lake {reports.lake.storage.uri}"
        assert not [line for line in proxy.seen if "StartQueryExecution" in line]
    finally:
        reports.catalog.follow()


def test_a_table_that_is_not_registered_is_named(reports: AthenaReports, glue: "GlueClient", database: str) -> None:
    elsewhere = GlueCatalog(reports.lake, database, lambda _: glue)

    with pytest.raises(LakeError, match="there is no table titulos"):
        AthenaReports(reports.lake, elsewhere, reports.workgroup).query("SELECT * FROM titulos")


@pytest.mark.slow
def test_an_older_version_is_for_duckdb(reports: AthenaReports) -> None:
    publish(reports.lake)
    reports.catalog.follow()
    older = reports.lake.versions.kept(Layer.REFINED)[1].version

    with pytest.raises(UsageError, match="Athena reads the current version only") as raised:
        run_report(reports.lake, reports, find_report("kpis"), {}, as_of=older)

    assert raised.value.hint == "--engine duckdb reads every kept one"


NOT_READING = [
    "DROP TABLE dim_filme",
    "INSERT INTO dim_filme SELECT * FROM dim_filme",
    "CREATE TABLE x AS SELECT 1",
    "UNLOAD (SELECT 1) TO 's3://x/' WITH (format = 'PARQUET')",
    "EXPLAIN ANALYZE SELECT 1",
    "EXPLAIN (FORMAT TEXT, ANALYZE) SELECT 1",
    "EXPLAIN DROP TABLE dim_filme",
    "EXPLAIN",
    "SELECT 1; DROP TABLE dim_filme",
    "-- SELECT\nDROP TABLE dim_filme",
    "/* SELECT */ DELETE FROM dim_filme",
    "MSCK REPAIR TABLE dim_filme",
    "",
    ";",
]


@pytest.mark.parametrize("sql", NOT_READING)
def test_what_does_more_than_read_is_refused(sql: str, reports: AthenaReports, proxy: Proxy) -> None:
    with pytest.raises(QueryError, match="only one SELECT is allowed"):
        reports.query(sql)

    assert not [line for line in proxy.seen if "StartQueryExecution" in line]


READING = ["SELECT 1 AS a;", "with x AS (SELECT 1 AS a) SELECT a FROM x", "(SELECT ';' AS a) -- ;", "VALUES 1 ;;"]
EXPLAINING = ["EXPLAIN SELECT 1 AS a FROM dim_filme;", "-- how?\nexplain (TYPE VALIDATE) SELECT 1 AS a FROM dim_filme"]


@pytest.mark.slow
@pytest.mark.parametrize("sql", READING)
def test_what_only_reads_is_asked(sql: str, reports: AthenaReports, moto: str) -> None:
    queue(moto, result({"a": "integer"}, [(1,)]))

    assert reports.query(sql).rows == [(1,)]


@pytest.mark.slow
@pytest.mark.parametrize("sql", EXPLAINING)
def test_a_plan_reads_nothing_and_so_no_limit_forbids_it(sql: str, reports: AthenaReports, moto: str) -> None:
    queue(moto, result({"Query Plan": "varchar"}, [("Fragment 0",)]))

    assert replace(reports, max_scan=1).query(sql).rows == [("Fragment 0",)]


@pytest.mark.parametrize(
    ("rest", "minutes"),
    [
        pytest.param(timedelta(), 0, marks=pytest.mark.slow),
        (timedelta(seconds=50), 0),
        (timedelta(seconds=110), 1),
        pytest.param(timedelta(days=30), 7 * 24 * 60, marks=pytest.mark.slow),
    ],
)
def test_results_are_reused_for_whole_minutes_since_the_tables_moved(
    rest: timedelta, minutes: int, reports: AthenaReports, proxy: Proxy, moto: str
) -> None:
    asked: list[dict[str, Any]] = []

    def moved(_: dict[str, Any], answer: dict[str, Any]) -> None:
        for table in answer["TableList"]:
            table["UpdateTime"] = (datetime.now(UTC) - rest).timestamp()

    def start(request: dict[str, Any], _: dict[str, Any]) -> None:
        asked.append(request)

    proxy.spoil(r"AWSGlue\.GetTables", change_answer(moved))
    proxy.spoil(START, change_answer(start))
    queue(moto, result({"a": "integer"}, [(1,)]))
    rested = GlueCatalog(reports.lake, reports.catalog.database)

    AthenaReports(reports.lake, rested, reports.workgroup).query("SELECT 1 AS a FROM dim_filme")

    reuse = asked[0].get("ResultReuseConfiguration", {}).get("ResultReuseByAgeConfiguration", {})
    assert reuse == ({"Enabled": True, "MaxAgeInMinutes": minutes} if minutes else {})


def test_how_long_tables_rested_is_the_difference_of_two_of_glues_times() -> None:
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    tables = {"a": {"CreateTime": noon - timedelta(hours=2), "UpdateTime": noon - timedelta(minutes=3)}}
    tables["b"] = {"CreateTime": noon - timedelta(hours=1)}

    assert Contents(tables, noon).at_rest(["a", "b"]) == timedelta(minutes=3)
    assert Contents(tables, noon).at_rest(["b"]) == timedelta(hours=1)
    assert Contents(tables, noon).at_rest([]) == timedelta()
    assert Contents(tables, None).at_rest(["a"]) == timedelta()
    assert Contents({}, noon).at_rest(["a"]) == timedelta()
    assert Contents({"a": {}}, noon).at_rest(["a"]) == timedelta()


@pytest.mark.parametrize("spoil", [answer(503, "ServiceUnavailable"), reset], ids=["503", "reset"])
def test_a_passing_fault_is_no_failure(spoil: Any, reports: AthenaReports, proxy: Proxy, moto: str) -> None:
    queue(moto, result({"a": "integer"}, [(1,)]))
    proxy.spoil(LOOK, spoil, times=1)

    assert reports.query("SELECT 1 AS a FROM dim_filme").rows == [(1,)]
