"""What a catalog shows of the current tables, and how far that is from what the pointer says."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class RegistrationState(StrEnum):
    """How a table stands in a catalog."""

    CURRENT = "current"  # as the current version and the models have it
    BEHIND = "behind"  # it shows another version
    OUTDATED = "outdated"  # an older program described it
    MISSING = "missing"
    ELSEWHERE = "elsewhere"  # it shows files of another folder, from where the lake was copied or moved
    ALTERED = "altered"  # somebody else made or changed it
    UNREGISTERED = "unregistered"  # the lake was never registered, or the catalog cannot show it


@dataclass(frozen=True)
class Difference:
    """One thing in which a table in the catalog differs; None where a side has no such thing."""

    what: str
    now: str | None
    wanted: str | None


@dataclass(frozen=True)
class TableState:
    """A table in the catalog: its state, the version shown (None where none is), the current version."""

    name: str
    state: RegistrationState
    shown: str | None
    version: str
    changes: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Registered:
    """What registering did to a table. `status`: created, updated, unchanged or left_alone."""

    name: str
    version: str
    status: str
    changes: tuple[Difference, ...] = ()


_LAGGING = frozenset(
    {RegistrationState.BEHIND, RegistrationState.OUTDATED, RegistrationState.MISSING, RegistrationState.ELSEWHERE}
)


def is_registered(states: Iterable[TableState]) -> bool:
    """Whether the catalog shows any of the lake's tables, or did."""
    return any(state.state is not RegistrationState.UNREGISTERED for state in states)


def lag(states: Iterable[TableState]) -> str | None:
    """What a catalog does wrong, in words that stand after its name, where registering mends it; else None."""
    lagging = [state for state in states if state.state in _LAGGING]
    folders = {
        change.now for state in lagging if state.state is RegistrationState.ELSEWHERE for change in state.changes
    }
    if folders:
        return f"shows files of {' and '.join(sorted(filter(None, folders)))}: this lake was copied or moved from there"
    return "shows older tables" if lagging else None


class Catalog(Protocol):
    """A place where other tools find the current tables."""

    @property
    def where(self) -> str:
        """The catalog as the user knows it."""
        ...

    @property
    def hint(self) -> str:
        """How other tools open it."""
        ...

    def register(self, *, force: bool = False) -> list[Registered]:
        """Show the current versions; `force` also puts right what somebody else changed."""
        ...

    def follow(self) -> list[Registered]:
        """Do as `register` where the lake was registered before, else nothing."""
        ...

    def states(self) -> list[TableState]:
        """How each current table stands, as far as the catalog shows."""
        ...

    def differences(self) -> list[TableState]:
        """How each current table differs from what `register` would write; LakeError where that cannot be known."""
        ...

    def ddl(self, table: str | None = None) -> dict[str, str]:
        """Athena's DDL of one table or of all, by name; LakeError where Athena could not read them."""
        ...
