"""A job of Glue lets the catalog follow what it published, and fails over nothing that the catalog does."""

from filmes_lake.catalog.glue.catalog import GlueCatalog
from filmes_lake.catalog.registration import State
from filmes_lake.entrypoints.glue_job import let_follow
from filmes_lake.lake.lake import Lake
from tests.fakes.athena import refuses
from tests.fakes.proxy import Proxy
from tests.sample_on_s3 import publish

pytest_plugins = ("tests.on_aws", "tests.sample_on_s3")


def test_a_job_moves_the_tables_and_leaves_them_where_glue_refuses(filled: Lake, database: str, proxy: Proxy) -> None:
    catalog = GlueCatalog(filled, database)
    catalog.register()
    publish(filled)
    proxy.spoil(r"AWSGlue\.UpdateTable", refuses(403, "AccessDeniedException"))

    let_follow(catalog)
    assert {state.state for state in catalog.differences()} == {State.BEHIND}

    proxy.heal()
    let_follow(catalog)
    assert {state.state for state in catalog.differences()} == {State.CURRENT}
