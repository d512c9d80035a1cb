"""The measures and the conditions in QuickSight's language, derived from what the reports make their SQL of.

https://docs.aws.amazon.com/quick/latest/userguide/functions.html
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from filmes_lake.dashboard.definition import BUDGET_CLASSES
from filmes_lake.dashboard.quicksight.grains import Grain
from filmes_lake.dashboard.quicksight.words import choice, class_of_budget, counted
from filmes_lake.language import Language
from filmes_lake.models.kinds import Kind
from filmes_lake.reports.conditions import REAL, Comparison, Condition, conditions_of
from filmes_lake.reports.measures import MEASURES, Aggregate, Measure
from filmes_lake.reports.parameters import Value
from filmes_lake.reports.units import Unit

REASON = "motivo"
"""The field that says why a title is not counted, or that it is."""

CLASS, LOST = "faixa_de_orcamento", "parte_com_prejuizo"
_PER_DOLLAR = "_por_dolar"
_AGGREGATES: dict[Aggregate, Callable[[Measure], str]] = {
    # A film has several rows where it has several genres or artists.
    Aggregate.COUNT: lambda measure: f"distinct_count({{{measure.of}}})",
    Aggregate.SUM: lambda measure: f"sum({{{measure.of}}})",
    Aggregate.MEAN: lambda measure: f"avg({{{measure.of}}})",
    Aggregate.MEDIAN: lambda measure: f"median({{{measure.of}}})",
    Aggregate.POOLED: lambda measure: f"sum({{{measure.of}}}) / sum({{{measure.per}}})",
}


@dataclass(frozen=True)
class Field:
    """A calculated field; an `aggregated` one has a value for many rows and none for one."""

    name: str
    expression: str
    aggregated: bool = False


def fields_of(grain: Grain, language: Language) -> Iterator[Field]:
    """The calculated fields of a data set, those first that others are made of."""
    if grain.kind is Kind.MOVIES:
        yield from _amounts()
    yield Field(REASON, reason(grain.kind, language))
    if grain.kind is Kind.MOVIES:
        yield Field(CLASS, _class(language))
        yield Field(LOST, "avg(ifelse({receita} < {orcamento}, 1, 0))", aggregated=True)
        yield from _measures()


def shown(name: str, unit: Unit) -> str:
    """The field that shows a column: returns as what a dollar became, which a logarithmic axis can show too."""
    return f"{name}{_PER_DOLLAR}" if unit is Unit.RATIO else name


def measure_expression(measure: Measure) -> str:
    """A measure of the films of a group; KeyError for a bound, which QuickSight could not rank."""
    return _AGGREGATES[measure.aggregate](measure)


def reason(kind: Kind, language: Language) -> str:
    """The description of the first condition that leaves a title out, or that it is counted."""
    cases = (
        f"{condition_expression(condition, language)}, {quoted(condition.description.of(language))}"
        for condition in conditions_of(kind)
    )
    return f"ifelse({', '.join(cases)}, {quoted(counted(language))})"


def condition_expression(condition: Condition, language: Language) -> str:
    """When a condition leaves a title out, as `reports.conditions` says it."""
    asked = [_asked(condition, language)] if condition.parameter else []
    return " AND ".join([*asked, _left_out(condition)])


def parameter_name(name: str) -> str:
    """A parameter's name, in which QuickSight takes letters and digits alone."""
    return name.replace("_", "")


def quoted(text: str) -> str:
    """A text as QuickSight writes it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _asked(condition: Condition, language: Language) -> str:
    """Whether the parameter is not at its neutral value."""
    parameter = f"${{{parameter_name(condition.parameter)}}}"
    neutral: Value = condition.neutral
    if isinstance(neutral, int) and not isinstance(neutral, bool):
        return f"{parameter} > {neutral}"
    return f"{parameter} <> {quoted(choice(neutral, language))}"


def _left_out(condition: Condition) -> str:
    """Whether the value leaves the title out, a null one included."""
    known = _KNOWN[condition.comparison](f"{{{condition.column}}}", f"${{{parameter_name(condition.parameter)}}}")
    tests = [f"isNull({{{condition.column}}})"] if condition.null_removes else []
    tests += [known] if known else []
    return f"({' OR '.join(tests)})" if len(tests) > 1 else tests[0]


_KNOWN: Mapping[Comparison, Callable[[str, str], str]] = {
    Comparison.NEVER: lambda _column, _parameter: "",
    Comparison.ALWAYS: lambda column, _parameter: f"isNotNull({column})",
    Comparison.TRUE: lambda column, _parameter: f"{column} = 1",
    Comparison.BELOW: lambda column, parameter: f"{column} < {parameter}",
    Comparison.ABOVE: lambda column, parameter: f"{column} > {parameter}",
    # The list is one text, each member between bars; where none is found, the place is 0.
    Comparison.NONE_OF: lambda column, parameter: (
        f"locate(toLower({column}), concat('|', toLower({parameter}), '|')) = 0"
    ),
}


def _amounts() -> Iterator[Field]:
    """Amounts in the dollars asked for, to the dollar, and what a film's dollar became."""
    real = f"${{{parameter_name('dollars')}}} = {quoted(REAL)}"
    yield Field("orcamento", f"ifelse({real}, round({{orcamento_corrigido}}, 0), {{orcamento_pago}})")
    yield Field("receita", f"ifelse({real}, round({{receita_corrigida}}, 0), {{receita_paga}})")
    yield Field("lucro", "{receita} - {orcamento}")
    yield Field(shown("roi", Unit.RATIO), "{roi} + 1")


def _measures() -> Iterator[Field]:
    for measure in MEASURES.values():
        if measure.is_bound:
            continue
        name = field_of(measure)
        yield Field(name, measure_expression(measure), aggregated=True)
        if measure.unit is Unit.RATIO:
            yield Field(shown(name, Unit.RATIO), f"{{{name}}} + 1", aggregated=True)


def field_of(measure: Measure) -> str:
    """The field of a measure: a sum has the name of what is summed, which is a field already."""
    return f"{measure.name}_soma" if measure.name == measure.of else measure.name


def _class(language: Language) -> str:
    """Which of the page's classes of budget a film is in, numbered in their order."""
    bounds = [(low, BUDGET_CLASSES[place + 1]) for place, low in enumerate(BUDGET_CLASSES[:-1])]
    cases = (
        f"{{orcamento}} < {high}, {quoted(class_of_budget(place, low, high, language))}"
        for place, (low, high) in enumerate(bounds, 1)
    )
    last = class_of_budget(len(BUDGET_CLASSES), BUDGET_CLASSES[-1], None, language)
    return f"ifelse({', '.join(cases)}, {quoted(last)})"
