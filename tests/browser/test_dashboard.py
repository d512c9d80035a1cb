"""The page in Chromium: `make test-browser`. Its figures are the recomputation's, under whatever filters."""

import csv
import json
import math
import random
from collections import Counter
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from filmes_lake.dashboard.definition import PICTURES
from filmes_lake.dashboard.words import genres_in, words_in
from filmes_lake.language import Language
from filmes_lake.models.kinds import Kind
from filmes_lake.reports.conditions import conditions_of
from filmes_lake.reports.definitions import find_report
from filmes_lake.reports.output import _cell
from tests.browser.conftest import Open, Opened, page_file
from tests.reports import comparison, recomputation
from tests.reports.comparison import selection
from tests.reports.measured_lake import measured_lake
from tests.reports.titles import Titles, read_titles
from tests.transform.lakes import SAMPLE, SmallLake, film_answer, movie_line, series_answer, series_line

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

HOSTILE = (
    "<script>window.evil = 1</script>",
    '"><img src=x onerror="window.evil = 1">',
    "{{7*7}}",
    "שלום",
    "🎬 Film",
    "x" * 300,
    "\u202eevil",
)
BOUNDS = ("roi_total_inferior", "roi_total_superior")


@pytest.fixture(scope="module")
def titles() -> Titles:
    return read_titles(SAMPLE)


def filter_sets(titles: Titles, number: int) -> list[dict[str, str]]:
    """Filters at random, the same each time: several genres at once among them, and some that leave nothing."""
    chance = random.Random(13)
    genres = sorted({genre for film in titles.films for genre in film.genres})
    sets = []
    for _ in range(number):
        given = {"genre": ",".join(chance.sample(genres, chance.randint(1, 3)))} if chance.random() < 0.6 else {}
        for name, values in {"min_year": (1920, 2010), "max_year": (1950, 2026)}.items():
            if chance.random() < 0.4:
                given[name] = str(chance.randint(*values))
        if chance.random() < 0.7:
            given["min_votes"] = str(chance.choice([0, 1, 5_000, 100_000, 1_000_000]))
        given.update(
            {name: "true" for name in ("include_suspect", "include_adult", "include_video") if chance.random() < 0.3}
        )
        if chance.random() < 0.3:
            given["dollars"] = "real"
        sets.append(given)
    return sets


def wanted_figures(titles: Titles, given: dict[str, str]) -> dict[str, Any]:
    """What the page has to show: key figures, funnel, groups, rankings."""
    asked = selection(given)
    films = recomputation.selected(titles.films, asked)
    wanted: dict[str, Any] = dict(recomputation.kpi_rows(films)[0])
    removed = recomputation.funnel(titles.films, asked)
    wanted |= {f"funnel.{c.name}.removed": removed.get(c.name, 0) for c in conditions_of(Kind.MOVIES)}
    if not films:
        return wanted
    grouped = {"roi-by-decade": "decada", "roi-by-month": "mes", "roi-by-genre": "genero"}
    for report, key in grouped.items():
        for row in recomputation.report_rows(report, titles, asked):
            group = "null" if row[key] is None else row[key]
            bounded = row["roi_total_inferior"] is not None
            names = ("filmes", "roi_total", "roi_mediano", *(BOUNDS if bounded else ()))
            wanted |= {f"{report}.{group}.{name}": row[name] for name in names}
    for report in ("roi", "artists", "series"):
        for place, row in enumerate(recomputation.report_rows(report, titles, asked), start=1):
            shown = {
                "nome_artista",
                "titulo",
                "filmes",
                "roi",
                "roi_total",
                "roi_total_inferior",
                "roi_mediano",
                "receita",
                "nota_imdb",
            } & row.keys()
            wanted |= {
                f"{report}.{place}.{name}": row[name] for name in shown if (report, name) != ("series", "receita")
            }
    for report, points in recomputation.POINTS.items():
        wanted[f"{report}-correlation.1.correlacao"] = points.spearman(films)[1]
    return wanted


def differences(shown: dict[str, str], wanted: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (shown.get(name), value) for name, value in wanted.items() if not equal(shown.get(name), value)}


def equal(shown: str | None, value: Any) -> bool:
    if shown is None or value is None or isinstance(value, str):
        return shown == ("" if value is None else value)
    if isinstance(value, int):
        return shown == str(value)
    return shown != "" and math.isclose(float(shown), value, rel_tol=1e-12, abs_tol=1e-12)


def check_filters(opened: Opened, titles: Titles, number: int) -> None:
    for given in filter_sets(titles, number):
        opened.ask(**given)
        assert differences(opened.figures(), wanted_figures(titles, given)) == {}, given


def test_thirty_filters_give_the_figures_of_the_recomputation(
    open_page: Open, sample_page: Path, titles: Titles
) -> None:
    check_filters(open_page(sample_page), titles, 30)


@pytest.mark.slow
def test_two_hundred_filters_give_the_figures_of_the_recomputation(
    open_page: Open, sample_page: Path, titles: Titles
) -> None:
    check_filters(open_page(sample_page), titles, 200)


@pytest.mark.parametrize("width", [360, 1280, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_asked_for_or_complained_of_and_every_picture_has_marks(
    open_page: Open, sample_page: Path, width: int, scheme: str
) -> None:
    opened = open_page(sample_page, width, scheme)
    page = opened.page

    assert opened.requests == [sample_page.as_uri()]
    assert opened.messages == []
    marks = page.evaluate(
        "[...document.querySelectorAll('[data-picture]')].map(n => [n.dataset.picture, +n.dataset.marks])"
    )
    assert len(marks) == len([picture for picture in PICTURES if picture.report != "trends"])
    assert all(number > 0 for _, number in marks), marks
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    painted = """[...document.querySelectorAll('canvas.points')].map(c =>
        new Set(new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size)"""
    assert all(colours > 20 for colours in page.evaluate(painted))


def test_no_text_of_a_picture_sticks_out_of_its_card(open_page: Open, sample_page: Path) -> None:
    opened = open_page(sample_page)
    outside = """[...document.querySelectorAll('.chart text')].filter(text => {
        const [box, card] = [text, text.closest('.card')].map(node => node.getBoundingClientRect());
        return box.width && (box.left < card.left || box.right > card.right);
    }).map(text => text.textContent)"""
    for width in (360, 1280, 1920):
        opened.page.set_viewport_size({"width": width, "height": 900})
        for language in Language:
            opened.page.click(f"button[lang={language.value}]")
            opened.ready()
            assert opened.page.evaluate(outside) == [], (width, language)


@pytest.mark.parametrize(
    ("language", "said"), [("pt", "A tabela continua para o lado →"), ("en", "The table goes on sideways →")]
)
def test_a_table_that_is_wider_than_a_phone_says_so(
    open_page: Open, sample_page: Path, language: str, said: str
) -> None:
    page = open_page(sample_page, 360, hash_=f"#lang={language}").page
    box = page.locator("#picture-artists .rows")

    assert page.inner_text("#picture-artists .sideways") == said
    assert box.get_attribute("class") == "rows after"
    box.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    page.wait_for_selector("#picture-artists .rows.before:not(.after)")


def test_a_table_that_has_room_says_nothing_of_its_width(open_page: Open, sample_page: Path) -> None:
    page = open_page(sample_page, 1920).page

    assert not page.is_visible(".sideways")
    assert page.locator(".rows.after, .rows.before").count() == 0


def test_a_switch_of_language_leaves_no_text_of_the_other(open_page: Open, sample_page: Path) -> None:
    opened = open_page(sample_page)
    portuguese, english = (sentences(language) for language in Language)
    before = opened.page.inner_text("body")
    opened.page.click("button[lang=en]")
    opened.ready()
    after = opened.page.inner_text("body")

    assert [text for text in portuguese - english if text in before]
    assert [text for text in portuguese - english if text in after] == []
    assert [text for text in english - portuguese if text in before] == []
    assert opened.page.evaluate("document.documentElement.lang") == "en"


def sentences(language: Language) -> set[str]:
    """The language's texts that need no filling in and are too long to stand in another text by chance."""
    genres = genres_in(language, ["Documentary", "Biography", "Adventure", "Animation"])
    return {text for text in words_in(language).values() if "{" not in text and len(text) > 9} | set(genres.values())


def test_the_hash_restores_the_state(open_page: Open, sample_page: Path) -> None:
    opened = open_page(sample_page)
    opened.page.fill("input[name=min_year]", "1961")
    opened.page.click(".genres > summary")
    opened.page.check("input[name=genre][value=Crime]")
    opened.page.check("input[name=genre][value=War]")
    opened.page.wait_for_function("location.hash.includes('min_year')")
    opened.ready()
    link = opened.page.evaluate("location.hash")
    again = open_page(sample_page, hash_=link)

    assert link == "#genre=Crime,War&min_year=1961"
    assert again.figures() == opened.figures()
    assert again.page.input_value("input[name=min_year]") == "1961"
    again.page.click(".reset")
    again.ready()
    assert again.page.evaluate("location.hash") in ("", "#")


def test_a_page_opens_with_what_it_was_built_with(
    open_page: Open, sample: SmallLake, titles: Titles, tmp_path: Path
) -> None:
    given = {"genre": "Crime,War", "min_year": "1961"}
    opened = open_page(page_file(sample, tmp_path / "page.html", Language.ENGLISH, **given))

    assert differences(opened.figures(), wanted_figures(titles, given)) == {}
    assert "of Crime or War, from 1961 on" in opened.page.inner_text(".said")


def test_an_injected_script_does_not_run(open_page: Open, sample_page: Path) -> None:
    page = open_page(sample_page).page
    page.evaluate("""() => {
        const script = document.createElement('script');
        script.textContent = 'window.evil = 1';
        document.body.append(script);
        document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.evil = 1">');
    }""")
    page.wait_for_timeout(200)

    assert page.evaluate("window.evil") is None


@pytest.mark.parametrize("bypassed", [False, True])
def test_hostile_texts_are_inert_and_turn_nothing_round(open_page: Open, tmp_path: Path, *, bypassed: bool) -> None:
    lake = SmallLake(tmp_path)
    ids = [f"tt{number:07}" for number in range(1, len(HOSTILE) + 1)]
    named = zip(ids, HOSTILE, strict=True)
    lake.movies(*(movie_line(i, titulo_principal=t, nome_artista=t, generos=t.replace(",", "")) for i, t in named))
    lake.answers(*(film_answer(i) for i in ids))
    lake.transform()
    opened = open_page(page_file(lake, tmp_path / "page.html"), 360, bypass_csp=bypassed)
    page = opened.page

    assert opened.messages == []
    assert page.evaluate("window.evil") is None
    assert sorted(page.locator("#picture-roi td.title bdi").all_inner_texts()) == sorted(HOSTILE)
    assert page.locator("#picture-roi td").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


SMALL_LAKES: dict[str, tuple[list[str], list[Any], list[str], list[Any]]] = {
    "no record": ([movie_line("tt0000001")], [], [], []),
    "no amounts": ([movie_line("tt0000001")], [film_answer("tt0000001", revenue=0)], [], []),
    "one film": ([movie_line("tt0000001")], [film_answer("tt0000001")], [], []),
    "a film of 1925": ([movie_line("tt0000001", ano_lancamento="1925")], [film_answer("tt0000001")], [], []),
    "nothing known": (
        [movie_line("tt0000001", ano_lancamento="", generos="", nota_media="", numero_votos="")],
        [film_answer("tt0000001", release_date="", popularity=None)],
        [],
        [],
    ),
    "only series": ([], [], [series_line("tt0000009")], [series_answer("tt0000009")]),
}


@pytest.mark.parametrize("name", SMALL_LAKES)
def test_a_lake_with_little_in_it_says_what_is_next_or_shows_what_there_is(
    open_page: Open, tmp_path: Path, name: str
) -> None:
    films, answers, series, series_answers = SMALL_LAKES[name]
    lake = SmallLake(tmp_path)
    lake.movies(*films) if films else lake.series(*series)
    if answers:
        lake.answers(*answers)
    if series_answers:
        lake.tmdb(Kind.SERIES, *series_answers)
    lake.transform()
    opened = open_page(page_file(lake, tmp_path / "page.html", min_votes="0"))
    text = opened.page.inner_text("body")

    assert opened.messages == []
    assert not [word for word in ("NaN", "Infinity", "undefined", "null") if word in text]
    assert ("filmes-lake ingest" in text) == (name in ("no record", "no amounts", "only series"))
    assert opened.page.locator("[data-picture]:visible").count() >= 1


def test_print_shows_the_filters_and_hides_the_controls(open_page: Open, sample_page: Path) -> None:
    page = open_page(sample_page).page
    page.emulate_media(media="print")

    assert page.is_visible(".said")
    assert not page.is_visible(".controls")
    assert page.pdf()[:4] == b"%PDF"


def test_print_is_light_where_the_screen_is_dark(open_page: Open, sample_page: Path) -> None:
    page = open_page(sample_page, scheme="dark").page
    page.evaluate("""addEventListener('beforeprint', () => {
        window.printed = getComputedStyle(document.documentElement).getPropertyValue('--card').trim();
    })""")
    page.pdf()

    assert page.evaluate("window.printed") == "#ffffff"
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--card').trim()") != "#ffffff"


@pytest.mark.parametrize(
    "text", ["=1+1", "  =1+1", "\t=x", "a;=x", "-3.5", "+55 11", "@x", "plain", 'a "b", c', "\uff1dx"]
)
def test_a_cell_of_the_copied_csv_is_that_of_a_reports_file(open_page: Open, sample_page: Path, text: str) -> None:
    page = open_page(sample_page).page
    copied = page.evaluate("text => csvOf([{ name: 'a' }], [{ a: text }], app.definition.csv)", text)

    assert next(iter(csv.reader(StringIO(copied.split("\n", 1)[1])))) == [_cell(text)]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_also_with_a_table_open(
    open_page: Open, sample_page: Path, width: int, scheme: str
) -> None:
    page = open_page(sample_page, width, scheme, bypass_csp=True).page
    page.click("#picture-roi-by-decade summary")
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]

    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []


def test_points_are_walked_by_keys_and_announced(open_page: Open, sample_page: Path) -> None:
    page = open_page(sample_page).page
    page.focus("#picture-budget-vs-revenue canvas")
    page.keyboard.press("ArrowRight")
    first = page.inner_text(".live")
    page.keyboard.press("ArrowRight")

    assert "US$" in first
    assert page.inner_text(".live") != first
    page.keyboard.press("Enter")
    assert page.is_visible(".lit button")


def test_a_highlight_changes_no_figure(open_page: Open, sample_page: Path) -> None:
    opened = open_page(sample_page)
    before = opened.figures()
    opened.page.locator("#picture-roi-by-decade .bar").first.click()

    assert opened.page.is_visible(".lit button")
    assert opened.figures() == before


def test_a_table_view_has_the_reports_rows_and_its_csv_the_values(open_page: Open, sample_page: Path) -> None:
    page = open_page(sample_page).page
    page.click("#picture-roi-by-decade summary")
    copied = page.evaluate("csvOf(app.cards[2].drawing.columns, app.cards[2].drawing.rows, app.definition.csv)")
    head, first, *_ = copied.splitlines()

    assert head == ",".join(column.name for column in find_report("roi-by-decade").columns)
    assert page.locator("#picture-roi-by-decade table tbody tr").count() == len(copied.splitlines()) - 1
    assert json.loads(first.split(",")[0]) % 10 == 0


def test_artists_stand_where_their_films_and_return_say(open_page: Open, sample_page: Path, titles: Titles) -> None:
    page = open_page(sample_page).page
    points = page.evaluate("""() => {
        const { points } = app.cards.find(card => card.picture.name === 'artists-by-films').drawing;
        return points.items.map(item => [points.title(item), Math.round(points.x(item)), points.y(item) - 1]);
    }""")
    wanted = recomputation.report_rows("artists", titles, selection({}))

    assert len(wanted) == 20
    for row in wanted:
        place = (row["nome_artista"], row["filmes"], pytest.approx(row["roi_total"], rel=1e-9))
        assert [point for point in points if tuple(point) == place]


def test_an_artist_that_is_picked_lights_his_films_and_changes_no_figure(open_page: Open, sample_page: Path) -> None:
    opened = open_page(sample_page)
    before = opened.figures()
    opened.page.focus("#picture-artists-by-films canvas")
    opened.page.keyboard.press("ArrowRight")
    name = opened.page.inner_text(".live").split(",")[0].strip("\u2068\u2069")
    opened.page.keyboard.press("Enter")

    assert opened.page.inner_text(".lit bdi") == name
    assert opened.page.evaluate("app.lit.size") >= 3
    assert opened.figures() == before


def test_what_rose_and_fell_is_what_the_report_says(open_page: Open, tmp_path: Path) -> None:
    lake = measured_lake(tmp_path)
    opened = open_page(page_file(lake, tmp_path / "page.html"), hash_="#top=2")
    wanted = {
        f"trends.{place}.{name}": row[name]
        for place, row in enumerate(comparison.report(lake, "trends", {"top": "2"}).rows, start=1)
        for name in ("titulo", "variacao", "variacao_relativa", "popularidade_final")
    }

    assert opened.messages == []
    assert differences(opened.figures(), wanted) == {}
    assert len(wanted) == len([name for name in opened.figures() if name.startswith("trends.")]) * 4 / 5
    assert opened.page.locator("#picture-trends h3").all_inner_texts() == ["Subiram", "Caíram"]
    assert "20 de novembro de 2026" in opened.page.inner_text("#picture-trends .found")
    assert opened.page.inner_text("#picture-trends .command code") == "filmes-lake report trends --set top=2"


def test_a_page_of_one_day_has_no_trends(open_page: Open, sample_page: Path) -> None:
    page = open_page(sample_page).page

    assert page.locator("#picture-trends").count() == 0
    assert "Títulos que não sobem nem caem" not in page.inner_text("body")


def test_a_year_of_few_films_takes_in_those_around_it(open_page: Open, sample_page: Path, titles: Titles) -> None:
    opened = open_page(sample_page)
    points = opened.page.evaluate("""() => {
        const { picture } = app.cards.find(card => card.picture.name === 'yearly');
        return yearPoints(app, picture, groupsOf(app, app.definition.reports.yearly).groups, 3, 5);
    }""")
    films = recomputation.selected(titles.films, selection({}))
    known = Counter(film.year for film in films)
    own = {str(row["ano"]): row for row in recomputation.report_rows("yearly", titles, selection({}))}

    assert {point["reach"] == 0 for point in points} == {True, False}
    for point in points:
        year, reach = point["year"], point["reach"]
        counts = [sum(known[year + step] for step in range(-far, far + 1)) for far in range(reach + 1)]
        assert counts[-1] == point["n"] >= 3
        assert all(count < 3 for count in counts[:-1])
        if not reach:
            assert point["values"][0] == pytest.approx(own[str(year)]["receita_corrigida_mediana"], rel=1e-12)
