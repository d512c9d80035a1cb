"""When a lake is refreshed, as EventBridge Scheduler has it: checked here, since what AWS refuses it refuses late.

    rate(12 hours)             from the moment at which it was made
    cron(0 6 ? * MON *)        minutes, hours, day of month, month, day of week, year; of the two days one is `?`
    cron(30 3 L * ? *)         `L`: the last; `15W`: the weekday next to the 15th; `MON#2`: the second Monday

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from itertools import pairwise

from filmes_lake.deploy.state_machine import LONGEST
from filmes_lake.errors import UsageError

_EXAMPLES = "for example: rate(1 day), cron(0 6 ? * MON *)"
_FIELDS = "minutes, hours, day of month, month, day of week, year"
_RATE = re.compile(r"rate\((\d+) (minute|hour|day)(s?)\)")
_CRON = re.compile(r"cron\((.*)\)")
_MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60}
_A_DAY = 24 * 60
_AHEAD = 9 * 366  # days, so that there are two 29ths of February
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

Days = Callable[[date], bool]


@dataclass(frozen=True)
class Schedule:
    """An expression that Scheduler takes, its time zone, and the longest time between two ticks, in minutes."""

    expression: str
    timezone: str
    longest_gap: int

    @property
    def hours_without_success(self) -> int:
        """Hours after which a success is missing: the next refresh had its time, and as long as it may take."""
        return -(-(self.longest_gap * 60 + LONGEST) // 3600)


def read_schedule(expression: str, timezone: str, today: date) -> Schedule:
    """The schedule; UsageError says what of it Scheduler would not take, or that it comes only once more."""
    try:
        return Schedule(expression, _known(timezone), _longest_gap(expression, today))
    except ValueError as error:
        raise UsageError(f"--schedule {expression}: {error}", _EXAMPLES) from error


def _known(timezone: str) -> str:
    from pytz import all_timezones_set

    if timezone in all_timezones_set:
        return timezone
    meant = next(iter(get_close_matches(timezone, sorted(all_timezones_set), 1)), "America/Sao_Paulo")
    raise UsageError(f"--timezone {timezone}: there is no such time zone", f"for example: {meant}")


def _longest_gap(expression: str, today: date) -> int:
    if rate := _RATE.fullmatch(expression):
        return _of_rate(int(rate[1]), rate[2], plural=bool(rate[3]))
    if cron := _CRON.fullmatch(expression):
        return _of_cron(cron[1].upper().split(), today)
    raise ValueError("neither rate(NUMBER UNIT) nor cron(...)")


def _of_rate(value: int, unit: str, *, plural: bool) -> int:
    if not value:
        raise ValueError("the number is 1 at least")
    if value > 1 and not plural:
        raise ValueError(f"{value} {unit}s, not {value} {unit}")
    return value * _MINUTES[unit]


def _of_cron(fields: Sequence[str], today: date) -> int:
    if len(fields) != 6:
        raise ValueError(f"{len(fields)} fields where there are six: {_FIELDS}")
    minutes, hours, day, month, weekday, year = fields
    if (day == "?") == (weekday == "?"):
        raise ValueError("either the day of month or the day of week is ?, and not both")
    times = sorted(hour * 60 + minute for hour in _HOURS.read(hours) for minute in _MINUTE.read(minutes))
    months, years = _MONTH.read(month), _YEAR.read(year)
    on = _days_of_month(day) if weekday == "?" else _days_of_week(weekday)
    ahead = (today + timedelta(number) for number in range(_AHEAD))
    days = [each for each in ahead if each.year in years and each.month in months and on(each)]
    return max(_gaps(days, times))


def _gaps(days: Sequence[date], times: Sequence[int]) -> Iterator[int]:
    """Minutes between ticks that follow each other."""
    if len(days) * len(times) < 2:
        raise ValueError(f"it comes less than twice in the next {_AHEAD // 366} years")
    yield from (later - earlier for earlier, later in pairwise(times))
    yield from ((later - earlier).days * _A_DAY - times[-1] + times[0] for earlier, later in pairwise(days))


@dataclass(frozen=True)
class _Field:
    """A field of numbers: how it is called, its least and its greatest, and the names that stand for numbers."""

    name: str
    least: int
    greatest: int
    names: Mapping[str, int]

    def read(self, text: str) -> set[int]:
        """The numbers that it means: `*`, `3`, `1,3`, `1-5`, `*/2`, `1/2`, `1-9/2`."""
        return {number for part in text.split(",") for number in self._part(part)}

    def number(self, text: str) -> int:
        """One of them, as a number or by its name."""
        found = self.names.get(text)
        if found is None and not text.isdecimal():
            raise ValueError(f"{self.name}: {text or 'nothing'} is no number")
        number = int(text) if found is None else found
        if not self.least <= number <= self.greatest:
            raise ValueError(f"{self.name}: {number} is not {self.least} to {self.greatest}")
        return number

    def _part(self, part: str) -> range:
        span, stepped, step = part.partition("/")
        if stepped and not (step.isdecimal() and int(step)):
            raise ValueError(f"{self.name}: {part}: after / stands a number")
        first, last = self._span(span, open_end=bool(stepped))
        return range(first, last + 1, int(step) if stepped else 1)

    def _span(self, span: str, *, open_end: bool) -> tuple[int, int]:
        if span == "*":
            return self.least, self.greatest
        low, ranged, high = span.partition("-")
        first = self.number(low)
        last = self.number(high) if ranged else self.greatest if open_end else first
        if last < first:
            raise ValueError(f"{self.name}: {span} goes backwards")
        return first, last


_MINUTE = _Field("minutes", 0, 59, {})
_HOURS = _Field("hours", 0, 23, {})
_DAY = _Field("day of month", 1, 31, {})
_MONTH = _Field("month", 1, 12, {name: number for number, name in enumerate(_MONTHS, 1)})
_WEEKDAY = _Field("day of week", 1, 7, {name: number for number, name in enumerate(_WEEKDAYS, 1)})
_YEAR = _Field("year", 1970, 2199, {})


def _days_of_month(text: str) -> Days:
    if text == "L":
        return lambda day: day.day == _last(day)
    if text.endswith("W"):
        wanted = _DAY.number(text.removesuffix("W"))
        return lambda day: wanted <= _last(day) and day == _weekday_next_to(day.replace(day=wanted))
    numbers = _DAY.read(text)
    return lambda day: day.day in numbers


def _days_of_week(text: str) -> Days:
    if text == "L":
        text = "SAT"
    if text.endswith("L"):
        wanted = _WEEKDAY.number(text.removesuffix("L"))
        return lambda day: _weekday(day) == wanted and day.day + 7 > _last(day)
    if "#" in text:
        wanted, which = _WEEKDAY.number(text.partition("#")[0]), _WHICH.number(text.partition("#")[2])
        return lambda day: _weekday(day) == wanted and (day.day - 1) // 7 + 1 == which
    numbers = _WEEKDAY.read(text)
    return lambda day: _weekday(day) in numbers


_WHICH = _Field("day of week after #", 1, 5, {})


def _weekday(day: date) -> int:
    """From Sunday, 1, as AWS counts them."""
    return day.isoweekday() % 7 + 1


def _last(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _weekday_next_to(day: date) -> date:
    """Monday to Friday, in the same month."""
    away = {6: -1, 7: 1}.get(day.isoweekday(), 0)
    if not 1 <= day.day + away <= _last(day):
        away = -2 * away
    return day + timedelta(away)
