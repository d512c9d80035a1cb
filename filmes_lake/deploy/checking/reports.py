"""The reports: each one's rows, funnel and correlation on Athena, held against DuckDB's of the same tables."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from itertools import zip_longest
from typing import Any

from filmes_lake.deploy.checking.check import Check
from filmes_lake.deploy.checking.proving import Proof
from filmes_lake.engines.athena.query_batch import FinishedQuery
from filmes_lake.errors import QueryError
from filmes_lake.progress import SILENT
from filmes_lake.reports.report import Report
from filmes_lake.reports.runner import ReportResult, run_report

# Sums of the same numbers in another order differ in their last digits.
_TOLERANCE = 1e-9
_COMPARED = ("rows", "funnel", "correlation", "days")


def report(of: Report) -> Callable[[Check], Proof]:
    """What proves a report."""

    def prove(check: Check) -> Proof:
        asked: list[FinishedQuery] = []
        trial = check.backends(check.on_lambda)
        try:
            found = run_report(trial.lake, trial.athena_engine(SILENT, asked.append), of, {})
        finally:
            check.queries += [query.query for query in asked]
        for difference in differences(found, run_report(trial.lake, trial.query_engine, of, {})):
            raise QueryError(f"{difference}, as DuckDB has it", "please report it: the figures should be the same")
        scanned = sum(query.status.scanned for query in asked)
        what = f"{len(found.rows)} rows as DuckDB has them; {len(asked)} queries read {scanned:,} bytes"
        return Proof(what, _dollars(check, asked))

    return prove


def differences(found: ReportResult, wanted: ReportResult) -> Iterator[str]:
    """Where a report differs from what it should be: the place, what is there, and what should be."""
    for name in _COMPARED:
        yield from _different(name, _plain(getattr(found, name)), _plain(getattr(wanted, name)))


def _different(where: str, found: Any, wanted: Any) -> Iterator[str]:
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        for key in {**wanted, **found}:
            yield from _different(f"{where}.{key}", found.get(key), wanted.get(key))
    elif isinstance(wanted, Sequence) and isinstance(found, Sequence) and not isinstance(wanted, str):
        for place, (one, other) in enumerate(zip_longest(found, wanted), 1):
            yield from _different(f"{where}[{place}]", one, other)
    elif not _same(found, wanted):
        yield f"{where} is {found}, not {wanted}"


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(found, float) and isinstance(wanted, float):
        return math.isclose(found, wanted, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)
    return bool(found == wanted)


def _plain(value: Any) -> Any:
    """Dataclasses as mappings, so that all can be walked through."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _dollars(check: Check, asked: Sequence[FinishedQuery]) -> float | None:
    prices = check.deployed.prices
    return sum(prices.of_scan(query.status.scanned) for query in asked) if prices else None
