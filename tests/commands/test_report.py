"""`report` as a person meets it: its help, its list, its files, and what it says beside the rows."""

import csv
import re
from pathlib import Path

import pytest

from filmes_lake.reports.definitions import REPORTS, find_report
from tests.program import Program

pytest_plugins = ("tests.running",)

NAMES = [found.name for found in REPORTS]


@pytest.mark.parametrize("name", NAMES)
def test_the_help_of_a_report_explains_its_parameters_and_columns(name: str, program: Program) -> None:
    ended = program.run("report", name, "--help")
    assert (ended.code, ended.err) == (0, "")
    unfolded = " ".join(ended.out.split())
    types = {list: "list, with commas", int: "whole number", bool: "true or false"}
    for found in find_report(name).parameters:
        assert f" {found.name}={str(found.default).lower()} {found.description} ({types[found.type]})" in unfolded
    for column in find_report(name).columns:
        assert f" {column.name} {column.description} ({column.unit.value})" in unfolded


@pytest.mark.parametrize("words", [(), ("list",), ("nope",)])
def test_the_help_without_a_report_is_that_of_the_command(words: tuple[str, ...], program: Program) -> None:
    ended = program.run("report", *words, "--help")
    assert ended.code == 0
    assert "--output" in ended.out
    assert "Parameters" not in ended.out


def test_the_help_before_the_name_is_the_help_after_it(program: Program) -> None:
    assert program.run("report", "--help", "series").out == program.run("report", "series", "--help").out


def test_the_list_explains_every_parameter_with_default_and_type(program: Program) -> None:
    out = program.run("report", "list").out
    for found in REPORTS:
        assert f"{found.name}: {found.question}\n" in out
    assert re.search(r"^  --set min_votes=1000 +only series with .* \(whole number\)$", out, flags=re.MULTILINE)
    assert re.search(r"^  --set include_suspect=false +films with .* \(true or false\)$", out, flags=re.MULTILINE)


@pytest.mark.parametrize("ending", ["csv", "json", "parquet", "md"])
def test_a_file_takes_the_place_of_the_table_and_the_funnel_is_still_shown(
    ending: str, program: Program, demo: Path
) -> None:
    ended = program.run("report", "roi", "--top", "3", "--output", f"roi.{ending}", "--lake", demo)
    assert (ended.code, ended.err) == (0, "")
    assert f"3 rows written to roi.{ending}\n" in ended.out
    assert "315 films in the lake" in ended.out
    assert "Mad Max" not in ended.out
    assert b"Mad Max" in (program.folder / f"roi.{ending}").read_bytes()
    assert [path.name for path in program.folder.iterdir()] == [f"roi.{ending}"]


def test_a_file_has_the_rows_of_the_json_document(program: Program, demo: Path) -> None:
    rows = program.run("report", "yearly", "--lake", demo, "--json").document["rows"]
    written = program.run("report", "yearly", "--output", "yearly.csv", "--lake", demo, "--json").document
    with Path(written["file"]).open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert written["rows"] == len(found) == len(rows)
    assert [row["receita_corrigida"] for row in found] == [str(row["receita_corrigida"]) for row in rows]


def test_a_report_that_fails_leaves_the_file_before_it(program: Program, demo: Path) -> None:
    (program.folder / "roi.csv").write_text("before", encoding="utf-8")
    ended = program.run("report", "roi", "--set", "genre=Culinary", "--output", "roi.csv", "--lake", demo)
    assert ended.code == 2
    assert (program.folder / "roi.csv").read_text(encoding="utf-8") == "before"


@pytest.mark.parametrize("name", ["rating-vs-roi", "budget-vs-revenue"])
def test_a_correlation_stands_under_the_table_and_is_a_member_of_the_document(
    name: str, program: Program, demo: Path
) -> None:
    words = ("report", name, "--top", "3", "--lake", demo)
    found = program.run(*words, "--json").document["correlation"]
    x, y = found["columns"]
    line = f"rank correlation of {x} and {y} (Spearman): {found['coefficient']:.2f}, {found['films']} films\n"
    assert line in program.run(*words).out


def test_a_report_without_a_correlation_says_so_with_null(program: Program, demo: Path) -> None:
    document = program.run("report", "kpis", "--lake", demo, "--json").document
    assert document["correlation"] is None


def test_amounts_have_units_and_unknown_values_a_dash(program: Program, demo: Path) -> None:
    out = program.run("report", "yearly", "--lake", demo).out
    assert re.search(
        r"^1939 +2 +few +US\$ 3\.4M +US\$ 6\.8M .* US\$ 78\.5M +US\$ 157\.0M .* 2025$", out, flags=re.MULTILINE
    )
    assert re.search(
        r"^The Sopranos +1999 +- +9\.2 ", program.run("report", "series", "--lake", demo).out, flags=re.MULTILINE
    )


def test_series_are_counted_as_series(program: Program, demo: Path) -> None:
    out = program.run("report", "series", "--lake", demo).out
    assert "60 series in the lake\n" in out
    assert "60 series counted\n" in out
    assert "US dollars" not in out
