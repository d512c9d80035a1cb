"""Each page stands in both languages, which are built alike: headings, tables, commands and links."""

import re

import pytest

from tests.docs.pages import ENGLISH, GUIDE, PAGES, blocks, headings, links, prose, tables, twin
from tests.program import ROOT


def test_the_guide_is_in_both_languages_and_the_index_has_every_page() -> None:
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / GUIDE).iterdir()}

    assert there == {page for page in PAGES if page.startswith(GUIDE)}


@pytest.mark.parametrize("page", ENGLISH)
def test_each_leads_to_its_twin_under_the_title(page: str) -> None:
    for one in (page, twin(page)):
        assert links(one)[0] == twin(one).rpartition("/")[2]


@pytest.mark.parametrize("page", ENGLISH)
def test_both_have_the_same_headings(page: str) -> None:
    assert levels(page) == levels(twin(page))


def levels(page: str) -> list[int]:
    return [level for level, _ in headings(page)]


@pytest.mark.parametrize("page", ENGLISH)
def test_both_have_the_same_tables(page: str) -> None:
    assert shape_of_tables(page) == shape_of_tables(twin(page))


def shape_of_tables(page: str) -> list[list[tuple[int, list[str]]]]:
    """Of each row the number of cells, and the options and settings that it names."""
    return [[(len(row), named("|".join(row))) for row in table] for table in tables(page)]


def named(text: str) -> list[str]:
    return sorted(re.findall(r"--[a-z][a-z-]+|\bFILMES_LAKE_\w+", text))


@pytest.mark.parametrize("page", ENGLISH)
def test_both_have_the_same_blocks(page: str) -> None:
    assert shape_of_blocks(page) == shape_of_blocks(twin(page))


def shape_of_blocks(page: str) -> list[list[tuple[str, list[str]]]]:
    """Of each line the first word, and the options that it names; what stands for names and comments is in words."""
    return [
        [(line.partition(" ")[0], named(line.partition(" # ")[0])) for line in b.splitlines()] for b in blocks(page)
    ]


@pytest.mark.parametrize("page", ENGLISH)
def test_both_link_to_the_same_and_each_to_pages_of_its_own_language(page: str) -> None:
    own = [twin(link) if is_page(page, link) else link for link in targets(page)]

    assert sorted(own) == targets(twin(page))


def is_page(page: str, link: str) -> bool:
    path = ((ROOT / page).parent / link).resolve()
    return "://" not in link and path.relative_to(ROOT).as_posix() in PAGES


def targets(page: str) -> list[str]:
    """The files its links lead to, but for its twin."""
    return sorted(link.partition("#")[0] for link in links(page)[1:] if not link.startswith("#"))


@pytest.mark.parametrize("page", PAGES)
def test_lines_have_120_letters_at_most(page: str) -> None:
    assert not [line for line in prose(page).splitlines() if len(line) > 120 and not line.startswith("|")]
