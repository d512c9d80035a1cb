"""Artists' names as keys take them, in plain Python that knows Unicode's own tables."""

import hashlib
import re
import unicodedata

UNSEEN = "\t\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff"
_BLANKS = re.compile(f"[ {UNSEEN}]+")
_LETTER_WITH_MARKS = re.compile("[^\u0300-\u036f][\u0300-\u036f]+")


def key_of(name: str) -> str:
    """The key of an artist of whom this name is known."""
    return hashlib.md5(normalised(name).encode(), usedforsecurity=False).hexdigest()[:16]


def normalised(name: str) -> str:
    """Blanks folded, those that nobody sees too, Latin letters composed, A to Z in small letters."""
    composed = _LETTER_WITH_MARKS.sub(lambda found: _composed(found[0]), _BLANKS.sub(" ", name).strip(" "))
    return "".join(letter.lower() if letter.isascii() else letter for letter in composed)


def _composed(text: str) -> str:
    letter = unicodedata.normalize("NFC", text)
    return letter if _is_latin(text[0]) and len(letter) == 1 and _is_latin(letter) else text


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN ")
