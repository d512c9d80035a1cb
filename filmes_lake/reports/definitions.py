"""What each report is: its parameters with types and defaults, and its columns with units. Its SQL is in `sql/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from filmes_lake.errors import UsageError
from filmes_lake.reports.metrics import MEASURES, Unit

Value = str | int | bool | None

SHARED = ("funnel", "genres")
FILMS, CASTS = "films", "casts"  # film by film, for what explains a report: no report runs them

_SQL = files("filmes_lake.reports") / "sql"
_TRUE = ("true", "yes", "1", "on")
_FALSE = ("false", "no", "0", "off")

CAVEATS = (
    "Revenue is the worldwide gross, not the studio's share; marketing is not in the budget.",
    "Amounts are US dollars as paid then, as TMDB's volunteers wrote them down.",
)


@dataclass(frozen=True)
class Parameter:
    """A parameter of a report. `type` is str, int or bool; a default of None means: no such condition."""

    name: str
    type: type
    default: Value
    description: str

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
        wanted = {bool: "true or false", int: "a whole number, 0 or more"}[self.type]
        raise UsageError(f"--set {self.name}={text}: {self.name} must be {wanted}", self.description)


@dataclass(frozen=True)
class ReportColumn:
    """A column of a report's rows."""

    name: str
    unit: Unit
    description: str


@dataclass(frozen=True)
class Report:
    """A report. `single` ones have one row, which is shown upright."""

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[ReportColumn, ...]
    single: bool = False

    def sql(self, dialect: str) -> str:
        """Its text for `athena` or `duckdb`, with parameters by name."""
        return _text(dialect, self.name)

    def bind(self, given: Mapping[str, str]) -> dict[str, Value]:
        """Every parameter's value; UsageError for a name that is none or a value of another type."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise UsageError(
                    f"--set {name}: report {self.name} has no such parameter", f"it has: {', '.join(known)}"
                )
        return {name: known[name].parse(given[name]) if name in given else known[name].default for name in known}


def shared_sql(dialect: str, name: str) -> str:
    """A text that belongs to no one report.

    `funnel` counts films by the condition that removed them, `genres` lists genres, `films` has every film with its
    measures and its condition, `casts` the artists of each selected film.
    """
    return _text(dialect, name)


def find_report(name: str) -> Report:
    """The report of that name; UsageError lists the names there are."""
    for report in REPORTS:
        if report.name == name:
            return report
    raise UsageError(f"{name}: no such report", f"there are: {', '.join(report.name for report in REPORTS)}")


def _text(dialect: str, name: str) -> str:
    return (_SQL / dialect / f"{name}.sql").read_text(encoding="utf-8")


SELECTION = (
    Parameter("genre", str, None, "only films of this IMDb genre, such as Crime"),
    Parameter("min_year", int, None, "only films of this year or later"),
    Parameter("max_year", int, None, "only films of this year or earlier"),
    Parameter("min_votes", int, 1000, "only films with at least so many IMDb votes; 0: all"),
    Parameter("include_suspect", bool, default=False, description="films with implausible amounts too"),
)


def _measures(*names: str) -> tuple[ReportColumn, ...]:
    return tuple(ReportColumn(name, MEASURES[name].unit, MEASURES[name].description) for name in names)


REPORTS = (
    Report(
        "kpis",
        "Key figures",
        "How many films and artists, and what do they cost and return?",
        SELECTION,
        (
            *_measures("filmes"),
            ReportColumn("artistas", Unit.COUNT, "Artists in the selected films, matched by name."),
            *_measures(
                "orcamento_mediano",
                "orcamento_medio",
                "receita_mediana",
                "receita_media",
                "roi_total",
                "roi_mediano",
                "roi_medio",
                "popularidade_media",
                "nota_imdb_media",
            ),
        ),
        single=True,
    ),
    Report(
        "roi",
        "Return on investment",
        "Which films returned most on their budget?",
        (Parameter("top", int, 10, "so many films"), *SELECTION),
        (
            ReportColumn("posicao", Unit.YEAR, "Rank by return, then votes, then id."),
            ReportColumn("titulo", Unit.TEXT, "The title as IMDb shows it."),
            ReportColumn("ano", Unit.YEAR, "IMDb's year of release."),
            ReportColumn("roi", Unit.RATIO, "(revenue - budget) / budget."),
            ReportColumn("orcamento", Unit.DOLLARS, "Budget as paid then."),
            ReportColumn("receita", Unit.DOLLARS, "Worldwide gross as paid then."),
            ReportColumn("lucro", Unit.DOLLARS, "Revenue - budget."),
            ReportColumn("nota_imdb", Unit.SCORE, "IMDb rating, 1 to 10."),
            ReportColumn("votos_imdb", Unit.COUNT, "IMDb votes."),
            ReportColumn("popularidade", Unit.SCORE, "TMDB popularity."),
            ReportColumn("id_filme", Unit.TEXT, "IMDb's id."),
        ),
    ),
    Report(
        "roi-by-decade",
        "Return by decade",
        "How did the return change by decade?",
        (*SELECTION, Parameter("min_films", int, 5, "groups of fewer films are marked")),
        (
            ReportColumn("decada", Unit.YEAR, "Decade of IMDb's year of release."),
            *_measures("filmes", "roi_total", "roi_mediano", "roi_medio", "orcamento", "receita"),
            ReportColumn("poucos_filmes", Unit.FLAG, "Fewer films than min_films: chance rules the figure."),
        ),
    ),
)
