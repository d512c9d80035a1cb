"""Why the key figures of two Refined versions differ: films that left the selection, were revised, or entered it.

A change is taken in three steps, and each step's effect is what the figure moves by:

1. *left*: the films that are counted no longer are taken away;
2. *revised*: those that are counted in both versions get their new values;
3. *entered*: the films that are counted only now are put in.

So the three effects add up to the whole change, for pooled and median figures too, which no film has a share of. The
order is part of the definition: in another order the same steps would have other effects. A film's own effect is that
of its change alone at the start of its step; those of one step need not add up to the step's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from filmes_lake.diff.effects import ARTISTS, Figure, Film, columns_of_figure, figure_of
from filmes_lake.lake.manifest import Manifest
from filmes_lake.reports.parameters import Value
from filmes_lake.reports.report import Report
from filmes_lake.reports.runner import QueryEngine
from filmes_lake.reports.texts import CASTS, FILMS, sql_of, used
from filmes_lake.reports.units import Unit

NOT_IN_LAKE = "not_in_lake"


class FilmChange(StrEnum):
    """What became of a film between two versions, in the order of the steps."""

    LEFT = "left"
    REVISED = "revised"
    ENTERED = "entered"


@dataclass(frozen=True)
class ChangeStep:
    """A step of a figure's change: its films, and what it moves the figure by (None: no figure before or after)."""

    films: int
    effect: float | None


@dataclass(frozen=True)
class FilmEffect:
    """What one film's change alone moves a figure by.

    `condition` is what keeps the film out of the selection: before it entered, or now that it left. `values` are those
    of the figure's columns, old and new; of the artists their number.
    """

    id_filme: str
    titulo: str | None
    ano: int | None
    votos_imdb: int | None
    change: FilmChange
    effect: float
    condition: str | None
    values: dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class FigureChange:
    """A key figure in both versions, in its unit, with the steps between and the films of the largest effect first.

    Of films with one effect the one with more IMDb votes comes first.
    """

    name: str
    unit: Unit
    old: float | None
    new: float | None
    steps: dict[FilmChange, ChangeStep]
    films: list[FilmEffect]


@dataclass(frozen=True)
class SelectedFilms:
    """The films that a version's selection counts, by id, and why each other film is not counted."""

    films: dict[str, Film]
    conditions: dict[str, str]


def select_films(engine: QueryEngine, version: Manifest, parameters: Mapping[str, Value]) -> SelectedFilms:
    """The selection of a Refined version under the film reports' parameters."""
    texts = {name: sql_of(name) for name in (FILMS, CASTS)}
    found = engine.select(version, {name: (text, used(text, parameters)) for name, text in texts.items()})
    casts: dict[str, set[str]] = {}
    for row in found[CASTS]:
        casts.setdefault(row["id_filme"], set()).add(row["id_artista"])
    return SelectedFilms(
        {
            row["id_filme"]: {**row, ARTISTS: frozenset(casts.get(row["id_filme"], ()))}
            for row in found[FILMS]
            if row["condicao"] is None
        },
        {row["id_filme"]: row["condicao"] for row in found[FILMS] if row["condicao"] is not None},
    )


def figure_changes(old: SelectedFilms, new: SelectedFilms, report: Report, top: int) -> list[FigureChange]:
    """Every figure of the report, each with the `top` films of the largest effect."""
    return [_figure_change(old, new, column.name, column.unit, top) for column in report.columns if not column.is_bound]


def _figure_change(old: SelectedFilms, new: SelectedFilms, name: str, unit: Unit, top: int) -> FigureChange:
    stay = old.films.keys() & new.films.keys()
    populations = (
        old.films.values(),
        [old.films[film] for film in stay],
        [new.films[film] for film in stay],
        new.films.values(),
    )
    figures = [figure_of(name, films) for films in populations]
    values = [figure.value for figure in figures]
    changed = {change: list(_changed(change, old, new, columns_of_figure(name))) for change in FilmChange}
    steps = {
        change: ChangeStep(len(changed[change]), _difference(before, after))
        for change, before, after in zip(FilmChange, values, values[1:], strict=False)
    }
    films = [
        effect
        for change, figure in zip(FilmChange, figures, strict=False)
        for film in changed[change]
        if (effect := _film_effect(film, change, figure, name, old, new)) and effect.effect
    ]
    films.sort(key=lambda film: (-abs(film.effect), -(film.votos_imdb or 0), film.id_filme))
    return FigureChange(name, unit, values[0], values[-1], steps, films[:top])


def _changed(change: FilmChange, old: SelectedFilms, new: SelectedFilms, columns: tuple[str, ...]) -> Iterator[str]:
    if change is FilmChange.LEFT:
        yield from old.films.keys() - new.films.keys()
    elif change is FilmChange.ENTERED:
        yield from new.films.keys() - old.films.keys()
    else:
        for film in old.films.keys() & new.films.keys():
            if any(old.films[film][column] != new.films[film][column] for column in columns):
                yield film


def _film_effect(
    film: str, change: FilmChange, figure: Figure, name: str, old: SelectedFilms, new: SelectedFilms
) -> FilmEffect | None:
    before, after = old.films.get(film), new.films.get(film)
    effect = _difference(figure.value, figure.with_change(before, after))
    known = after or before
    if effect is None or known is None:
        return None
    out = {FilmChange.LEFT: new, FilmChange.ENTERED: old}.get(change)
    condition = out.conditions.get(film, NOT_IN_LAKE) if out else None
    values = {column: (_shown(before, column), _shown(after, column)) for column in columns_of_figure(name)}
    shown = (known["titulo"], known["ano"], known["votos_imdb"])
    return FilmEffect(film, *shown, change, effect, condition, values)


def _shown(film: Film | None, column: str) -> Any:
    if film is None:
        return None
    return len(film[column]) if column == ARTISTS else film[column]


def _difference(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before
