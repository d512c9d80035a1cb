"""How the changes between two versions look on a terminal and as JSON."""

from typing import Any

from filmes_lake.console import Console
from filmes_lake.diff.changes import TableChange, VersionChanges
from filmes_lake.diff.figures import NOT_IN_LAKE, FigureChange, FilmChange, FilmEffect
from filmes_lake.lake.manifest import Manifest
from filmes_lake.language import Language
from filmes_lake.models.kinds import Kind
from filmes_lake.reports.conditions import conditions_of
from filmes_lake.reports.measures import MEASURES
from filmes_lake.reports.parameters import written
from filmes_lake.reports.units import Unit, format_cell

_WORDS = {FilmChange.ENTERED: "entered", FilmChange.LEFT: "left", FilmChange.REVISED: "revised"}
# Of a film's own columns; a pooled figure's are amounts.
_UNITS = {
    **{measure.of: measure.unit for measure in MEASURES.values() if not measure.per},
    **dict.fromkeys(("orcamento", "receita", "lucro"), Unit.DOLLARS),
}
_REASONS = {
    **{condition.name: condition.description.en for condition in conditions_of(Kind.MOVIES)},
    NOT_IN_LAKE: "not in the lake",
}


def show(console: Console, changes: VersionChanges) -> None:
    """Write what changed: tables, then the key figures, those that moved with their causes."""
    if console.as_json:
        console.document(_document(changes))
        return
    console.line(f"{changes.old.layer.value}: {_version(changes.old)} -> {_version(changes.new)}")
    console.line(f"inputs that differ: {', '.join(changes.made_of) or 'none, both were made from the same'}")
    rows = [_table_row(table) for table in changes.tables]
    console.table(("table", "rows before", "after", "in", "out", "changed"), rows, right=(1, 2, 3, 4, 5))
    if changes.figures:
        _show_figures(console, changes)


def _show_figures(console: Console, changes: VersionChanges) -> None:
    given = ", ".join(f"{name}={written(value)}" for name, value in changes.parameters.items() if value is not None)
    console.line(f"key figures ({given}):")
    moved = [figure for figure in changes.figures if any(step.films for step in figure.steps.values())]
    for figure in moved:
        console.line(_figure_line(figure))
        for film in figure.films:
            console.line(f"    {_film_line(film, figure)}")
    same = [figure.name for figure in changes.figures if figure not in moved]
    if same:
        console.line(f"unchanged: {', '.join(same)}")


def _version(manifest: Manifest) -> str:
    return f"{manifest.version} ({manifest.created_at:%Y-%m-%d %H:%M} UTC)"


def _table_row(table: TableChange) -> tuple[str, ...]:
    numbers = (table.before, table.after, table.entered, table.left)
    return (table.name, *(f"{number:,}" for number in numbers), _whole(table.revised))


def _whole(number: int | None) -> str:
    return "-" if number is None else f"{number:,}"


def _figure_line(figure: FigureChange) -> str:
    """A figure's change and its causes: roi_total 1.90 -> 1.87 (-0.03): 12 films entered (-0.01), 3 left (+0.02)."""
    change = None if figure.old is None or figure.new is None else figure.new - figure.old
    ends = " -> ".join(format_cell(value, figure.unit, Language.ENGLISH) for value in (figure.old, figure.new))
    causes = [
        f"{figure.steps[cause].films:,} {word} ({_signed(figure.steps[cause].effect, figure.unit)})"
        for cause, word in _WORDS.items()
        if figure.steps[cause].films
    ]
    first, _, rest = causes[0].partition(" ")
    films = "film" if first == "1" else "films"
    return (
        f"{figure.name} {ends} ({_signed(change, figure.unit)}): {', '.join((f'{first} {films} {rest}', *causes[1:]))}"
    )


def _film_line(film: FilmEffect, figure: FigureChange) -> str:
    year = "" if film.ano is None else f" ({film.ano})"
    line = (
        f"{_signed(film.effect, figure.unit)} {_WORDS[film.change]}: {film.titulo or 'no title'}{year}, {film.id_filme}"
    )
    if film.condition:
        return f"{line}; {'before' if film.change is FilmChange.ENTERED else 'now'}: {_REASONS[film.condition]}"
    values = (f"{name} {' -> '.join(_cell(name, value) for value in pair)}" for name, pair in film.values.items())
    return f"{line}; {', '.join(values)}"


def _cell(column: str, value: Any) -> str:
    return format_cell(value, _UNITS.get(column, Unit.COUNT), Language.ENGLISH)


def _signed(effect: float | None, unit: Unit) -> str:
    if effect is None:
        return "no figure"
    if unit in (Unit.RATIO, Unit.SCORE):
        return f"{effect:+,.2f}" if abs(effect) >= 0.01 or not effect else f"{effect:+.1g}"
    return ("-" if effect < 0 else "+") + format_cell(abs(effect), unit, Language.ENGLISH)


def _document(changes: VersionChanges) -> dict[str, Any]:
    return {
        "layer": changes.old.layer.value,
        "old": {"version": changes.old.version, "created_at": changes.old.created_at},
        "new": {"version": changes.new.version, "created_at": changes.new.created_at},
        "made_of": changes.made_of,
        "tables": [vars(table) for table in changes.tables],
        "parameters": changes.parameters,
        "kpis": [_figure(figure) for figure in changes.figures],
    }


def _figure(figure: FigureChange) -> dict[str, Any]:
    return {
        "name": figure.name,
        "unit": figure.unit.value,
        "old": figure.old,
        "new": figure.new,
        "causes": {cause.value: {"films": step.films, "effect": step.effect} for cause, step in figure.steps.items()},
        "films": [_film(film) for film in figure.films],
    }


def _film(film: FilmEffect) -> dict[str, Any]:
    values = [{"column": name, "old": old, "new": new} for name, (old, new) in film.values.items()]
    return {**vars(film), "change": film.change.value, "values": values}
