"""Reports in Portuguese and in English: every text in both, and one language on a screen."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

import filmes_lake.reports
from filmes_lake.language import Language, Text
from filmes_lake.models.attribution import IMDB, TMDB
from filmes_lake.reports.definitions import REPORTS
from filmes_lake.reports.units import Unit, format_cell
from tests.in_process import Here
from tests.shares import slow_but

pytest_plugins = ("tests.in_process", "tests.running")

MODULES = (
    *(f"filmes_lake.reports.{module.name}" for module in iter_modules(filmes_lake.reports.__path__)),
    "filmes_lake.commands.views.report",
    "filmes_lake.dashboard.definition",
    "filmes_lake.dashboard.words",
)
OTHER = {Language.PORTUGUESE: Language.ENGLISH, Language.ENGLISH: Language.PORTUGUESE}
# Names, and IMDb's and TMDB's sentences, which their terms have in English.
SAME = {Text(IMDB, IMDB), Text(TMDB, TMDB), Text("Id", "Id"), Text("IMDb", "IMDb")}


def texts_in(value: Any) -> Iterator[Text]:
    """The texts that a value is made of."""
    if isinstance(value, Text):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        yield from texts_in([getattr(value, field.name) for field in fields(value)])
    elif isinstance(value, Mapping):
        yield from texts_in([*value.keys(), *value.values()])
    elif isinstance(value, (list, tuple)):
        for member in value:
            yield from texts_in(member)


TEXTS = {text for name in MODULES for value in vars(import_module(name)).values() for text in texts_in(value)}
TEXTS |= {unit.heading for unit in Unit if unit.heading}


@cache
def phrases(language: Language) -> re.Pattern[str]:
    """What the language says and the other does not, without what is filled in; too long to be met by chance."""
    own, other = ({part for text in TEXTS for part in parts(text, each)} for each in (language, OTHER[language]))
    names = {report.name for report in REPORTS}
    names |= {column.name for report in REPORTS for column in report.columns}
    names |= {parameter.name for report in REPORTS for parameter in report.parameters}
    long = sorted(map(re.escape, (phrase for phrase in own - other - names if len(phrase) > 5)))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(long)})(?![\w-])")


def parts(text: Text, language: Language) -> list[str]:
    return [part.strip(" .,:;()`") for part in re.split(r"\{\w+\}", text.of(language))]


def speaks(output: str) -> list[Language]:
    """The languages of which the output has a phrase."""
    return [language for language in Language if phrases(language).search(output)]


def test_every_text_exists_in_both_languages_with_the_same_to_fill_in() -> None:
    assert len(TEXTS) > 200
    for text in TEXTS:
        assert text.pt.strip()
        assert text.en.strip()
        assert sorted(re.findall(r"\{\w+\}", text.pt)) == sorted(re.findall(r"\{\w+\}", text.en)), text


def test_only_what_is_a_name_is_the_same_in_both_languages() -> None:
    assert {text for text in TEXTS - SAME if text.pt == text.en and re.search(r"[A-Za-z]{4}", text.en)} == set()


@pytest.mark.parametrize("form", slow_but(((),), ((), ("--format", "md"))), ids=["text", "md"])
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", slow_but(("roi", "series", "trends"), [report.name for report in REPORTS]))
def test_a_report_in_one_language_says_nothing_in_the_other(
    here: Here, demo: Path, name: str, language: Language, form: tuple[str, ...]
) -> None:
    ended = here.run("report", name, "--lang", language, *form, "--lake", demo)

    assert speaks(ended.out) == [language]


def test_bars_and_files_and_what_is_noted_have_the_language_too(here: Here, demo: Path) -> None:
    words = ("report", "roi-by-decade", "--lang", "pt", "--lake", demo)
    bars = here.run(*words, "--chart").out
    version = here.run(*words, "--json").document["version"]
    written = here.run(*words, "-o", "roi.csv", "--as-of", version)

    assert speaks(bars) == speaks(written.out) == [Language.PORTUGUESE]
    assert "O traço é roi_mediano." in bars
    assert "*: menos filmes do que min_films" in bars
    assert "linhas gravadas em roi.csv" in written.out
    assert written.err == f"em {version}: versão {version}\n"


def test_the_list_speaks_it_too(here: Here) -> None:
    ended = here.run("report", "list", "--lang", "pt")

    assert [line.split(maxsplit=1) for line in ended.out.splitlines()] == [[r.name, r.question.pt] for r in REPORTS]
    assert speaks(ended.out + ended.err) == [Language.PORTUGUESE]


def test_documents_have_the_same_names_and_figures_in_both_languages(here: Here, demo: Path) -> None:
    lists = [here.run("report", "list", "--lang", language, "--json").document for language in Language]
    reports = [
        here.run("report", "roi", "--lake", demo, "--lang", language, "--json").document for language in Language
    ]

    assert keys_of(lists[0]) == keys_of(lists[1])
    portuguese, english = ({name: value for name, value in document.items() if name != "notes"} for document in reports)
    assert portuguese == english
    assert [speaks(" ".join(document["notes"])) for document in reports] == [[each] for each in Language]


def keys_of(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: keys_of(member) for name, member in value.items()}
    return [keys_of(member) for member in value] if isinstance(value, list) else type(value).__name__


def test_the_language_is_a_setting_and_a_flag_is_stronger(here: Here, demo: Path) -> None:
    (here.folder / "filmes-lake.toml").write_text('lang = "pt"\n', encoding="utf-8")
    words = ("report", "kpis", "--lake", demo)

    assert speaks(here.run(*words).out) == [Language.PORTUGUESE]
    assert speaks(here.run(*words, FILMES_LAKE_LANG="en").out) == [Language.ENGLISH]
    assert speaks(here.run(*words, "--lang", "pt", FILMES_LAKE_LANG="en").out) == [Language.PORTUGUESE]


@pytest.mark.parametrize(
    ("value", "unit", "portuguese", "english"),
    [
        (245_100_000, Unit.DOLLARS, "US$ 245,1 mi", "US$ 245.1M"),
        (1_900_000_000_000.0, Unit.BASE_DOLLARS, "US$ 1,9 tri", "US$ 1.9T"),
        (999.7, Unit.DOLLARS, "US$ 1.000", "US$ 1,000"),
        (-1234.5, Unit.RATIO, "-1.234,50", "-1,234.50"),
        (1303, Unit.COUNT, "1.303", "1,303"),
        (1999, Unit.YEAR, "1999", "1999"),
        (True, Unit.FLAG, "poucos", "few"),
        ("Dr. No, 1962", Unit.TEXT, "Dr. No, 1962", "Dr. No, 1962"),
        (None, Unit.DOLLARS, "-", "-"),
    ],
)
def test_values_are_written_as_the_language_writes_them(value: Any, unit: Unit, portuguese: str, english: str) -> None:
    assert [format_cell(value, unit, language) for language in Language] == [portuguese, english]
