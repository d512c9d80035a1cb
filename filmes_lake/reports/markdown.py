"""A report as a page of Markdown: rows in full precision, funnel, notes; and a query's rows as one."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from filmes_lake.catalog.result import QueryResult
from filmes_lake.language import Language, Text
from filmes_lake.models.attribution import ATTRIBUTIONS
from filmes_lake.portable_json import portable_json
from filmes_lake.reports.parameters import written
from filmes_lake.reports.report import ReportColumn
from filmes_lake.reports.runner import ReportResult
from filmes_lake.reports.units import Unit
from filmes_lake.visible_text import visible

_MARKUP = re.compile(r"([\\|`*_<>\[\]])")


_COUNTED = Text("Quais {titles} entram nas contas", "Which {titles} are counted")
_LEFT_OUT, _LEFT = Text("retirados", "left out"), Text("restam", "left")
_NOTES = Text("Notas", "Notes")
_PARAMETERS = Text("Parâmetros: {parameters}.", "Parameters: {parameters}.")
_MADE = Text(
    "Feito em {at} por filmes-lake {program}, da versão `{version}`.",
    "Made on {at} by filmes-lake {program} of version `{version}`.",
)
_CORRELATION = Text(
    "Correlação de postos (Spearman) de `{x}` e `{y}`: {coefficient} ({films} filmes).",
    "Spearman's rank correlation of `{x}` and `{y}`: {coefficient} ({films} films).",
)
_NONE = Text("nenhuma", "none")


def markdown(result: ReportResult, language: Language, made_at: datetime, program: str) -> str:
    """The page; it says when it was made, by which version of the program, and of which version of the lake."""
    report, at = result.report, made_at.isoformat(timespec="seconds")
    parameters = ", ".join(f"`{name}={written(value)}`" for name, value in result.parameters.items())
    parts = [
        f"# {report.title.of(language)}",
        report.question.of(language),
        "\n".join(_rows(report.columns, result.rows, language)),
        *_correlation(result, language),
        *_days(result, language),
        f"## {_COUNTED.of(language, titles=report.noun)}",
        "\n".join(_funnel(result, language)),
        f"## {_NOTES.of(language)}",
        "\n".join(f"- {note.of(language)}" for note in result.notes),
        _PARAMETERS.of(language, parameters=parameters),
        _MADE.of(language, at=at, program=program, version=result.version),
    ]
    return _page(parts)


def query_page(sql: str, result: QueryResult, made_at: datetime, program: str) -> str:
    """The page of a query's rows, with its SQL and the same words on how it was made."""
    rows = [_line([_escaped(_cell(value, unknown="")) for value in row]) for row in result.rows]
    parts = [
        "\n".join(f"    {line}" for line in sql.strip().splitlines()),
        "\n".join([_line(list(map(_escaped, result.columns))), _line(["---"] * len(result.columns)), *rows]),
        "\n".join(f"- {sentence}" for sentence in ATTRIBUTIONS),
        f"Made on {made_at.isoformat(timespec='seconds')} by filmes-lake {program}.",
    ]
    return _page(parts)


def _page(parts: Sequence[str]) -> str:
    # Pages are read on terminals too, and in viewers that obey a right-to-left override as well.
    return "\n".join(map(visible, "\n\n".join(parts).split("\n"))) + "\n"


def _rows(columns: Sequence[ReportColumn], rows: Sequence[dict[str, Any]], language: Language) -> Iterator[str]:
    yield _line([_headed(column, language) for column in columns])
    yield _line(["---" if column.unit is Unit.TEXT else "---:" for column in columns])
    for row in rows:
        yield _line([_escaped(_cell(row[column.name], unknown="")) for column in columns])


def _headed(column: ReportColumn, language: Language) -> str:
    heading = column.unit.heading
    return f"`{column.name}`{f' ({heading.of(language)})' if heading else ''}"


def _correlation(result: ReportResult, language: Language) -> Iterator[str]:
    if found := result.correlation:
        x, y = found.columns
        coefficient = _cell(found.coefficient, _NONE.of(language))
        yield _CORRELATION.of(language, x=x, y=y, coefficient=coefficient, films=str(found.films))


def _days(result: ReportResult, language: Language) -> Iterator[str]:
    if result.days:
        yield "\n".join(f"- {days.said(language)}" for days in result.days)


def _funnel(result: ReportResult, language: Language) -> Iterator[str]:
    yield _line(["", _LEFT_OUT.of(language), _LEFT.of(language)])
    yield _line(["---", "---:", "---:"])
    for step in result.funnel:
        yield _line([step.description.of(language), str(step.removed), str(step.left)])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: Any, unknown: str) -> str:
    if value is None:
        return unknown
    if isinstance(value, list):
        return ", ".join(_cell(member, unknown) for member in value)
    if isinstance(value, dict):
        return portable_json(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _escaped(text: str) -> str:
    """The text as itself: nothing in a title ends its cell or is taken for markup."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
