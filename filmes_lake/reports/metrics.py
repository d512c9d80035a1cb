"""The measures of the reports and the conditions of their selections, defined once, as data over films and series.

A return is (revenue - budget) / budget. Over several films it is pooled (the sum of the profits over the sum of the
budgets), the median or the mean of the films' returns. The mean of ratios alone misleads: one film made for
nothing outweighs a hundred others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from filmes_lake.models.columns import ColumnType
from filmes_lake.models.kinds import Kind


class Aggregate(StrEnum):
    """How a measure is made of many films."""

    COUNT = "count"
    SUM = "sum"
    POOLED = "pooled"
    MEDIAN = "median"
    MEAN = "mean"


class Unit(StrEnum):
    """What a value counts; the console writes it accordingly."""

    COUNT = "count"
    DOLLARS = "US dollars"
    BASE_DOLLARS = "US dollars of ano_base"
    RATIO = "ratio"
    SCORE = "score"
    YEAR = "year"
    MONTH = "month"
    RANK = "rank"
    TEXT = "text"
    FLAG = "flag"


@dataclass(frozen=True)
class Measure:
    """A measure over selected films. `of` is the film's column; a pooled one is sum(of) / sum(per)."""

    name: str
    aggregate: Aggregate
    of: str
    unit: Unit
    description: str
    per: str = ""

    @property
    def type(self) -> ColumnType:
        """What a report's column of it is: whole numbers are summed exactly, everything else is a double."""
        exact = self.aggregate is Aggregate.COUNT or (self.aggregate is Aggregate.SUM and self.of in _WHOLE)
        return ColumnType.BIGINT if exact else ColumnType.DOUBLE


# Amounts as paid are whole dollars; those in the prices of another year are not.
_WHOLE = ("orcamento", "receita", "lucro")

MEASURES = {
    measure.name: measure
    for measure in (
        Measure("filmes", Aggregate.COUNT, "id_filme", Unit.COUNT, "Films selected."),
        Measure("orcamento", Aggregate.SUM, "orcamento", Unit.DOLLARS, "Sum of the budgets."),
        Measure("receita", Aggregate.SUM, "receita", Unit.DOLLARS, "Sum of the worldwide grosses."),
        Measure("orcamento_mediano", Aggregate.MEDIAN, "orcamento", Unit.DOLLARS, "Median budget."),
        Measure("orcamento_medio", Aggregate.MEAN, "orcamento", Unit.DOLLARS, "Mean budget."),
        Measure("receita_mediana", Aggregate.MEDIAN, "receita", Unit.DOLLARS, "Median gross."),
        Measure("receita_media", Aggregate.MEAN, "receita", Unit.DOLLARS, "Mean gross."),
        Measure("roi_total", Aggregate.POOLED, "lucro", Unit.RATIO, "Pooled return.", per="orcamento"),
        Measure("roi_mediano", Aggregate.MEDIAN, "roi", Unit.RATIO, "Median return."),
        Measure("roi_medio", Aggregate.MEAN, "roi", Unit.RATIO, "Mean return; a few tiny budgets rule it."),
        Measure(
            "orcamento_corrigido", Aggregate.SUM, "orcamento_corrigido", Unit.BASE_DOLLARS, "Sum of corrected budgets."
        ),
        Measure(
            "receita_corrigida", Aggregate.SUM, "receita_corrigida", Unit.BASE_DOLLARS, "Sum of corrected grosses."
        ),
        Measure(
            "orcamento_corrigido_mediano",
            Aggregate.MEDIAN,
            "orcamento_corrigido",
            Unit.BASE_DOLLARS,
            "Median corrected budget.",
        ),
        Measure(
            "receita_corrigida_mediana",
            Aggregate.MEDIAN,
            "receita_corrigida",
            Unit.BASE_DOLLARS,
            "Median corrected gross.",
        ),
        Measure("popularidade_media", Aggregate.MEAN, "popularidade", Unit.SCORE, "Mean TMDB popularity."),
        Measure("nota_imdb_media", Aggregate.MEAN, "nota_imdb", Unit.SCORE, "Mean IMDb rating, 1 to 10."),
    )
}


@dataclass(frozen=True)
class Condition:
    """A reason to leave a title out, in Athena's SQL over its selection's columns and the report's parameters.

    A title falls to the first condition that holds, so the counts of a funnel add up.
    """

    name: str
    description: str
    removes: str


_KNOWN = Condition("no_tmdb_record", "TMDB has no record", "NOT conhecido")
_VOTES_AND_YEARS = (
    Condition(
        "too_few_votes",
        "fewer IMDb votes than min_votes",
        "CAST(:min_votes AS BIGINT) > 0 AND COALESCE(votos_imdb, 0) < CAST(:min_votes AS BIGINT)",
    ),
    Condition(
        "before_min_year",
        "released before min_year, or nobody knows when",
        "CAST(:min_year AS BIGINT) > 0 AND COALESCE(ano, 0) < CAST(:min_year AS BIGINT)",
    ),
    Condition(
        "after_max_year",
        "released after max_year, or nobody knows when",
        "CAST(:max_year AS BIGINT) > 0 AND COALESCE(ano, 9999) > CAST(:max_year AS BIGINT)",
    ),
)


def _other_genre(key: str) -> Condition:
    wrong = f"CAST(:genre AS VARCHAR) IS NOT NULL AND {key} NOT IN (SELECT {key} FROM do_genero)"
    return Condition("other_genre", "not of the genre", wrong)


CONDITIONS = (
    _KNOWN,
    Condition("budget_unknown", "its budget is unknown", "orcamento IS NULL"),
    Condition("revenue_unknown", "its revenue is unknown", "receita IS NULL"),
    Condition(
        "implausible",
        "an amount is implausible",
        "NOT CAST(:include_suspect AS BOOLEAN) AND suspeito IS NOT NULL",
    ),
    *_VOTES_AND_YEARS,
    _other_genre("id_filme"),
)
# Series are ranked by rating, so one without a rating has no place.
SERIES_CONDITIONS = (
    _KNOWN,
    Condition("rating_unknown", "its IMDb rating is unknown", "nota_imdb IS NULL"),
    *_VOTES_AND_YEARS,
    _other_genre("id_serie"),
)


def conditions_of(kind: Kind) -> tuple[Condition, ...]:
    """The conditions of the selection of films or of series, in their order."""
    return CONDITIONS if kind is Kind.MOVIES else SERIES_CONDITIONS


def measure_sql(name: str) -> str:
    """A measure as Athena's SQL over a ranked group (see `ranked_sql`)."""
    measure = MEASURES[name]
    as_double = f"CAST({measure.of} AS DOUBLE)"
    if measure.aggregate is Aggregate.COUNT:
        return f"COUNT({measure.of})"
    if measure.aggregate is Aggregate.SUM:
        return f"SUM(CAST({measure.of} AS DECIMAL(38, 0)))" if measure.of in _WHOLE else f"SUM({as_double})"
    if measure.aggregate is Aggregate.POOLED:
        return f"SUM({as_double}) / NULLIF(SUM(CAST({measure.per} AS DOUBLE)), CAST(0 AS DOUBLE))"
    if measure.aggregate is Aggregate.MEAN:
        return f"AVG({as_double})"
    # Athena has no exact median: the mean of the one or two rows in the middle.
    middle = f"2 * posicao_{measure.of} BETWEEN contagem_{measure.of} AND contagem_{measure.of} + 2"
    return f"AVG(CASE WHEN {middle} THEN {as_double} END)"


def ranked_sql(source: str, of: Sequence[str], by: str | None = None) -> str:
    """`source` with each film's rank by the columns `of` within its group, for the medians of `measure_sql`.

    `by` None is one group. Every column with a median in the report has to be in `of`.
    """
    group = f"PARTITION BY {by} " if by else ""
    ranks = ", ".join(
        f"ROW_NUMBER() OVER ({group}ORDER BY {column} NULLS LAST) AS posicao_{column}, "
        f"COUNT({column}) OVER ({group.strip()}) AS contagem_{column}"
        for column in of
    )
    return f"(SELECT *, {ranks} FROM {source}) AS agrupados"


def centred_rank_sql(column: str) -> str:
    """Twice the difference between a film's rank by a column and the mean rank; ties share the mean of their ranks.

    A whole number, and 0 on average, which is what the rank correlation is made of.
    """
    rank = f"2 * RANK() OVER (ORDER BY {column} NULLS LAST) + COUNT(*) OVER (PARTITION BY {column})"
    return f"{rank} - COUNT(*) OVER () - 2"
