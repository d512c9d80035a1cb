"""What claims to be of a time that has not come: it is wrong, and would be the newest for ever."""

from datetime import UTC, date, datetime, time, timedelta

# Clocks differ, and a day begins elsewhere first.
_TOLERANCE = timedelta(days=1)


def is_to_come(moment: datetime, now: datetime) -> bool:
    """Whether a moment is more than a day ahead."""
    return moment - now > _TOLERANCE


def begins_later(day: date, now: datetime) -> bool:
    """Whether a day begins, in UTC, more than a day ahead."""
    return is_to_come(datetime.combine(day, time(), UTC), now)
