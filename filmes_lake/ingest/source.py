"""What a source's package offers: its description, what receives it, and what finds a title in it.

The three lie on different floors. The description is data. The receiver checks, counts and lands, and has the steps
that `run` takes. The trace reads Raw for `explain`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.kinds import Kind
from filmes_lake.models.source import Source
from filmes_lake.progress import Progress
from filmes_lake.settings import Settings

if TYPE_CHECKING:
    from filmes_lake.ingest.delimited.landing import Landed


class SourcePackage(Protocol):
    """A source's package, as the registry lists it: what loads nothing, and two functions that load the rest."""

    @property
    def SOURCE(self) -> Source:  # noqa: N802 - a constant of the package
        """Its description."""
        ...

    def make_receiver(self) -> "Receiver":
        """What brings it into Raw."""
        ...

    def make_trace(self) -> "Trace | None":
        """What finds a title in it; None where it is about no titles."""
        ...


class StepState(StrEnum):
    """The state of a step: before it is applied, or after."""

    DUE = "due"
    UNKNOWN = "unknown"  # somebody else has to be asked, which applying it does
    BLOCKED = "blocked"
    DONE = "done"
    PARTLY_DONE = "partly_done"
    FRESH = "up_to_date"
    SKIPPED = "skipped"

    @property
    def is_to_be_applied(self) -> bool:
        """Whether applying the step does something."""
        return self in (StepState.DUE, StepState.UNKNOWN)


@dataclass(frozen=True)
class StepReport:
    """A step's state and why; `hint` or `command` says what to do about it, where there is something to do.

    `command` has the words after the program's name.
    """

    step: str
    state: StepState
    reason: str
    hint: str | None = None
    command: str | None = None


class RefreshStep(Protocol):
    """One thing that `run` brings up to date."""

    @property
    def name(self) -> str:
        """The command that would do the same."""
        ...

    def plan(self, *, changing: bool) -> StepReport:
        """Whether there is something to do; `changing` where a step before it is going to change the raw layer."""
        ...

    def apply(self, progress: Progress) -> StepReport:
        """Do what is due; what fails is raised."""
        ...


@dataclass(frozen=True)
class SourceContext:
    """A lake with the settings and the environment that say what it receives.

    `cache` says where lies on this machine what can be fetched again.
    """

    lake: Lake
    settings: Settings
    environment: Mapping[str, str]
    cache: Callable[[], Path]


@dataclass(frozen=True)
class Purged:
    """What a purge takes, or would take, out of Raw: how many answers of that name, and the parts (keys) with them."""

    name: str
    answers: int
    parts: tuple[str, ...]


class Terms(Protocol):
    """A source's terms, by which what it said may not be kept for ever: what `purge` may take."""

    @property
    def answers(self) -> Mapping[str, str]:
        """The tables of Trusted with its answers, each with the column that says when they were fetched."""
        ...

    @property
    def locks(self) -> Sequence[str]:
        """The locks that a purge has to hold."""
        ...

    def find(self, lake: Lake, before: datetime) -> list[Purged]:
        """What `purge` would take; nothing is written."""
        ...

    def purge(self, lake: Lake, run: Run, before: datetime) -> list[Purged]:
        """Take what was fetched before that moment out of Raw. The caller holds the locks."""
        ...

    def lost(self, lake: Lake) -> set[str]:
        """Keys of the parts that purges took out of Raw and may have left behind."""
        ...

    def listed(self, lake: Lake) -> set[str]:
        """Keys of the parts that purges listed to be taken out of Raw, whether it names them or not."""
        ...

    def error_lists(self, lake: Lake, before: datetime) -> list[str]:
        """Keys of what else is older than that moment and may hold answers."""
        ...


@dataclass(frozen=True)
class Lost:
    """What a source cannot have back by itself, of the raw table `name`.

    `files` are keys that the current raw version names and that are missing or of another size. `titles` are those
    whose stored answers are in no file any more. `commands` (the words after the program's name) bring both in again.
    """

    name: str
    files: tuple[str, ...]
    titles: tuple[str, ...]
    commands: tuple[str, ...]


class Recovery(Protocol):
    """What becomes of files that Raw lost, of a source whose tables add up from many: it can go on without them."""

    def lost(self, lake: Lake) -> list[Lost]:
        """What the current raw version names and is not there, and what was stored and is nowhere now."""
        ...

    def mend(self, lake: Lake, run: Run, lost: Collection[str], aside: Callable[[str], None]) -> None:
        """Take lost files (keys) out of Raw, so that they are asked for again, and take in those it does not name.

        `aside` moves what lies under a key to where damaged objects are kept. The caller holds the locks.
        """
        ...


class Receiver(Protocol):
    """What brings a source into Raw: checked, counted and landed."""

    @property
    def locks(self) -> Sequence[str]:
        """The locks of whoever stores files of the source, or takes them out."""
        ...

    @property
    def recovery(self) -> Recovery | None:
        """What becomes of lost files; None where each file is a whole snapshot, which nothing can do without."""
        ...

    def steps(self, context: SourceContext, *, with_services: bool) -> Sequence[RefreshStep]:
        """What `run` does for the source; `with_services` includes what asks a service, whose plan may take a while."""
        ...

    @property
    def terms(self) -> Terms | None:
        """What `purge` may take; None where it may take nothing."""
        ...


@runtime_checkable
class FilesReceiver(Receiver, Protocol):
    """A receiver of files of which nothing has to be said but where they are: `ingest NAME FILE...` is its command."""

    def ingest(self, context: SourceContext, files: Sequence[Path], progress: Progress) -> "Sequence[Landed]":
        """Store the files, all or none; SourceError where one is wrong."""
        ...


@dataclass(frozen=True)
class Sighting:
    """Where a file of Raw speaks of a title: its key, the lines' numbers (a header is 1) and their distinct texts.

    `values` is what they say of the title, by the source's own names. `facts` is what else is known of them, for
    programs, and `note` for people.
    """

    key: str
    lines: tuple[int, ...]
    texts: tuple[str, ...]
    values: dict[str, Any]
    facts: dict[str, Any] = field(default_factory=dict)
    note: str = ""


class Trace(Protocol):
    """What finds a title in a source's files."""

    @property
    def nothing(self) -> str:
        """What people see where it finds nothing."""
        ...

    def find(self, lake: Lake, raw: Manifest, kind: Kind | None, title_id: str, scratch: Path) -> list[Sighting]:
        """Where Raw speaks of a title of the kind, what counts most first; for None, of one of no kind known."""
        ...

    def document(self, found: Sequence[Sighting]) -> Any:
        """What was found, as the JSON of `explain` has it under the source's name."""
        ...
