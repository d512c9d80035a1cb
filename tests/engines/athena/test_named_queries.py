"""The reports as named queries of a workgroup."""

import uuid
from typing import TYPE_CHECKING

import pytest

from filmes_lake.engines.athena.literals import with_literals
from filmes_lake.engines.athena.named_queries import QueryState, named_queries, push
from filmes_lake.engines.athena.workgroup import Workgroup, open_athena
from filmes_lake.errors import SettingsError
from filmes_lake.reports.definitions import REPORTS, find_report
from tests.fakes.athena import NamedQueries, make_workgroup
from tests.fakes.proxy import Proxy

if TYPE_CHECKING:
    from mypy_boto3_athena import AthenaClient

pytest_plugins = ("tests.on_aws",)


@pytest.fixture
def workgroup(moto: str, proxy: Proxy) -> Workgroup:
    """A new workgroup, before which stands what moto lacks."""
    name = f"films-{uuid.uuid4().hex}"
    make_workgroup(moto, name, None)
    NamedQueries(proxy)
    client = open_athena("tests")
    return Workgroup(name, "filmes_lake", open_client=lambda _: client)


def states(workgroup: Workgroup) -> set[QueryState]:
    return {query.state for query in named_queries(workgroup)}


def saved(client: "AthenaClient", workgroup: Workgroup) -> list[str]:
    return client.list_named_queries(WorkGroup=workgroup.name)["NamedQueryIds"]


def test_every_report_is_saved_once_with_its_defaults(workgroup: Workgroup) -> None:
    push(workgroup)
    push(workgroup)

    found = [workgroup.client.get_named_query(NamedQueryId=query) for query in saved(workgroup.client, workgroup)]
    roi = find_report("roi")
    texts = {answer["NamedQuery"]["Name"]: answer["NamedQuery"]["QueryString"] for answer in found}
    assert len(found) == len(texts) == len(REPORTS)
    assert texts["filmes-lake roi"] == with_literals(roi.sql, roi.bind({}))
    assert {answer["NamedQuery"]["Database"] for answer in found} == {"filmes_lake"}
    assert states(workgroup) == {QueryState.CURRENT}


def test_a_changed_text_is_replaced_under_its_id(workgroup: Workgroup) -> None:
    push(workgroup)
    before = saved(workgroup.client, workgroup)
    changed = named_queries(workgroup)[1]
    assert changed.id
    workgroup.client.update_named_query(NamedQueryId=changed.id, Name=changed.name, QueryString="SELECT 1")
    assert [query.name for query in named_queries(workgroup) if query.state is QueryState.OUTDATED] == [changed.name]

    pushed = push(workgroup)

    assert [query.name for query in pushed if query.state is not QueryState.CURRENT] == [changed.name]
    assert saved(workgroup.client, workgroup) == before
    text = workgroup.client.get_named_query(NamedQueryId=changed.id)["NamedQuery"]["QueryString"]
    assert text == changed.sql


def test_what_others_saved_stays(workgroup: Workgroup) -> None:
    others = [
        workgroup.client.create_named_query(
            Name=name, Database=database, QueryString="SELECT 1", WorkGroup=workgroup.name
        )["NamedQueryId"]
        for name, database in (("roi", "filmes_lake"), ("filmes-lake roi", "another"))
    ]

    push(workgroup)

    assert states(workgroup) == {QueryState.CURRENT}
    for query in others:
        assert workgroup.client.get_named_query(NamedQueryId=query)["NamedQuery"]["QueryString"] == "SELECT 1"


def test_a_workgroup_that_is_not_there_is_a_wrong_setting(workgroup: Workgroup) -> None:
    with pytest.raises(SettingsError, match="it does not exist"):
        push(Workgroup("nobodys", "filmes_lake", open_client=lambda _: workgroup.client))
