"""How a file is copied while it is checked: beside, to the disk, and without a trace in the process."""

import os
import sys
from pathlib import Path

import pytest

from filmes_lake.errors import LakeError, SourceError
from filmes_lake.ingest.csv_source import SOURCE
from filmes_lake.ingest.delimited.header import HeaderContract
from filmes_lake.ingest.delimited.receiving import Reading, Received, receive
from filmes_lake.progress import unobserved
from tests.fakes.csv_files import csv, line

_LARGE = csv(*(line(number, title="x" * 1000) for number in range(1, 40_000)))
_FLUSHED_BYTES = 16 << 20


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "movies.csv"
    path.write_bytes(_LARGE)
    return path


def received(file: Path) -> Received:
    scratch = file.with_name("scratch")
    scratch.mkdir()
    return receive(file, scratch, Reading(HeaderContract(SOURCE.noun, SOURCE.raw)), unobserved)


def test_a_large_file_goes_to_the_disk_while_it_is_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: sizes.append(os.fstat(descriptor).st_size))

    found = received(file)

    assert found.path.read_bytes() == _LARGE
    assert len(_LARGE) > 2 * _FLUSHED_BYTES
    assert _FLUSHED_BYTES <= sizes[0] < len(_LARGE)


def test_what_the_disk_does_not_take_is_an_error(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", refuse)

    with pytest.raises(LakeError, match=r"received-0: cannot be written: Input/output error"):
        received(file)


def test_threads_wait_for_pythons_lock_as_before(file: Path) -> None:
    before = sys.getswitchinterval()

    received(file)

    assert sys.getswitchinterval() == before


def test_they_do_so_after_a_fault_too(file: Path) -> None:
    file.write_bytes(_LARGE + b"\0\n")
    before = sys.getswitchinterval()

    with pytest.raises(SourceError, match="a NUL byte"):
        received(file)

    assert sys.getswitchinterval() == before
