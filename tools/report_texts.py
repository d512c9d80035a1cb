"""The reports' texts: templates in Athena's dialect, filled with the measures, and DuckDB's text of each."""

from collections.abc import Iterator
from pathlib import Path

import jinja2
import sqlglot

from filmes_lake.reports.definitions import REPORTS
from filmes_lake.reports.metrics import CONDITIONS, SERIES_CONDITIONS, centred_rank_sql, measure_sql, ranked_sql
from filmes_lake.reports.report import CASTS, FILMS, SHARED
from tools.transpiled import to_duckdb


def report_texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """Athena's and DuckDB's text of every report, of its correlation, and of what reports share."""
    for name, filled in _filled(folder):
        athena = sqlglot.parse_one(filled, read="athena").sql(dialect="athena", pretty=True, comments=False) + "\n"
        yield folder / "athena" / f"{name}.sql", athena
        yield folder / "duckdb" / f"{name}.sql", to_duckdb(filled, "athena")


def _filled(folder: Path) -> Iterator[tuple[str, str]]:
    templates = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), undefined=jinja2.StrictUndefined)
    templates.globals.update(
        conditions=CONDITIONS,
        series_conditions=SERIES_CONDITIONS,
        measure=measure_sql,
        ranked=ranked_sql,
        centred_rank=centred_rank_sql,
    )
    for name in (*(report.name for report in REPORTS), *SHARED, FILMS, CASTS):
        yield name, templates.get_template(f"{name}.sql").render()
    for report in REPORTS:
        if report.correlation and report.correlates:
            x, y = report.correlates
            yield report.correlation, templates.get_template("correlation.sql").render(x=x, y=y)
