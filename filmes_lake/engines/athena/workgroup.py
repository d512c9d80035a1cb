"""Athena as one workgroup lets it be used: queries are started, watched, stopped and read."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from filmes_lake.aws.errors import Service, calling
from filmes_lake.aws.session import configuration, session
from filmes_lake.catalog.result import QueryResult, unique_names
from filmes_lake.engines.athena.failures import failure
from filmes_lake.engines.athena.values import typed_row
from filmes_lake.errors import QueryError, SettingsError

if TYPE_CHECKING:
    from mypy_boto3_athena import AthenaClient

ATHENA = Service("Athena", "athena")
# The most that Athena hands out at once, the row of headings included.
PAGE_ROWS = 1000
_LONGEST_REUSE_MINUTES = 7 * 24 * 60


def open_athena(where: str) -> "AthenaClient":
    """Athena's client; SettingsError about `where` for settings that cannot be."""
    with session(ATHENA, where) as opened:
        return opened.client("athena", config=configuration())


@dataclass(frozen=True)
class QueryStatus:
    """The status of a query. `scanned` is in bytes; `reused` says that an earlier one's result was taken."""

    state: str
    reason: str = ""
    scanned: int = 0
    reused: bool = False

    @property
    def ended(self) -> bool:
        """Whether it goes on no more."""
        return self.state not in ("QUEUED", "RUNNING")


@dataclass(frozen=True)
class Workgroup:
    """A workgroup's queries over the tables of `database`; `output` is where results go if it does not say itself."""

    name: str
    database: str
    output: str | None = None
    open_client: Callable[[str], "AthenaClient"] = open_athena

    @property
    def where(self) -> str:
        """The workgroup, for messages."""
        return f"Athena workgroup {self.name}"

    @property
    def region(self) -> str:
        """The region it lies in, whose prices hold."""
        return self.client.meta.region_name

    @cached_property
    def client(self) -> "AthenaClient":
        """The client, opened when it is first needed."""
        return self.open_client(self.where)

    def require_to_exist(self) -> dict[str, Any]:
        """The workgroup as Athena describes it; SettingsError where there is none."""
        found = self._described()
        if not found:
            raise SettingsError(f"{self.where}: it does not exist", "see: aws athena list-work-groups")
        return found

    def require(self) -> None:
        """See that queries can run in the workgroup; SettingsError says what it lacks."""
        found = self.require_to_exist()
        if found.get("State") == "DISABLED":
            raise SettingsError(f"{self.where}: it is disabled", "enable it, or set FILMES_LAKE_WORKGROUP")
        configured = found.get("Configuration", {})
        own = configured.get("ResultConfiguration", {}).get("OutputLocation")
        managed = configured.get("ManagedQueryResultsConfiguration", {}).get("Enabled")
        if not (own or managed or self.output):
            raise SettingsError(
                f"{self.where}: it has no output location", "give it one, or set FILMES_LAKE_ATHENA_OUTPUT=s3://..."
            )

    def _described(self) -> dict[str, Any]:
        with calling(ATHENA, self.where):
            try:
                answer: dict[str, Any] = dict(self.client.get_work_group(WorkGroup=self.name))
            except self.client.exceptions.InvalidRequestException:  # what Athena says of one that is not there
                return {}
        return answer.get("WorkGroup") or {}

    def start(self, sql: str, token: str, reuse_minutes: int) -> str:
        """Start a query and return its id; the same `token` again starts none, and returns the id of the first.

        A result of at most that many minutes ago may be taken instead; 0 is none. QueryError where Athena refuses it.
        """
        more: dict[str, Any] = {"ResultConfiguration": {"OutputLocation": self.output}} if self.output else {}
        if reuse_minutes > 0:
            age = min(reuse_minutes, _LONGEST_REUSE_MINUTES)
            by_age = {"Enabled": True, "MaxAgeInMinutes": age}
            more["ResultReuseConfiguration"] = {"ResultReuseByAgeConfiguration": by_age}
        with calling(ATHENA, self.where):
            try:
                return self.client.start_query_execution(
                    QueryString=sql,
                    ClientRequestToken=token,
                    QueryExecutionContext={"Database": self.database},
                    WorkGroup=self.name,
                    **more,
                )["QueryExecutionId"]
            except self.client.exceptions.InvalidRequestException as error:
                reason = error.response["Error"].get("Message", "")
                raise failure(reason, sql) from None  # AWS's own words stay out of tracebacks

    def status(self, query: str) -> QueryStatus:
        """The status of a query."""
        with calling(ATHENA, self.where):
            found = self.client.get_query_execution(QueryExecutionId=query)["QueryExecution"]
        answer, numbers = found["Status"], found.get("Statistics", {})
        return QueryStatus(
            answer["State"],
            answer.get("StateChangeReason") or answer.get("AthenaError", {}).get("ErrorMessage", ""),
            numbers.get("DataScannedInBytes", 0),
            numbers.get("ResultReuseInformation", {}).get("ReusedPreviousResult", False),
        )

    def stop(self, query: str) -> None:
        """Stop a query; one that has ended stays as it is."""
        with calling(ATHENA, self.where):
            self.client.stop_query_execution(QueryExecutionId=query)

    def result(self, query: str) -> QueryResult:
        """The rows of a query that succeeded, page by page, typed."""
        rows: list[list[Any]] = []
        info: list[Any] = []
        with calling(ATHENA, self.where):
            pages = self.client.get_paginator("get_query_results").paginate(
                QueryExecutionId=query, PaginationConfig={"PageSize": PAGE_ROWS}
            )
            for page in pages:
                info = list(page["ResultSet"]["ResultSetMetadata"]["ColumnInfo"])
                rows += [list(row.get("Data", ())) for row in page["ResultSet"]["Rows"]]
        if not info:
            raise QueryError(f"{self.where}: the answer has no columns", "run the same command again")
        names = [column["Name"] for column in info]
        # The first row of a SELECT's result names the columns.
        if rows and [cell.get("VarCharValue") for cell in rows[0]] == names:
            del rows[0]
        types = [column["Type"] for column in info]
        return QueryResult(unique_names(names), [typed_row(row, types) for row in rows])
