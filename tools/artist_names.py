"""What an artist's key ignores of a name, as the statements write it: blanks that nobody sees, and how accents came.

Spark 3.5 cannot normalise Unicode. So what is composed is a list: every way to write a Latin letter with one or two
combining marks for which Unicode has one character. Other scripts, and letters with more marks, stay as they are.
"""

import unicodedata
from functools import cache
from itertools import chain, product

# Folded as blanks are: the tab, blanks of any width, none included, and the mark at the start of a file.
BLANKS = "\t\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200E))) + "\u202f\u205f\u2060\u3000\ufeff"
FIRST_MARK, LAST_MARK = "\u0300", "\u036f"


@cache
def composed() -> dict[str, str]:
    """The composed letter by each sequence of a letter and marks that means it."""
    letters = [letter for letter in map(chr, range(0x2000)) if _is_latin(letter)]
    marks = [mark for mark in map(chr, range(ord(FIRST_MARK), ord(LAST_MARK) + 1)) if _composes(letters, mark)]
    # A mark may stand before the one that the letter is composed with first: l, a macron, a dot below.
    endings = chain(marks, map("".join, product(marks, repeat=2)))
    found = ((letter + ending, _composed(letter + ending)) for ending in endings for letter in letters)
    return {written: letter for written, letter in sorted(found) if _is_latin(letter)}


def _composes(letters: list[str], mark: str) -> bool:
    return any(_is_latin(_composed(letter + mark)) for letter in letters)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _is_latin(text: str) -> bool:
    return len(text) == 1 and unicodedata.name(text, "").startswith("LATIN ")
