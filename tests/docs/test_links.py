"""No link of any document leads nowhere: files, folders and headings."""

from pathlib import Path

import pytest

from tests.docs.pages import DOCUMENTS, anchors, links
from tests.program import ROOT


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document: str) -> None:
    within = [link for link in links(document) if "://" not in link]

    assert not [link for link in within if not leads_somewhere(document, link)]


def leads_somewhere(document: str, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = ((ROOT / document).parent / path).resolve() if path else ROOT / document
    return target.exists() and (not anchor or anchor in anchors(relative(target)))


def relative(target: Path) -> str:
    return target.relative_to(ROOT).as_posix()


def test_a_link_into_nothing_is_seen() -> None:
    assert not leads_somewhere("README.md", "docs/no-such-page.md")
    assert not leads_somewhere("README.md", "docs/aws.md#no-such-heading")
    assert leads_somewhere("README.md", "docs/aws.md#permissions")
