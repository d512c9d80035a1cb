"""Documents of the lake that are damaged, beside those that are shown."""

from collections.abc import Sequence
from typing import Any

from filmes_lake.console import Console
from filmes_lake.errors import Damaged


def documents(damaged: Sequence[Damaged]) -> list[dict[str, Any]]:
    """They as JSON."""
    return [{"what": fault.key, "why": fault.why} for fault in damaged]


def note(console: Console, damaged: Sequence[Damaged]) -> None:
    """Name them, and what mends them."""
    for fault in damaged:
        console.note(f"{fault.message} ({fault.hint})")
