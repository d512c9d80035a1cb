"""Seconds that pass only where somebody waits."""

import threading


class Seconds:
    """A monotonic clock that `Waits` moves on, so that an hour takes no time."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Waits(threading.Event):
    """An event that nobody sets: whoever waits for it has waited."""

    def __init__(self, clock: Seconds) -> None:
        super().__init__()
        self._clock = clock

    def wait(self, timeout: float | None = None) -> bool:
        self._clock.now += timeout or 0
        return self.is_set()
