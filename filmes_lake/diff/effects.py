"""The key figures over films held in memory, and what each would be with one film more, fewer or other.

The measures are those that the reports' SQL is made of (`reports.measures`); a test holds both to the same values.
A film is a row of the text `films`, with its artists' ids under `artistas`.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from math import fsum
from typing import Any, Protocol

from filmes_lake.reports.measures import MEASURES, Aggregate, Measure

Film = Mapping[str, Any]
ARTISTS = "artistas"


class Figure(Protocol):
    """A figure over some films."""

    @property
    def value(self) -> float | None:
        """The figure; None where no film has what it is made of."""
        ...

    def with_change(self, minus: Film | None, plus: Film | None) -> float | None:
        """The figure without the film `minus`, which is one of them, and with the film `plus`."""
        ...


def figure_of(name: str, films: Iterable[Film]) -> Figure:
    """The key figure of that name over the films."""
    if name == ARTISTS:
        return _Distinct(films)
    measure = MEASURES[name]
    return _Middle(measure, films) if measure.aggregate is Aggregate.MEDIAN else _Sums(measure, films)


def columns_of_figure(name: str) -> tuple[str, ...]:
    """The columns of a film that the figure is made of."""
    if name == ARTISTS:
        return (ARTISTS,)
    measure = MEASURES[name]
    return (measure.of, measure.per) if measure.per else (measure.of,)


class _Sums:
    """Count, sum, mean and pooled: all of them follow from how many films have a value and from two sums."""

    def __init__(self, measure: Measure, films: Iterable[Film]) -> None:
        self._measure = measure
        parts = [self._parts(film) for film in films]
        self._number = sum(number for number, _, _ in parts)
        self._total, self._per = fsum(total for _, total, _ in parts), fsum(per for _, _, per in parts)

    @property
    def value(self) -> float | None:
        return self._figure(self._number, self._total, self._per)

    def with_change(self, minus: Film | None, plus: Film | None) -> float | None:
        gone, come = (self._parts(film) if film else (0, 0.0, 0.0) for film in (minus, plus))
        return self._figure(
            self._number - gone[0] + come[0], self._total - gone[1] + come[1], self._per - gone[2] + come[2]
        )

    def _parts(self, film: Film) -> tuple[int, float, float]:
        value = film[self._measure.of]
        per = film[self._measure.per] if self._measure.per else None
        amount = 0.0 if value is None or self._measure.aggregate is Aggregate.COUNT else float(value)
        return int(value is not None), amount, float(per or 0)

    def _figure(self, number: int, total: float, per: float) -> float | None:
        if self._measure.aggregate is Aggregate.COUNT:
            return number
        if not number:
            return None
        if self._measure.aggregate is Aggregate.POOLED:
            return total / per if per else None
        return total / number if self._measure.aggregate is Aggregate.MEAN else total


class _Middle:
    """The median, from the values in their order."""

    def __init__(self, measure: Measure, films: Iterable[Film]) -> None:
        self._of = measure.of
        self._values = sorted(float(film[self._of]) for film in films if film[self._of] is not None)

    @property
    def value(self) -> float | None:
        return self.with_change(None, None)

    def with_change(self, minus: Film | None, plus: Film | None) -> float | None:
        gone, come = (None if film is None else film[self._of] for film in (minus, plus))
        number = len(self._values) - (gone is not None) + (come is not None)
        if not number:
            return None
        return (self._at((number - 1) // 2, gone, come) + self._at(number // 2, gone, come)) / 2

    def _at(self, place: int, gone: float | None, come: float | None) -> float:
        """The value at a place of the values without `gone` and with `come`; making that list would take far longer."""
        hole = len(self._values) if gone is None else bisect_left(self._values, gone)
        if come is not None:
            before = bisect_left(self._values, come)
            before -= hole < before
            if place == before:
                return float(come)
            place -= place > before
        return self._values[place + (place >= hole)]


class _Distinct:
    """How many artists the films have, each counted once."""

    def __init__(self, films: Iterable[Film]) -> None:
        self._films = Counter(artist for film in films for artist in film[ARTISTS])

    @property
    def value(self) -> float | None:
        return len(self._films)

    def with_change(self, minus: Film | None, plus: Film | None) -> float | None:
        gone, come = (frozenset(film[ARTISTS]) if film else frozenset() for film in (minus, plus))
        lost = sum(self._films[artist] == 1 for artist in gone - come)
        return len(self._films) - lost + sum(artist not in self._films for artist in come)
