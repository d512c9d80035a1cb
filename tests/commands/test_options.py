"""What `--set KEY=VALUE` gives, once and repeated."""

import pytest

from filmes_lake.commands.options import assignments
from filmes_lake.errors import UsageError
from filmes_lake.reports.definitions import REPORTS, find_report

ROI = find_report("roi").parameters
SCALARS = [
    (report.name, parameter.name) for report in REPORTS for parameter in report.parameters if parameter.type is not list
]


@pytest.mark.parametrize(("report", "name"), SCALARS)
def test_a_parameter_that_is_given_twice_is_wrong_usage(report: str, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        assignments([f"{name}=1", "genre=War", f"{name}=2"], find_report(report).parameters)

    assert caught.value.message == f"{name}: given twice, as 1 and as 2"


def test_a_parameter_that_is_given_twice_alike_is_wrong_usage_too() -> None:
    with pytest.raises(UsageError, match="top: given twice"):
        assignments(["top=3", "top=3"], ROI)


@pytest.mark.parametrize("settings", [["genre=Crime,War"], ["genre=Crime", "genre=War"], ["genre=Crime", "genre= War"]])
def test_a_list_is_given_at_once_or_one_by_one(settings: list[str]) -> None:
    given = assignments([*settings, "top=3"], ROI)

    assert find_report("roi").bind(given)["genre"] == ("Crime", "War")


def test_a_list_is_given_in_both_ways_at_once() -> None:
    given = assignments(["genre=Crime,War", "genre=Drama"], ROI)

    assert find_report("roi").bind(given)["genre"] == ("Crime", "War", "Drama")
