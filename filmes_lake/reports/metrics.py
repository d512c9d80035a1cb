"""The measures of the reports and the conditions of their selection, defined once, as data over films.

A return is (revenue - budget) / budget. Over several films it is pooled (the sum of the profits over the sum of the
budgets), the median or the mean of the films' returns. The mean of ratios alone misleads: one film made for
nothing outweighs a hundred others.
"""

from dataclasses import dataclass
from enum import StrEnum


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
    RATIO = "ratio"
    SCORE = "score"
    YEAR = "year"
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
        Measure("popularidade_media", Aggregate.MEAN, "popularidade", Unit.SCORE, "Mean TMDB popularity."),
        Measure("nota_imdb_media", Aggregate.MEAN, "nota_imdb", Unit.SCORE, "Mean IMDb rating, 1 to 10."),
    )
}

# Columns whose rank among the films of a group some median needs.
RANKED = tuple(dict.fromkeys(m.of for m in MEASURES.values() if m.aggregate is Aggregate.MEDIAN))


@dataclass(frozen=True)
class Condition:
    """A reason to leave a film out, in Athena's SQL over `filmes` and the report's parameters.

    A film falls to the first condition that holds, so the counts of a funnel add up.
    """

    name: str
    description: str
    removes: str


CONDITIONS = (
    Condition("no_tmdb_record", "TMDB has no record of the film", "NOT conhecido"),
    Condition("budget_unknown", "its budget is unknown", "orcamento IS NULL"),
    Condition("revenue_unknown", "its revenue is unknown", "receita IS NULL"),
    Condition(
        "implausible",
        "an amount is implausible",
        "NOT CAST(:include_suspect AS BOOLEAN) AND suspeito IS NOT NULL",
    ),
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
    Condition(
        "other_genre",
        "not of the genre",
        "CAST(:genre AS VARCHAR) IS NOT NULL AND id_filme NOT IN (SELECT id_filme FROM do_genero)",
    ),
)


def measure_sql(name: str) -> str:
    """A measure as Athena's SQL over a ranked group (see `ranked_sql`)."""
    measure = MEASURES[name]
    as_double = f"CAST({measure.of} AS DOUBLE)"
    if measure.aggregate is Aggregate.COUNT:
        return f"COUNT({measure.of})"
    if measure.aggregate is Aggregate.SUM:
        return f"SUM(CAST({measure.of} AS DECIMAL(38, 0)))"
    if measure.aggregate is Aggregate.POOLED:
        return f"SUM({as_double}) / NULLIF(SUM(CAST({measure.per} AS DOUBLE)), CAST(0 AS DOUBLE))"
    if measure.aggregate is Aggregate.MEAN:
        return f"AVG({as_double})"
    # Athena has no exact median: the mean of the one or two rows in the middle.
    middle = f"2 * posicao_{measure.of} BETWEEN contagem_{measure.of} AND contagem_{measure.of} + 2"
    return f"AVG(CASE WHEN {middle} THEN {as_double} END)"


def ranked_sql(source: str, by: str | None = None) -> str:
    """`source` with each film's rank within its group, for the medians of `measure_sql`; `by` None is one group."""
    group = f"PARTITION BY {by} " if by else ""
    ranks = ", ".join(
        f"ROW_NUMBER() OVER ({group}ORDER BY {column} NULLS LAST) AS posicao_{column}, "
        f"COUNT({column}) OVER ({group.strip()}) AS contagem_{column}"
        for column in RANKED
    )
    return f"(SELECT *, {ranks} FROM {source}) AS agrupados"
