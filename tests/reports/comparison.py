"""Runs reports on a lake made of four files, and compares them with the recomputation."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from filmes_lake.engines.duckdb.reports import DuckDBReports
from filmes_lake.ingest.csv_source.ingest import ingest_csv
from filmes_lake.ingest.tmdb.ingest import ingest_saved_tmdb
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Kind
from filmes_lake.reports.definitions import find_report
from filmes_lake.reports.runner import QueryEngine, ReportResult, run_report
from tests.reports import recomputation
from tests.reports.recomputation import Selection
from tests.reports.titles import Titles
from tests.transform.lakes import MEMORY, SmallLake

PARAMETERS: dict[str, dict[str, str]] = {
    "defaults": {},
    "no least votes": {"min_votes": "0"},
    "many votes": {"min_votes": "500000"},
    "suspects too": {"include_suspect": "true"},
    "suspects without least votes": {"include_suspect": "1", "min_votes": "0"},
    "adult films and videos too": {"include_adult": "true", "include_video": "true"},
    "genre": {"genre": "Crime"},
    "genre in capitals": {"genre": "CRIME"},
    "genre in small letters": {"genre": "sci-fi"},
    "any of two genres": {"genre": "Crime,sci-fi"},
    "the seed's selection": {"genre": "Crime,War", "min_year": "1961", "min_votes": "10000"},
    "from a year on": {"min_year": "1990"},
    "up to a year": {"max_year": "1979"},
    "one year": {"min_year": "1994", "max_year": "1994"},
    "neutral years": {"min_year": "0", "max_year": "0"},
    "real dollars": {"dollars": "real", "min_votes": "0", "include_suspect": "true"},
    "everything": {
        "genre": "drama",
        "min_year": "1950",
        "max_year": "2010",
        "min_votes": "1",
        "include_suspect": "yes",
    },
    "a genre and years that leave none": {"genre": "War", "min_year": "2300"},
    "years that leave none": {"min_year": "2000", "max_year": "1999"},
}


def lake_of(folder: Path, files: Path, ending: str = "") -> SmallLake:
    """A lake in `folder`, made of the four files."""
    small = SmallLake(folder)
    ingest_csv(small.lake, [files / f"{kind.value}.csv{ending}" for kind in Kind], None, None)
    for kind in Kind:
        ingest_saved_tmdb(small.lake, files / f"tmdb_{kind.value}.jsonl{ending}", kind)
    small.transform()
    return small


def report(lake: SmallLake, name: str, given: dict[str, str]) -> ReportResult:
    """The report on the lake, by DuckDB; parameters that it does not have are left out."""
    return _of_version(lake, lake.manifest(find_report(name).layer).version, name, tuple(given.items()))


@cache
def _of_version(lake: SmallLake, _version: str, name: str, given: tuple[tuple[str, str], ...]) -> ReportResult:
    """The report, asked once however many tests look at it: a version never changes."""
    return report_by(DuckDBReports(lake.lake, MEMORY), lake.lake, name, dict(given))


def report_by(engine: QueryEngine, lake: Lake, name: str, given: dict[str, str]) -> ReportResult:
    """The report on the lake, by an engine; parameters that it does not have are left out."""
    chosen = find_report(name)
    known = {parameter.name for parameter in chosen.parameters}
    wanted = {key: value for key, value in given.items() if key in known}
    return run_report(lake, engine, chosen, wanted)


def selection(given: dict[str, str]) -> Selection:
    """The same parameters for the recomputation."""
    return Selection(
        genres=tuple(given["genre"].split(",")) if "genre" in given else (),
        min_year=int(given.get("min_year", 0)),
        max_year=int(given.get("max_year", 0)),
        min_votes=int(given.get("min_votes", 1000)),
        include_suspect="include_suspect" in given,
        include_adult="include_adult" in given,
        include_video="include_video" in given,
        real_dollars=given.get("dollars") == "real",
    )


def assert_recomputed(found: ReportResult, titles: Titles, given: dict[str, str]) -> None:
    """Rows, funnel and correlation are those of the recomputation."""
    name, asked = found.report.name, selection(given)
    assert_equal(found.rows, recomputation.report_rows(name, titles, asked))
    of_kind = titles.series if name == "series" else titles.films
    wanted = recomputation.funnel(of_kind, asked)
    left = wanted.pop("selected", 0)
    assert {step.condition: step.removed for step in found.funnel if step.removed} == wanted
    assert (found.funnel[0].left, found.funnel[-1].left) == (len(of_kind), left)
    if name in recomputation.POINTS:
        assert found.correlation
        films, coefficient = recomputation.POINTS[name].spearman(recomputation.selected(titles.films, asked))
        assert (found.correlation.films, found.correlation.coefficient) == (films, _close(coefficient))


def assert_equal(found: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> None:
    """The same rows in the same order, columns in the same order, numbers to nine digits."""
    assert [list(row) for row in found] == [list(row) for row in wanted]
    for row, other in zip(found, wanted, strict=True):
        assert row == {name: _close(value) for name, value in other.items()}


def _close(value: object) -> object:
    return pytest.approx(value, rel=1e-9) if isinstance(value, float) else value
