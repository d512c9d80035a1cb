"""A clock that tests set."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


class Clock:
    """Gives the time it was set to; each look moves it by a millisecond, as in life no two looks are at one time."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def advance(self, *, hours: float) -> None:
        """Move the clock forward."""
        self.now += timedelta(hours=hours)
