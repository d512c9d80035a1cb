"""The page as a file: whole in itself, its script and style the only ones that may run, whatever the titles are."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from filmes_lake.dashboard.build import build_page, opened_with
from filmes_lake.dashboard.data import _named_from
from filmes_lake.dashboard.definition import HEADLINES, PICTURES, SHOWN, SMALL
from filmes_lake.dashboard.packing import packed
from filmes_lake.dashboard.page import MODULES, joined
from filmes_lake.dashboard.words import words_in
from filmes_lake.engines.duckdb.reports import DuckDBReports
from filmes_lake.lake import layout
from filmes_lake.language import Language
from filmes_lake.models.kinds import Layer
from filmes_lake.reports.definitions import find_report
from tests.reports.recomputation import Selection, kpi_rows, selected
from tests.reports.titles import read_titles
from tests.transform.lakes import MEMORY, SAMPLE, SmallLake, film_answer, movie_line

pytest_plugins = ("tests.reports.measured_lake", "tests.running")

HOSTILE = ("</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "\u202eevil", "<!--")


def page_of(lake: SmallLake, language: Language = Language.PORTUGUESE, **given: str) -> str:
    engine = DuckDBReports(lake.lake, MEMORY)
    return build_page(lake.lake, engine, opened_with(given), language).html.decode()


def content_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="page-data">(.*?)</script>', html, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def unpacked(text: str) -> list[int]:
    """Whole numbers that travel in base 26, small letters before the capital that ends one."""
    return [
        sum((ord(digit.upper()) - ord("A")) * 26**power for power, digit in enumerate(reversed(number)))
        for number in re.findall("[a-z]*[A-Z]", text)
    ]


@pytest.fixture(scope="module")
def html(sample_lake: SmallLake) -> str:
    return page_of(sample_lake)


def hash_of(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_the_policy_lets_this_script_and_this_style_run_and_nothing_else(html: str) -> None:
    policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    (style,), (script,) = (
        re.findall(r"<style>(.*?)</style>", html, re.DOTALL),
        re.findall(r"<script>(.*?)</script>", html, re.DOTALL),
    )

    wanted = (
        f"default-src 'none'; script-src {hash_of(script)}; style-src {hash_of(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    assert policy == [wanted]


def test_nothing_is_loaded_from_anywhere(html: str) -> None:
    assert not re.findall(r"""(?:src|href)\s*=\s*["'](?!data:)""", html.replace(json.dumps(content_of(html)), ""))
    assert not re.findall(r"url\(|@import|fetch\(|XMLHttpRequest|WebSocket|innerHTML|eval\(|new Function", html)


def test_the_page_names_nothing_of_the_machine(html: str, sample_lake: SmallLake) -> None:
    assert str(sample_lake.lake.storage.uri) not in html


def test_a_page_has_its_sources_sentences(html: str) -> None:
    assert "Information courtesy of IMDb (https://www.imdb.com). Used with permission." in html
    assert (
        "This product uses TMDB and the TMDB APIs but is not endorsed, certified, or otherwise approved by TMDB."
        in html
    )


def test_artists_are_named_from_as_many_films_as_there_is_room_for() -> None:
    def named_from(*artists: tuple[int, int]) -> int:
        return _named_from(artists)

    assert named_from() == named_from((2, 800_000)) == 2
    assert named_from((2, 1), (3, 800_000)) == 3
    assert named_from((2, 900_000), (3, 500_000), (4, 500_000)) == 4


def test_a_page_says_from_which_days_its_data_are(measured: SmallLake) -> None:
    today = measured.lake.now().date().isoformat()
    received = content_of(page_of(measured))["about"]["received"]

    assert received == [
        {"source": "csv.movies", "first": today, "last": today},
        {"source": "tmdb.movies", "first": today, "last": today},
        {"source": "exports.movies", "first": "2026-11-20", "last": "2026-11-24"},
        {"source": "csv.series", "first": today, "last": today},
        {"source": "tmdb.series", "first": today, "last": today},
        {"source": "exports.series", "first": "2026-11-20", "last": "2026-11-24"},
    ]


def test_a_page_whose_run_has_no_entry_any_more_names_no_days(measured: SmallLake, tmp_path: Path) -> None:
    lake = measured.copied(tmp_path)
    lake.lake.storage.delete(layout.run(lake.manifest(Layer.TRUSTED).run_id))

    assert content_of(page_of(lake))["about"]["received"] == []


def test_it_carries_the_films_that_no_parameter_could_bring_back(html: str) -> None:
    every = Selection(min_votes=0, include_suspect=True, include_adult=True, include_video=True)
    films = selected(read_titles(SAMPLE).films, every)
    data = content_of(html)["data"]
    artists = sum(unpacked(data["artists"]["alone"])) + len(data["artists"]["nome_artista"])

    assert len(data["films"]["titulo"]) == len(films)
    assert artists == kpi_rows(films)[0]["artistas"]


def test_whole_numbers_travel_as_letters() -> None:
    assert packed([0, 25, 26, None, 702]) == "AZbA.bbA"
    assert unpacked(packed(range(3000))) == list(range(3000))


def test_it_opens_as_asked(sample_lake: SmallLake) -> None:
    content = content_of(page_of(sample_lake, Language.ENGLISH, genre="crime,War", min_year="1961"))

    assert (content["language"], content["asked"]["genre"]) == ("en", ["crime", "War"])
    assert (content["asked"]["min_year"], content["asked"]["min_votes"]) == (1961, 1000)


def test_a_hostile_title_ends_no_element(tmp_path: Path) -> None:
    small, ids = SmallLake(tmp_path), [f"tt{number:07d}" for number in range(1, len(HOSTILE) + 1)]
    small.movies(
        *(
            movie_line(found, titulo_principal=text, nome_artista=text, generos=text.replace(",", ""))
            for found, text in zip(ids, HOSTILE, strict=True)
        )
    )
    small.answers(*map(film_answer, ids))
    small.transform()
    html = page_of(small)

    assert len(re.findall("<script", html)) == 2
    assert "<!--" not in html
    assert sorted(content_of(html)["data"]["films"]["titulo"]) == sorted(HOSTILE)


def test_both_languages_have_every_text(html: str) -> None:
    portuguese, english = (words_in(language) for language in Language)
    assert portuguese.keys() == english.keys()
    same = {name for name in english if english[name] == portuguese[name]}
    assert same <= {"column.id_filme", "column.id_serie", "identity.nconst", "top"} | {
        name for name in same if not re.search(r"[A-Za-z]{4}", english[name].replace("IMDb", ""))
    }
    assert all(
        re.findall(r"{\w+}", english[name]).sort() == re.findall(r"{\w+}", portuguese[name]).sort() for name in english
    )


def test_every_picture_and_key_figure_has_its_words() -> None:
    words = words_in(Language.PORTUGUESE)
    kpis = {column.name for column in find_report("kpis").columns if not column.is_bound} - set(SMALL.values())

    assert not [picture.name for picture in PICTURES if f"question.{picture.name}" not in words]
    assert not [name for name in (*HEADLINES, *kpis) if f"kpi.{name}" not in words]
    shown = {column.name for report in SHOWN if not report.single for column in report.columns} - {"id_artista"}
    assert not [name for name in sorted(shown) if f"column.{name}" not in words]


def test_modules_are_joined_without_their_imports_and_comments() -> None:
    one = "export const a = 1;\n/** why\n * so\n */\nconst o = {\n  /** @type {number} */ b: 2,\n};\n"
    assert joined(one, 'import { a } from "./one.js";\n// then\nf(a);\n') == (
        '"use strict";\nconst a = 1;\nconst o = {\n/** @type {number} */ b: 2,\n};\nf(a);\n'
    )


def test_every_module_of_the_folder_is_on_the_page() -> None:
    from importlib.resources import files

    folder = files("filmes_lake.dashboard") / "web"
    assert sorted(path.name for path in folder.iterdir() if path.name.endswith(".js")) == sorted(MODULES)
