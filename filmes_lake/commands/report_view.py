"""How a report looks on a terminal and as JSON."""

from collections.abc import Callable, Sequence
from typing import Any

from filmes_lake.console import Console, format_dollars, format_value
from filmes_lake.models.tmdb import ATTRIBUTION
from filmes_lake.reports.report import Report
from filmes_lake.reports.metrics import CONDITIONS, Unit
from filmes_lake.reports.runner import ReportResult

_FORMATS: dict[Unit, Callable[[Any], str]] = {
    Unit.DOLLARS: format_dollars,
    Unit.COUNT: "{:,}".format,
    Unit.RATIO: "{:,.2f}".format,
    Unit.SCORE: "{:,.1f}".format,
    Unit.FLAG: lambda few: "few" if few else "",
}


def show(console: Console, result: ReportResult) -> None:
    """Write a report: rows in full precision as JSON, else aligned and with units, and the funnel."""
    if console.as_json:
        console.document(document(result))
        return
    report = result.report
    console.line(f"{report.title}: {report.question}")
    cells = [[format_cell(row[c.name], c.unit) for c in report.columns] for row in result.rows]
    if report.single:
        console.line()
        console.pairs([(column.name, cell) for column, cell in zip(report.columns, cells[0], strict=True)])
        console.line()
    else:
        numbers = [place for place, column in enumerate(report.columns) if column.unit is not Unit.TEXT]
        console.table([column.name for column in report.columns], cells, right=numbers)
    _show_funnel(console, result)
    console.line()
    for caveat in (*CAVEATS, ATTRIBUTION):
        console.line(caveat)


def show_list(console: Console, reports: Sequence[Report]) -> None:
    """Write what reports there are, with their parameters."""
    if console.as_json:
        console.document({"reports": [_described(report) for report in reports]})
        return
    for report in reports:
        console.line(f"{report.name}: {report.question}")
        console.pairs([(f"  --set {p.name}={_default(p.default)}", p.description) for p in report.parameters])
        console.line()


def _default(value: Any) -> str:
    """A parameter's default as it would be typed."""
    return str(value).lower()


def document(result: ReportResult) -> dict[str, Any]:
    """A report as its JSON document."""
    return {
        "report": result.report.name,
        "parameters": result.parameters,
        "rows": result.rows,
        "funnel": [{"condition": s.condition, "removed": s.removed, "left": s.left} for s in result.funnel],
        "version": result.version,
        "notes": [*CAVEATS, ATTRIBUTION],
    }


def format_cell(value: Any, unit: Unit) -> str:
    """A value with its unit; what is unknown is a dash."""
    if value is None:
        return "-"
    return _FORMATS.get(unit, format_value)(value)


def _show_funnel(console: Console, result: ReportResult) -> None:
    texts = {condition.name: condition.description for condition in CONDITIONS}
    first, *others = result.funnel
    console.line(f"{first.left:>9,} films in the lake")
    for step in others:
        if step.removed:
            console.line(f"{-step.removed:>9,} {texts[step.condition]}")
    console.line(f"{result.funnel[-1].left:>9,} films counted")


def _described(report: Report) -> dict[str, Any]:
    return {
        "name": report.name,
        "title": report.title,
        "question": report.question,
        "parameters": [
            {"name": p.name, "type": p.type.__name__, "default": p.default, "description": p.description}
            for p in report.parameters
        ],
        "columns": [{"name": c.name, "unit": c.unit.value, "description": c.description} for c in report.columns],
    }
