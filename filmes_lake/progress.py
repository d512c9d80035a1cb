"""How far work has come: reported by whoever does it; a terminal, a log or nobody shows it."""

from collections.abc import Callable
from typing import Protocol

Advance = Callable[[int], None]
"""Is called with how many more bytes are done; by several threads at once, where several work."""


class Progress(Protocol):
    """Gets reports of how far work has come."""

    def step(self, text: str) -> None:
        """Say what is being done now."""
        ...

    def begin_bytes(self, what: str, total: int) -> Advance:
        """Begin with a number of bytes; what comes back is called with the bytes done."""
        ...

    def begin_tally(self, what: str, total: int) -> Callable[[str], None]:
        """Begin with a number of things; what comes back is called for each with how it ended, in a word."""
        ...

    def note(self, text: str) -> None:
        """Say what is still worth knowing when the work is done."""
        ...


class Silent:
    """Implements `Progress` for those who do not care."""

    def step(self, text: str) -> None:
        """See `Progress.step`."""

    def begin_bytes(self, what: str, total: int) -> Advance:  # noqa: ARG002 - shown nowhere
        """See `Progress.begin_bytes`."""
        return unobserved

    def begin_tally(self, what: str, total: int) -> Callable[[str], None]:  # noqa: ARG002 - shown nowhere
        """See `Progress.begin_tally`."""
        return self.step

    def note(self, text: str) -> None:
        """See `Progress.note`."""


SILENT = Silent()


def unobserved(_: int) -> None:
    """Advance for those who do not care."""


def format_duration(seconds: float) -> str:
    """A duration in hours, minutes and seconds: 2 min 5 s."""
    hours, rest = divmod(round(seconds), 3600)
    return (f"{hours} h " if hours else "") + (f"{rest // 60} min " if rest >= 60 or hours else "") + f"{rest % 60} s"


def format_bytes(number: float) -> str:
    """Bytes with a decimal unit: 164.6 MB."""
    for scale, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "KB")):
        if number >= scale:
            return f"{number / scale:.1f} {unit}"
    return f"{number:.0f} B"
