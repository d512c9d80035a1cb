"""What is on the page, as data: pictures over the reports, key figures, and the reference with its selection."""

from dataclasses import dataclass
from enum import StrEnum

from filmes_lake.language import Text
from filmes_lake.models.kinds import Kind
from filmes_lake.reports.conditions import conditions_of, parameters_of
from filmes_lake.reports.definitions import find_report
from filmes_lake.reports.parameters import Parameter, Value


class Shape(StrEnum):
    """How a picture is drawn."""

    POINTS = "points"  # a point for each film
    ARTIST_POINTS = "artist-points"  # a point for each artist
    COLUMNS = "columns"  # a bar for each group, upright where there is room
    ROWS = "rows"  # a bar for each group, one below the other
    LINES = "lines"  # a line for each measure over the groups
    SHARES = "shares"  # the share of the films that lost, for each class of budget
    RANKING = "ranking"  # a table
    ENDS = "ends"  # a table of both ends of the order
    CHANGES = "changes"  # a table of what rose and one of what fell
    FUNNEL = "funnel"  # what each condition removed


class Span(StrEnum):
    """How much of the page a picture takes where two stand in a row."""

    HALF = "half"
    TALL = "tall"  # two rows high
    WIDE = "whole"


@dataclass(frozen=True)
class Picture:
    """A picture over a report's rows. `x` and `y` are columns of a film or of the rows, `log` those drawn so.

    `tick` is a second measure of the same bar, `size` what the size of a point shows.
    """

    name: str
    report: str
    shape: Shape
    x: str = ""
    y: tuple[str, ...] = ()
    log: tuple[str, ...] = ()
    tick: str = ""
    size: str = ""
    span: Span = Span.HALF


PICTURES = (
    Picture(
        "budget-vs-revenue",
        "budget-vs-revenue",
        Shape.POINTS,
        "orcamento",
        ("receita",),
        log=("orcamento", "receita"),
    ),
    Picture("rating-vs-roi", "rating-vs-roi", Shape.POINTS, "nota_imdb", ("roi",), log=("roi",)),
    Picture("roi-by-decade", "roi-by-decade", Shape.COLUMNS, "decada", ("roi_total",), tick="roi_mediano"),
    Picture("roi-by-month", "roi-by-month", Shape.COLUMNS, "mes", ("roi_total",), tick="roi_mediano"),
    Picture("roi-by-genre", "roi-by-genre", Shape.ROWS, "genero", ("roi_total",), tick="roi_mediano", span=Span.TALL),
    Picture("losses-by-budget", "budget-vs-revenue", Shape.SHARES, "orcamento"),
    Picture("roi", "roi", Shape.RANKING),
    Picture(
        "yearly",
        "yearly",
        Shape.LINES,
        "ano",
        ("receita_corrigida_mediana", "orcamento_corrigido_mediano"),
        span=Span.WIDE,
    ),
    Picture("artists", "artists", Shape.RANKING),
    Picture(
        "artists-by-films",
        "artists",
        Shape.ARTIST_POINTS,
        "filmes",
        ("roi_total",),
        log=("filmes", "roi_total"),
        size="popularidade_media",
    ),
    Picture("series", "series", Shape.RANKING, span=Span.TALL),
    Picture("profits", "roi", Shape.ENDS, y=("lucro",)),
    Picture("funnel", "kpis", Shape.FUNNEL),
    Picture("trends", "trends", Shape.CHANGES, span=Span.WIDE),
)

SHOWN = tuple(find_report(name) for name in dict.fromkeys(picture.report for picture in PICTURES))
"""The reports that the page shows."""

TRENDS = find_report("trends")
# So many titles that rose travel, and as many that fell.
TRENDS_CARRIED = 50

# The two headlines come first; the means of what has a median stand small below it.
HEADLINES = ("roi_total", "roi_mediano")
SMALL = {
    "roi_mediano": "roi_medio",
    "orcamento_mediano": "orcamento_medio",
    "receita_mediana": "receita_media",
}
"""Key figures that stand small below another."""

# Lower bounds of the classes of budget, in US dollars.
BUDGET_CLASSES = (0, 1_000_000, 5_000_000, 20_000_000, 50_000_000, 100_000_000)
# What a film has to take in, in budgets, until it is called paid: cinemas keep about half of the gross, and marketing
# comes on top.
BREAK_EVENS = (1, 2, 2.5)
# Yearly medians of fewer films jump about: such a year takes in those around it, at most so many on either side, which
# makes a decade, and what is of fewer films even so is not drawn.
CARRIES_A_LINE = 20
YEARS_AROUND = 5


@dataclass(frozen=True)
class PublishedFigure:
    """A figure of the reference's dashboard, and the key figure that answers the same question rightly."""

    name: str
    published: float
    right: str


# The dashboard that this project began from: films of crime or war from 1961 on with more than 10,000 votes.
REFERENCE_SELECTION = {"genre": "Crime,War", "min_year": "1961", "min_votes": "10001"}
REFERENCE_FIGURES = (
    PublishedFigure("return", 2.03, "roi_total"),
    PublishedFigure("budget", 36_700_000, "orcamento_medio"),
)

PARAMETERS = (
    *parameters_of(Kind.MOVIES),
    Parameter(
        "min_films",
        int,
        None,
        Text(
            "grupos e artistas de menos filmes são marcados ou ficam de fora; none: como em cada relatório",
            "groups and artists of fewer films are marked or left out; none: as each report",
        ),
    ),
    Parameter(
        "top",
        int,
        None,
        Text(
            "no máximo tantas linhas por lista; none: como em cada relatório",
            "at most this many rows of a ranking; none: as each report",
        ),
    ),
)
"""What the page can be asked: the selection of films, and what reports are asked beside it."""

NEUTRAL: dict[str, Value] = {
    condition.parameter: None if isinstance(condition.neutral, tuple) else condition.neutral
    for kind in Kind
    for condition in conditions_of(kind)
    if condition.parameter
}
"""The parameters with which no title is left out for a parameter's sake."""
