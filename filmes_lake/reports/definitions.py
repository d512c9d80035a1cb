"""The named reports. Their SQL is in `sql/`, their measures in `measures.py`, their conditions in `conditions.py`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from filmes_lake.errors import UsageError
from filmes_lake.models.columns import ColumnType
from filmes_lake.models.kinds import Kind
from filmes_lake.reports.conditions import parameters_of
from filmes_lake.reports.measures import MEASURES
from filmes_lake.reports.parameters import Parameter
from filmes_lake.reports.report import Chart, Report, ReportColumn
from filmes_lake.reports.units import Unit

CAVEATS = (
    "Revenue is the worldwide gross, not the studio's share; marketing is not in the budget.",
    "Amounts are US dollars as paid then, or with dollars=real at one year's prices, as TMDB's volunteers noted them.",
)
INTERVALS = (
    "Intervals are of 95%, for films as if drawn by chance from many like them. Of pooled returns of few films they "
    "hold less often."
)
POPULARITY = "Popularity is TMDB's on the day it was asked; ratings and votes are those of IMDb's file."


def find_report(name: str) -> Report:
    """The report of that name; UsageError lists the names there are."""
    for report in REPORTS:
        if report.name == name:
            return report
    raise UsageError(f"{name}: no such report", f"there are: {', '.join(report.name for report in REPORTS)}")


def is_like_all(row: Mapping[str, Any]) -> bool:
    """Whether a group's interval holds what all films have, so that chance alone may tell the two apart."""
    lower, upper = (row[name] for name in MEASURES[COMPARED].bounds or ())
    known = None not in (lower, upper, row.get(COMPARISON))
    return known and bool(lower <= row[COMPARISON] <= upper)


def bars_of(report: Report) -> Chart:
    """How a report's rows are drawn; UsageError where it has nothing that bars could show."""
    if report.chart:
        return report.chart
    names = ", ".join(other.name for other in REPORTS if other.chart)
    raise UsageError(f"--chart: report {report.name} has no bars", f"there are: {names}")


_SELECTION = parameters_of(Kind.MOVIES)
_MARKED = Parameter("min_films", int, 5, "groups of fewer films are marked")
FEW = "poucos_filmes"
"""The column that marks groups of few films."""

COMPARED, COMPARISON = "roi_total", "roi_total_geral"
"""The column by which groups are compared with all films, and the one that says what it is for all of them."""

_FEW = ReportColumn(FEW, ColumnType.BOOLEAN, Unit.FLAG, "Fewer films than min_films: chance rules the figure.")
_EVERY_FILM = Parameter("top", int, None, "at most this many films; none: all. The correlation is over all in any case")


def _measures(*names: str) -> tuple[ReportColumn, ...]:
    found = (MEASURES[name] for name in names)
    return tuple(
        ReportColumn(measure.name, measure.type, measure.unit, measure.description, measure) for measure in found
    )


def _text(name: str, description: str) -> ReportColumn:
    return ReportColumn(name, ColumnType.STRING, Unit.TEXT, description)


def _number(name: str, unit: Unit, description: str) -> ReportColumn:
    """A whole number that stays below 2 billion."""
    return ReportColumn(name, ColumnType.INT, unit, description)


_RANK = ReportColumn("posicao", ColumnType.BIGINT, Unit.RANK, "Rank by return, then votes, then id.")
_TITLE = _text("titulo", "The title as IMDb shows it.")
_FILM_ID = _text("id_filme", "IMDb's id.")
_DECADE = _number("decada", Unit.YEAR, "Decade of IMDb's year of release.")
_ROI = ReportColumn("roi", ColumnType.DOUBLE, Unit.RATIO, "(revenue - budget) / budget.")
_BUDGET = ReportColumn("orcamento", ColumnType.BIGINT, Unit.DOLLARS, "Budget, in the dollars asked for.")
_REVENUE = ReportColumn("receita", ColumnType.BIGINT, Unit.DOLLARS, "Worldwide gross, in the dollars asked for.")
_PROFIT = ReportColumn("lucro", ColumnType.BIGINT, Unit.DOLLARS, "Revenue - budget.")
_RATING = ReportColumn("nota_imdb", ColumnType.DOUBLE, Unit.SCORE, "IMDb rating, 1 to 10.")
_VOTES = _number("votos_imdb", Unit.COUNT, "IMDb votes.")
_POPULARITY = ReportColumn("popularidade", ColumnType.DOUBLE, Unit.SCORE, "TMDB popularity.")
_COMPARED = ReportColumn(COMPARISON, ColumnType.DOUBLE, Unit.RATIO, "Pooled return of all films counted together.")
_POOLED = ("roi_total", "roi_total_inferior", "roi_total_superior")
_MEDIAN = ("roi_mediano", "roi_mediano_inferior", "roi_mediano_superior")
_GROUPED = (
    *_measures("filmes", *_POOLED),
    _COMPARED,
    *_measures(*_MEDIAN, "roi_medio", "orcamento", "receita"),
    _FEW,
)
_OF_ARTIST = ("filmes", *_POOLED, *_MEDIAN, "popularidade_media", "receita")


REPORTS = (
    Report(
        "kpis",
        "Key figures",
        "How many films and artists, and what do they cost and return?",
        _SELECTION,
        (
            *_measures("filmes"),
            ReportColumn("artistas", ColumnType.BIGINT, Unit.COUNT, "Artists in the selected films, matched by name."),
            *_measures(
                "orcamento_mediano",
                "orcamento_medio",
                "receita_mediana",
                "receita_media",
                *_POOLED,
                *_MEDIAN,
                "roi_medio",
                "popularidade_media",
                "nota_imdb_media",
            ),
        ),
        (*CAVEATS, INTERVALS),
        single=True,
    ),
    Report(
        "roi",
        "Return on investment",
        "Which films returned most on their budget?",
        (Parameter("top", int, 10, "at most this many films"), *_SELECTION),
        (
            _RANK,
            _TITLE,
            _FILM_ID,  # early: `explain` wants it, and a narrow terminal drops columns from the right
            _number("ano", Unit.YEAR, "IMDb's year of release."),
            _ROI,
            _BUDGET,
            _REVENUE,
            _PROFIT,
            _RATING,
            _VOTES,
            _POPULARITY,
        ),
        CAVEATS,
        chart=Chart("titulo", "roi"),
    ),
    Report(
        "roi-by-decade",
        "Return by decade",
        "How did the return change by decade?",
        (*_SELECTION, _MARKED),
        (_DECADE, *_GROUPED),
        (*CAVEATS, INTERVALS),
        chart=Chart("decada", "roi_total", tick="roi_mediano"),
    ),
    Report(
        "roi-by-month",
        "Return by month of release",
        "In which month of release do films return most?",
        (*_SELECTION, _MARKED),
        (_number("mes", Unit.MONTH, "Month of TMDB's date of release, 1 to 12; null where unknown."), *_GROUPED),
        (
            *CAVEATS,
            INTERVALS,
            "Months go by TMDB's date of release, which may be a re-release; films without one are a row of their own.",
            "More films than chance would have stand on 1 January, as if only the year were known: mind that month.",
        ),
        chart=Chart("mes", "roi_total", tick="roi_mediano"),
    ),
    Report(
        "roi-by-genre",
        "Return by genre",
        "Which genres return most?",
        (*_SELECTION, _MARKED),
        (_text("genero", "IMDb's genre; null for films that have none."), *_GROUPED),
        (
            *CAVEATS,
            INTERVALS,
            "A film of several genres counts once in each: the rows add up to more than the films counted.",
        ),
        chart=Chart("genero", "roi_total", tick="roi_mediano"),
    ),
    Report(
        "rating-vs-roi",
        "Rating and return",
        "Do films that people rate higher return more?",
        (_EVERY_FILM, *_SELECTION),
        (_FILM_ID, _TITLE, _DECADE, _RATING, _ROI, _POPULARITY),
        (*CAVEATS, POPULARITY, "A correlation is no cause: films that were seen by many are also rated by many."),
        correlates=("nota_imdb", "roi"),
    ),
    Report(
        "budget-vs-revenue",
        "Budget and revenue",
        "Do dearer films take in more?",
        (_EVERY_FILM, *_SELECTION),
        (_FILM_ID, _TITLE, _DECADE, _BUDGET, _REVENUE, _POPULARITY),
        (*CAVEATS, POPULARITY, "Amounts of different decades stand side by side: prices rose in between."),
        correlates=("orcamento", "receita"),
    ),
    Report(
        "yearly",
        "Budgets and revenues by year",
        "How did budgets and revenues change, as paid and at one year's prices?",
        (*_SELECTION, _MARKED),
        (
            _number("ano", Unit.YEAR, "IMDb's year of release; null where unknown."),
            *_measures("filmes"),
            _FEW,  # early, since a narrow terminal drops columns from the right
            *_measures(
                "orcamento_mediano",
                "orcamento",
                "receita_mediana",
                "receita",
                "orcamento_corrigido_mediano",
                "orcamento_corrigido",
                "receita_corrigida_mediana",
                "receita_corrigida",
            ),
            _number("ano_base", Unit.YEAR, "The year whose prices the corrected amounts are in."),
        ),
        (
            *CAVEATS,
            "Corrected amounts are in ano_base's prices (US consumer prices); years without a price have none.",
        ),
        chart=Chart("ano", "receita_mediana", tick="orcamento_mediano"),
    ),
    Report(
        "artists",
        "Artists",
        "Whose films returned most together?",
        (
            Parameter("top", int, 20, "at most this many artists"),
            Parameter("min_films", int, 3, "only artists in at least this many of the films counted"),
            *_SELECTION,
        ),
        (
            _text("nome_artista", "The artist's name."),
            *_measures(*_OF_ARTIST),
            _text("identidade", "What tells the artist apart: nome, nome_ano or nconst."),
            _text("id_artista", "The lake's key of the artist."),
        ),
        (
            *CAVEATS,
            INTERVALS,
            "Ranked by the lower bound of roi_total: few films that returned much by chance do not lead.",
            POPULARITY,
            "Artists are matched by name, and by year of birth where two are known: namesakes may be one row.",
            "A film counts once for each of its artists, whatever they did in it, and in full.",
        ),
        chart=Chart("nome_artista", "roi_total", tick="roi_mediano"),
    ),
    Report(
        "series",
        "Series",
        "Which series are rated best?",
        (Parameter("top", int, 20, "at most this many series"), *parameters_of(Kind.SERIES)),
        (
            _TITLE,
            _text("id_serie", "IMDb's id."),
            _number("ano_lancamento", Unit.YEAR, "First year on air."),
            _number("ano_termino", Unit.YEAR, "Last year on air; null while it runs, or where unknown."),
            _RATING,
            _VOTES,
            _POPULARITY,
            _number("temporadas", Unit.COUNT, "Seasons so far, as TMDB counts."),
        ),
        (POPULARITY,),
        kind=Kind.SERIES,
        chart=Chart("titulo", "nota_imdb"),
    ),
    Report(
        "trends",
        "Trends",
        "Which titles rise and fall in popularity from one day to another?",
        (
            Parameter("from_day", date, None, "only days from this one on; none: the first there is"),
            Parameter("to_day", date, None, "only days up to this one; none: the last there is"),
            Parameter("top", int, 10, "at most this many titles that rise, and as many that fall"),
        ),
        (
            _TITLE,
            _text("id_titulo", "IMDb's id."),
            _text("tipo", "filme or serie."),
            ReportColumn("variacao", ColumnType.DOUBLE, Unit.SCORE, "Popularity on its last day - on its first."),
            ReportColumn(
                "variacao_relativa",
                ColumnType.DOUBLE,
                Unit.RATIO,
                "variacao / popularidade_inicial; null where that is 0.",
            ),
            ReportColumn("popularidade_inicial", ColumnType.DOUBLE, Unit.SCORE, "Popularity on its first day."),
            ReportColumn("popularidade_final", ColumnType.DOUBLE, Unit.SCORE, "Popularity on its last day."),
            _text("primeiro_dia", "The first of the days on which its popularity is known."),
            _text("ultimo_dia", "The last of them."),
            _number("dias", Unit.COUNT, "How many of the days these are."),
        ),
        (
            "Popularity is TMDB's, of its daily exports and of the answers that Raw keeps; a day's export comes first.",
            "What people do on TMDB's pages in a day makes it: compare days, not films with series.",
            "Titles are compared from the first to the last of their own days, which need not be everybody's.",
            "Titles that neither rise nor fall are counted and not shown.",
        ),
        kind=None,
        chart=Chart("titulo", "variacao"),
    ),
)

# What `explain` and `diff` are about: their parameters are those of this report.
KEY_FIGURES = find_report("kpis")
