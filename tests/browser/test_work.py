"""How much script a filter takes until what can be seen is drawn, on a page as large as that of the real files.

Milliseconds of one machine tell nothing on another: they are held against a fixed piece of work in the same page.
"""

from pathlib import Path
from statistics import median

import pytest

from filmes_lake.dashboard.build import opened_with
from filmes_lake.dashboard.page import page
from filmes_lake.language import Language
from tests.browser.conftest import Open, Opened
from tests.dashboard.many_films import many_films

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

FILMS = 4_750
TURNS = 15
# Sorting so many numbers takes 11 ms where a filter takes 14, so that twice as long is less than the 30 that it may.
FIXED = "Float64Array.from({ length: 60_000 }, (_, i) => (i * 7919) % 60_013).sort()"
MOST = 2.0
# Draw what can be seen, and leave the rest, as another filter at once would.
FILTER = "app.ask({{ min_year: {year} }}); app.turn += 1"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = many_films(FILMS)
    file = tmp_path_factory.mktemp("many") / "page.html"
    file.write_text(page(data, opened_with({"min_votes": "0"}), Language.ENGLISH, data.version.created_at, "0"))
    return file


def filter_ms(opened: Opened) -> list[tuple[float, float]]:
    """Milliseconds of script: of each filter, and of the fixed work right after it."""
    years = range(1900, 1900 + 3 * TURNS, 3)
    return [(opened.script_ms(FILTER.format(year=year)), opened.script_ms(FIXED)) for year in years]


def test_a_filter_takes_no_more_script_than_twice_a_fixed_work(open_page: Open, file: Path) -> None:
    filters, fixed = zip(*filter_ms(open_page(file)), strict=True)

    assert median(filters) <= MOST * median(fixed), (filters, fixed)


def test_only_artists_who_can_be_among_the_first_get_an_interval(open_page: Open, file: Path) -> None:
    opened = open_page(file)
    artists, intervals = opened.page.evaluate("""() => {
        const bound = AGGREGATES["pooled, lower bound"];
        let intervals = 0;
        AGGREGATES["pooled, lower bound"] = (...given) => {
            intervals += 1;
            return bound(...given);
        };
        const { picture } = app.cards.find(card => card.picture.name === "artists");
        const { found } = drawingOf(app, picture);
        AGGREGATES["pooled, lower bound"] = bound;
        return [Number(found[0].match(/[0-9,]+/)[0].replace(",", "")), intervals];
    }""")

    assert artists > 1000
    assert intervals < artists / 4
