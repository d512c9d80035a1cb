"""A lake: its storage with the books kept over it."""

import shlex
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

from filmes_lake import __version__
from filmes_lake.errors import NotFound
from filmes_lake.lake.ledger import Ledger, Run
from filmes_lake.lake.manifest import Manifest
from filmes_lake.lake.purges import Purges
from filmes_lake.lake.storage import Storage
from filmes_lake.lake.versions import Versions
from filmes_lake.models.kinds import Layer
from filmes_lake.models.tables import Schema


def utc_now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


class Lake:
    """A lake, for everything above it: storage, versions and ledger under one clock, and its tables' schema."""

    def __init__(self, storage: Storage, schema: Schema, clock: Callable[[], datetime] = utc_now) -> None:
        self.storage = storage
        self.schema = schema
        self.now = clock
        self.program = __version__
        self.ledger = Ledger(storage, clock, self.program)
        self.versions = Versions(storage, clock, self.ledger.has_published)
        self.purges = Purges(storage)

    def run(self, command: str, *, run_id: str | None = None, **parameters: Any) -> AbstractContextManager[Run]:
        """Open a run of `command`, see `Ledger.run`; what killed runs left behind is cleared first."""
        # Told before it is swept: a run that is killed in between leaves it to the next.
        self.ledger.close_killed(self.storage.dead_scratch())
        self.ledger.close_killed(self.storage.sweep_scratch())
        return self.ledger.run(command, parameters, run_id)

    def require(self, layer: Layer) -> Manifest:
        """The layer's current version; NotFound says which command makes one."""
        manifest = self.versions.current(layer)
        if manifest is None:
            command = "ingest csv FILE" if self.versions.current(Layer.RAW) is None else "transform all"
            raise NotFound(
                f"{self.storage.uri}: the lake has no {layer.value} data yet",
                f"run: filmes-lake {command} --lake {shlex.quote(self.storage.uri)}",
            )
        return manifest
