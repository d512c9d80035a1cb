"""The columns that reports have: what a film, a group or a title shows, each with its unit and what it says."""

from filmes_lake.language import Text
from filmes_lake.models.columns import ColumnType
from filmes_lake.reports.measures import MEASURES
from filmes_lake.reports.report import ReportColumn
from filmes_lake.reports.units import Unit

FEW = "poucos_filmes"
"""The column that marks groups of few films."""


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
TITLE = text("titulo", Text("O título como o IMDb o mostra.", "The title as IMDb shows it."))
FILM_ID = text("id_filme", Text("O id do IMDb.", "IMDb's id."))
DECADE = number("decada", Unit.YEAR, Text("Década do ano de lançamento do IMDb.", "Decade of IMDb's year of release."))
ROI = ReportColumn(
    "roi", ColumnType.DOUBLE, Unit.RATIO, Text("(receita - orçamento) / orçamento.", "(revenue - budget) / budget.")
)
BUDGET = ReportColumn(
    "orcamento", ColumnType.BIGINT, Unit.DOLLARS, Text("Orçamento em valores da época.", "Budget as paid then.")
)
REVENUE = ReportColumn(
    "receita",
    ColumnType.BIGINT,
    Unit.DOLLARS,
    Text("Bilheteria mundial em valores da época.", "Worldwide gross as paid then."),
)
PROFIT = ReportColumn("lucro", ColumnType.BIGINT, Unit.DOLLARS, Text("Receita - orçamento.", "Revenue - budget."))
RATING = ReportColumn(
    "nota_imdb", ColumnType.DOUBLE, Unit.SCORE, Text("Nota no IMDb, de 1 a 10.", "IMDb rating, 1 to 10.")
)
VOTES = number("votos_imdb", Unit.COUNT, Text("Votos no IMDb.", "IMDb votes."))
POPULARITY = ReportColumn(
    "popularidade", ColumnType.DOUBLE, Unit.SCORE, Text("Popularidade no TMDB.", "TMDB popularity.")
)
GROUPED = (*measures("filmes", "roi_total", "roi_mediano", "roi_medio", "orcamento", "receita"), MARKED)
