"""The days that a report over time stands on: which there are, and which are missing in between."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from filmes_lake.language import Language, Text
from filmes_lake.models.kinds import Kind

_SHOWN = 10
_MEASURED = Text(
    "{titles}: {days}, de {first} a {last}; faltam: {missing}",
    "{titles}: {days}, {first} to {last}; missing: {missing}",
)
_DAY, _DAYS = Text("1 dia medido", "1 day measured"), Text("{days} dias medidos", "{days} days measured")
_NONE = Text("nenhum", "none")
_MORE = Text("{shown} e mais {more}", "{shown} and {more} more")


@dataclass(frozen=True)
class MeasuredDays:
    """The first and the last day on which titles of a kind were measured, how many there are, and the gaps."""

    kind: Kind
    first: date
    last: date
    measured: int
    missing: tuple[date, ...]

    def said(self, language: Language) -> str:
        """The days in one line."""
        first, last, missing = str(self.first), str(self.last), self._gaps(language)
        titles, days = self.kind.names.noun, (_DAY if self.measured == 1 else _DAYS).of(language, days=self.measured)
        return _MEASURED.of(language, titles=titles, days=days, first=first, last=last, missing=missing)

    def _gaps(self, language: Language) -> str:
        more = len(self.missing) - _SHOWN
        shown = ", ".join(map(str, self.missing[:_SHOWN])) or _NONE.of(language)
        return _MORE.of(language, shown=shown, more=more) if more > 0 else shown


def measured_days(rows: Sequence[Mapping[str, Any]]) -> tuple[MeasuredDays, ...]:
    """The days by kind, out of rows of `tipo` and `dia`, each day once; no kind of which there is none."""
    by_kind = {
        kind: sorted(date.fromisoformat(row["dia"]) for row in rows if row["tipo"] == kind.tipo) for kind in Kind
    }
    return tuple(
        MeasuredDays(kind, days[0], days[-1], len(days), tuple(_between(days)))
        for kind, days in by_kind.items()
        if days
    )


def _between(days: Sequence[date]) -> Iterator[date]:
    for day, following in pairwise(days):
        yield from (day + timedelta(days=number) for number in range(1, (following - day).days))
