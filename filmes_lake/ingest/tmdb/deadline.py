"""Until when TMDB is asked, by whoever has to have sealed and published by a moment of its own."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

# Sealing one part and publishing takes some two seconds; a short time is not to be eaten up by its reserve.
_MOST_RESERVE_SECONDS = 30.0
_RESERVE = 0.2


@dataclass(frozen=True)
class Deadline:
    """A moment of the monotonic clock, `ends`, by which all has to be published.

    In its last `reserve` seconds no question is begun. Half of them are for those under way, which are given up then
    and asked again another time; the other half is for sealing and publishing.
    """

    ends: float
    reserve: float
    clock: Callable[[], float] = time.monotonic

    @classmethod
    def after(cls, seconds: float) -> Self:
        """The one in so many seconds, counted from now."""
        return cls(time.monotonic() + seconds, min(_MOST_RESERVE_SECONDS, _RESERVE * seconds))

    @property
    def asks_until(self) -> float:
        """From when on no question is begun."""
        return self.ends - self.reserve

    @property
    def forbids_asking(self) -> bool:
        """Whether no question may be begun any more."""
        return self.clock() >= self.asks_until

    @property
    def forbids_waiting(self) -> bool:
        """Whether questions under way have to be given up."""
        return self.clock() >= self.ends - self.reserve / 2


NO_DEADLINE = Deadline(math.inf, 0.0)
