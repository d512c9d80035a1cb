"""The columns that reports have: what a film, a group or a title shows, each with its unit and what it says."""

from collections.abc import Mapping
from typing import Any

from filmes_lake.language import Text
from filmes_lake.models.columns import ColumnType
from filmes_lake.reports.measures import MEASURES
from filmes_lake.reports.report import ReportColumn
from filmes_lake.reports.units import Unit

FEW = "poucos_filmes"
"""The column that marks groups of few films."""

COMPARED, COMPARISON = "roi_total", "roi_total_geral"
"""The column by which groups are compared with all films, and the one that says what it is for all of them."""


def is_like_all(row: Mapping[str, Any]) -> bool:
    """Whether a group's interval holds what all films have, so that chance alone may tell the two apart."""
    lower, upper = (row[name] for name in MEASURES[COMPARED].bounds or ())
    known = None not in (lower, upper, row.get(COMPARISON))
    return known and bool(lower <= row[COMPARISON] <= upper)


def measures(*names: str) -> tuple[ReportColumn, ...]:
    """Columns of these measures."""
    found = (MEASURES[name] for name in names)
    return tuple(
        ReportColumn(measure.name, measure.type, measure.unit, measure.description, measure) for measure in found
    )


def text(name: str, description: Text) -> ReportColumn:
    """A text."""
    return ReportColumn(name, ColumnType.STRING, Unit.TEXT, description)


def number(name: str, unit: Unit, description: Text) -> ReportColumn:
    """A whole number that stays below 2 billion."""
    return ReportColumn(name, ColumnType.INT, unit, description)


MARKED = ReportColumn(
    FEW,
    ColumnType.BOOLEAN,
    Unit.FLAG,
    Text(
        "Menos filmes do que min_films: o acaso decide o número.",
        "Fewer films than min_films: chance rules the figure.",
    ),
)
RANK = ReportColumn(
    "posicao",
    ColumnType.BIGINT,
    Unit.RANK,
    Text("Posição por retorno, depois votos, depois id.", "Rank by return, then votes, then id."),
)
TITLE = text(
    "titulo",
    Text(
        "O título como o IMDb o mostra, ou com titles=br o do Brasil, onde se conhece.",
        "The title as IMDb shows it, or with titles=br the one in Brazil, where it is known.",
    ),
)
FILM_ID = text("id_filme", Text("O id do IMDb.", "IMDb's id."))
DECADE = number("decada", Unit.YEAR, Text("Década do ano de lançamento do IMDb.", "Decade of IMDb's year of release."))
ROI = ReportColumn(
    "roi", ColumnType.DOUBLE, Unit.RATIO, Text("(receita - orçamento) / orçamento.", "(revenue - budget) / budget.")
)
BUDGET = ReportColumn(
    "orcamento",
    ColumnType.BIGINT,
    Unit.DOLLARS,
    Text("Orçamento, nos dólares pedidos.", "Budget, in the dollars asked for."),
)
REVENUE = ReportColumn(
    "receita",
    ColumnType.BIGINT,
    Unit.DOLLARS,
    Text("Bilheteria mundial, nos dólares pedidos.", "Worldwide gross, in the dollars asked for."),
)
PROFIT = ReportColumn("lucro", ColumnType.BIGINT, Unit.DOLLARS, Text("Receita - orçamento.", "Revenue - budget."))
RATING = ReportColumn(
    "nota_imdb", ColumnType.DOUBLE, Unit.SCORE, Text("Nota no IMDb, de 1 a 10.", "IMDb rating, 1 to 10.")
)
VOTES = number("votos_imdb", Unit.COUNT, Text("Votos no IMDb.", "IMDb votes."))
POPULARITY = ReportColumn(
    "popularidade", ColumnType.DOUBLE, Unit.SCORE, Text("Popularidade no TMDB.", "TMDB popularity.")
)
OF_ALL = ReportColumn(
    COMPARISON,
    ColumnType.DOUBLE,
    Unit.RATIO,
    Text("Retorno do conjunto de todos os filmes contados.", "Pooled return of all films counted together."),
)
POOLED = ("roi_total", "roi_total_inferior", "roi_total_superior")
MEDIAN = ("roi_mediano", "roi_mediano_inferior", "roi_mediano_superior")
GROUPED = (
    *measures("filmes", *POOLED),
    OF_ALL,
    *measures(*MEDIAN, "roi_medio", "orcamento", "receita"),
    MARKED,
)
