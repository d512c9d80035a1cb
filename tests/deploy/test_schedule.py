"""Schedule expressions: what Scheduler takes, what it would refuse, and when a refresh is missing."""

from datetime import date

import pytest

from filmes_lake.deploy.schedule import read_schedule
from filmes_lake.errors import UsageError

TODAY = date(2026, 11, 30)
HOUR, DAY = 60, 24 * 60
WEEKLY, MONTHLY = "cron(0 6 ? * MON *)", "cron(0 6 1 * ? *)"


@pytest.mark.parametrize(
    ("expression", "gap"),
    [
        ("rate(1 minute)", 1),
        ("rate(1 hours)", HOUR),
        ("rate(12 hours)", 12 * HOUR),
        ("rate(7 days)", 7 * DAY),
        ("cron(0 6 * * ? *)", DAY),
        ("cron(0/15 * ? * * *)", 15),
        ("cron(0 8,20 * * ? *)", 12 * HOUR),
        ("cron(30 6-9 ? * MON-FRI *)", 2 * DAY + 21 * HOUR),
        (WEEKLY, 7 * DAY),
        ("cron(0 6 ? * 2 *)", 7 * DAY),
        ("cron(0 6 ? * mon,thu *)", 4 * DAY),
        (MONTHLY, 31 * DAY),
        ("cron(0 6 L * ? *)", 31 * DAY),
        ("cron(0 6 15W * ? *)", 32 * DAY),
        ("cron(0 6 ? * MON#1 *)", 35 * DAY),
        ("cron(0 6 ? * 6L *)", 35 * DAY),
        ("cron(0 6 ? * L *)", 7 * DAY),
        ("cron(0 6 31 * ? *)", 61 * DAY),
        ("cron(0 6 1 1/3 ? *)", 92 * DAY),
        ("cron(0 0 29 2 ? *)", 1461 * DAY),
        ("cron(0 6 1 1 ? 2027-2029)", 366 * DAY),
    ],
)
def test_the_longest_time_between_two_ticks_is_known(expression: str, gap: int) -> None:
    assert read_schedule(expression, "UTC", TODAY).longest_gap == gap


@pytest.mark.parametrize(
    ("expression", "hours"),
    [("rate(90 minutes)", 14), ("rate(1 day)", 36), (WEEKLY, 180), (MONTHLY, 756)],
)
def test_a_success_is_missing_when_the_next_refresh_had_all_its_time(expression: str, hours: int) -> None:
    assert read_schedule(expression, "America/Sao_Paulo", TODAY).hours_without_success == hours


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("every day", "neither rate(NUMBER UNIT) nor cron(...)"),
        ("0 6 * * *", "neither rate"),
        ("at(2027-01-01T06:00:00)", "neither rate"),
        ("rate(1 week)", "neither rate"),
        ("rate(0 days)", "the number is 1 at least"),
        ("rate(2 day)", "2 days, not 2 day"),
        ("cron(0 6 * * 1)", "5 fields where there are six: minutes, hours, day of month, month, day of week, year"),
        ("cron(0 6 * * MON *)", "either the day of month or the day of week is ?, and not both"),
        ("cron(0 6 ? * ? *)", "either the day of month"),
        ("cron(60 6 * * ? *)", "minutes: 60 is not 0 to 59"),
        ("cron(0 24 * * ? *)", "hours: 24 is not 0 to 23"),
        ("cron(0 6 0 * ? *)", "day of month: 0 is not 1 to 31"),
        ("cron(0 6 32W * ? *)", "day of month: 32 is not 1 to 31"),
        ("cron(0 6 1 13 ? *)", "month: 13 is not 1 to 12"),
        ("cron(0 6 ? * 0 *)", "day of week: 0 is not 1 to 7"),
        ("cron(0 6 ? * SEG *)", "day of week: SEG is no number"),
        ("cron(0 6 ? * MON#6 *)", "day of week after #: 6 is not 1 to 5"),
        ("cron(0 6 ? * FRI-MON *)", "day of week: FRI-MON goes backwards"),
        ("cron(*/0 6 * * ? *)", "minutes: */0: after / stands a number"),
        ("cron(1, 6 * * ? *)", "minutes: nothing is no number"),
        ("cron(0 6 ? * MON 2020)", "it comes less than twice in the next 9 years"),
        ("cron(0 6 31 2 ? *)", "it comes less than twice"),
    ],
)
def test_what_scheduler_would_refuse_is_refused_with_the_reason(expression: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        read_schedule(expression, "UTC", TODAY)

    assert raised.value.message.startswith(f"--schedule {expression}: {said}")
    assert raised.value.hint == "for example: rate(1 day), cron(0 6 ? * MON *)"


def test_a_time_zone_has_its_own_name() -> None:
    with pytest.raises(UsageError) as raised:
        read_schedule("rate(1 day)", "America/Sao Paulo", TODAY)

    assert str(raised.value) == "--timezone America/Sao Paulo: there is no such time zone"
    assert raised.value.hint == "for example: America/Sao_Paulo"


@pytest.mark.parametrize("expression", ["rate(1 day)", "cron(0 6 ? * MON-FRI *)", WEEKLY, MONTHLY])
@pytest.mark.parametrize("looked_at", [0, 6, 7, 23])
def test_a_daily_look_wakes_nobody_in_time_and_finds_what_is_missing(expression: str, looked_at: int) -> None:
    schedule = read_schedule(expression, "UTC", TODAY)
    due = schedule.longest_gap // HOUR + 12  # hours after a tick by which the refresh of the next has ended
    looks = range(looked_at, due + 72, 24)
    # The refresh of the tick took an hour; the next tick's ends as late as it may, or never.
    alarming = [hour for hour in looks if hour - 1 > schedule.hours_without_success]

    assert due < min(alarming) <= due + 26
