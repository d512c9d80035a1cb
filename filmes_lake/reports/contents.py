"""What files hold of a report, and of a query's rows."""

from typing import Any

from filmes_lake.catalog.result import QueryResult
from filmes_lake.language import Language
from filmes_lake.models.attribution import ATTRIBUTIONS
from filmes_lake.models.columns import ENGINE_TYPES
from filmes_lake.reports.days import MeasuredDays
from filmes_lake.reports.markdown import markdown, query_page
from filmes_lake.reports.output import Content, Provenance
from filmes_lake.reports.runner import ReportResult


def of_report(result: ReportResult, language: Language) -> Content:
    """A report: its rows, and what they stand on, in words of that language."""

    def page(made: Provenance) -> str:
        return markdown(result, language, made.at, made.program)

    types = {column.name: ENGINE_TYPES[column.type].duckdb for column in result.report.columns}
    return Content(types, result.rows, document(result, language), page)


def of_query(sql: str, result: QueryResult) -> Content:
    """A query's rows, and its SQL."""

    def page(made: Provenance) -> str:
        return query_page(sql, result, made.at, made.program)

    types = dict(zip(result.columns, result.types or [None] * len(result.columns), strict=True))
    found = query_document(result)
    return Content(types, found["rows"], {"sql": sql, **found, "notes": list(ATTRIBUTIONS)}, page)


def query_document(result: QueryResult) -> dict[str, Any]:
    """A query as JSON has it."""
    rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    return {"columns": result.columns, "rows": rows}


def document(result: ReportResult, language: Language) -> dict[str, Any]:
    """A report as JSON has it: rows in full precision, and what they stand on; only notes have a language."""
    correlation = result.correlation
    return {
        "report": result.report.name,
        "parameters": result.parameters,
        "rows": result.rows,
        "correlation": correlation
        and {
            "method": "spearman",
            "columns": list(correlation.columns),
            "coefficient": correlation.coefficient,
            "films": correlation.films,
        },
        **({"days": [_days(found) for found in result.days]} if result.report.kind is None else {}),
        "funnel": [{"condition": s.condition, "removed": s.removed, "left": s.left} for s in result.funnel],
        "version": result.version,
        "notes": [note.of(language) for note in result.notes],
    }


def _days(found: MeasuredDays) -> dict[str, Any]:
    return {
        "kind": found.kind.value,
        "first": found.first,
        "last": found.last,
        "measured": found.measured,
        "missing": found.missing,
    }
