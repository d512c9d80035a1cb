"""How a report looks on a terminal and as JSON."""

from collections.abc import Sequence
from typing import Any

from filmes_lake.console import Console
from filmes_lake.console.bars import Bar
from filmes_lake.reports.contents import document
from filmes_lake.reports.definitions import COMPARED, COMPARISON, FEW, is_like_all
from filmes_lake.reports.output import OutputFile
from filmes_lake.reports.report import Chart, Report, ReportColumn
from filmes_lake.reports.runner import Correlation, ReportResult
from filmes_lake.reports.units import Unit, format_cell

_SMALL, _LIKE_ALL = "*", "~"


def show(console: Console, result: ReportResult, chart: Chart | None = None) -> None:
    """Write a report: rows in full precision as JSON, else aligned and with units, or as bars, and the funnel."""
    if console.as_json:
        console.document(document(result))
        return
    _show_head(console, result)
    if chart:
        _show_bars(console, result, chart)
    else:
        _show_rows(console, result)
    _show_foot(console, result)


def show_written(console: Console, result: ReportResult, file: OutputFile) -> None:
    """Say what was written to a file, and show what stands beside the rows: a CSV has no room for it."""
    if console.as_json:
        written = {"report": result.report.name, "file": str(file.path), "rows": len(result.rows)}
        console.document({**written, "version": result.version})
        return
    _show_head(console, result)
    console.line(f"{len(result.rows):,} rows written to {file.given}")
    console.line()
    _show_foot(console, result)


def show_list(console: Console, reports: Sequence[Report]) -> None:
    """Write what reports there are; as JSON with their parameters and columns."""
    if console.as_json:
        console.document({"reports": [_described(report) for report in reports]})
        return
    console.pairs([(report.name, report.question) for report in reports])
    console.note("parameters and columns: filmes-lake report NAME --help")


def _show_head(console: Console, result: ReportResult) -> None:
    console.line(f"{result.report.title}: {result.report.question}")


def _show_rows(console: Console, result: ReportResult) -> None:
    columns = [column for column in result.report.columns if not column.is_bound and column.name != COMPARISON]
    cells = [[_cell(row, column) for column in columns] for row in result.rows]
    if result.report.single:
        console.line()
        console.pairs([(column.name, cell) for column, cell in zip(columns, cells[0], strict=True)])
        console.line()
    else:
        numbers = [place for place, column in enumerate(columns) if column.unit is not Unit.TEXT]
        console.table([column.name for column in columns], cells, right=numbers)
    if any(column.bounds for column in columns):
        console.line("[a, b]: 95% interval")
        _explain_marks(console, result)
        console.line()


def _cell(row: dict[str, Any], column: ReportColumn) -> str:
    """A value with its interval; before it the mark of a group that is like all films."""
    mark = f"{_LIKE_ALL} " if column.name == COMPARED and is_like_all(row) else ""
    return f"{mark}{format_cell(row[column.name], column.unit)}{_interval(row, column)}"


def _interval(row: dict[str, Any], column: ReportColumn) -> str:
    bounds = [row[name] for name in column.bounds]
    if not bounds or None in bounds:
        return ""
    return f" [{', '.join(format_cell(bound, column.unit) for bound in bounds)}]"


def _explain_marks(console: Console, result: ReportResult) -> None:
    like = [row for row in result.rows if COMPARISON in row and is_like_all(row)]
    if like:
        every = format_cell(like[0][COMPARISON], Unit.RATIO)
        console.line(f"{_LIKE_ALL}: its interval holds the {COMPARED} of all films counted, {every}")


def _show_bars(console: Console, result: ReportResult, chart: Chart) -> None:
    value, tick = result.report.column(chart.value), result.report.column(chart.tick or chart.value)
    bars = [
        Bar(
            label=format_cell(row[chart.label], result.report.column(chart.label).unit),
            value=row[value.name],
            text=format_cell(row[value.name], value.unit) + _marks(row),
            tick=row[tick.name] if chart.tick else None,
            small=bool(row.get(FEW)),
        )
        for row in result.rows
    ]
    console.line()
    console.bars(bars)
    console.line()
    console.line(f"{value.name}: {value.description}{f' The tick is {tick.name}.' if chart.tick else ''}")
    if any(bar.small for bar in bars):
        console.line(f"{_SMALL}: fewer films than min_films")
    _explain_marks(console, result)
    console.line()


def _marks(row: dict[str, Any]) -> str:
    like_all = COMPARISON in row and is_like_all(row)
    return (_SMALL if row.get(FEW) else "") + (_LIKE_ALL if like_all else "")


def _show_foot(console: Console, result: ReportResult) -> None:
    if result.correlation:
        console.line(_correlation(result.correlation))
        console.line()
    for days in result.days:
        console.line(str(days))
    if result.days:
        console.line()
    _show_funnel(console, result)
    console.line()
    for note in result.notes:
        console.line(note)


def _correlation(found: Correlation) -> str:
    x, y = found.columns
    coefficient = format_cell(found.coefficient, Unit.RATIO)
    return f"rank correlation of {x} and {y} (Spearman): {coefficient}, {found.films:,} films"


def _show_funnel(console: Console, result: ReportResult) -> None:
    first, *others = result.funnel
    console.line(f"{first.left:>9,} {first.description}")
    for step in others:
        if step.removed:
            console.line(f"{-step.removed:>9,} {step.description}")
    console.line(f"{result.funnel[-1].left:>9,} {result.report.noun} counted")


def _described(report: Report) -> dict[str, Any]:
    return {
        "name": report.name,
        "title": report.title,
        "question": report.question,
        "parameters": [
            {"name": p.name, "type": p.type.__name__, "default": p.default, "description": p.description}
            for p in report.parameters
        ],
        "columns": [
            {"name": c.name, "type": c.type.value, "unit": c.unit.value, "description": c.description}
            for c in report.columns
        ],
        "notes": list(report.notes),
    }
