"""Old lists out of Raw: TMDB's terms of use, 1.C, allow no caching beyond six months, of lists as of answers."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from filmes_lake.ingest.landing import publish_raw
from filmes_lake.ingest.source import Purged
from filmes_lake.ingest.tmdb_exports.description import SOURCE, folder_of, raw_table
from filmes_lake.ingest.tmdb_exports.landing import current_lists, locks, start_of, without
from filmes_lake.ingest.tmdb_exports.models import PopularidadeDiaria
from filmes_lake.ingest.tmdb_exports.names import list_name
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run
from filmes_lake.models.kinds import Kind


@dataclass(frozen=True)
class ExportsTerms:
    """Implements `Terms`: lists go by the beginning of their day."""

    @property
    def answers(self) -> Mapping[str, str]:
        """See `Terms.answers`; the table has values of TMDB's answers too, each with its own moment."""
        return {PopularidadeDiaria.table.name: "obtido_em"}

    @property
    def locks(self) -> Sequence[str]:
        """See `Terms.locks`."""
        return locks()

    def find(self, lake: Lake, before: datetime) -> list[Purged]:
        """See `Terms.find`."""
        return [_old(lake, kind, before) for kind in Kind]

    def purge(self, lake: Lake, run: Run, before: datetime) -> list[Purged]:
        """See `Terms.purge`. What goes is written down first, and deleted when Raw does not name it any more."""
        found = self.find(lake, before)
        gone = sorted(key for each in found for key in each.parts)
        if gone:
            lake.storage.put(layout.purged_list(SOURCE.name, run.id), json.dumps(gone).encode())
            publish_raw(lake, run, lambda tables: without(tables, gone))
        for key in gone:
            lake.storage.delete(key)
        return found

    def lost(self, lake: Lake) -> set[str]:
        """See `Terms.lost`."""
        return self.listed(lake) - {file.key for kind in Kind for file in current_lists(lake, kind)}

    def listed(self, lake: Lake) -> set[str]:
        """See `Terms.listed`."""
        lists = lake.storage.list(layout.purged_lists(SOURCE.name))
        return {key for entry in lists for key in json.loads(lake.storage.get(entry.key).data)}

    def error_lists(self, lake: Lake, before: datetime) -> list[str]:  # noqa: ARG002 - there are none
        """See `Terms.error_lists`."""
        return []


def _old(lake: Lake, kind: Kind, before: datetime) -> Purged:
    """The lists of days that began before that moment, those too that Raw does not name: another took their place."""
    keys = tuple(_keys_before(lake, kind, before))
    lines = sum(file.rows for file in current_lists(lake, kind) if file.key in keys)
    return Purged(raw_table(kind).name, lines, keys)


def _keys_before(lake: Lake, kind: Kind, before: datetime) -> Iterator[str]:
    for entry in lake.storage.list(layout.raw_folder(folder_of(kind))):
        found = list_name(PurePosixPath(entry.key).name)
        if found and start_of(found.day) < before:
            yield entry.key
