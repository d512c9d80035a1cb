"""The reports' texts: templates in Athena's dialect, filled with the measures, and DuckDB's text of each."""

from collections.abc import Iterator
from pathlib import Path

import jinja2
import sqlglot

from filmes_lake.reports.definitions import CASTS, FILMS, REPORTS, SHARED
from filmes_lake.reports.metrics import CONDITIONS, measure_sql, ranked_sql
from tools.transpiled import to_duckdb


def report_texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """Athena's and DuckDB's text of every report and of what they share."""
    templates = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), undefined=jinja2.StrictUndefined)
    templates.globals.update(conditions=CONDITIONS, measure=measure_sql, ranked=ranked_sql)
    for name in (*(report.name for report in REPORTS), *SHARED, FILMS, CASTS):
        filled = templates.get_template(f"{name}.sql").render()
        athena = sqlglot.parse_one(filled, read="athena").sql(dialect="athena", pretty=True, comments=False) + "\n"
        yield folder / "athena" / f"{name}.sql", athena
        yield folder / "duckdb" / f"{name}.sql", to_duckdb(filled, "athena")
