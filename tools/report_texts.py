"""The reports' texts: templates in Athena's dialect, filled with the measures, and DuckDB's text of each."""

from collections.abc import Iterator
from pathlib import Path

import jinja2
import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.dialects.trino import Trino
from sqlglot.generators.duckdb import DuckDBGenerator
from sqlglot.generators.trino import TrinoGenerator

from filmes_lake.reports.definitions import REPORTS
from filmes_lake.reports.metrics import CONDITIONS, SERIES_CONDITIONS, centred_rank_sql, measure_sql, ranked_sql
from filmes_lake.reports.report import CASTS, FILMS, SHARED
from tools.transpiled import to_duckdb


def _with_nulls(sql: str, ordered: exp.Ordered) -> str:
    """A column of an ORDER BY with its place of nulls, which sqlglot drops where it is the dialect's own."""
    said = sql.endswith(("NULLS FIRST", "NULLS LAST"))
    return sql if said else f"{sql} NULLS {'FIRST' if ordered.args.get('nulls_first') else 'LAST'}"


class _AthenaInFull(Trino):
    # Athena reads SELECTs with Trino's grammar.
    class Generator(TrinoGenerator):
        def ordered_sql(self, expression: exp.Ordered) -> str:
            return _with_nulls(super().ordered_sql(expression), expression)


class _DuckDBInFull(DuckDB):
    class Generator(DuckDBGenerator):
        def ordered_sql(self, expression: exp.Ordered) -> str:
            return _with_nulls(super().ordered_sql(expression), expression)


def report_texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """Athena's and DuckDB's text of every report, of its correlation, and of what reports share."""
    for name, filled in filled_texts(folder):
        athena = sqlglot.parse_one(filled, read="athena").sql(dialect=_AthenaInFull, pretty=True, comments=False) + "\n"
        yield folder / "athena" / f"{name}.sql", athena
        yield folder / "duckdb" / f"{name}.sql", to_duckdb(filled, "athena", _DuckDBInFull)


def filled_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every template of the folder with its measures filled in, by name: what a hand wrote, before sqlglot reads it."""
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
