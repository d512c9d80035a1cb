"""What a report is made of: parameters with types and defaults, columns with types and units, a text in `sql/`."""

from collections.abc import Mapping
from dataclasses import dataclass

from filmes_lake.language import Text
from filmes_lake.models.columns import ColumnType
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.reports.measures import Measure
from filmes_lake.reports.parameters import Parameter, Value, bind
from filmes_lake.reports.texts import DAYS, FUNNELS, GENRES, ROLES, sql_of
from filmes_lake.reports.units import Unit

_TITLES = Text("títulos", "titles")


@dataclass(frozen=True)
class ReportColumn:
    """A column of a report's rows; `measure` is what it shows of many films."""

    name: str
    type: ColumnType
    unit: Unit
    description: Text
    measure: Measure | None = None

    @property
    def is_bound(self) -> bool:
        """Whether it is a bound of another column's interval."""
        return self.measure is not None and self.measure.is_bound

    @property
    def bounds(self) -> tuple[str, ...]:
        """The columns that bound its interval, the lower one first; none where it has no interval."""
        return (self.measure and self.measure.bounds) or ()


@dataclass(frozen=True)
class Chart:
    """How a report's rows are drawn as bars, by the names of its columns: what labels one, what it shows, its tick."""

    label: str
    value: str
    tick: str = ""


@dataclass(frozen=True)
class Report:
    """A report. `kind` says whose funnel it has; None is the one of both kinds, which is about days.

    `single` ones have one row, which is shown upright. `correlates` names the two columns whose rank correlation
    belongs to it, `notes` say what its figures are not. One without a `chart` has no bars to draw.
    """

    name: str
    title: Text
    question: Text
    parameters: tuple[Parameter, ...]
    columns: tuple[ReportColumn, ...]
    notes: tuple[Text, ...]
    kind: Kind | None = Kind.MOVIES
    single: bool = False
    correlates: tuple[str, str] | None = None
    chart: Chart | None = None

    def column(self, name: str) -> ReportColumn:
        """Its column of that name; KeyError where it has none."""
        return {column.name: column for column in self.columns}[name]

    @property
    def layer(self) -> Layer:
        """The layer whose tables it reads: what is known day by day stands in Trusted."""
        return Layer.REFINED if self.kind else Layer.TRUSTED

    @property
    def noun(self) -> Text:
        """What it counts, in the plural."""
        return self.kind.names.noun if self.kind else _TITLES

    @property
    def sql(self) -> str:
        """The text of its rows."""
        return sql_of(self.name)

    @property
    def correlation(self) -> str | None:
        """The name of the text of its rank correlation."""
        return f"{self.name}-correlation" if self.correlates else None

    def texts(self, asked: Mapping[str, Value]) -> dict[str, str]:
        """The texts that make up one run of it, by what they give: rows, funnel, genres, roles, correlation.

        Which roles there are is only looked up where `asked`, the parameters, have some: each query has its price.
        """
        shared = {"genres": GENRES} if self.kind else {"days": DAYS}
        names = {"rows": self.name, "funnel": FUNNELS[self.kind], **shared}
        if asked.get("role"):
            names["roles"] = ROLES
        if self.correlation:
            names["correlation"] = self.correlation
        return {what: sql_of(name) for what, name in names.items()}

    def bind(self, given: Mapping[str, str]) -> dict[str, Value]:
        """Every parameter's value; UsageError for a name that is none or a value of another type."""
        return bind(f"report {self.name}", self.parameters, given)
