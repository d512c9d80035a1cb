"""Lines that need no reading, found by looking at the bytes of thousands at a time: see `Sieve`.

A look takes a fraction of what DuckDB takes to hold a line against a pattern. No rule by which a line is refused, or a
value counted as invalid, stands here: one that is not written as nearly all are is left to the statements.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import numpy as np
from numpy.typing import NDArray

from filmes_lake.models.columns import columns_of
from filmes_lake.models.source import Sieve

Numbers = NDArray[np.int64]
Truths = NDArray[np.bool_]
Given = TypeVar("Given")
Made = TypeVar("Made")
Groups = dict[str, Numbers]
"""Columns of a sieve's relation."""

_BLOCK_BYTES = 1 << 20
_MOST_THREADS = 4  # each takes memory, and more of them wait for Python's lock
_GROUPS = 1 << 17  # handed over together
# What is made of a block takes memory by the field: shorter ones, as of empty lines, are left.
_LEAST_FIELD_BYTES = 3
_PAD = bytes(8)  # before and after a block: eight bytes may begin or end anywhere in it
_END, _BLANK = ord("\n"), ord(" ")
_NULL, _LIST_BEGINS, _LIST_ENDS = (int.from_bytes(pair, "little") for pair in (rb"\N", b'["', b'"]'))


class Sifting:
    """A file on its way through a sieve. `wanted` are the columns of the sieve's statement."""

    def __init__(self, sieve: Sieve, delimiter: str, wanted: Mapping[str, NDArray[Any]], threads: int) -> None:
        self._sieve, self._delimiter, self._threads = sieve, ord(delimiter), min(threads, _MOST_THREADS)
        columns = columns_of(sieve.model)
        self._index = {column.name: index for index, column in enumerate(columns)}
        self._ranges: dict[str, tuple[Any, Any]] = {column.name: (column.minimum, column.maximum) for column in columns}
        self._wanted_words = [str(word).encode() for word in wanted.get("procurado", ())]
        self._wanted_sets = np.zeros(1, np.uint32) if sieve.words else _sets(**wanted)
        self.lines_left = 0

    def groups(self, source: Path, rest: BinaryIO) -> Iterator[Groups]:
        """What is counted of the lines that need no reading, see `Sieve`. The header and the others go to `rest`."""
        found: list[Groups] = []
        with source.open("rb") as file, ThreadPoolExecutor(self._threads) as pool:
            rest.write(file.readline())
            for groups, lines in _in_turn(pool, self._sift, _blocks(file), 2 * self._threads):
                rest.write(lines)
                self.lines_left += lines.count(b"\n")
                found.append(groups)
                if sum(len(each["grupo"]) for each in found) >= _GROUPS:
                    yield _together(found)
                    found = []
        if found:
            yield _together(found)

    def _sift(self, block: bytes) -> tuple[Groups, bytes]:
        """The groups of a block of lines, and the lines that are left."""
        sieve, index = self._sieve, self._index
        text = _PAD + block + _PAD
        marks = _marks(text, self._delimiter)
        if marks is None:
            return dict.fromkeys(sieve.columns, np.zeros(0, np.int64)), block
        lines = _Lines(text, marks, len(index))
        numbers = {name: lines.ids(index[name], prefix) for name, prefix in sieve.ids.items()}
        if sieve.place:
            numbers[sieve.place] = lines.whole_numbers(index[sieve.place], Sieve.PLACE_DIGITS)
        nulls = {name: lines.are_null(index[name]) for name in sieve.counted}
        values = {name: self._values(lines, name, are_null) for name, are_null in nulls.items()}

        key, _ = numbers[sieve.key]
        usual = self._is_unwanted(lines, key)
        for _, are_numbers in numbers.values():
            usual &= are_numbers
        for name, are_values in values.items():
            usual &= are_values | nulls[name]

        group, place = (key, numbers[sieve.place][0]) if sieve.place else (key >> 5, key & 31)
        counts = [are_values[usual].astype(np.int64) for are_values in values.values()]
        groups = _grouped(group[usual], place[usual], counts)
        return dict(zip(sieve.columns, groups, strict=True)), lines.but(usual)

    def _values(self, lines: "_Lines", name: str, are_null: Truths) -> Truths:
        """Which fields have a value, of a column whose values are counted."""
        if name in self._sieve.lists:
            return lines.are_lists(self._index[name])
        given = np.flatnonzero(~are_null)
        numbers, are_numbers = lines.whole_numbers(self._index[name], Sieve.DIGITS, given)
        least, greatest = self._ranges[name]
        found = np.zeros(len(are_null), np.bool_)
        found[given] = are_numbers & (numbers >= least) & (numbers <= greatest)
        return found

    def _is_unwanted(self, lines: "_Lines", key: Numbers) -> Truths:
        if self._sieve.words:
            return lines.are_other_words(self._index[self._sieve.words], self._wanted_words)
        sets = self._wanted_sets[np.minimum(key >> 5, len(self._wanted_sets) - 1)]
        found: Truths = (sets >> (key & 31)) & 1 == 0
        return found


class _Lines:
    """The lines of a block, of which those with `width` fields are looked at.

    A field begins and ends at a byte of its own, so that what stands at both ends of an empty one are its delimiters.
    """

    def __init__(self, text: bytes, marks: Numbers, width: int) -> None:
        self._text = text
        self._bytes = np.frombuffer(text, np.uint8)
        self._pairs: NDArray[np.uint16] = _at_every_byte(text, "<u2")
        self._eights: NDArray[np.uint64] = _at_every_byte(text, "<u8")
        last = np.flatnonzero(self._bytes[marks] == _END)
        widths = np.diff(last, prepend=-1)
        self._line_ends = marks[last] + 1
        self._line_begins = np.concatenate(([len(_PAD)], self._line_ends[:-1]))
        self._right = np.flatnonzero(widths == width)
        of_right = marks if len(self._right) == len(last) else marks[np.repeat(widths == width, widths)]
        self._ends = np.ascontiguousarray(of_right.reshape(-1, width).T)

    def but(self, left_out: Truths) -> bytes:
        """All lines but some of those that are looked at, as they stand."""
        stays = np.ones(len(self._line_ends), np.bool_)
        stays[self._right[left_out]] = False
        changes = np.flatnonzero(np.diff(stays, prepend=False, append=False))
        begins, ends = self._line_begins[changes[::2]], self._line_ends[changes[1::2] - 1]
        return b"".join(self._text[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True))

    def are_null(self, index: int) -> Truths:
        r"""Which fields are empty or `\N`."""
        begins, ends = self._field(index)
        found: Truths = (ends == begins) | ((ends - begins == 2) & (self._pairs[begins] == _NULL))
        return found

    def are_lists(self, index: int) -> Truths:
        """Which fields begin and end as a list of texts in JSON."""
        begins, ends = self._field(index)
        found: Truths = self._pairs[begins] == _LIST_BEGINS
        found &= (self._pairs[ends - 2] == _LIST_ENDS) & (ends - begins >= 4)
        return found

    def are_other_words(self, index: int, words: Iterable[bytes]) -> Truths:
        """Which fields are none of the words, by length and first eight bytes, and have no blank at an end."""
        begins, ends = self._field(index)
        others: Truths = (self._bytes[begins] != _BLANK) & (self._bytes[ends - 1] != _BLANK)
        length, first = ends - begins, self._eights[begins]
        for word in words:
            known = min(len(word), 8)
            same = first & np.uint64((1 << 8 * known) - 1) == int.from_bytes(word[:known], "little")
            others &= ~(same & (length == len(word)))
        return others

    def ids(self, index: int, prefix: str) -> tuple[Numbers, Truths]:
        """Numbers of ids, as the statements make them, and which fields have one of 7 or 8 digits."""
        begins, ends = self._field(index)
        length = ends - begins
        short = length == len(prefix) + 7
        eight = self._eights[ends - 8]
        # Of a short one a letter stands before the digits, and there the 1 that begins each id's number.
        first = eight & np.uint64(0xFF)
        eight = np.where(short, eight - first + np.uint64(ord("1")), eight)
        numbers, are_digits = _read_eight_digits(eight)
        long = (length == len(prefix) + 8) & (first != ord("0"))
        are_ids = (self._pairs[begins] == int.from_bytes(prefix.encode(), "little")) & are_digits & (short | long)
        return np.where(short, numbers, numbers + 100_000_000), are_ids

    def whole_numbers(self, index: int, digits: int, among: Numbers | None = None) -> tuple[Numbers, Truths]:
        """Whole numbers of at most so many digits, and which fields (of some lines) are one, with no zero before it."""
        begins, ends = self._field(index)
        if among is not None:
            begins, ends = begins[among], ends[among]
        length = ends - begins
        numbers = np.zeros(len(ends), np.int64)
        are_numbers = (length >= 1) & (length <= digits)
        are_numbers &= (length == 1) | (self._bytes[begins] != ord("0"))
        for place in range(digits):
            digit = self._bytes[ends - 1 - place] - np.uint8(ord("0"))
            is_there = length > place
            are_numbers &= (digit <= 9) | ~is_there
            numbers += np.where(is_there, digit, 0) * np.int64(10**place)
        return numbers, are_numbers

    def _field(self, index: int) -> tuple[Numbers, Numbers]:
        """Where each line's field begins and ends."""
        return (self._ends[index - 1] + 1 if index else self._line_begins[self._right]), self._ends[index]


def _marks(text: bytes, delimiter: int) -> Numbers | None:
    """Where fields end; None where there are too many."""
    found = np.frombuffer(text, np.uint8)
    are_marks = (found == delimiter) | (found == _END)
    return np.flatnonzero(are_marks) if np.count_nonzero(are_marks) * _LEAST_FIELD_BYTES <= len(text) else None


def _at_every_byte(text: bytes, number: str) -> NDArray[Any]:
    """The numbers that begin at each byte, as views of the text."""
    width = np.dtype(number).itemsize
    return np.ndarray((len(text) - width + 1,), number, text, strides=(1,))


def _read_eight_digits(eight: NDArray[np.uint64]) -> tuple[Numbers, Truths]:
    """The numbers that eight characters each are, the first of which is the lowest byte; whether they are digits."""
    zeros, six = (np.uint64(int.from_bytes(bytes([byte] * 8), "little")) for byte in (ord("0"), 6))
    high = np.uint64(0xF0F0F0F0F0F0F0F0)
    are_digits = ((eight & high) == zeros) & (((eight + six) & high) == zeros)
    # Neighbours are put together: to two digits in every second byte, to four, to eight.
    number = eight - zeros
    number = (number * np.uint64(10) + (number >> np.uint64(8))) & np.uint64(0x00FF00FF00FF00FF)
    number = (number * np.uint64(100) + (number >> np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
    number = (number * np.uint64(10_000) + (number >> np.uint64(32))) & np.uint64(0xFFFFFFFF)
    return number.astype(np.int64), are_digits


def _sets(bloco: Numbers, procurados: Numbers) -> NDArray[np.uint32]:
    """Sets of bits at the places of their rows, and an empty one at the end, for all numbers that are past it."""
    sets = np.zeros(bloco.max(initial=-1) + 2, np.uint32)
    sets[bloco] = procurados
    return sets


def _grouped(group: Numbers, place: Numbers, counts: Sequence[Numbers]) -> list[Numbers]:
    """The columns of a row for lines that stand side by side and are of one group."""
    firsts = np.flatnonzero(np.diff(group, prepend=-1))
    bits = np.int64(1) << (place % Sieve.BITS)
    low = np.where(place < Sieve.BITS, bits, 0)
    sets = [np.bitwise_or.reduceat(each, firsts) if len(firsts) else each for each in (low, bits - low)]
    sums = [np.add.reduceat(each, firsts) if len(firsts) else each for each in counts]
    return [group[firsts], np.diff(firsts, append=len(group)), *sets, *sums]


def _together(found: list[Groups]) -> Groups:
    return {name: np.concatenate([each[name] for each in found]) for name in found[0]}


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """The rest of a file in blocks of whole lines."""
    begun = b""
    while piece := file.read(_BLOCK_BYTES):
        whole, end, more = piece.rpartition(b"\n")
        if end:
            yield begun + whole + end
            begun = more
        else:
            begun += more
    if begun:
        yield begun + b"\n"


def _in_turn(
    pool: ThreadPoolExecutor, make: Callable[[Given], Made], given: Iterable[Given], ahead: int
) -> Iterator[Made]:
    """What the pool makes of each, in their order; never more than some at a time."""
    working: deque[Future[Made]] = deque()
    for each in given:
        working.append(pool.submit(make, each))
        if len(working) >= ahead:
            yield working.popleft().result()
    while working:
        yield working.popleft().result()
