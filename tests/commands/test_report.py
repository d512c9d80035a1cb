"""`report` as a person meets it: its help, its list, its files, and what it says beside the rows."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from filmes_lake.reports.definitions import REPORTS, find_report
from tests.in_process import Here
from tests.program import Program
from tests.shares import slow_but
from tests.terminal import at_terminal

pytest_plugins = ("tests.in_process", "tests.running")

NAMES = [found.name for found in REPORTS]


@pytest.mark.parametrize("name", NAMES)
def test_the_help_of_a_report_explains_its_parameters_and_columns(name: str, here: Here) -> None:
    ended = here.run("report", name, "--help")
    assert (ended.code, ended.err) == (0, "")
    unfolded = " ".join(ended.out.split())
    types = {list: "list, with commas", int: "whole number", date: "day, YYYY-MM-DD"}
    for found in find_report(name).parameters:
        default = "" if found.default is None else f"; {found.default} by default"
        kind = " or ".join(found.choices) or types.get(found.type)
        takes = "" if found.type is bool else f" ({kind}{default})"
        assert re.search(rf" {found.flag}\b.* {re.escape(found.description.en + takes)}", unfolded)
    for column in find_report(name).columns:
        assert f" {column.name} {column.description.en} ({column.unit.value})" in unfolded


@pytest.mark.parametrize("words", [(), ("list",), ("nope",)])
def test_the_help_without_a_report_is_that_of_the_command(words: tuple[str, ...], here: Here) -> None:
    ended = here.run("report", *words, "--help")
    assert ended.code == 0
    assert "--output" in ended.out
    assert "Parameters" not in ended.out


def test_the_help_before_the_name_is_the_help_after_it(here: Here) -> None:
    assert here.run("report", "--help", "series").out == here.run("report", "series", "--help").out


def test_the_list_is_a_line_a_report(here: Here) -> None:
    ended = here.run("report", "list")

    assert [line.split(maxsplit=1) for line in ended.out.splitlines()] == [[r.name, r.question.en] for r in REPORTS]
    assert "report NAME --help" in ended.err


@pytest.mark.parametrize(
    ("flags", "settings"),
    [
        (("--top", "3"), ("top=3",)),
        (("--limit", "3", "--genre", "crime,War", "--genre", "Drama"), ("top=3", "genre=crime,War,Drama")),
        (("-n", "5", "--min-year", "1950", "--max-year", "none"), ("top=5", "min_year=1950", "max_year=none")),
        (("--min-votes", "0", "--include-suspect"), ("min_votes=0", "include_suspect=true")),
        (("--no-include-suspect", "--include-adult"), ("include_suspect=false", "include_adult=true")),
    ],
)
def test_flags_are_parameters(here: Here, demo: Path, flags: tuple[str, ...], settings: tuple[str, ...]) -> None:
    words = ("report", "roi", "--lake", demo, "--json")
    expected = here.run(*words, *(word for setting in settings for word in ("--set", setting))).document

    assert here.run(*words, *flags).document == expected


@pytest.mark.parametrize("command", [("explain", "tt0017136"), ("diff", "a", "b")])
def test_other_commands_have_the_flags_too(here: Here, demo: Path, command: tuple[str, ...]) -> None:
    ended = here.run(*command, "--min-votes", "many", "--lake", demo)

    assert (ended.code, ended.err[: len("error: min_votes=many")]) == (2, "error: min_votes=many")
    assert "--min-votes N" in here.run(command[0], "--help").out


@pytest.mark.parametrize("form", ["csv", "md", "json"])
def test_a_format_on_standard_output_is_what_a_file_of_it_holds(here: Here, demo: Path, form: str) -> None:
    words = ("report", "roi", "-n", "3", "--lake", demo)
    here.run(*words, "-o", f"roi.{form}")
    written = (here.folder / f"roi.{form}").read_text(encoding="utf-8")

    shown = here.run(*words, "--format", form).out

    assert _without_moment(shown) == _without_moment(written)
    assert "Mad Max" in shown


def _without_moment(text: str) -> str:
    return re.sub(r"20[0-9-]+T[0-9:.]+", "", text)


def test_what_explain_asks_for_is_shown_on_a_narrow_terminal(program: Program, demo: Path) -> None:
    for name, column in (("roi", "id_filme"), ("series", "id_serie")):
        _, output = at_terminal(program, "", "report", name, "--lake", demo, COLUMNS="60")
        assert column in output


@pytest.mark.parametrize("ending", ["csv", "json", "parquet", "md"])
def test_a_file_takes_the_place_of_the_table_and_the_funnel_is_still_shown(ending: str, here: Here, demo: Path) -> None:
    ended = here.run("report", "roi", "--top", "3", "--output", f"roi.{ending}", "--lake", demo)
    assert (ended.code, ended.err) == (0, "")
    assert f"3 rows written to roi.{ending}\n" in ended.out
    assert "315 films in the lake" in ended.out
    assert "Mad Max" not in ended.out
    assert b"Mad Max" in (here.folder / f"roi.{ending}").read_bytes()
    assert [path.name for path in here.folder.iterdir()] == [f"roi.{ending}"]


def test_a_file_has_the_rows_of_the_json_document(here: Here, demo: Path) -> None:
    rows = here.run("report", "yearly", "--lake", demo, "--json").document["rows"]
    written = here.run("report", "yearly", "--output", "yearly.csv", "--lake", demo, "--json").document
    with Path(written["file"]).open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert written["rows"] == len(found) == len(rows)
    assert [row["receita_corrigida"] for row in found] == [str(row["receita_corrigida"]) for row in rows]


def test_a_report_that_fails_leaves_the_file_before_it(here: Here, demo: Path) -> None:
    (here.folder / "roi.csv").write_text("before", encoding="utf-8")
    ended = here.run("report", "roi", "--set", "genre=Culinary", "--output", "roi.csv", "--lake", demo)
    assert ended.code == 2
    assert (here.folder / "roi.csv").read_text(encoding="utf-8") == "before"


@pytest.mark.parametrize("name", ["rating-vs-roi", "budget-vs-revenue"])
def test_a_correlation_stands_under_the_table_and_is_a_member_of_the_document(
    name: str, here: Here, demo: Path
) -> None:
    words = ("report", name, "--top", "3", "--lake", demo)
    found = here.run(*words, "--json").document["correlation"]
    x, y = found["columns"]
    line = f"rank correlation of {x} and {y} (Spearman): {found['coefficient']:.2f}, {found['films']} films\n"
    assert line in here.run(*words).out


def test_a_report_without_a_correlation_says_so_with_null(here: Here, demo: Path) -> None:
    document = here.run("report", "kpis", "--lake", demo, "--json").document
    assert document["correlation"] is None


def test_amounts_have_units_and_unknown_values_a_dash(here: Here, demo: Path) -> None:
    out = here.run("report", "yearly", "--lake", demo).out
    assert re.search(
        r"^1939 +2 +few +US\$ 3\.4M +US\$ 6\.8M .* US\$ 78\.5M +US\$ 157\.0M .* 2025$", out, flags=re.MULTILINE
    )
    assert re.search(
        r"^The Sopranos +tt\d+ +1999 +- +9\.2 ", here.run("report", "series", "--lake", demo).out, flags=re.MULTILINE
    )


def test_series_are_counted_as_series(here: Here, demo: Path) -> None:
    out = here.run("report", "series", "--lake", demo).out
    assert "60 series in the lake\n" in out
    assert "60 series counted\n" in out
    assert "US dollars" not in out


@pytest.mark.parametrize("name", slow_but(["roi", "yearly"], [r.name for r in REPORTS if r.chart and r.kind]))
def test_a_chart_has_a_bar_for_each_row_in_the_width_there_is(here: Here, demo: Path, name: str) -> None:
    words = ("report", name, "--lake", demo)
    rows = here.run(*words, "--json").document["rows"]
    for columns in (40, 80, 120):
        bars = here.run(*words, "--chart", COLUMNS=str(columns)).out.split("\n\n")[1].splitlines()
        assert len(bars) == len(rows)
        assert any("█" in line for line in bars)
        assert len({len(line) for line in bars}) == 1
        assert len(bars[0]) <= columns


def test_a_chart_dims_small_groups_on_a_terminal_unless_told_not_to(program: Program, demo: Path) -> None:
    words = ("report", "roi-by-decade", "--chart", "--lake", demo)

    assert "\x1b[2m" in at_terminal(program, "", *words)[1]
    assert "\x1b" not in at_terminal(program, "", *words, NO_COLOR="1")[1]
    assert "\x1b" not in program.run(*words).out


def test_a_chart_is_ascii_where_the_encoding_has_no_blocks(here: Here, demo: Path) -> None:
    out = here.run("report", "roi-by-decade", "--chart", "--lake", demo, PYTHONIOENCODING="latin-1").out

    assert "####" in out
    assert out.isascii()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("kpis", "--chart"), "--chart: report kpis has no bars"),
        (("roi", "--chart", "--json"), "--chart: drawn on the terminal"),
        (("roi", "--chart", "-o", "x.csv"), "--chart: drawn on the terminal"),
        (("list", "--chart"), "report list: takes no options"),
    ],
)
def test_a_chart_of_what_has_none_is_refused(here: Here, words: tuple[str, ...], says: str) -> None:
    ended = here.run("report", *words)

    assert ended.code == 2
    assert says in ended.out + ended.err
