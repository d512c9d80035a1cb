"""Reports as files: every figure in full, what they stand on where there is room, and never half a file."""

import csv
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from filmes_lake.engines.duckdb.parquet import write_parquet
from filmes_lake.errors import FilmesLakeError, UsageError
from filmes_lake.language import Language
from filmes_lake.models.attribution import TMDB
from filmes_lake.portable_json import portable_json
from filmes_lake.reports.contents import document, of_report
from filmes_lake.reports.definitions import REPORTS, find_report
from filmes_lake.reports.output import OutputFile, Provenance
from filmes_lake.reports.runner import ReportResult
from tests.reports.comparison import report
from tests.shares import slow_but
from tests.transform.lakes import SmallLake

pytest_plugins = ("tests.running",)

MADE = Provenance(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "9.8.7")
ENDINGS = (".csv", ".json", ".parquet", ".md")
NAMES = [found.name for found in REPORTS]
QUICK = ("kpis", "roi-by-genre", "series")


@pytest.fixture(scope="module")
def lake(sample_lake: SmallLake) -> SmallLake:
    return sample_lake


def written(folder: Path, ending: str, result: ReportResult) -> Path:
    path = folder / f"report{ending}"
    OutputFile.at(str(path)).write(of_report(result, Language.ENGLISH), MADE, write_parquet)
    return path


def changed(result: ReportResult, **values: Any) -> ReportResult:
    """The report with a single row, some of its cells replaced."""
    row = {**result.rows[0], **values}
    return ReportResult(result.report, result.parameters, [row], result.funnel, result.version, result.correlation)


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may become longer than 100 bytes."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("name", slow_but(QUICK, NAMES))
def test_a_csv_holds_the_rows_in_full_precision_and_nothing_else(lake: SmallLake, tmp_path: Path, name: str) -> None:
    result = report(lake, name, {})
    with written(tmp_path, ".csv", result).open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)

    assert header == [column.name for column in result.report.columns]
    assert lines == [[_as_csv(value) for value in row.values()] for row in result.rows]


def _as_csv(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("title", ['Say "Hi", they said', "a\nb", " x ", "Ação — 映画"])
def test_a_csv_keeps_any_title(lake: SmallLake, tmp_path: Path, title: str) -> None:
    path = written(tmp_path, ".csv", changed(report(lake, "roi", {}), titulo=title))
    with path.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)

    assert row["titulo"] == title


FORMULAS = {
    "=HYPERLINK(A1)": "'=HYPERLINK(A1)",
    "+1+cmd|' /C calc'!A0": "'+1+cmd|' /C calc'!A0",
    "-30-": "'-30-",
    "@SUM(1)": "'@SUM(1)",
    "\t=1+1": "'\t=1+1",
    "\r=1+1": "'\r=1+1",
    "\tan indented title": "'\tan indented title",
    "  =1+1": "'  =1+1",
    "＝1+1": "'＝1+1",
    "one;=1+1": "one;'=1+1",
    "one\n@two": "one\n'@two",
}
HARMLESS = ["1 = 1", "Jack & Jill", "a - b", "one; two", "'tis", "-5", "+1", "-1.5", "-1,5", "1e-5", "", "-5.5E+3"]


@pytest.mark.parametrize("title", FORMULAS)
def test_a_spreadsheet_runs_no_title(lake: SmallLake, tmp_path: Path, title: str) -> None:
    path = written(tmp_path, ".csv", changed(report(lake, "roi", {}), titulo=title))
    assert _only_row(path)["titulo"] == FORMULAS[title]


@pytest.mark.parametrize("title", HARMLESS)
def test_what_no_spreadsheet_would_run_is_written_as_it_is(lake: SmallLake, tmp_path: Path, title: str) -> None:
    path = written(tmp_path, ".csv", changed(report(lake, "roi", {}), titulo=title))
    assert _only_row(path)["titulo"] == title


def test_a_negative_figure_stays_a_number(lake: SmallLake, tmp_path: Path) -> None:
    path = written(tmp_path, ".csv", changed(report(lake, "roi", {}), roi=-0.5, lucro=-7))
    assert (_only_row(path)["roi"], _only_row(path)["lucro"]) == ("-0.5", "-7")


@pytest.mark.parametrize("title", [*FORMULAS, *HARMLESS])
def test_a_raw_csv_has_titles_as_they_are(lake: SmallLake, tmp_path: Path, title: str) -> None:
    path = tmp_path / "report.csv"
    file = OutputFile.at(str(path), raw_csv=True)
    file.write(of_report(changed(report(lake, "roi", {}), titulo=title), Language.ENGLISH), MADE, write_parquet)
    assert _only_row(path)["titulo"] == title


def _only_row(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    return row


@pytest.mark.parametrize("name", ["report.json", "report.md", "report.parquet"])
def test_only_a_csv_can_be_raw(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"--raw-csv: .* is no CSV"):
        OutputFile.at(str(tmp_path / name), raw_csv=True)


def test_a_page_of_markdown_moves_no_terminal(lake: SmallLake, tmp_path: Path) -> None:
    page = written(tmp_path, ".md", changed(report(lake, "roi", {}), titulo="\x1b]0;owned\x07\x9b31m \u202ecod.exe"))
    assert r"\x1b\]0;owned\x07\x9b31m \u202ecod.exe" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", slow_but(QUICK, NAMES))
def test_a_json_file_is_the_document_with_when_and_by_what_it_was_made(
    lake: SmallLake, tmp_path: Path, name: str
) -> None:
    result = report(lake, name, {"min_year": "1990"})
    found = json.loads(written(tmp_path, ".json", result).read_text(encoding="utf-8"))

    made = {"made_at": "2026-01-02T03:04:05+00:00", "program": "filmes-lake 9.8.7"}
    assert found == json.loads(portable_json({**document(result, Language.ENGLISH), **made}))
    assert TMDB in found["notes"]


@pytest.mark.parametrize("given", [{}, {"min_year": "2300"}], ids=["rows", "no rows"])
@pytest.mark.parametrize("name", slow_but(QUICK, NAMES))
def test_a_parquet_file_has_typed_rows_and_says_what_they_stand_on(
    lake: SmallLake, tmp_path: Path, name: str, given: dict[str, str]
) -> None:
    result = report(lake, name, given)
    table = pq.ParquetFile(written(tmp_path, ".parquet", result)).read()

    assert table.to_pylist() == result.rows
    types = {"string": "string", "int": "int32", "bigint": "int64", "double": "double", "boolean": "bool"}
    assert [str(field.type) for field in table.schema] == [types[c.type.value] for c in result.report.columns]
    about = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    assert about["filmes_lake.report"] == name
    assert about["filmes_lake.version"] == result.version
    assert about["filmes_lake.program"] == "filmes-lake 9.8.7"
    assert about["filmes_lake.made_at"] == "2026-01-02T03:04:05+00:00"
    for member in ("parameters", "funnel", "notes", "correlation"):
        assert json.loads(about[f"filmes_lake.{member}"]) == json.loads(
            json.dumps(document(result, Language.ENGLISH)[member])
        )


def test_an_apostrophe_in_a_parameter_stays_one_in_parquet(lake: SmallLake, tmp_path: Path) -> None:
    result = report(lake, "roi", {})
    quoted = ReportResult(result.report, {"genre": ("x' || '",)}, result.rows, result.funnel, result.version)
    metadata = pq.read_schema(written(tmp_path, ".parquet", quoted)).metadata

    assert json.loads(metadata[b"filmes_lake.parameters"]) == {"genre": ["x' || '"]}


def test_a_page_of_markdown_has_rows_funnel_notes_and_origin(lake: SmallLake, tmp_path: Path) -> None:
    result = report(lake, "rating-vs-roi", {"top": "2"})
    text = written(tmp_path, ".md", result).read_text(encoding="utf-8")

    assert text.startswith("# Rating and return\n")
    for row in result.rows:
        assert f"| {' | '.join(map(str, row.values()))} |" in text
    for step in result.funnel:
        assert f"| {step.description.en} | {step.removed} | {step.left} |" in text
    for note in result.notes:
        assert f"- {note.en}\n" in text
    assert result.correlation
    assert f"`nota_imdb` and `roi`: {result.correlation.coefficient} (314 films)" in text
    assert "`min_votes=1000`" in text
    assert f"Made on 2026-01-02T03:04:05+00:00 by filmes-lake 9.8.7 of version `{result.version}`" in text


def test_a_title_ends_no_cell_and_is_no_markup(lake: SmallLake, tmp_path: Path) -> None:
    title = "a | b\n*c* <d> [e](f) `g` \\"
    text = written(tmp_path, ".md", changed(report(lake, "roi", {}), titulo=title)).read_text(encoding="utf-8")

    assert r"| a \| b \*c\* \<d\> \[e\](f) \`g\` \\ |" in text


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_is_there_is_replaced_and_keeps_its_permissions(
    lake: SmallLake, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"report{ending}"
    path.write_text("x" * 100_000, encoding="utf-8")
    path.chmod(0o640)
    written(tmp_path, ending, report(lake, "roi", {}))

    assert b"xxx" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege")
def test_a_link_stays_a_link(lake: SmallLake, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "report.csv").symlink_to(tmp_path / "there/real.csv")
    written(tmp_path, ".csv", report(lake, "roi", {}))

    assert (tmp_path / "report.csv").is_symlink()
    assert (tmp_path / "there/real.csv").read_text(encoding="utf-8").startswith("posicao,")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_report_that_cannot_be_written_leaves_the_file_before_it(
    lake: SmallLake, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"report{ending}"
    path.write_text("before", encoding="utf-8")
    result = report(lake, "roi", {})
    with full_disk(), pytest.raises(FilmesLakeError, match=rf"report{ending}: cannot be written: .*arge"):
        OutputFile.at(str(path)).write(of_report(result, Language.ENGLISH), MADE, write_parquet)

    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_nobody_may_write_is_named(lake: SmallLake, tmp_path: Path, permissions: None) -> None:
    closed = tmp_path / "shut"
    closed.mkdir(mode=0o500)
    with pytest.raises(FilmesLakeError, match=r"shut.*report.csv: cannot be written"):
        written(closed, ".csv", report(lake, "roi", {}))


@pytest.mark.parametrize(
    "name", ["report", "report.txt", "report.csv.gz", ".csv", "", "-", "report.", "report.html", "/dev/stdout"]
)
def test_another_ending_is_wrong_usage_and_the_known_ones_are_listed(name: str) -> None:
    with pytest.raises(UsageError, match="not a known file extension") as caught:
        OutputFile.at(name)

    assert caught.value.hint == "one of: .csv, .json, .md, .parquet"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(UsageError, match=r"folder.csv: a folder"):
        OutputFile.at(str(tmp_path / "folder.csv"))


@pytest.mark.skipif(os.name == "nt", reason="has no such pipes")
def test_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(UsageError, match=r"pipe.csv: not a file"):
        OutputFile.at(str(tmp_path / "pipe.csv"))


def test_a_home_that_nobody_has_is_named() -> None:
    with pytest.raises(UsageError, match=r"~nobody-at-all/report.csv: "):
        OutputFile.at("~nobody-at-all/report.csv")


def test_the_folder_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder"):
        OutputFile.at(str(tmp_path / "nowhere/report.csv"))


def test_capitals_in_an_ending_are_no_matter(lake: SmallLake, tmp_path: Path) -> None:
    path = tmp_path / "REPORT.CSV"
    OutputFile.at(str(path)).write(of_report(report(lake, "roi", {}), Language.ENGLISH), MADE, write_parquet)

    assert path.read_text(encoding="utf-8").startswith("posicao,")


def test_every_report_says_what_its_figures_are_not() -> None:
    for name in NAMES:
        assert find_report(name).notes
