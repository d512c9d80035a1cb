"""The measures of the reports, defined once, as data over films.

A return is (revenue - budget) / budget. Over several films it is pooled (the sum of the profits over the sum of the
budgets), the median or the mean of the films' returns. The mean of ratios alone misleads: one film made for
nothing outweighs a hundred others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from filmes_lake.language import Text
from filmes_lake.models.columns import ColumnType
from filmes_lake.reports.units import Unit


class Aggregate(StrEnum):
    """How a measure is made of many films."""

    COUNT = "count"
    SUM = "sum"
    POOLED = "pooled"
    MEDIAN = "median"
    MEAN = "mean"


@dataclass(frozen=True)
class Measure:
    """A measure over selected films. `of` is the film's column; a pooled one is sum(of) / sum(per)."""

    name: str
    aggregate: Aggregate
    of: str
    unit: Unit
    description: Text
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
        Measure("filmes", Aggregate.COUNT, "id_filme", Unit.COUNT, Text("Filmes selecionados.", "Films selected.")),
        Measure(
            "orcamento", Aggregate.SUM, "orcamento", Unit.DOLLARS, Text("Soma dos orçamentos.", "Sum of the budgets.")
        ),
        Measure(
            "receita",
            Aggregate.SUM,
            "receita",
            Unit.DOLLARS,
            Text("Soma das bilheterias mundiais.", "Sum of the worldwide grosses."),
        ),
        Measure(
            "orcamento_mediano",
            Aggregate.MEDIAN,
            "orcamento",
            Unit.DOLLARS,
            Text("Orçamento mediano.", "Median budget."),
        ),
        Measure("orcamento_medio", Aggregate.MEAN, "orcamento", Unit.DOLLARS, Text("Orçamento médio.", "Mean budget.")),
        Measure(
            "receita_mediana", Aggregate.MEDIAN, "receita", Unit.DOLLARS, Text("Bilheteria mediana.", "Median gross.")
        ),
        Measure("receita_media", Aggregate.MEAN, "receita", Unit.DOLLARS, Text("Bilheteria média.", "Mean gross.")),
        Measure(
            "roi_total",
            Aggregate.POOLED,
            "lucro",
            Unit.RATIO,
            Text("Retorno do conjunto: todo o lucro sobre todo o orçamento.", "Pooled return."),
            per="orcamento",
        ),
        Measure("roi_mediano", Aggregate.MEDIAN, "roi", Unit.RATIO, Text("Retorno mediano.", "Median return.")),
        Measure(
            "roi_medio",
            Aggregate.MEAN,
            "roi",
            Unit.RATIO,
            Text(
                "Retorno médio; uns poucos orçamentos minúsculos o decidem.", "Mean return; a few tiny budgets rule it."
            ),
        ),
        Measure(
            "orcamento_corrigido",
            Aggregate.SUM,
            "orcamento_corrigido",
            Unit.BASE_DOLLARS,
            Text("Soma dos orçamentos corrigidos.", "Sum of corrected budgets."),
        ),
        Measure(
            "receita_corrigida",
            Aggregate.SUM,
            "receita_corrigida",
            Unit.BASE_DOLLARS,
            Text("Soma das bilheterias corrigidas.", "Sum of corrected grosses."),
        ),
        Measure(
            "orcamento_corrigido_mediano",
            Aggregate.MEDIAN,
            "orcamento_corrigido",
            Unit.BASE_DOLLARS,
            Text("Orçamento corrigido mediano.", "Median corrected budget."),
        ),
        Measure(
            "receita_corrigida_mediana",
            Aggregate.MEDIAN,
            "receita_corrigida",
            Unit.BASE_DOLLARS,
            Text("Bilheteria corrigida mediana.", "Median corrected gross."),
        ),
        Measure(
            "popularidade_media",
            Aggregate.MEAN,
            "popularidade",
            Unit.SCORE,
            Text("Popularidade média no TMDB.", "Mean TMDB popularity."),
        ),
        Measure(
            "nota_imdb_media",
            Aggregate.MEAN,
            "nota_imdb",
            Unit.SCORE,
            Text("Nota média no IMDb, de 1 a 10.", "Mean IMDb rating, 1 to 10."),
        ),
    )
}


def measure_sql(measure: Measure) -> str:
    """A measure as Athena's SQL over a ranked group (see `ranked_sql`)."""
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
