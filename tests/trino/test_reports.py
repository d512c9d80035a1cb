"""Every report's text, as Athena is sent it, on a real Trino over the registered files: `make test-trino`.

The files are the sample's, or those of the folder that `FILMES_LAKE_REAL_DATA` names.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from filmes_lake.catalog.glue.catalog import GlueCatalog
from filmes_lake.engines.duckdb.reports import DuckDBReports
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.storage.s3 import S3Storage
from filmes_lake.lake.storage.s3_address import S3Address
from filmes_lake.lake.storage.s3_client import open_client
from filmes_lake.reports.definitions import REPORTS
from tests.fakes.aws import environment_of, new_bucket
from tests.reports.comparison import PARAMETERS, assert_equal, assert_recomputed, report_by
from tests.reports.titles import Titles, read_titles
from tests.sample_on_s3 import fill
from tests.schema import SCHEMA
from tests.transform.lakes import MEMORY, SAMPLE
from tests.trino.engine import TrinoReports, trino_reports
from tests.trino.server import trino_server

pytest_plugins = ("tests.on_aws",)
pytestmark = [pytest.mark.trino, pytest.mark.timeout(1800)]

REAL = os.environ.get("FILMES_LAKE_REAL_DATA")
FOLDER, ENDING = (Path(REAL), ".gz") if REAL else (SAMPLE, "")
# The others have tests of their own: the sample has one day, and no directors.
NAMES = [report.name for report in REPORTS if report.name not in ("trends", "directors")]
DATABASE = "filmes_lake"
# What Athena bills for a query at least; docs/aws.md says that no report's query comes to more.
LEAST_BYTES = 10 * 1024**2


@pytest.fixture(scope="module")
def lake(moto: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    """A lake in S3, made of the files and registered in Glue."""
    folder = tmp_path_factory.mktemp("lake")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment_of(moto, folder).items():
            patch.setenv(name, value)
        address = S3Address.parse(f"s3://{new_bucket(moto)}/lake")
        lake = Lake(S3Storage(open_client(address.uri), address, folder / "cache", folder / "state"), SCHEMA)
        fill(lake, FOLDER, ENDING)
        GlueCatalog(lake, DATABASE).register()
        yield lake


@pytest.fixture(scope="module")
def trino(lake: Lake, moto: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrinoReports]:
    with trino_server(moto, tmp_path_factory.mktemp("trino")) as port, trino_reports(port, DATABASE) as reports:
        yield reports


@pytest.fixture(scope="module")
def titles() -> Titles:
    return read_titles(FOLDER)


@pytest.mark.parametrize("case", PARAMETERS)
@pytest.mark.parametrize("name", NAMES)
def test_a_report_equals_the_recomputation_and_duckdbs(
    lake: Lake, trino: TrinoReports, titles: Titles, name: str, case: str
) -> None:
    given = PARAMETERS[case]

    found = report_by(trino, lake, name, given)

    assert_recomputed(found, titles, given)
    local = report_by(DuckDBReports(lake, MEMORY), lake, name, given)
    assert_equal(found.rows, local.rows)
    assert (found.funnel, found.correlation) == (local.funnel, local.correlation)


@pytest.mark.parametrize("given", [{}, {"from_day": "2026-01-01", "to_day": "9999-12-31", "top": "1000"}])
def test_trends_are_duckdbs(lake: Lake, trino: TrinoReports, given: dict[str, str]) -> None:
    found, local = (report_by(engine, lake, "trends", given) for engine in (trino, DuckDBReports(lake, MEMORY)))

    assert_equal(found.rows, local.rows)
    assert (found.funnel, found.days) == (local.funnel, local.days)
    assert found.days


@pytest.mark.parametrize("name", NAMES)
def test_a_reports_queries_read_less_than_what_athena_bills_at_least(
    lake: Lake, trino: TrinoReports, name: str, record_property: Callable[[str, object], None]
) -> None:
    trino.scanned.clear()

    report_by(trino, lake, name, {})

    record_property("scanned", trino.scanned)
    assert len(trino.scanned) >= 3
    assert all(0 < scanned < LEAST_BYTES for scanned in trino.scanned)
