"""Runs a report: rows and funnel from one and the same version, of Refined or, day by day, of Trusted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from filmes_lake.catalog.result import QueryResult
from filmes_lake.errors import Conflict, UsageError
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.language import Language, Text
from filmes_lake.models.attribution import ATTRIBUTIONS
from filmes_lake.models.kinds import Layer
from filmes_lake.models.values import NCONST
from filmes_lake.reports.as_of import version_as_of
from filmes_lake.reports.conditions import conditions_of
from filmes_lake.reports.days import MeasuredDays, measured_days
from filmes_lake.reports.definitions import NAMES_MATCHED
from filmes_lake.reports.parameters import Value
from filmes_lake.reports.report import Report
from filmes_lake.reports.texts import used

_IN_LAKE = Text("{titles} no lago", "{titles} in the lake")
# The terms have these sentences in English.
_ATTRIBUTIONS = tuple(Text(sentence, sentence) for sentence in ATTRIBUTIONS)
# How often a report is asked again where others publish while it runs.
_ATTEMPTS = 3


class QueryEngine(Protocol):
    """What runs a report's text: DuckDB locally, Athena on AWS."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def history(self) -> bool:
        """Whether it reads every kept version, not the current one alone."""
        ...

    def query(self, sql: str) -> QueryResult:
        """Run one SELECT of a user's, in the engine's dialect, over the current tables; QueryError where it fails."""
        ...

    def select(
        self, version: Manifest, statements: Mapping[str, tuple[str, Mapping[str, Value]]]
    ) -> dict[str, list[dict[str, Any]]]:
        """Run statements with their parameters over a version's tables; each one's rows under its name.

        Conflict where another version took its place meanwhile and this one cannot be read any more.
        """
        ...


@dataclass(frozen=True)
class FunnelStep:
    """How many titles a condition removed, and how many were left after it; the first step is all there are."""

    condition: str
    description: Text
    removed: int
    left: int


@dataclass(frozen=True)
class Correlation:
    """Spearman's rank correlation of two columns, tied films sharing the mean of their ranks.

    It is over the `films` selected that have both values, however many rows are shown. `coefficient` is from -1 to 1,
    None where all films, or the only one, have the same value.
    """

    columns: tuple[str, str]
    coefficient: float | None
    films: int


@dataclass(frozen=True)
class ReportResult:
    """A report's rows in its order, in full precision, with what they stand on."""

    report: Report
    parameters: dict[str, Value]
    rows: list[dict[str, Any]]
    funnel: list[FunnelStep]
    version: str
    correlation: Correlation | None = None
    days: tuple[MeasuredDays, ...] = ()

    @property
    def notes(self) -> tuple[Text, ...]:
        """What the figures are not, and whose data they are."""
        notes = (note for note in self.report.notes if note is not NAMES_MATCHED or self._names_were_matched)
        return (*notes, *_ATTRIBUTIONS)

    @property
    def _names_were_matched(self) -> bool:
        """Whether a person of the rows has no id of IMDb's; of what is not about persons it says nothing."""
        return any(row.get("identidade") != NCONST for row in self.rows)

    @property
    def lacks_tmdb(self) -> bool:
        """Whether titles are there and a TMDB record of none of them: most likely nothing of TMDB's was ingested."""
        before, no_record = self.funnel[:2]
        return before.left > 0 and no_record.left == 0


def run_report(
    lake: Lake, engine: QueryEngine, report: Report, given: Mapping[str, str], as_of: str | None = None
) -> ReportResult:
    """Run a report with the parameters given as text; UsageError for a wrong one, NotFound without Refined data.

    `as_of` is a day or a version, see `version_as_of`; without it the current version is meant.
    """
    parameters = report.bind(given)
    statements = {name: (text, used(text, parameters)) for name, text in report.texts(parameters).items()}
    version, found = select_of_version(lake, engine, report.layer, statements, as_of)
    check_genres(parameters.get("genre"), [row["genero"] for row in found.get("genres", [])])
    check_roles(parameters.get("role"), [row["papel"] for row in found.get("roles", [])])
    return ReportResult(
        report,
        parameters,
        found["rows"],
        _funnel(report, found["funnel"]),
        version.version,
        _correlation(report, found.get("correlation", [])),
        measured_days(found.get("days", [])),
    )


def select_of_version(
    lake: Lake,
    engine: QueryEngine,
    layer: Layer,
    statements: Mapping[str, tuple[str, Mapping[str, Value]]],
    as_of: str | None,
) -> tuple[Manifest, dict[str, list[dict[str, Any]]]]:
    """The rows of the statements and the version they are from; asked again where that was replaced meanwhile."""
    for attempt in range(1, _ATTEMPTS + 1):
        version = _version(lake, engine, layer, as_of)
        try:
            return version, engine.select(version, statements)
        except Conflict:
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError  # the last attempt returns or raises


def _version(lake: Lake, engine: QueryEngine, layer: Layer, as_of: str | None) -> Manifest:
    """The version that is meant: `as_of` is about Refined, and of Trusted that which such a version was made from."""
    current = lake.require(layer)
    version = current if as_of is None else version_as_of(lake, as_of)
    if version.layer is not layer and version.made_from:
        version = lake.versions.manifest(version.made_from)
    if version.version != current.version and not engine.history:
        raise UsageError(
            f"--as-of {as_of}: {engine.name} reads the current version only",
            "--engine duckdb reads every kept one",
        )
    return version


def check_genres(genres: Value, known: Sequence[str]) -> None:
    """A genre no title has is a slip of the pen, not a report without films."""
    for genre in _unknown(genres, known):
        raise UsageError(f"genre={genre}: no title has this genre", f"there are: {', '.join(known)}")


def check_roles(roles: Value, known: Sequence[str]) -> None:
    """So is a role that nobody has."""
    for role in _unknown(roles, known):
        raise UsageError(f"role={role}: nobody has this role in a film", f"there are: {', '.join(known)}")


def _unknown(asked: Value, known: Sequence[str]) -> Iterator[str]:
    lowered = {name.lower() for name in known}
    return (name for name in (asked if isinstance(asked, tuple) else ()) if name.lower() not in lowered)


def _funnel(report: Report, counts: list[dict[str, Any]]) -> list[FunnelStep]:
    removed_by = {row["condicao"]: row["titulos"] for row in counts}
    left = sum(removed_by.values())
    what = report.noun
    in_lake = Text(**{language.value: _IN_LAKE.of(language, titles=what) for language in Language})
    steps = [FunnelStep(f"{what.en}_in_lake", in_lake, 0, left)]
    for condition in conditions_of(report.kind):
        removed = removed_by.get(condition.name, 0)
        left -= removed
        steps.append(FunnelStep(condition.name, condition.description, removed, left))
    return steps


def _correlation(report: Report, rows: list[dict[str, Any]]) -> Correlation | None:
    if not report.correlates or not rows:
        return None
    return Correlation(report.correlates, rows[0]["correlacao"], rows[0]["filmes"])
