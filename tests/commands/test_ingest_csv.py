"""`ingest csv` and `run` with files of other forms: what people and programs are told, and what is read again."""

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from tests.fakes.csv_files import csv, line
from tests.fakes.other_forms import pandas
from tests.in_process import Run, piped

pytest_plugins = ("tests.in_process",)

OWN = csv(line(1, title="São"), line(2)).decode()
FILE = Path("films.csv")


def test_it_says_how_a_file_was_read(run: Run) -> None:
    FILE.write_bytes(pandas(OWN))

    ended = run("ingest", "csv", FILE)

    assert ended.code == 0
    assert 'films.csv: read as utf-8, columns parted by comma, quoted by "\n' in ended.err


def test_its_document_says_so_too(run: Run) -> None:
    FILE.write_bytes(OWN.encode("cp1252"))

    [file] = run("ingest", "csv", FILE, "--encoding", "windows-1252", "--json").document["files"]

    found = file["conversion"]
    assert (found["delimiter"], found["quote"], found["encoding"], found["header"][0]) == ("|", "", "cp1252", "id")
    assert (Path("lake") / found["key"]).stat().st_size == found["bytes"] == len(OWN.encode())


def test_a_file_of_the_lakes_own_form_has_no_conversion(run: Run) -> None:
    FILE.write_text(OWN, encoding="utf-8")

    [file] = run("ingest", "csv", FILE, "--json").document["files"]

    assert file["conversion"] is None


def test_another_encoding_is_refused_with_the_line_and_the_option(run: Run) -> None:
    FILE.write_bytes(OWN.encode("latin-1"))

    ended = run("ingest", "csv", FILE)

    assert ended.code == 1
    assert "films.csv:2: invalid UTF-8 (byte 0xe3)" in ended.err
    assert "--encoding latin-1" in ended.err
    assert not (Path("lake") / "Raw").exists()


def test_run_reads_files_in_the_encoding_of_the_settings_and_again_when_that_changes(run: Run) -> None:
    FILE.write_bytes(OWN.encode("cp1252"))
    settings = '[sources]\nmovies = "films.csv"\n'
    states = []
    for encoding in ("latin-1", "latin-1", "cp1252"):
        Path("filmes-lake.toml").write_text(f'csv_encoding = "{encoding}"\n{settings}', encoding="utf-8")
        states.append(run("run", "--plan", "--json").document["steps"][0]["state"])
        assert run("ingest", "csv", FILE).code == 0

    assert states == ["due", "up_to_date", "due"]


def test_a_transform_makes_a_lost_conversion_again(run: Run) -> None:
    FILE.write_bytes(pandas(OWN))
    [file] = run("ingest", "csv", FILE, "--json").document["files"]
    (Path("lake") / file["conversion"]["key"]).unlink()

    ended = run("transform", "trusted", "--json")

    assert ended.code == 0, ended
    assert json.loads(ended.out)["accounting"]["movies"]["kept"] == 2
    assert (Path("lake") / file["conversion"]["key"]).stat().st_size == file["conversion"]["bytes"]


def zipped(path: Path, **members: bytes) -> Path:
    """A zip of files with these names."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "data", [OWN.encode(), pandas(OWN), gzip.compress(OWN.encode())], ids=["own", "pandas", "gzip"]
)
def test_raw_keeps_what_a_zip_holds_and_what_a_pipe_brings(run: Run, data: bytes) -> None:
    [file] = run("ingest", "csv", zipped(Path("films.zip"), films=data), "--json").document["files"]

    assert (file["status"], file["rows"], (Path("lake") / file["key"]).read_bytes()) == ("stored", 2, data)

    with piped(data):
        [file] = run("ingest", "csv", "-", "--json").document["files"]

    assert (file["status"], file["source"]) == ("unchanged", "standard input")


def test_run_knows_what_it_took_of_a_zip(run: Run) -> None:
    path = zipped(Path("films.zip"), films=OWN.encode())
    Path("filmes-lake.toml").write_text('[sources]\nmovies = "films.zip"\n', encoding="utf-8")
    assert run("ingest", "csv", path).code == 0

    assert run("run", "--plan", "--json").document["steps"][0]["state"] == "up_to_date"


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"a": b"x", "b": b"y"}, "the zip holds 2 files, and one is expected (unzip it first)"),
        ({"a": b""}, "the zip holds nothing"),
        ({}, "the zip holds 0 files, and one is expected"),
        ({"xl/workbook.xml": b"x"}, "a file of Excel's (save it there as CSV UTF-8"),
    ],
)
def test_another_zip_is_refused(run: Run, members: dict[str, bytes], says: str) -> None:
    ended = run("ingest", "csv", zipped(Path("films.zip"), **members))

    assert (ended.code, ended.err.startswith(f"error: films.zip: {says}")) == (1, True), ended.err


@pytest.mark.parametrize(
    ("address", "fetch"),
    [
        ("https://example.org/a b.csv", "curl -fL 'https://example.org/a b.csv'"),
        ("s3://bucket/films.csv", "aws s3 cp s3://bucket/films.csv -"),
    ],
)
def test_an_address_is_refused_whole_with_the_way_to_fetch_it(run: Run, address: str, fetch: str) -> None:
    ended = run("ingest", "csv", address)

    assert (ended.code, ended.err.startswith(f"error: {address}: an address")) == (1, True)
    assert f"{fetch} | " in ended.err
    assert "ingest csv -)" in ended.err
