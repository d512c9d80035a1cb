"""What a report is made of: parameters with types and defaults, columns with types and units, a text in `sql/`."""

from collections.abc import Mapping
from dataclasses import dataclass

from filmes_lake.models.columns import ColumnType
from filmes_lake.models.kinds import Kind
from filmes_lake.reports.measures import Measure
from filmes_lake.reports.parameters import Parameter, Value, bind
from filmes_lake.reports.texts import FUNNELS, GENRES, sql_of
from filmes_lake.reports.units import Unit


@dataclass(frozen=True)
class ReportColumn:
    """A column of a report's rows; `measure` is what it shows of many films."""

    name: str
    type: ColumnType
    unit: Unit
    description: str
    measure: Measure | None = None


@dataclass(frozen=True)
class Report:
    """A report. `kind` says whose funnel it has; `single` ones have one row, which is shown upright.

    `correlates` names the two columns whose rank correlation belongs to it, `notes` say what its figures are not.
    """

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[ReportColumn, ...]
    notes: tuple[str, ...]
    kind: Kind = Kind.MOVIES
    single: bool = False
    correlates: tuple[str, str] | None = None

    @property
    def sql(self) -> str:
        """The text of its rows."""
        return sql_of(self.name)

    @property
    def correlation(self) -> str | None:
        """The name of the text of its rank correlation."""
        return f"{self.name}-correlation" if self.correlates else None

    @property
    def texts(self) -> dict[str, str]:
        """The texts that make up one run of it, by what they give: rows, funnel, genres, correlation."""
        names = {"rows": self.name, "funnel": FUNNELS[self.kind], "genres": GENRES}
        if self.correlation:
            names["correlation"] = self.correlation
        return {what: sql_of(name) for what, name in names.items()}

    def bind(self, given: Mapping[str, str]) -> dict[str, Value]:
        """Every parameter's value; UsageError for a name that is none or a value of another type."""
        return bind(f"report {self.name}", self.parameters, given)
