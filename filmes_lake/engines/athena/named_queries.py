"""The reports as named queries of an Athena workgroup, for whoever opens its console.

Their text is what the program sends, with each parameter's default. A query is known by its name and database: one
that somebody saved under another name is never touched.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from filmes_lake.aws.errors import calling
from filmes_lake.engines.athena.literals import with_literals
from filmes_lake.engines.athena.workgroup import ATHENA, Workgroup
from filmes_lake.lake.storage.parallel import in_parallel
from filmes_lake.reports.definitions import REPORTS
from filmes_lake.reports.report import Report

if TYPE_CHECKING:
    from mypy_boto3_athena.type_defs import NamedQueryTypeDef

_PREFIX = "filmes-lake "


class QueryState(StrEnum):
    """How a report stands in the workgroup."""

    CURRENT = "current"
    OUTDATED = "outdated"  # its text or its description is another
    MISSING = "missing"


@dataclass(frozen=True)
class NamedQuery:
    """A report as a named query. `id` is Athena's, None where there is none yet."""

    name: str
    description: str
    sql: str
    state: QueryState
    id: str | None


def named_queries(workgroup: Workgroup) -> list[NamedQuery]:
    """How every report stands in the workgroup."""
    workgroup.require_to_exist()
    there = {query["Name"]: query for query in _saved(workgroup) if query["Database"] == workgroup.database}
    return [_named(report, there.get(_PREFIX + report.name)) for report in REPORTS]


def push(workgroup: Workgroup) -> list[NamedQuery]:
    """Save every report that is missing or outdated; what was found before."""
    found = named_queries(workgroup)
    in_parallel([partial(_save, workgroup, query) for query in found if query.state is not QueryState.CURRENT])
    return found


def _saved(workgroup: Workgroup) -> list["NamedQueryTypeDef"]:
    client = workgroup.client
    with calling(ATHENA, workgroup.where):
        pages = client.get_paginator("list_named_queries").paginate(WorkGroup=workgroup.name)
        ids = [query for page in pages for query in page["NamedQueryIds"]]
        answers = in_parallel([partial(client.get_named_query, NamedQueryId=query) for query in ids])
    return [answer["NamedQuery"] for answer in answers]


def _named(report: Report, there: "NamedQueryTypeDef | None") -> NamedQuery:
    name, sql = _PREFIX + report.name, with_literals(report.sql, report.bind({}))
    state = QueryState.MISSING
    if there:
        same = (there["QueryString"], there.get("Description")) == (sql, report.question.en)
        state = QueryState.CURRENT if same else QueryState.OUTDATED
    return NamedQuery(name, report.question.en, sql, state, there.get("NamedQueryId") if there else None)


def _save(workgroup: Workgroup, query: NamedQuery) -> None:
    with calling(ATHENA, f"{workgroup.where}, query {query.name}"):
        if query.id is None:
            workgroup.client.create_named_query(
                Name=query.name,
                Description=query.description,
                Database=workgroup.database,
                QueryString=query.sql,
                WorkGroup=workgroup.name,
            )
        else:
            workgroup.client.update_named_query(
                NamedQueryId=query.id, Name=query.name, Description=query.description, QueryString=query.sql
            )
