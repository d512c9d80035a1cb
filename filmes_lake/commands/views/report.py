"""How a report looks on a terminal and as JSON."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from filmes_lake.console import Console
from filmes_lake.language import Language, Text
from filmes_lake.reports.columns import COMPARED, COMPARISON, FEW, is_like_all
from filmes_lake.reports.report import Chart, Report, ReportColumn
from filmes_lake.reports.runner import Correlation, ReportResult
from filmes_lake.reports.units import Unit, format_cell

if TYPE_CHECKING:
    from filmes_lake.reports.output import OutputFile

_SMALL, _LIKE_ALL = "*", "~"
_WRITTEN = Text("{rows} linhas gravadas em {file}", "{rows} rows written to {file}")
_HELP = Text(
    "parâmetros e colunas: filmes-lake report NOME --help", "parameters and columns: filmes-lake report NAME --help"
)
_TICK = Text(" O traço é {column}.", " The tick is {column}.")
_FEW = Text("menos filmes do que min_films", "fewer films than min_films")
_INTERVALS = Text("[a; b]: intervalo de 95%", "[a, b]: 95% interval")
_HOLDS_ALL = Text(
    "seu intervalo contém o {column} de todos os filmes contados, {value}",
    "its interval holds the {column} of all films counted, {value}",
)
_BETWEEN = Text("; ", ", ")
_CORRELATION = Text(
    "correlação de postos de {x} e {y} (Spearman): {coefficient}, {films} filmes",
    "rank correlation of {x} and {y} (Spearman): {coefficient}, {films} films",
)
_COUNTED = Text("{titles} entram nas contas", "{titles} counted")
_AS_OF = Text("em {as_of}: versão {version}", "as of {as_of}: version {version}")
_LACKS_TMDB = Text(
    "o lago ainda não tem registro do TMDB de nenhum deles: {ingest}, depois {transform}",
    "the lake has no TMDB record of any of them yet: {ingest}, then {transform}",
)


def show(console: Console, result: ReportResult, language: Language, chart: Chart | None = None) -> None:
    """Write a report: rows in full precision as JSON, else aligned and with units, or as bars, and the funnel."""
    if console.as_json:
        from filmes_lake.reports.contents import document

        console.document(document(result, language))
        return
    _show_head(console, result, language)
    if chart:
        _show_bars(console, result, language, chart)
    else:
        _show_rows(console, result, language)
    _show_foot(console, result, language)


def show_written(console: Console, result: ReportResult, language: Language, file: "OutputFile") -> None:
    """Say what was written to a file, and show what stands beside the rows: a CSV has no room for it."""
    if console.as_json:
        written = {"report": result.report.name, "file": str(file.path), "rows": len(result.rows)}
        console.document({**written, "version": result.version})
        return
    _show_head(console, result, language)
    console.line(_WRITTEN.of(language, rows=len(result.rows), file=file.given))
    console.line()
    _show_foot(console, result, language)


def show_list(console: Console, reports: Sequence[Report], language: Language) -> None:
    """Write what reports there are; as JSON with their parameters and columns."""
    if console.as_json:
        console.document({"reports": [_described(report, language) for report in reports]})
        return
    console.pairs([(report.name, report.question.of(language)) for report in reports])
    console.note(_HELP.of(language))


def note_as_of(console: Console, result: ReportResult, language: Language, as_of: str) -> None:
    """Say which version was meant by a day or an id."""
    console.note(_AS_OF.of(language, as_of=as_of, version=result.version))


def note_lack_of_tmdb(console: Console, language: Language, ingest: str, transform: str) -> None:
    """Say that the lake has a TMDB record of none of the titles, and the commands that would change it."""
    console.note(_LACKS_TMDB.of(language, ingest=ingest, transform=transform))


def _show_head(console: Console, result: ReportResult, language: Language) -> None:
    console.line(f"{result.report.title.of(language)}: {result.report.question.of(language)}")


def _show_rows(console: Console, result: ReportResult, language: Language) -> None:
    report = result.report
    columns = [column for column in report.columns if not column.is_bound and column.name != COMPARISON]
    cells = [[_cell(row, column, language) for column in columns] for row in result.rows]
    if report.single:
        console.line()
        console.pairs([(column.name, cell) for column, cell in zip(columns, cells[0], strict=True)])
        console.line()
    else:
        numbers = [place for place, column in enumerate(columns) if column.unit is not Unit.TEXT]
        console.table([column.name for column in columns], cells, right=numbers, language=language)
    if any(column.bounds for column in columns):
        console.line(_INTERVALS.of(language))
        _explain_marks(console, result, language)
        console.line()


def _cell(row: dict[str, Any], column: ReportColumn, language: Language) -> str:
    """A value with its interval; before it the mark of a group that is like all films."""
    mark = f"{_LIKE_ALL} " if column.name == COMPARED and is_like_all(row) else ""
    return f"{mark}{format_cell(row[column.name], column.unit, language)}{_interval(row, column, language)}"


def _interval(row: dict[str, Any], column: ReportColumn, language: Language) -> str:
    bounds = [row[name] for name in column.bounds]
    if not bounds or None in bounds:
        return ""
    return f" [{_BETWEEN.of(language).join(format_cell(bound, column.unit, language) for bound in bounds)}]"


def _explain_marks(console: Console, result: ReportResult, language: Language) -> None:
    like = [row for row in result.rows if COMPARISON in row and is_like_all(row)]
    if like:
        every = format_cell(like[0][COMPARISON], Unit.RATIO, language)
        console.line(f"{_LIKE_ALL}: {_HOLDS_ALL.of(language, column=COMPARED, value=every)}")


def _show_bars(console: Console, result: ReportResult, language: Language, chart: Chart) -> None:
    from filmes_lake.console.bars import Bar

    value, tick = result.report.column(chart.value), result.report.column(chart.tick or chart.value)
    bars = [
        Bar(
            label=format_cell(row[chart.label], result.report.column(chart.label).unit, language),
            value=row[value.name],
            text=format_cell(row[value.name], value.unit, language) + _marks(row),
            tick=row[tick.name] if chart.tick else None,
            small=bool(row.get(FEW)),
        )
        for row in result.rows
    ]
    console.line()
    console.bars(bars)
    console.line()
    said = _TICK.of(language, column=tick.name) if chart.tick else ""
    console.line(f"{value.name}: {value.description.of(language)}{said}")
    if any(bar.small for bar in bars):
        console.line(f"{_SMALL}: {_FEW.of(language)}")
    _explain_marks(console, result, language)
    console.line()


def _marks(row: dict[str, Any]) -> str:
    like_all = COMPARISON in row and is_like_all(row)
    return (_SMALL if row.get(FEW) else "") + (_LIKE_ALL if like_all else "")


def _show_foot(console: Console, result: ReportResult, language: Language) -> None:
    if result.correlation:
        console.line(_correlation(result.correlation, language))
        console.line()
    for days in result.days:
        console.line(days.said(language))
    if result.days:
        console.line()
    _show_funnel(console, result, language)
    console.line()
    for note in result.notes:
        console.line(note.of(language))


def _correlation(found: Correlation, language: Language) -> str:
    x, y = found.columns
    coefficient = format_cell(found.coefficient, Unit.RATIO, language)
    return _CORRELATION.of(language, x=x, y=y, coefficient=coefficient, films=found.films)


def _show_funnel(console: Console, result: ReportResult, language: Language) -> None:
    first, *others = result.funnel
    counted = _COUNTED.of(language, titles=result.report.noun)
    steps = [(-step.removed, step.description.of(language)) for step in others if step.removed]
    for titles, what in ((first.left, first.description.of(language)), *steps, (result.funnel[-1].left, counted)):
        console.line(f"{language.number(f'{titles:>9,}')} {what}")


def _described(report: Report, language: Language) -> dict[str, Any]:
    return {
        "name": report.name,
        "title": report.title.of(language),
        "question": report.question.of(language),
        "parameters": [
            {"name": p.name, "type": p.type.__name__, "default": p.default, "description": p.description.of(language)}
            for p in report.parameters
        ],
        "columns": [
            {"name": c.name, "type": c.type.value, "unit": c.unit.value, "description": c.description.of(language)}
            for c in report.columns
        ],
        "notes": [note.of(language) for note in report.notes],
    }
