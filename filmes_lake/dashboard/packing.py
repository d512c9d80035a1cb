"""Columns as texts that are shorter than JSON: whole numbers, and sorted texts. `web/packed.js` reads them."""

from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile

_BASE = 26
_GOES_ON, _LAST = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_UNKNOWN = "."
_MOST_SHARED = 9


def packed(numbers: Iterable[int | None]) -> str:
    """Whole numbers from 0 on in base 26: small letters, and a capital as the last digit; a dot is one unknown."""
    return "".join(_UNKNOWN if number is None else _digits(number) for number in numbers)


def _digits(number: int) -> str:
    number, digit = divmod(number, _BASE)
    digits = _LAST[digit]
    while number:
        number, digit = divmod(number, _BASE)
        digits = _GOES_ON[digit] + digits
    return digits


def differences(ascending: Sequence[int]) -> list[int]:
    """Ascending numbers as their differences, the first from 0."""
    return [number - before for before, number in pairwise([0, *ascending])]


def front_coded(texts: Sequence[str]) -> str:
    """Sorted texts in a row: of each how many letters, at most 9, the one before begins with too, and the others."""
    shared = [min(_shared(before, text), _MOST_SHARED) for before, text in pairwise(["", *texts])]
    return " ".join(f"{letters}{text[letters:]}" for letters, text in zip(shared, texts, strict=True))


def _shared(one: str, other: str) -> int:
    """How many letters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
