"""What a report is made of: parameters with types and defaults, columns with types and units, a text in `sql/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from filmes_lake.errors import UsageError
from filmes_lake.models.columns import ColumnType
from filmes_lake.models.kinds import Kind
from filmes_lake.reports.metrics import Unit

Value = str | int | bool | None

# Texts that reports share: the funnel of each kind counts titles by the condition that removed them.
FUNNELS = {Kind.MOVIES: "funnel", Kind.SERIES: "series-funnel"}
GENRES = "genres"
SHARED = (*FUNNELS.values(), GENRES)
# Film by film, for what explains a report: no report runs them.
FILMS, CASTS = "films", "casts"

_SQL = files("filmes_lake.reports") / "sql"
_TRUE = ("true", "yes", "1", "on")
_FALSE = ("false", "no", "0", "off")
_TYPES = {bool: "true or false", int: "whole number", str: "text"}


@dataclass(frozen=True)
class Parameter:
    """A parameter of a report. `type` is str, int or bool; a default of None means: no such condition."""

    name: str
    type: type
    default: Value
    description: str

    @property
    def type_name(self) -> str:
        """Its type, in words."""
        return _TYPES[self.type]

    def parse(self, text: str) -> Value:
        """The value of `--set name=text`; UsageError where it is not of the type."""
        if text.lower() in ("", "none") and self.default is None:
            return None
        if self.type is bool and text.lower() in (*_TRUE, *_FALSE):
            return text.lower() in _TRUE
        # isdecimal() holds for other scripts' digits too, and int() reads them.
        if self.type is int and text.isascii() and text.isdecimal() and len(text) <= 18:
            return int(text)
        if self.type is str:
            return text
        wanted = "a whole number, 0 or more" if self.type is int else self.type_name
        none = ", or none" if self.default is None else ""
        raise UsageError(f"--set {self.name}={text}: {self.name} must be {wanted}{none}", self.description)


@dataclass(frozen=True)
class ReportColumn:
    """A column of a report's rows."""

    name: str
    type: ColumnType
    unit: Unit
    description: str


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

    def sql(self, dialect: str) -> str:
        """Its text for `athena` or `duckdb`, with parameters by name."""
        return sql_of(dialect, self.name)

    @property
    def correlation(self) -> str | None:
        """The name of the text of its rank correlation."""
        return f"{self.name}-correlation" if self.correlates else None

    def bind(self, given: Mapping[str, str]) -> dict[str, Value]:
        """Every parameter's value; UsageError for a name that is none or a value of another type."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise UsageError(
                    f"--set {name}: report {self.name} has no such parameter", f"it has: {', '.join(known)}"
                )
        return {name: known[name].parse(given[name]) if name in given else known[name].default for name in known}


def sql_of(dialect: str, name: str) -> str:
    """The text of that name, a report's, its correlation's or one that reports share, for `athena` or `duckdb`."""
    return (_SQL / dialect / f"{name}.sql").read_text(encoding="utf-8")
