"""`ingest csv` and `run` with files of other forms: what people and programs are told, and what is read again."""

import json
from pathlib import Path

from tests.fakes.csv_files import csv, line
from tests.fakes.other_forms import pandas
from tests.in_process import Run

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
