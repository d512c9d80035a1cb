"""`query`: what comes out is what is in the lake, and nothing else can be read or written."""

import csv
import io
import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from filmes_lake.catalog.result import QueryResult
from filmes_lake.commands.views.query import show
from filmes_lake.console import Console
from tests.in_process import Here

pytest_plugins = ("tests.running", "tests.in_process")

NAMES = 'Ação 🎬 羅生門 [bold]x[/bold] "q" \\N'


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT 1 AS a, 2 AS a", [{"a": 1, "a_1": 2}]),
        (
            "SELECT 'NaN'::DOUBLE AS x, 'inf'::DOUBLE AS y, ['-inf'::DOUBLE] AS z",
            [{"x": "NaN", "y": "Infinity", "z": ["-Infinity"]}],
        ),
        ("SELECT 0.1::DECIMAL(9, 1) AS x, 12345678901234567.89 AS y", [{"x": 0.1, "y": "12345678901234567.89"}]),
        ("SELECT 1.50::DECIMAL(9, 2) AS x, 2::DECIMAL(9, 2) AS y", [{"x": 1.5, "y": 2}]),
        ("SELECT MAP {DATE '2020-01-01': 1} AS x", [{"x": {"2020-01-01": 1}}]),
        ("SELECT [DATE '2020-01-01', NULL] AS x", [{"x": ["2020-01-01", None]}]),
        ("SELECT 2923706026000 * 1000000::HUGEINT AS x", [{"x": 2923706026000000000}]),
        ("SELECT TIMESTAMPTZ '2020-01-02 03:04:05+01' AS x", [{"x": "2020-01-02T02:04:05+00:00"}]),
        ("SELECT 'a\\x00'::BLOB AS x, [INTERVAL 90 MINUTE] AS y", [{"x": "a\\x00", "y": ["01:30:00"]}]),
        ("SELECT INTERVAL '1 month 2 days' AS x, {'a': ''::BLOB} AS y", [{"x": "1 month 2 days", "y": {"a": ""}}]),
        ("SELECT 1 AS x WHERE FALSE", []),
        ("SELECT 1 AS x; -- a comment", [{"x": 1}]),
        ("WITH x AS (SELECT 1 AS a) FROM x", [{"a": 1}]),
    ],
)
def test_any_value_has_its_json(sql: str, rows: list[dict[str, Any]], here: Here, demo: Path) -> None:
    ended = here.run("query", sql, "--lake", demo, "--json")
    assert ended.code == 0, ended
    assert ended.document["rows"] == rows


def test_every_column_of_every_table_can_be_asked_for(here: Here, demo: Path) -> None:
    tables = here.run("catalog", "list", "--lake", demo, "--json").document["tables"]
    sql = ", ".join(f"(SELECT COUNT(*) FROM {table['name']}) AS {table['name']}" for table in tables)
    counts = here.run("query", f"SELECT {sql}", "--lake", demo, "--json").document["rows"][0]
    assert counts == {table["name"]: table["rows"] for table in tables}
    for name in ("tmdb_filmes", "tmdb_series", "creditos", "dim_data"):
        assert here.run("query", f"SELECT * FROM {name} LIMIT 2", "--lake", demo, "--json").code == 0


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"LC_ALL": "C"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
        {"NO_COLOR": "1", "TERM": "dumb"},
    ],
)
def test_titles_print_as_they_are_everywhere(environment: dict[str, str], here: Here, demo: Path) -> None:
    sql = f"SELECT '{NAMES}' AS \"[titulo]\""
    text = here.run("query", sql, "--lake", demo, **environment)
    assert (text.code, text.err) == (0, "")
    assert text.out.split("\n")[1:4:2] == ["[titulo]", NAMES]
    document = here.run("query", sql, "--lake", demo, "--json", **environment).document
    assert document == {"columns": ["[titulo]"], "rows": [{"[titulo]": NAMES}]}


def test_wide_tables_are_not_cut_in_pipes(here: Here, demo: Path) -> None:
    columns = ", ".join(f"REPEAT('{letter}', 400) AS {letter}" for letter in "abcdefgh")
    out = here.run("query", f"SELECT {columns}, 'end' AS z", "--lake", demo, COLUMNS="40").out
    row = out.splitlines()[3]
    assert row.split() == [letter * 400 for letter in "abcdefgh"] + ["end"]


def test_columns_are_aligned_and_numbers_to_the_right(here: Here, demo: Path) -> None:
    sql = "SELECT * FROM (VALUES ('羅生門', 1), ('ab', 1000), ('abcdef', NULL)) AS t (nome, n)"
    lines = here.run("query", sql, "--lake", demo).out.splitlines()
    assert lines[1:6] == ["nome       n", "──────  ────", "羅生門     1", "ab      1000", "abcdef"]


def test_explain_cannot_write_over_a_file_of_the_lake(here: Here, demo_copy: Path) -> None:
    file = next(demo_copy.glob("Refined/dim_filme/*/*.parquet"))
    before = file.read_bytes()
    ended = here.run("query", f"EXPLAIN ANALYZE COPY (SELECT 1) TO '{file}' (FORMAT parquet)", "--lake", "lake")
    assert ended.code == 1
    assert file.read_bytes() == before


COMMENTED = "-- the films\nSELECT 1 AS x -- and no more"


def test_sql_may_begin_with_a_comment_and_come_from_a_file_or_standard_input(
    here: Here, demo_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here.folder / "films.sql").write_text(f"\ufeff{COMMENTED}", encoding="utf-8")
    for words in (
        (COMMENTED,),
        ("--lake", "lake", COMMENTED),
        ("--lake", "lake", "--", COMMENTED),
        ("--file", "films.sql"),
    ):
        assert here.run("query", "--json", *words).document["rows"] == [{"x": 1}], words
    monkeypatch.setattr(sys, "stdin", io.StringIO(COMMENTED))
    assert here.run("query", "-", "--json").document["rows"] == [{"x": 1}]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((), 2, "there is no SQL"),
        (("SELECT 1", "--file", "x.sql"), 2, "only one can be run"),
        (("--file", "none.sql"), 1, "none.sql: no such file (check the path)"),
        (("--file", "."), 1, ".: cannot be read: Is a directory (check"),
        (("--jsno",), 2, "No such option: --jsno"),
        (("EXPLAIN ANALYZE SELECT 1",), 1, "only one SELECT is allowed"),
        (("EXPLAIN COPY (SELECT 1) TO 'x'",), 1, "only one SELECT is allowed"),
        (("EXPLAIN SELECT 1; SELECT 2",), 1, "only one SELECT is allowed"),
        (("EXPLAIN (FORMAT json, ANALYZE) SELECT 1",), 1, ""),
        (("SELECT 1", "--output", "x.xls"), 2, "one of: .csv, .json, .md, .parquet"),
        (("SELECT 1", "--raw-csv"), 2, "there is no CSV to write"),
    ],
)
def test_what_is_no_sql_is_one_line(words: tuple[str, ...], code: int, says: str, here: Here, demo_copy: Path) -> None:
    ended = here.run("query", *words)

    assert (ended.code, ended.out) == (code, "")
    assert says in ended.error


TYPED = """SELECT 1.50::DECIMAL(9, 2) AS "a ""b", [DATE '2020-01-01'] AS l, 2923706026000 * 1000000::HUGEINT AS h,
    'NaN'::DOUBLE AS x, '=1+1 | 2' AS f, NULL AS n, 1 AS A, 2 AS a"""


def test_rows_go_to_a_file_of_any_form_that_a_report_has(here: Here, demo: Path) -> None:
    for name in ("rows.csv", "rows.json", "rows.md", "rows.parquet"):
        ended = here.run("query", TYPED, "--output", name, "--lake", demo)
        assert (ended.code, ended.out, ended.err) == (0, f"1 rows written to {name}\n", "")
    text = {path.suffix: path.read_text(encoding="utf-8") for path in here.folder.glob("rows.[cjm]*")}

    assert text[".csv"].splitlines() == [
        '"a ""b",l,h,x,f,n,A,a',
        """1.50,"[""2020-01-01""]",2923706026000000000,nan,'=1+1 | 2,,1,2""",
    ]
    found = json.loads(text[".json"])
    assert found["sql"] == TYPED
    assert found["rows"][0] == {
        'a "b': 1.5,
        "l": ["2020-01-01"],
        "h": 2923706026000000000,
        "x": "NaN",
        "f": "=1+1 | 2",
        "n": None,
        "A": 1,
        "a": 2,
    }
    assert found.keys() == {"sql", "columns", "rows", "notes", "made_at", "program"}
    assert "| 2020-01-01 | 2923706026000000000 | nan | =1+1 \\| 2 |" in text[".md"]
    table = pq.read_table(here.folder / "rows.parquet")
    types = {'a "b': "decimal128(9, 2)", "h": "decimal128(38, 0)", "x": "double", "f": "string"}
    assert {name: str(table.schema.field(name).type) for name in types} == types
    assert table.column("l").to_pylist() == [[date(2020, 1, 1)]]
    assert json.loads(table.schema.metadata[b"filmes_lake.columns"]) == found["columns"]


IN_WORDS = r"""
SELECT 'a\x00'::BLOB AS b, INTERVAL '1 month 2 days' AS i, {'a': 'x'::BLOB, 'd': DATE '2020-01-01'} AS s,
  MAP {'k': [INTERVAL 1 DAY]} AS m, ROW(1, 'y'::BLOB) AS r, ['z'::BLOB]::BLOB[1] AS z, TRUE AS t
"""
WORDS = (r"a\x00", "1 month 2 days", '{"a": "x", "d": "2020-01-01"}', '{"k": ["1 day"]}', "(1, y)", "[z]", "true")


def test_no_value_is_shown_as_python_writes_it(here: Here, demo: Path) -> None:
    table = here.run("query", IN_WORDS, "--lake", demo).out
    [_, row] = csv.reader(here.run("query", IN_WORDS, "--format", "csv", "--lake", demo).out.splitlines())
    page = here.run("query", IN_WORDS, "--format", "md", "--lake", demo).out

    assert tuple(re.split("  +", table.splitlines()[3])) == tuple(row) == WORDS
    assert "datetime" not in page


def test_what_is_shown_in_words_is_of_its_type_in_parquet(here: Here, demo: Path) -> None:
    assert here.run("query", IN_WORDS, "--output", "rows.parquet", "--lake", demo).code == 0

    with duckdb.connect() as connection:
        rows = connection.sql(f"SELECT b, i, s, m, t FROM '{here.folder / 'rows.parquet'}'")
        assert rows.fetchall() == connection.sql(f"SELECT b, i, s, m, t FROM ({IN_WORDS})").fetchall()


def test_rows_that_were_written_are_counted_in_json(here: Here, demo: Path) -> None:
    ended = here.run("query", "SELECT 1 AS x WHERE FALSE", "--output", "none.parquet", "--lake", demo, "--json")

    assert ended.document == {"file": str(here.folder / "none.parquet"), "rows": 0}
    assert pq.read_table(here.folder / "none.parquet").num_rows == 0


def test_a_plan_of_athenas_is_drawn_as_athena_draws_it(capsys: pytest.CaptureFixture[str]) -> None:
    show(Console(), QueryResult(("Query Plan",), [("Fragment 0 [SINGLE]",), ("    Output layout: [x]",)]))

    assert capsys.readouterr().out == "Fragment 0 [SINGLE]\n    Output layout: [x]\n"


def test_a_plan_is_drawn_as_duckdb_draws_it(here: Here, demo_copy: Path) -> None:
    ended = here.run("query", "-- how?\nexplain select * from titulos where tipo = 'filme'")

    assert ended.code == 0
    assert len(ended.out.splitlines()) > 5
    assert "PARQUET" in ended.out.upper()


def test_a_missing_file_of_the_lake_is_one_line(here: Here, demo_copy: Path) -> None:
    next(demo_copy.glob("Refined/dim_filme/*/*.parquet")).unlink()
    ended = here.run("report", "roi", "--lake", "lake", "--json")
    assert ended.code == 1
    assert "dim_filme" in json.dumps(ended.document)
    assert "unexpected" not in ended.out


def test_a_damaged_file_of_the_lake_is_one_line(here: Here, demo_copy: Path) -> None:
    next(demo_copy.glob("Refined/dim_filme/*/*.parquet")).write_bytes(b"not parquet at all")
    ended = here.run("report", "roi", "--lake", "lake")
    assert ended.code == 1
    assert "unexpected" not in ended.error
    assert "dim_filme" in ended.error
