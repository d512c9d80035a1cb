"""Runs a report: rows and funnel from one and the same current Refined version."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from filmes_lake.errors import UsageError
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.versions import Manifest
from filmes_lake.models.kinds import Layer
from filmes_lake.reports.as_of import version_as_of
from filmes_lake.reports.definitions import SHARED, Report, Value, shared_sql
from filmes_lake.reports.metrics import CONDITIONS

_PLACEHOLDER = re.compile(r"[$:]([a-z_]+)\b")


class QueryEngine(Protocol):
    """What runs a report's text: DuckDB locally, Athena on AWS."""

    @property
    def dialect(self) -> str:
        """The dialect of the texts it takes."""
        ...

    def select(
        self, version: Manifest, statements: Mapping[str, tuple[str, Mapping[str, Value]]]
    ) -> dict[str, list[dict[str, Any]]]:
        """Run statements with their parameters over a version's tables; each one's rows under its name."""
        ...


@dataclass(frozen=True)
class FunnelStep:
    """How many films a condition removed, and how many were left after it."""

    condition: str
    removed: int
    left: int


@dataclass(frozen=True)
class ReportResult:
    """A report's rows in its order, in full precision, with what they stand on."""

    report: Report
    parameters: dict[str, Value]
    rows: list[dict[str, Any]]
    funnel: list[FunnelStep]
    version: str

    @property
    def lacks_tmdb(self) -> bool:
        """Whether films are there and TMDB knows none of them: most likely nothing of TMDB's was ingested."""
        before, no_record = self.funnel[:2]
        return before.left > 0 and no_record.left == 0


def run_report(
    lake: Lake, engine: QueryEngine, report: Report, given: Mapping[str, str], as_of: str | None = None
) -> ReportResult:
    """Run a report with the parameters given as text; UsageError for a wrong one, NotFound without Refined data.

    `as_of` is a day or a version, see `version_as_of`; without it the current version is meant.
    """
    parameters = report.bind(given)
    version = lake.require(Layer.REFINED) if as_of is None else version_as_of(lake, as_of)
    texts = {"rows": report.sql(engine.dialect), **{name: shared_sql(engine.dialect, name) for name in SHARED}}
    found = engine.select(version, {name: (text, used(text, parameters)) for name, text in texts.items()})
    _check_genre(parameters.get("genre"), [row["genero"] for row in found["genres"]])
    return ReportResult(report, parameters, found["rows"], _funnel(found["funnel"]), version.version)


def used(text: str, parameters: Mapping[str, Value]) -> dict[str, Value]:
    """The parameters that a text names; engines refuse others."""
    return {name: parameters[name] for name in dict.fromkeys(_PLACEHOLDER.findall(text))}


def _check_genre(genre: Value, known: list[str]) -> None:
    """A genre no film has is a slip of the pen, not a report without films."""
    if genre is not None and str(genre).lower() not in (name.lower() for name in known):
        raise UsageError(f"--set genre={genre}: no title has this genre", f"there are: {', '.join(known)}")


def _funnel(counts: list[dict[str, Any]]) -> list[FunnelStep]:
    films = {row["condicao"]: row["filmes"] for row in counts}
    left = sum(films.values())
    steps = [FunnelStep("films_in_lake", 0, left)]
    for condition in CONDITIONS:
        removed = films.get(condition.name, 0)
        left -= removed
        steps.append(FunnelStep(condition.name, removed, left))
    return steps
