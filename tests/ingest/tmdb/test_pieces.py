"""Where the records of a text begin and end, in whatever shape of JSON they come."""

import hashlib
import json
import tracemalloc
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filmes_lake.ingest.tmdb.pieces import KEPT_BYTES, Piece, pieces_of
from filmes_lake.ingest.tmdb.record import LARGEST_RECORD_BYTES
from tests.fakes.tmdb_lines import film, lines

FILMS = [
    film(1, overview='a "quoted" {[,]} \\ text'),
    film(2, genres=[{"id": 18, "name": "Drama"}]),
    film(3, x=[[], {}]),
]
SHAPES = {
    "lines": lines(*FILMS),
    "array": json.dumps(FILMS).encode(),
    "indented array": json.dumps(FILMS, indent=2).encode(),
    "unindented array": json.dumps(FILMS, indent=0).encode(),
    "documents": b"\n".join(json.dumps(film, indent="\t").encode() for film in FILMS),
    "documents without a break": b"".join(json.dumps(film, indent=1).encode() for film in FILMS),
    "page": json.dumps({"page": 1, "results": FILMS, "total_pages": 1, "x": {"results": [1]}}).encode(),
    "indented page": json.dumps({"dates": {"maximum": ""}, "page": 1, "results": FILMS, "x": [1]}, indent=2).encode(),
    "pages a line": lines({"page": 1, "results": FILMS[:1]}, {"page": 2, "results": FILMS[1:]}),
    "array of pages": json.dumps([{"page": 1, "results": FILMS[:2]}, {"results": FILMS[2:]}]).encode(),
    "byte-order mark": b"\xef\xbb\xbf" + json.dumps(FILMS).encode(),
}

TEXTS = st.text(st.sampled_from('{}[],:"\\ \nné'), max_size=6)
VALUES = st.recursive(
    st.none() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def cut(text: bytes, size: int) -> Iterator[bytes]:
    return (text[start : start + size] for start in range(0, len(text), size))


def pieces(text: bytes, size: int = 1 << 20) -> list[Piece]:
    return list(pieces_of(cut(text, size)))


def said(found: Sequence[Piece]) -> list[Any]:
    assert not [piece.fault for piece in found if piece.fault]
    return [json.loads(piece.text) for piece in found]


@pytest.mark.parametrize("size", [1, 7, 64, 1 << 20])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_has_the_same_records(shape: str, size: int) -> None:
    assert said(pieces(SHAPES[shape], size)) == FILMS


@given(st.lists(st.dictionaries(TEXTS, VALUES, max_size=3), max_size=4), st.integers(1, 40), st.sampled_from([None, 1]))
def test_any_array_of_objects_is_its_objects(objects: list[Any], size: int, indent: int | None) -> None:
    text = json.dumps(objects, indent=indent, ensure_ascii=False).encode()

    assert said(pieces(text, size)) == objects


@given(st.text(st.sampled_from('{}[],:"\\ \n1'), max_size=30), st.integers(1, 12))
def test_any_text_is_cut_alike_however_it_comes(text: str, size: int) -> None:
    data = b"[" + text.encode()

    assert pieces(data, size) == pieces(data)


def test_the_text_is_as_it_stood_there() -> None:
    text = b'{"id" : 9007199254740993,\n "budget": 63000000.0}'

    assert [piece.text for piece in pieces(b"[ " + text + b" ]")] == [text]


def test_a_piece_says_where_it_begins() -> None:
    found = pieces(b'\n[\n{"a": 1},\n\n{"b":\n2}, {"c": 3}]\n')

    assert [(piece.line, piece.number) for piece in found] == [(3, 1), (5, 2), (6, 3)]


def test_an_object_with_brackets_that_do_not_match_costs_no_other() -> None:
    found = pieces(b'[{"a": [1}}, {"id": 2}, {"b" 3}]')

    assert [piece.text for piece in found] == [b'{"a": [1}}', b'{"id": 2}', b'{"b" 3}']


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (b'[{"id": 1}, {"id": 2', b'{"id": 2'),
        (b'[{"id": 1}', b""),
        (b'[{"id": 1}, {"x": "\\', b'{"x": "\\'),
        (b'{"page": 1, "results": [{"id": 1}], "to', b""),
    ],
)
def test_a_text_that_ends_early_has_its_end_for_a_fault(text: bytes, last: bytes) -> None:
    *whole, broken = pieces(text)

    assert [piece.text for piece in whole] == [b'{"id": 1}']
    assert (broken.text, broken.fault) == (last, "the file ends before the JSON does")


def test_what_stands_beside_objects_is_not_passed_over() -> None:
    assert [piece.text.strip(b" ,") for piece in pieces(b'[null, {"id": 1}, "tt1"]]')] == [
        b"null",
        b'{"id": 1}',
        b'"tt1"',
        b"]",
    ]


def test_a_film_with_results_is_no_page() -> None:
    for body in (film(1, results=[{"id": 2}]), {"id": 1, "genres": [], "results": [{"id": 2}]}):
        assert said(pieces(json.dumps([body]).encode(), 5)) == [body]


def test_a_cut_first_line_costs_no_other() -> None:
    first, second = pieces(b'{"id": 1, "title": "Cu\n{"id": 2}\n')

    assert (first.text, second.text) == (b'{"id": 1, "title": "Cu', b'{"id": 2}')


def test_an_object_without_end_is_kept_by_beginning_length_and_hash() -> None:
    endless = b'{"id": 1, "x": "' + b"y" * LARGEST_RECORD_BYTES + b'"}'

    long, short = pieces(b"[" + endless + b', {"id": 2}]')

    assert (long.text, long.bytes) == (endless[:KEPT_BYTES], len(endless))
    assert (long.sha256, long.fault) == (hashlib.sha256(endless).hexdigest(), "longer than 16,000,000 bytes")
    assert said([short]) == [{"id": 2}]


def test_an_array_without_end_fills_no_memory() -> None:
    block = (
        b", ".join(json.dumps(film(number, overview="x" * 20_000), indent=2).encode() for number in range(50)) + b","
    )

    tracemalloc.start()
    try:
        count = sum(1 for _ in pieces_of(chain([b"[\n"], repeat(block, 20))))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert count == 1_001  # and what is missing at the end
    assert peak < 4 * len(block)
