"""The check of a CSV's text: what is found does not depend on where blocks end."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filmes_lake.errors import SourceError
from filmes_lake.ingest.csv_source import SOURCE
from filmes_lake.ingest.delimited.header import HeaderContract
from filmes_lake.ingest.delimited.text_check import LONGEST_LINE_BYTES, TextCheck
from filmes_lake.models.kinds import Kind
from tests.fakes.csv_files import csv, header, line

PIECES = st.sampled_from(
    [b"\n", b"\r\n", b"\r", b"\0", b"\xff", b"\xc3", b"\xa3", "São".encode(), "𝄞".encode(), b"|", b"tt0000001", b'"']
)
BODIES = st.lists(PIECES, max_size=30).map(b"".join)
CUTS = st.lists(st.integers(0, 400), max_size=8)


CONTRACT = HeaderContract("CSV", SOURCE.raw)


def outcome(blocks: list[bytes]) -> tuple[str, int]:
    """The complaint, if any, and the lines counted."""
    check = TextCheck("file.csv", CONTRACT)
    try:
        for block in blocks:
            check.feed(block)
        table = check.finish()
    except SourceError as error:
        return error.message, -1
    return table.name, check.lines


def split(text: bytes, cuts: list[int]) -> list[bytes]:
    places = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    return [text[start:end] for start, end in pairwise(places)]


@given(BODIES, CUTS, st.sampled_from(["\n", "\r\n"]))
def test_blocks_end_anywhere_and_the_outcome_is_the_same(body: bytes, cuts: list[int], end: str) -> None:
    text = (header() + end).encode() + body

    assert outcome(split(text, cuts)) == outcome([text])


@given(BODIES, st.sampled_from(["\n", "\r\n"]))
def test_every_byte_a_block_is_as_good_as_one_block(body: bytes, end: str) -> None:
    text = (header(Kind.SERIES) + end).encode() + body

    assert outcome([bytes([byte]) for byte in text]) == outcome([text])


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0\x01"), max_size=20), min_size=1))
def test_a_clean_text_passes_with_its_lines_counted(lines: list[str]) -> None:
    for end in ("\n", "\r\n"):
        assert outcome([csv(*lines, end=end)]) == ("movies", len(lines) + 1)


@given(BODIES)
def test_what_passes_is_utf8_without_nul_and_with_one_kind_of_ending(body: bytes) -> None:
    text = csv() + body

    complaint, lines = outcome([text])

    faulty = b"\0" in text or b"\r" in text
    try:
        text.decode()
    except UnicodeDecodeError:
        faulty = True
    assert (lines == -1) == faulty, complaint


def test_the_first_faulty_line_is_the_one_complained_of() -> None:
    text = csv(line(1), "a\rb", "NUL \0") + b"\xff\n"

    assert outcome([text])[0] == "file.csv:3: a carriage return without a line feed"


@pytest.mark.parametrize("cut", [1, 100, LONGEST_LINE_BYTES - 1, LONGEST_LINE_BYTES, LONGEST_LINE_BYTES + 7])
@pytest.mark.parametrize(("length", "passes"), [(LONGEST_LINE_BYTES, True), (LONGEST_LINE_BYTES + 1, False)])
def test_a_line_is_too_long_wherever_blocks_end(cut: int, length: int, *, passes: bool) -> None:
    text = csv(line(), "x" * length, line())

    found = outcome([text[:cut], text[cut:]])

    assert found == (("movies", 4) if passes else ("file.csv:3: a line of more than 1,048,576 bytes", -1))


def test_a_text_without_line_ends_is_not_gathered_in_memory() -> None:
    check = TextCheck("file.csv", CONTRACT)
    check.feed(b"x" * LONGEST_LINE_BYTES)

    with pytest.raises(SourceError, match=r"file.csv:1: a line of more than"):
        check.feed(b"x")


def test_the_samples_pass(sample: Path) -> None:
    for kind in Kind:
        data = (sample / f"{kind.value}.csv").read_bytes()

        assert outcome([data]) == (kind.value, data.count(b"\n"))
