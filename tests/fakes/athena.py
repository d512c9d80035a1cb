"""Athena as moto has it, and what moto lacks of it, put in by the proxy: failures, bytes read, pages, named queries."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import requests

from filmes_lake.catalog.result import QueryResult
from filmes_lake.engines.duckdb.session import open_session, tables_of
from filmes_lake.lake.lake import Lake
from filmes_lake.models.columns import ColumnType
from filmes_lake.reports.report import Report
from filmes_lake.reports.texts import used
from tests.fakes.aws import CREDENTIALS
from tests.fakes.proxy import Answer, Exchange, Proxy, Spoil, change_answer

if TYPE_CHECKING:
    from mypy_boto3_athena.type_defs import ResultConfigurationTypeDef

_MEMORY = "400MB"
# What Athena calls the types of a result's columns.
TYPES = {
    ColumnType.STRING: "varchar",
    ColumnType.INT: "integer",
    ColumnType.BIGINT: "bigint",
    ColumnType.DOUBLE: "double",
    ColumnType.BOOLEAN: "boolean",
}


def make_workgroup(server: str, name: str, output: str | None) -> None:
    """Make a workgroup; without `output` it does not say where results go."""
    told: ResultConfigurationTypeDef = {"OutputLocation": output} if output else {}
    session = boto3.Session(CREDENTIALS["AWS_ACCESS_KEY_ID"], CREDENTIALS["AWS_SECRET_ACCESS_KEY"])
    client = session.client("athena", endpoint_url=server, region_name=CREDENTIALS["AWS_REGION"])
    client.create_work_group(Name=name, Configuration={"ResultConfiguration": told})
    client.close()


def result(types: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """A result as Athena gives it: a row of names first, every value as text, nulls left out."""
    cells = [[_cell(value) for value in row] for row in [list(types), *rows]]
    return {"rows": [{"Data": row} for row in cells], "column_info": [_info(name, types[name]) for name in types]}


def result_like(found: QueryResult, types: Mapping[str, str]) -> dict[str, Any]:
    """What Athena would say where DuckDB found this; columns that `types` does not name are told by their values."""
    named = {
        name: types.get(name) or _type_of([row[place] for row in found.rows])
        for place, name in enumerate(found.columns)
    }
    return result(named, found.rows)


def found_by_duckdb(lake: Lake, report: Report, scratch: Path) -> list[dict[str, Any]]:
    """What Athena would answer to the texts of a report, were it as right as DuckDB."""
    types = {column.name: TYPES[column.type] for column in report.columns}
    parameters = report.bind({})
    texts = report.texts(parameters).values()
    with open_session(tables_of(lake, lake.require(report.layer), scratch), _MEMORY) as session:
        return [result_like(session.answer(text, used(text, parameters)), types) for text in texts]


def queue(server: str, *results: Mapping[str, Any]) -> None:
    """Let the next queries have these results, one each in the order of their start."""
    queued = requests.post(
        f"{server}/moto-api/static/athena/query-results", json={"results": list(results)}, timeout=10
    )
    queued.raise_for_status()


def refuses(status: int, code: str, message: str = "") -> Spoil:
    """Answer with an error of Athena's or Glue's; moto gets nothing."""
    body = json.dumps({"__type": code, "Message": message}).encode()
    return lambda exchange: exchange.send(Answer(status, [("Content-Type", "application/x-amz-json-1.1")], body))


def ends(state: str, reason: str = "", scanned: int = 0) -> Spoil:
    """Let a query end, or go on, as said; `scanned` is in bytes."""

    def change(_: dict[str, Any], answer: dict[str, Any]) -> None:
        query = answer["QueryExecution"]
        query["Status"].update({"State": state, "StateChangeReason": reason})
        _read(query, scanned, reused=False)

    return change_answer(change)


def read_on_the_way(scanned: int, *, reused: bool = False) -> Spoil:
    """Let a query have read so many bytes, however far moto says that it is."""

    def change(_: dict[str, Any], answer: dict[str, Any]) -> None:
        _read(answer["QueryExecution"], scanned, reused=reused)

    return change_answer(change)


def _read(query: dict[str, Any], scanned: int, *, reused: bool) -> None:
    query["Statistics"]["DataScannedInBytes"] = scanned
    query["Statistics"]["ResultReuseInformation"]["ReusedPreviousResult"] = reused


def in_pages() -> Spoil:
    """Hand out results in pages of the size that was asked for, as Athena does."""

    def change(request: dict[str, Any], answer: dict[str, Any]) -> None:
        start, size = int(request.get("NextToken") or 0), request["MaxResults"]
        rows = answer["ResultSet"]["Rows"]
        answer["ResultSet"]["Rows"] = rows[start : start + size]
        if start + size < len(rows):
            answer["NextToken"] = str(start + size)

    return change_answer(change)


class NamedQueries:
    """UpdateNamedQuery, which moto lacks: what is updated is remembered, and told when moto is asked for the query."""

    def __init__(self, proxy: Proxy) -> None:
        self.updated: dict[str, dict[str, Any]] = {}
        proxy.spoil(r"AmazonAthena\.UpdateNamedQuery", self._update)
        proxy.spoil(r"AmazonAthena\.GetNamedQuery", change_answer(self._updated))

    def _update(self, exchange: Exchange) -> None:
        request = json.loads(exchange.body)
        self.updated[request.pop("NamedQueryId")] = request
        exchange.send(Answer(200, [("Content-Type", "application/x-amz-json-1.1")], b"{}"))

    def _updated(self, request: dict[str, Any], answer: dict[str, Any]) -> None:
        answer["NamedQuery"].update(self.updated.get(request["NamedQueryId"], {}))


def _cell(value: Any) -> dict[str, str]:
    if value is None:
        return {}
    return {"VarCharValue": str(value).lower() if isinstance(value, bool) else str(value)}


def _type_of(values: Sequence[Any]) -> str:
    known = next((value for value in values if value is not None), "")
    return {bool: "boolean", int: "bigint", float: "double"}.get(type(known), "varchar")


def _info(name: str, kind: str) -> dict[str, Any]:
    unsaid = dict.fromkeys(("CatalogName", "SchemaName", "TableName"), "")
    more = {"Precision": 0, "Scale": 0, "Nullable": "UNKNOWN", "CaseSensitive": False}
    return {**unsaid, **more, "Name": name, "Label": name, "Type": kind}
