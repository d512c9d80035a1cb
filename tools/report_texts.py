"""The reports' texts: templates in Athena's dialect, filled with columns, measures and conditions."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
import sqlglot
from sqlglot import exp
from sqlglot.dialects.trino import Trino
from sqlglot.generators.trino import TrinoGenerator

from filmes_lake.models.columns import ColumnType
from filmes_lake.models.kinds import Kind
from filmes_lake.reports.columns import COMPARISON, FEW, TITLE
from filmes_lake.reports.conditions import condition_sql, conditions_of
from filmes_lake.reports.definitions import REPORTS
from filmes_lake.reports.measures import MEASURES, centred_rank_sql, measure_sql, ranked_sql
from filmes_lake.reports.report import Report, ReportColumn
from filmes_lake.reports.texts import (
    CASTS,
    DATA_SETS,
    DAYS,
    FILMS,
    FUNNELS,
    GENRES,
    PAGE_ARTISTS,
    PAGE_FILMS,
    PAGE_GENRES,
    PAGE_SERIES,
    ROLES,
)

# How a report's column is cast; the names of a SELECT's types are not those of the catalog.
SQL_TYPES = {
    ColumnType.STRING: "VARCHAR",
    ColumnType.INT: "INTEGER",
    ColumnType.BIGINT: "BIGINT",
    ColumnType.DOUBLE: "DOUBLE",
    ColumnType.BOOLEAN: "BOOLEAN",
}
_TITLES = {Kind.MOVIES: "films-of-lake.sql.jinja", Kind.SERIES: "series-of-lake.sql.jinja"}
_TITLE = "CASE WHEN CAST(:titles AS VARCHAR) = 'br' THEN COALESCE(titulo_br, titulo) ELSE titulo END"
# Columns of groups that are no measures of theirs.
_OF_GROUPS = {
    FEW: "COUNT(*) < CAST(:min_films AS BIGINT)",
    COMPARISON: f"(SELECT {measure_sql(MEASURES['roi_total'])} FROM avaliados WHERE condicao IS NULL)",
}


class _InFull(Trino):
    # Athena reads SELECTs with Trino's grammar.
    class Generator(TrinoGenerator):
        def ordered_sql(self, expression: exp.Ordered) -> str:
            """A column of an ORDER BY with its place of nulls, which sqlglot drops where it is the dialect's own."""
            sql = super().ordered_sql(expression)
            said = sql.endswith(("NULLS FIRST", "NULLS LAST"))
            return sql if said else f"{sql} NULLS {'FIRST' if expression.args.get('nulls_first') else 'LAST'}"

        def datatype_sql(self, expression: exp.DataType) -> str:
            """An array's type as the standard has it, which DuckDB reads too."""
            if expression.is_type(exp.DataType.Type.ARRAY):
                return f"{self.sql(expression.expressions[0])} ARRAY"
            return super().datatype_sql(expression)


def report_texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """The text of every report, of its correlation, and of what reports share; DuckDB reads what Athena reads."""
    for name, filled in filled_texts(folder):
        text = sqlglot.parse_one(filled, read="athena").sql(dialect=_InFull, pretty=True, comments=False) + "\n"
        yield folder / "_generated" / f"{name}.sql", text


def filled_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every template of the folder as it is filled, by name: what a hand wrote, before sqlglot reads it."""
    templates = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), undefined=jinja2.StrictUndefined)
    templates.globals.update(condition_sql=condition_sql, centred_rank=centred_rank_sql)

    def filled(template: str, kind: Kind | None = Kind.MOVIES, **given: Any) -> str:
        selection = {"titles": kind and _TITLES[kind], "conditions": conditions_of(kind)}
        return templates.get_template(f"{template}.sql.jinja").render(**selection, **given)

    for report in REPORTS:
        yield report.name, filled(report.name, report.kind, **_parts(report))
        if report.correlation and report.correlates:
            x, y = report.correlates
            yield report.correlation, filled("correlation", report.kind, x=x, y=y)
    for kind, name in FUNNELS.items():
        yield name, filled("funnel" if kind else name, kind)
    for name in (GENRES, ROLES, FILMS, CASTS, DAYS, PAGE_FILMS, PAGE_ARTISTS):
        yield name, filled(name)
    yield PAGE_SERIES, filled(PAGE_SERIES, Kind.SERIES)
    for kind, name in PAGE_GENRES.items():
        yield name, filled("page-genres", kind, names=kind.names)
    for name, kind in DATA_SETS.items():
        yield name, filled(name, kind)


def _parts(report: Report) -> dict[str, Any]:
    """What a report's template may take from its definition.

    `columns` writes the final SELECT, each column by its name or by the SQL that is given for it; `figures` is the SQL
    of those that are made of many titles, over what `ranked` gives; `group` is the first column.
    """
    measures = [column.measure for column in report.columns if column.measure]
    names = [column.name for column in report.columns]
    return {
        "columns": partial(_columns, report.columns),
        "figures": {
            **{measure.name: measure_sql(measure) for measure in measures},
            **{name: sql for name, sql in _OF_GROUPS.items() if name in names},
        },
        "ranked": partial(ranked_sql, measures=measures),
        "group": names[0],
    }


def _columns(columns: Sequence[ReportColumn], **given: str) -> str:
    found = {TITLE.name: _TITLE} | given
    casts = (f"CAST({found.get(c.name, c.name)} AS {SQL_TYPES[c.type]}) AS {c.name}" for c in columns)
    return ",\n  ".join(casts)
