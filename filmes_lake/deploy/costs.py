"""What a stack costs: in a month in which nothing runs, and for a refresh. Computed from prices, never billed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from filmes_lake.aws.prices import AS_OF_LAMBDA, Prices, prices_in
from filmes_lake.deploy.templates import TemplateName, template
from filmes_lake.metrics import Metric

# Seconds of one processor, upper figures: docs/aws.md says how they were measured. Asking asks for nothing.
_PLAN, _ASK_NOTHING, _REGISTER = 3.0, 30.0, 2.0
_TRANSFORM = {"real": 9.9, "full": 38.4}
_TRANSITIONS = 12
# The least run of the Glue job: two workers of one unit each, for a minute.
_LEAST_DPUS, _LEAST_SECONDS = 2, 60.0


@dataclass(frozen=True)
class Costs:
    """US dollars by the prices of that day; None where no price of the region is known.

    `idle` is a month beyond the free tier, within which it is nothing; a refresh is of 33 MB of CSV or of 237 MB.
    """

    region: str
    as_of: date
    idle: float | None
    refresh_real: float | None
    refresh_full: float | None


def costs_of(region: str, values: Mapping[str, str]) -> Costs:
    """What a compute stack of these parameters costs in the region."""
    prices = prices_in(region)
    real, full = (_refresh(prices, values, seconds) for seconds in _TRANSFORM.values())
    return Costs(region, AS_OF_LAMBDA, _idle(prices, values), real, full)


def _idle(prices: Prices | None, values: Mapping[str, str]) -> float | None:
    watching = prices.watching if prices else None
    if watching is None:
        return None
    return watching.of_month(_alarms(values), len(Metric), int(values["Dashboard"] == "yes"))


def _alarms(values: Mapping[str, str]) -> int:
    found = (of for of in template(TemplateName.COMPUTE).resources.values() if of["Type"] == "AWS::CloudWatch::Alarm")
    return sum(bool(values["Schedule"]) or of.get("Condition") != "WithSchedule" for of in found)


def _refresh(prices: Prices | None, values: Mapping[str, str], transform: float) -> float | None:
    # The price of a function on x86 is another, and has not been taken.
    if prices is None or values["Architecture"] != "arm64":
        return None
    calls = (_PLAN, _ASK_NOTHING, _REGISTER, *([] if values["Engine"] == "glue" else [transform]))
    functions = sum(prices.of_function(int(values["Memory"]), seconds) for seconds in calls)
    job = prices.of_run(_LEAST_DPUS, _LEAST_SECONDS) if values["Engine"] == "glue" else 0.0
    return functions + job + prices.of_transitions(_TRANSITIONS)
