"""A page of ten times the films: 45,000 with both amounts."""

from pathlib import Path

import pytest

from filmes_lake.dashboard.build import opened_with
from filmes_lake.dashboard.page import page
from filmes_lake.language import Language
from tests.browser.conftest import Open
from tests.dashboard.many_films import many_films

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

FILMS = 45_000


def test_it_opens_is_5_mb_at_most_and_says_what_it_left_out(open_page: Open, tmp_path: Path) -> None:
    data = many_films(FILMS)
    file = tmp_path / "page.html"
    file.write_text(page(data, opened_with({"min_votes": "0"}), Language.ENGLISH, data.version.created_at, "0"))
    opened = open_page(file)
    figures = opened.figures()
    left_out = "Artists of fewer than 3 films are counted; the page has no room for their names."

    assert opened.messages == []
    assert file.stat().st_size <= 5_000_000
    assert figures["filmes"] == str(FILMS)
    assert int(figures["artistas"]) == len(opened.page.evaluate("app.artists.films")) + opened.page.evaluate(
        "app.artists.alone.reduce((sum, n) => sum + n, 0)"
    )
    assert left_out in opened.page.inner_text("footer")
    opened.ask(min_films="2")
    assert left_out in opened.page.inner_text("#picture-artists .found")
    assert "min_films=" not in opened.page.inner_text("#picture-artists .command code")
    assert opened.page.evaluate("app.cards.find(card => card.picture.name === 'artists').drawing.rows.length") == 20
