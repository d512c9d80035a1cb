"""The reports on a larger lake equal the recomputation.

`FILMES_LAKE_REAL_DATA` names a folder with `movies.csv.gz`, `series.csv.gz`, `tmdb_movies.jsonl.gz` and
`tmdb_series.jsonl.gz`; without it there is nothing to compare.
"""

import os
from pathlib import Path

import pytest

from filmes_lake.reports.definitions import REPORTS
from tests.reports.comparison import PARAMETERS, assert_recomputed, lake_of, report
from tests.reports.titles import Titles, read_titles
from tests.transform.lakes import SmallLake

FOLDER = os.environ.get("FILMES_LAKE_REAL_DATA")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not FOLDER, reason="FILMES_LAKE_REAL_DATA names no folder"),
]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> SmallLake:
    return lake_of(tmp_path_factory.mktemp("real"), Path(str(FOLDER)), ".gz")


@pytest.fixture(scope="module")
def titles() -> Titles:
    return read_titles(Path(str(FOLDER)))


def test_the_seeds_selection_has_the_seeds_figures(lake: SmallLake) -> None:
    (row,) = report(lake, "kpis", PARAMETERS["the seed's selection"]).rows

    assert (row["filmes"], round(row["roi_total"], 4)) == (860, 1.2511)


@pytest.mark.parametrize("case", PARAMETERS)
@pytest.mark.parametrize("name", [found.name for found in REPORTS if found.kind])
def test_a_report_equals_a_recomputation(lake: SmallLake, titles: Titles, name: str, case: str) -> None:
    given = PARAMETERS[case]

    assert_recomputed(report(lake, name, given), titles, given)
