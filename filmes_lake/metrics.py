"""Metrics of CloudWatch as fields of a log line, out of which CloudWatch reads them: the embedded metric format.

Five series for each stack, and no more: an account has ten without charge. Whatever else a run counts is a field.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

NAMESPACE = "FilmesLake"
DIMENSION = "Stack"
VARIABLE = "FILMES_LAKE_STACK"
"""The variable that names the stack whose functions these are."""


class Metric(StrEnum):
    """Every series there is."""

    RUNS_SUCCEEDED = "RunsSucceeded"  # 1 of a run that ended well, 0 of one that failed
    ROWS_REJECTED = "RowsRejected"  # lines and records that the current Trusted version could not take
    TITLES_FAILED = "TitlesFailed"  # titles of which TMDB could not be asked
    SECONDS = "Seconds"
    HOURS_SINCE_SUCCESS = "HoursSinceSuccess"

    @property
    def unit(self) -> str:
        """One of CloudWatch's own units, of which none is hours."""
        return {Metric.SECONDS: "Seconds", Metric.HOURS_SINCE_SUCCESS: "None"}.get(self, "Count")


def metric_fields(values: Mapping[Metric, float], stack: str | None, now: datetime) -> dict[str, Any]:
    """The values as fields of one log line; none where no stack is named, since each series is paid for."""
    if not stack or not values:
        return {}
    metrics = [{"Name": metric.value, "Unit": metric.unit} for metric in values]
    directive = {"Namespace": NAMESPACE, "Dimensions": [[DIMENSION]], "Metrics": metrics}
    about = {"Timestamp": int(now.timestamp() * 1000), "CloudWatchMetrics": [directive]}
    return {"_aws": about, DIMENSION: stack, **{metric.value: value for metric, value in values.items()}}
