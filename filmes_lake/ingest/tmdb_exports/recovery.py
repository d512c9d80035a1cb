"""Lists that the lake has lost: Raw goes on without them until they are ingested again."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from filmes_lake.ingest.landing import publish_raw
from filmes_lake.ingest.source import Lost
from filmes_lake.ingest.tmdb_exports.description import SOURCE, raw_table
from filmes_lake.ingest.tmdb_exports.landing import current_lists, without
from filmes_lake.lake.integrity import missing
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run
from filmes_lake.models.kinds import Kind, Layer


@dataclass(frozen=True)
class ExportsRecovery:
    """Implements `Recovery`. What no version names is not taken in: nobody can tell it from a replaced list."""

    def lost(self, lake: Lake) -> list[Lost]:
        """See `Recovery.lost`."""
        return [lost for kind in Kind if (lost := _lost(lake, kind)).files]

    def mend(self, lake: Lake, run: Run, lost: Collection[str], aside: Callable[[str], None]) -> None:
        """See `Recovery.mend`."""
        gone = {file.key for kind in Kind for file in current_lists(lake, kind)} & set(lost)
        if not gone:
            return
        for key in gone:
            aside(key)
        publish_raw(lake, run, lambda tables: without(tables, gone))
        # Nobody goes back to a raw version, and what these name is not there.
        older = lake.versions.kept(Layer.RAW)
        lake.versions.remove([version.version for version in older if any(file.key in gone for file in version.files)])


def _lost(lake: Lake, kind: Kind) -> Lost:
    files = tuple(file.key for file in missing(lake, current_lists(lake, kind)))
    return Lost(raw_table(kind).name, files, (), (f"ingest {SOURCE.name} FILE",))
