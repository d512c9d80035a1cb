"""The page of the real files: what it weighs, what it costs to build, and its figures.

`FILMES_LAKE_REAL_DATA` names their folder, see `tests/reports/test_real_data.py`.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest

from filmes_lake.dashboard.definition import PICTURES
from tests.browser.conftest import Open, page_file
from tests.browser.test_dashboard import differences, filter_sets, wanted_figures
from tests.browser.test_work import filter_ms
from tests.reports.comparison import lake_of
from tests.reports.titles import read_titles

FOLDER = os.environ.get("FILMES_LAKE_REAL_DATA")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not FOLDER, reason="FILMES_LAKE_REAL_DATA names no folder"),
]


@dataclass(frozen=True)
class BuiltPage:
    """A page's file, and the processor seconds that it took to build."""

    file: Path
    seconds: float


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltPage:
    folder = tmp_path_factory.mktemp("real")
    lake = lake_of(folder, Path(str(FOLDER)), ".gz")
    began = time.process_time()
    file = page_file(lake, folder / "page.html")
    return BuiltPage(file, time.process_time() - began)


def test_it_weighs_a_megabyte_at_most(built: BuiltPage) -> None:
    assert built.file.stat().st_size <= 1_000_000


def test_building_it_takes_a_second_and_a_half_of_processor_time(built: BuiltPage) -> None:
    assert built.seconds <= 1.5


def test_a_filter_takes_30_ms_of_script_until_what_can_be_seen_is_drawn(open_page: Open, built: BuiltPage) -> None:
    assert median(taken for taken, _ in filter_ms(open_page(built.file))) <= 30


def test_every_picture_has_marks_and_filters_give_the_figures_of_the_recomputation(
    open_page: Open, built: BuiltPage
) -> None:
    opened = open_page(built.file)
    titles = read_titles(Path(str(FOLDER)))

    assert opened.requests == [built.file.as_uri()]
    assert opened.messages == []
    drawn = opened.page.evaluate("app.cards.filter(card => card.drawing.marks > 0).map(card => card.picture.name)")
    assert set(drawn) == {picture.name for picture in PICTURES if picture.report != "trends"}
    for given in filter_sets(titles, 5):
        opened.ask(**given)
        assert differences(opened.figures(), wanted_figures(titles, given)) == {}, given
