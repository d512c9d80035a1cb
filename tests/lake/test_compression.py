"""Gzip is unpacked alike by either library: zlib-ng, and the one that Python has."""

import gzip
import random
import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import pytest

from filmes_lake.lake import compression

_TEXT = random.Random(5).randbytes(30_000) + b"the same again and again " * 100_000
_PACKED = gzip.compress(_TEXT, mtime=0)


@pytest.fixture(params=["zlib_ng", "zlib"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module as it is, and as it is where zlib-ng is not installed."""
    if request.param == "zlib_ng":
        return compression
    monkeypatch.setitem(sys.modules, "zlib_ng", None)
    spec = spec_from_file_location("compression_without", str(compression.__file__))
    assert spec
    assert spec.loader
    spec.loader.exec_module(module := module_from_spec(spec))
    return module


def test_each_is_unpacked_by_the_library_that_is_meant(library: ModuleType, request: pytest.FixtureRequest) -> None:
    wanted = request.node.callspec.params["library"]

    assert library.BrokenGzip.__module__.rpartition(".")[2] == wanted


@pytest.mark.parametrize("step", [1000, 65_536, len(_PACKED) * 3])
def test_members_come_one_after_another_and_zeros_after_them_are_padding(library: ModuleType, step: int) -> None:
    data = _PACKED * 2 + bytes(7)

    blocks = list(library.gunzipped(data[start : start + step] for start in range(0, len(data), step)))

    assert b"".join(blocks) == _TEXT * 2
    assert max(map(len, blocks)) <= library.BLOCK_BYTES


def test_who_wants_the_beginning_unpacks_no_more(library: ModuleType) -> None:
    blocks = list(library.gunzipped([_PACKED], 4096))

    assert b"".join(blocks) == _TEXT
    assert max(map(len, blocks)) == 4096


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"no gzip at all", "Error -3 while decompressing data: incorrect header check"),
        (b"\x1f\x8bxxxxxxxxxxxx", "Error -3 while decompressing data: unknown compression method"),
        (_PACKED[:-8] + bytes(8), "Error -3 while decompressing data: incorrect data check"),
        (_PACKED[:-4] + bytes(4), "Error -3 while decompressing data: incorrect length check"),
        (_PACKED[:10] + b"\xff" * 90, "Error -3 while decompressing data: invalid block type"),
        (_PACKED + b"more", "Error -3 while decompressing data: incorrect header check"),
    ],
    ids=["no gzip", "method", "checksum", "length", "blocks", "what follows"],
)
def test_what_is_wrong_with_it_is_said_in_the_same_words(library: ModuleType, data: bytes, complaint: str) -> None:
    with pytest.raises(library.BrokenGzip) as caught:
        list(library.gunzipped([data]))

    assert str(caught.value) == complaint


def test_an_early_end_is_told(library: ModuleType) -> None:
    with pytest.raises(EOFError):
        list(library.gunzipped([_PACKED[:-1]]))
