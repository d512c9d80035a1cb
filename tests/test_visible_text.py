"""Text that says what is in it: what moves a terminal or hides is shown as an escape, and nothing else is."""

import json
import unicodedata

import pytest

from filmes_lake.visible_text import visible, visible_json

UNSEEN = {
    "\x1b]0;owned\x07": r"\x1b]0;owned\x07",
    "\x1b[31mred": r"\x1b[31mred",
    "\x9b31m": r"\x9b31m",
    "\x9d0;owned\x9c": r"\x9d0;owned\x9c",
    "a\r\nb\tc\x08\x7f\0": r"a\r\nb\tc\x08\x7f\x00",
    "a\x85b\u2028c\u2029d": r"a\x85b\u2028c\u2029d",
    "\u202egnp.exe\u202c": r"\u202egnp.exe\u202c",
    "\u2066a\u2069\u061c\u200e": r"\u2066a\u2069\u061c\u200e",
    "ti\u200btle\u200c\u200d\u2060\ufeff\xad": r"ti\u200btle\u200c\u200d\u2060\ufeff\xad",
    "\u115f\u3164\uffa0\u034f\u180e\ufe00": r"\u115f\u3164\uffa0\u034f\u180e\ufe00",
    "\U000e0041\U000e0100\U0001d173": r"\U000e0041\U000e0100\U0001d173",
    "\udcff": r"\udcff",
}
SEEN = [
    "Ação",
    "千と千尋の神隠し",
    "Ночной дозор",
    "نامه\u00a0",
    "[red]bold[/red]",
    r"C:\new",
    "❤\ufe0f",
    "e\u0301",
    "\u3000",
]


@pytest.mark.parametrize("text", UNSEEN)
def test_what_moves_a_terminal_or_hides_is_an_escape(text: str) -> None:
    assert visible(text) == UNSEEN[text]


@pytest.mark.parametrize("text", SEEN)
def test_what_is_seen_stays(text: str) -> None:
    assert visible(text) == visible_json(text) == text


def test_no_control_no_separator_and_no_direction_is_left() -> None:
    everything = "".join(map(chr, range(0x110000)))
    left = visible(everything)

    assert {unicodedata.category(letter) for letter in left}.isdisjoint({"Cc", "Zl", "Zp", "Cs"})
    assert not {unicodedata.bidirectional(letter) for letter in left} & {"LRE", "RLE", "LRO", "RLO", "PDF"}
    assert not {unicodedata.bidirectional(letter) for letter in left} & {"LRI", "RLI", "FSI", "PDI", "BN"}


@pytest.mark.parametrize("text", [*UNSEEN, *SEEN])
def test_json_says_the_same(text: str) -> None:
    document = json.dumps({"title": text, text: 1}, ensure_ascii=False)
    shown = visible_json(document)

    assert json.loads(shown) == {"title": text, text: 1}
    assert visible(shown) == shown
