"""The law of the lines, against a recount in plain Python that knows nothing of the package's SQL."""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filmes_lake.models.kinds import Kind, Layer
from tests.transform.lakes import SmallLake

# What a field can hold: anything but the delimiter, line ends, NUL and halves of surrogate pairs.
ANYTHING = st.text(st.characters(codec="utf-8", exclude_characters="|\n\r\0\x01"), max_size=6)
SOME = st.sampled_from(["", " ", r"\N", "x", " x ", "X", '"', "a,b", " a , b ", ",", ",,a"])
TEXT = SOME | ANYTHING
YEAR = st.sampled_from(
    ["1960", " 1960", "01960", "1961", "", r"\N", "abcd", "0", "2201", "1960.0", "-5", "19600000000"]
)
NAME = st.sampled_from(["Ana Lima", " Ana Lima ", "ana lima", "", "  ", r"\N", '"Zé'])
TITLE = st.sampled_from(["tt0000001", " tt0000001 ", "tt0000002", "tt000000003", "TT0000001", "tt00000001"])
BAD_TITLE = st.sampled_from(["", r"\N", "tt1", "tt1234567890", "nm0000001", "tr0000001"])

TITLE_FIELDS = (TEXT, TEXT, YEAR, YEAR, TEXT, YEAR, YEAR)
ARTIST_FIELDS = (SOME, SOME, NAME, YEAR, YEAR, SOME, SOME)
MOVIE = st.tuples(TITLE | TITLE | BAD_TITLE, *TITLE_FIELDS, *ARTIST_FIELDS).map("|".join)
LINE = st.one_of(MOVIE, MOVIE, MOVIE, st.lists(TEXT, max_size=20).map("|".join), st.sampled_from(["", " ", "|"]))


def text_of(field: str) -> str | None:
    text = field.strip(" ")
    return text if text not in ("", r"\N") else None


def year_of(field: str) -> int | None:
    text = text_of(field)
    found = int(text.removesuffix(".0")) if text and re.fullmatch("[0-9]{1,11}([.]0)?", text) else 0
    return found if 1 <= found <= 2200 else None


def list_of(field: str) -> tuple[str, ...] | None:
    members = (member.strip(" ") for member in (text_of(field) or "").split(","))
    return tuple(member for member in members if member) or None


def recount(lines: list[str]) -> dict[str, int]:
    """Where each line belongs, as the design words it."""
    counts = {"lines": len(lines), "kept": 0, "without_artist": 0, "duplicates": 0, "rejected": 0}
    credits_seen = set()
    for line in lines:
        fields = line.split("|")
        if not line.strip(" ") or len(fields) != 15 or not re.fullmatch("[Tt]{2}0*[0-9]{7,9}", fields[0].strip(" ")):
            counts["rejected"] += 1
        elif text_of(fields[10]) is None:
            counts["without_artist"] += 1
        else:
            texts = (int(fields[0].strip(" ")[2:]), *(text_of(fields[place]) for place in (8, 9, 10)))
            typed = (*map(year_of, fields[11:13]), *map(list_of, fields[13:15]))
            counts["duplicates" if (texts, typed) in credits_seen else "kept"] += 1
            credits_seen.add((texts, typed))
    return counts


LINES = (st.lists(LINE, min_size=1, max_size=60), st.sampled_from(["\n", "\r\n"]))


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(*LINES)
def test_lines_are_kept_without_artist_duplicates_or_rejected_and_nothing_else(lines: list[str], newline: str) -> None:
    check(lines, newline)


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(*LINES)
def test_so_are_those_of_many_files(lines: list[str], newline: str) -> None:
    check(lines, newline)


def check(lines: list[str], newline: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lake = SmallLake(Path(folder))
        lake.csv(Kind.MOVIES, lines, newline=newline)
        lake.transform(Layer.TRUSTED)

        reconciliation = lake.reconciliation()
        assert {name: reconciliation[name] for name in recount(lines)} == recount(lines)
        assert len(lake.table("creditos")) == reconciliation["kept"]
        assert len(lake.table("rejeitados")) == reconciliation["rejected"]
