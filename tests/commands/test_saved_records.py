"""`ingest tmdb --from`: what it takes from files, folders and standard input, and what it says."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.tmdb_lines import film, lines
from tests.in_process import Here, piped
from tests.program import Ended

pytest_plugins = ("tests.in_process", "tests.running")

SAMPLE = Path("filmes_lake/sample").absolute()
FILMS = [film(1), film(2)]
FROM = ("ingest", "tmdb", "--kind", "movies", "--from")


@pytest.mark.parametrize(
    "data", [lines(*FILMS), gzip.compress(json.dumps(FILMS, indent=2).encode())], ids=["lines", "gzip"]
)
def test_records_come_through_a_pipe(here: Here, data: bytes) -> None:
    with piped(data):
        ended = here.run(*FROM, "-")

    assert ended.code == 0
    assert ended.out.startswith("standard input: movies records: 2 stored")


def test_a_pipe_that_brings_nothing_or_a_zip_says_so(here: Here) -> None:
    for data, says in ((b"", "it holds nothing"), (b"PK\x03\x04xxxx", "a zip, which is read from its end")):
        with piped(data):
            ended = here.run(*FROM, "-")

        assert (ended.code, ended.err.startswith(f"error: standard input: {says}")) == (1, True)


@pytest.mark.parametrize(
    ("address", "fetch"),
    [
        ("https://example.org/movies.json?a=1&b=2", "curl -fL 'https://example.org/movies.json?a=1&b=2' | "),
        ("s3://bucket/movies.json", "aws s3 cp s3://bucket/movies.json - | "),
    ],
)
def test_an_address_is_refused_whole_with_the_way_out(here: Here, address: str, fetch: str) -> None:
    ended = here.run(*FROM, address)

    assert ended.code == 1
    assert ended.err.startswith(f"error: {address}: an address")
    assert fetch in ended.err
    assert ended.err.rstrip().endswith("ingest tmdb --kind movies --from -)")


def test_an_empty_word_is_not_the_folder_at_hand(here: Here) -> None:
    (here.folder / "movies.jsonl").write_bytes(lines(*FILMS))

    ended = here.run(*FROM, "")

    assert (ended.code, ended.err.startswith("error: a path with nothing in it")) == (1, True)


def test_several_files_are_one_run(here: Here) -> None:
    for number in (1, 2):
        (here.folder / f"{number}.json").write_text(json.dumps(film(number), indent=1), encoding="utf-8")

    ended = here.run(*FROM, "1.json", "--from", "2.json")

    assert (ended.code, ended.out.startswith("2 files: movies records: 2 stored (parts: 1)")) == (0, True)
    assert len(here.run("runs", "--json").document["runs"]) == 1


def test_records_that_no_table_takes_are_exit_4_and_named(here: Here) -> None:
    (here.folder / "saved.json").write_text(json.dumps([film(1), {"id": 2}], indent=1), encoding="utf-8")

    ended = here.run(*FROM, "saved.json")

    assert ended.code == 4
    assert "without an IMDb id of a title: 1" in ended.out
    assert "saved.json:8 (value 2): no imdb_id" in ended.err


def test_run_takes_the_same_files(here: Here) -> None:
    (here.folder / "tmdb").mkdir()
    for number, name in enumerate(("movies.json", "movies-2.jsonl"), start=1):
        (here.folder / "tmdb" / name).write_text(json.dumps([film(number)], indent=1), encoding="utf-8")

    def run(*flags: str) -> Ended:
        return here.run("run", *flags, FILMES_LAKE_SOURCES_TMDB="tmdb")

    assert "2 records stored" in run().out
    assert "2 files taken before" in run("--plan").out


def _tables(here: Here, name: str, data: bytes) -> Any:
    (here.folder / name).write_bytes(data)
    lake = ("--lake", f"lake-{name}")
    assert here.run(*FROM, name, *lake).code == 0
    assert here.run("transform", "trusted", *lake).code == 0
    query = "SELECT * EXCLUDE (obtido_em) FROM tmdb_filmes ORDER BY ALL"
    return here.run("query", query, "--json", *lake).document["rows"]


@pytest.mark.slow
def test_every_shape_of_json_makes_the_same_tables(here: Here) -> None:
    text = (SAMPLE / "tmdb_movies.jsonl").read_bytes()
    documents = [json.loads(line) for line in text.splitlines()]
    indented = json.dumps(documents, indent=2, ensure_ascii=False).encode()
    single = [json.dumps(document, indent=4).encode() for document in documents]
    expected = _tables(here, "lines.jsonl", text)

    for name, data in {
        "array.json": json.dumps(documents).encode(),
        "indented.json": indented,
        "row.json": b"\n".join(single),
        "page.json": json.dumps({"page": 1, "results": documents, "total_pages": 1}).encode(),
        "packed.json.gz": gzip.compress(indented),
    }.items():
        assert _tables(here, name, data) == expected
    assert _tables(here, "one.json", single[0]) == _tables(here, "one.jsonl", text.splitlines(keepends=True)[0])
