"""What a check will cost and needs, said before it begins."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from filmes_lake.aws.prices import AS_OF_LAMBDA
from filmes_lake.deploy.checking.check import Deployed
from filmes_lake.deploy.permissions import word_of
from filmes_lake.metrics import Metric
from filmes_lake.reports.definitions import REPORTS

# Seconds of each call of a function: plan, ask, transform, register, and the plan that fails. Asking is 435 questions
# at 40 a second; the rest are upper figures, with a cold start each.
_CALLS = (3.0, 15.0, 6.0, 3.0, 3.0)
_TRANSITIONS = 18
_UNITS, _LEAST_SECONDS = 2, 60.0
HOURS_OF_MONTH = 730


@dataclass(frozen=True)
class Estimate:
    """US dollars by the prices of that day, None where no price is known; in words what the credentials must permit."""

    dollars: float | None
    as_of: date
    permissions: tuple[str, ...]


def estimate(deployed: Deployed, *, with_glue: bool) -> Estimate:
    """What a check of the stack comes to, computed; S3's requests are on top."""
    return Estimate(_dollars(deployed, with_glue=with_glue), AS_OF_LAMBDA, tuple(dict.fromkeys(_needed())))


def of_metrics(deployed: Deployed) -> float | None:
    """Dollars of the trials' series, each of which is paid for by the hours in which it gets something."""
    watching = deployed.prices.watching if deployed.prices else None
    return len(Metric) * watching.per_metric / HOURS_OF_MONTH if watching else None


def of_job(deployed: Deployed, seconds: float) -> float | None:
    """Dollars of a run of the Glue job on the least that it can have, two workers of one unit each."""
    return deployed.prices.of_run(_UNITS, seconds) if deployed.prices else None


def _dollars(deployed: Deployed, *, with_glue: bool) -> float | None:
    functions = deployed.of_functions(*_CALLS)
    if deployed.prices is None or functions is None:
        return None
    queries = sum(len(report.texts(report.bind({}))) for report in REPORTS)
    job = of_job(deployed, _LEAST_SECONDS) or 0.0 if with_glue else 0.0
    steps = deployed.prices.of_transitions(_TRANSITIONS * (2 if with_glue else 1))
    return functions + job + steps + queries * deployed.prices.of_scan(1) + (of_metrics(deployed) or 0.0)


def _needed() -> Iterator[str]:
    text = (files("filmes_lake.aws") / "policies" / "check.json").read_text(encoding="utf-8")
    for statement in json.loads(text)["Statement"]:
        yield from map(word_of, statement["Action"])
