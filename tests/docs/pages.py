"""What a user reads: both READMEs and the guide, each page and its Portuguese twin; and what is found on a page."""

import re

from tests.program import ROOT

README = "README.md"
GUIDE = "docs/guide"

_PORTUGUESE = ".pt-BR.md"
_FENCED = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(r"^\|.*\n\|[- |]+\n(?:\|.*\n)+", re.MULTILINE)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_CODE = re.compile(r"`[^`\n]*`")


def twin(page: str) -> str:
    """The page's other language."""
    if page.endswith(_PORTUGUESE):
        return page.removesuffix(_PORTUGUESE) + ".md"
    return page.removesuffix(".md") + _PORTUGUESE


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str, begin: str = "") -> list[str]:
    """The fenced blocks that begin so."""
    return [block for block in _FENCED.findall(text_of(page)) if block.startswith(begin)]


def prose(page: str) -> str:
    """The page without its fenced blocks."""
    return _FENCED.sub("", text_of(page))


def headings(page: str) -> list[tuple[int, str]]:
    """Level and text of each heading."""
    return [(len(marks), text) for marks, text in _HEADING.findall(prose(page))]


def anchors(page: str) -> set[str]:
    """What a link can name behind `#`, as GitHub makes it of the headings."""
    return {re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-") for _, text in headings(page)}


def section(page: str, heading: str) -> str:
    """What stands under a heading, up to the next one of its level."""
    return text_of(page).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def tables(page: str) -> list[list[list[str]]]:
    """Each table's rows, the head first, as cells."""
    found = [table.splitlines() for table in _TABLE.findall(prose(page))]
    return [[_cells(row) for row in (head, *rows)] for head, _, *rows in found]


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))]


def links(page: str) -> list[str]:
    """The targets of its links."""
    return _targets(prose(page))


def _targets(text: str) -> list[str]:
    return _LINK.findall(_CODE.sub("", text))


ENGLISH = (README, *(link for link in _targets(section(README, "Guide")) if link.startswith(GUIDE)))
"""Every page for users, in the order of the README's index."""

PAGES = tuple(page for english in ENGLISH for page in (english, twin(english)))
"""The same in both languages."""

DOCUMENTS = tuple(
    sorted(
        path.relative_to(ROOT).as_posix()
        for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "filmes_lake").rglob("*.md"))
    )
)
"""Every Markdown file that is read on its own."""
