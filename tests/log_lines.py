"""Lines of a log as CloudWatch reads them: JSON, and the metrics in it by the schema that AWS publishes.

`emf_schema.json` has the rules of that schema, without its titles and examples:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jsonschema import validate

_SCHEMA = json.loads(Path(__file__).with_name("emf_schema.json").read_text(encoding="utf-8"))
Series = tuple[str, str, str]


def lines_of(output: str) -> list[dict[str, Any]]:
    """All lines, each of which is a JSON object."""
    found = [json.loads(line) for line in output.splitlines()]
    assert all(isinstance(line, dict) for line in found)
    return found


def series_of(lines: Iterable[Mapping[str, Any]]) -> set[Series]:
    """Namespace, stack and name of every metric; each line that has some is valid, and has its values."""
    series: set[Series] = set()
    for line in (line for line in lines if "_aws" in line):
        validate(line, _SCHEMA)
        for directive in line["_aws"]["CloudWatchMetrics"]:
            assert directive["Dimensions"] == [["Stack"]]
            for metric in directive["Metrics"]:
                assert isinstance(line[metric["Name"]], int | float)
                series.add((directive["Namespace"], line["Stack"], metric["Name"]))
    return series
