"""A report as a page of Markdown: rows in full precision, funnel, notes; and a query's rows as one."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from filmes_lake.catalog.result import QueryResult
from filmes_lake.reports.parameters import written
from filmes_lake.reports.report import ReportColumn
from filmes_lake.reports.runner import ReportResult
from filmes_lake.reports.units import Unit
from filmes_lake.visible_text import visible

_MARKUP = re.compile(r"([\\|`*_<>\[\]])")


def markdown(result: ReportResult, made_at: datetime, program: str) -> str:
    """The page; it says when it was made, by which version of the program, and of which version of the lake."""
    report = result.report
    parts = [
        f"# {report.title}",
        report.question,
        "\n".join(_rows(report.columns, result.rows)),
        *_correlation(result),
        *_days(result),
        f"## Which {report.noun} are counted",
        "\n".join(_funnel(result)),
        "## Notes",
        "\n".join(f"- {note}" for note in result.notes),
        f"Parameters: {', '.join(f'`{name}={written(value)}`' for name, value in result.parameters.items())}.",
        f"Made on {made_at.isoformat(timespec='seconds')} by filmes-lake {program} of version `{result.version}`.",
    ]
    return _page(parts)


def query_page(sql: str, result: QueryResult, made_at: datetime, program: str) -> str:
    """The page of a query's rows, with its SQL and the same words on how it was made."""
    rows = [_line([_escaped(_cell(value, unknown="")) for value in row]) for row in result.rows]
    parts = [
        "\n".join(f"    {line}" for line in sql.strip().splitlines()),
        "\n".join([_line(list(map(_escaped, result.columns))), _line(["---"] * len(result.columns)), *rows]),
        f"Made on {made_at.isoformat(timespec='seconds')} by filmes-lake {program}.",
    ]
    return _page(parts)


def _page(parts: Sequence[str]) -> str:
    # Pages are read on terminals too, and in viewers that obey a right-to-left override as well.
    return "\n".join(map(visible, "\n\n".join(parts).split("\n"))) + "\n"


def _rows(columns: Sequence[ReportColumn], rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    yield _line([_headed(column) for column in columns])
    yield _line(["---" if column.unit is Unit.TEXT else "---:" for column in columns])
    for row in rows:
        yield _line([_escaped(_cell(row[column.name], unknown="")) for column in columns])


def _headed(column: ReportColumn) -> str:
    unit = "" if column.unit.unit_in_name else f" ({column.unit.value})"
    return f"`{column.name}`{unit}"


def _correlation(result: ReportResult) -> Iterator[str]:
    if found := result.correlation:
        x, y = found.columns
        yield f"Spearman's rank correlation of `{x}` and `{y}`: {_cell(found.coefficient)} ({found.films} films)."


def _days(result: ReportResult) -> Iterator[str]:
    if result.days:
        yield "\n".join(f"- {days}" for days in result.days)


def _funnel(result: ReportResult) -> Iterator[str]:
    yield _line(["", "left out", "left"])
    yield _line(["---", "---:", "---:"])
    for step in result.funnel:
        yield _line([step.description, str(step.removed), str(step.left)])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: Any, unknown: str = "none") -> str:
    if value is None:
        return unknown
    return str(value).lower() if isinstance(value, bool) else str(value)


def _escaped(text: str) -> str:
    """The text as itself: nothing in a title ends its cell or is taken for markup."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
