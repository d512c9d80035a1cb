"""The measures of the reports, defined once, as data over films.

A return is (revenue - budget) / budget. Over several films it is pooled (the sum of the profits over the sum of the
budgets), the median or the mean of the films' returns. The mean of ratios alone misleads: one film made for
nothing outweighs a hundred others.

A figure that has bounds lies between them with a confidence of 95%, if its films are taken as drawn at random from many
like them. Nothing is drawn to find the bounds:

- of a median they are the values at the ranks that the binomial distribution gives, whatever the values' distribution
  (W. J. Conover, Practical Nonparametric Statistics, ch. 3). With n values the lower is the one at the rank
  (n + 1 - z * sqrt(n)) / 2, rounded down, which is the normal approximation with its correction for continuity; the
  upper is at the same rank from the other end. Fewer than 6 values have no such rank.
- of a pooled figure they are it -+ t * se. Its squared standard error is n / (n - 1) * sum((of - pooled * per)^2) /
  sum(per)^2, the linearised variance of a ratio (W. G. Cochran, Sampling Techniques, ch. 6); t is Student's quantile of
  n - 1 degrees of freedom. One value has no bounds.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce

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
    POOLED_LOWER = "pooled, lower bound"
    POOLED_UPPER = "pooled, upper bound"
    MEDIAN_LOWER = "median, lower bound"
    MEDIAN_UPPER = "median, upper bound"


NORMAL = 1.959964
"""The quantile of the normal distribution that leaves 2.5% above it."""

STUDENT = (NORMAL, 2.372271, 2.822499, 2.555850, 1.589534)
"""Student's, as the coefficients of the powers 0 to 4 of 1 / degrees of freedom (Abramowitz and Stegun, 26.7.5).

It falls short of the true one by 11% at 1 degree, 0.7% at 2, and 0.1% at 3.
"""


@dataclass(frozen=True)
class Measure:
    """A measure over selected films. `of` is the film's column; a pooled one is sum(of) / sum(per).

    `bounds` names the measures between which it lies with a confidence of 95%.
    """

    name: str
    aggregate: Aggregate
    of: str
    unit: Unit
    description: Text
    per: str = ""
    bounds: tuple[str, str] | None = None

    @property
    def is_bound(self) -> bool:
        """Whether it is a bound of another measure."""
        return self.aggregate in _BOUNDS

    @property
    def type(self) -> ColumnType:
        """What a report's column of it is: whole numbers are summed exactly, everything else is a double."""
        exact = self.aggregate is Aggregate.COUNT or (self.aggregate is Aggregate.SUM and self.of in _WHOLE)
        return ColumnType.BIGINT if exact else ColumnType.DOUBLE


_OF_POOLED = (Aggregate.POOLED_LOWER, Aggregate.POOLED_UPPER)
_OF_MEDIAN = (Aggregate.MEDIAN_LOWER, Aggregate.MEDIAN_UPPER)
_BOUNDS = (*_OF_POOLED, *_OF_MEDIAN)
# Amounts as paid are whole dollars; those in the prices of another year are not.
_WHOLE = ("orcamento", "receita", "lucro")


def _bounded(measure: Measure, lower: Aggregate, upper: Aggregate) -> tuple[Measure, Measure, Measure]:
    """A measure with its bounds."""
    names = (f"{measure.name}_inferior", f"{measure.name}_superior")
    lower_text = Text(
        f"Limite inferior do intervalo de 95% de {measure.name}.", f"Lower bound of {measure.name}'s 95% interval."
    )
    upper_text = Text(
        f"Limite superior do intervalo de 95% de {measure.name}.", f"Upper bound of {measure.name}'s 95% interval."
    )
    return (
        replace(measure, bounds=names),
        replace(measure, name=names[0], aggregate=lower, description=lower_text),
        replace(measure, name=names[1], aggregate=upper, description=upper_text),
    )


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
        *_bounded(
            Measure(
                "roi_total",
                Aggregate.POOLED,
                "lucro",
                Unit.RATIO,
                Text("Retorno do conjunto: todo o lucro sobre todo o orçamento.", "Pooled return."),
                per="orcamento",
            ),
            *_OF_POOLED,
        ),
        *_bounded(
            Measure("roi_mediano", Aggregate.MEDIAN, "roi", Unit.RATIO, Text("Retorno mediano.", "Median return.")),
            *_OF_MEDIAN,
        ),
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
    """A measure as Athena's SQL over a group with what `ranked_sql` adds."""
    return _SQL[measure.aggregate](measure)


def _double(column: str) -> str:
    return f"CAST({column} AS DOUBLE)"


def _sum_sql(measure: Measure) -> str:
    return f"SUM(CAST({measure.of} AS DECIMAL(38, 0)))" if measure.of in _WHOLE else f"SUM({_double(measure.of)})"


def _nonzero(divisor: str) -> str:
    return f"NULLIF({divisor}, CAST(0 AS DOUBLE))"


def _pooled_sql(measure: Measure, over: str = "") -> str:
    return f"SUM({_double(measure.of)}){over} / {_nonzero(f'SUM({_double(measure.per)}){over}')}"


def _margin_sql(measure: Measure) -> str:
    """Half the width of a pooled figure's interval."""
    residual = f"({_double(measure.of)} - razao_{measure.of} * {_double(measure.per)})"
    squares = f"{_double(f'COUNT({measure.of})')} * SUM({_double(f'{residual} * {residual}')})"
    error = f"SQRT({squares} / {_freedom_sql(measure)}) / {_nonzero(f'SUM({_double(measure.per)})')}"
    return f"{error} * MAX(student_{measure.of})"


def _freedom_sql(measure: Measure, over: str = "") -> str:
    return _nonzero(_double(f"COUNT({measure.of}){over} - 1"))


def _student_sql(freedom: str) -> str:
    *others, last = (_double(str(coefficient)) for coefficient in STUDENT)
    return reduce(lambda inner, outer: f"({outer} + {inner} / {freedom})", reversed(others), last)


def _median_sql(measure: Measure) -> str:
    # Athena has no exact median: the mean of the one or two rows in the middle.
    middle = f"2 * posicao_{measure.of} BETWEEN contagem_{measure.of} AND contagem_{measure.of} + 2"
    return f"AVG(CASE WHEN {middle} THEN {_double(measure.of)} END)"


def _ranked_up_to_bound(measure: Measure, rank: str) -> str:
    """The values whose rank, from whichever end, is no higher than that of the median's bound."""
    count = _double(f"contagem_{measure.of}")
    inside = f"{_double(f'2 * {rank}')} <= {count} + CAST(1 AS DOUBLE) - {_double(f'{NORMAL}')} * SQRT({count})"
    return f"CASE WHEN {inside} THEN {_double(measure.of)} END"


def _median_lower_sql(measure: Measure) -> str:
    return f"MAX({_ranked_up_to_bound(measure, f'posicao_{measure.of}')})"


def _median_upper_sql(measure: Measure) -> str:
    return f"MIN({_ranked_up_to_bound(measure, f'(contagem_{measure.of} + 1 - posicao_{measure.of})')})"


_SQL: dict[Aggregate, Callable[[Measure], str]] = {
    Aggregate.COUNT: lambda measure: f"COUNT({measure.of})",
    Aggregate.SUM: _sum_sql,
    Aggregate.MEAN: lambda measure: f"AVG({_double(measure.of)})",
    Aggregate.POOLED: _pooled_sql,
    Aggregate.POOLED_LOWER: lambda measure: f"{_pooled_sql(measure)} - {_margin_sql(measure)}",
    Aggregate.POOLED_UPPER: lambda measure: f"{_pooled_sql(measure)} + {_margin_sql(measure)}",
    Aggregate.MEDIAN: _median_sql,
    Aggregate.MEDIAN_LOWER: _median_lower_sql,
    Aggregate.MEDIAN_UPPER: _median_upper_sql,
}


def ranked_sql(source: str, measures: Iterable[Measure], by: str | None = None) -> str:
    """`source` with what `measure_sql` needs to know of a film's whole group; `by` None is one group.

    For medians that is the film's rank and how many have a value, for bounds of a pooled figure that figure and t.
    """
    group = f"OVER (PARTITION BY {by})" if by else "OVER ()"
    added = dict.fromkeys(column for measure in measures for column in _of_group_sql(measure, group))
    return f"(SELECT *, {', '.join(added)} FROM {source}) AS agrupados"


def _of_group_sql(measure: Measure, group: str) -> Iterator[str]:
    if measure.aggregate in (Aggregate.MEDIAN, *_OF_MEDIAN):
        ordered = f"{group.removesuffix(')')} ORDER BY {measure.of} NULLS LAST)"
        yield f"ROW_NUMBER() {ordered} AS posicao_{measure.of}"
        yield f"COUNT({measure.of}) {group} AS contagem_{measure.of}"
    if measure.aggregate in _OF_POOLED:
        yield f"{_pooled_sql(measure, f' {group}')} AS razao_{measure.of}"
        yield f"{_student_sql(_freedom_sql(measure, f' {group}'))} AS student_{measure.of}"


def centred_rank_sql(column: str) -> str:
    """Twice the difference between a film's rank by a column and the mean rank; ties share the mean of their ranks.

    A whole number, and 0 on average, which is what the rank correlation is made of.
    """
    rank = f"2 * RANK() OVER (ORDER BY {column} NULLS LAST) + COUNT(*) OVER (PARTITION BY {column})"
    return f"{rank} - COUNT(*) OVER () - 2"
