"""Progress that is remembered."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from filmes_lake.progress import Advance, unobserved


@dataclass
class RecordedProgress:
    """Implements `Progress`: what was reported, in order and by subject. `on_bytes` is called at every advance."""

    on_bytes: Advance = unobserved
    steps: list[str] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    bytes: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    words: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def step(self, text: str) -> None:
        """See `Progress.step`."""
        self.steps.append(text)

    def begin_bytes(self, what: str, total: int) -> Advance:
        """See `Progress.begin_bytes`."""
        self.totals[what] = total

        def advance(more: int) -> None:
            self.bytes[what].append(more)
            self.on_bytes(more)

        return advance

    def begin_tally(self, what: str, total: int) -> Callable[[str], None]:
        """See `Progress.begin_tally`."""
        self.totals[what] = total
        return self.words.append

    def note(self, text: str) -> None:
        """See `Progress.note`."""
        self.notes.append(text)
