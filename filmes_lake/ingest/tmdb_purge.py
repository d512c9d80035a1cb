"""Old answers out of Raw: TMDB's terms allow no caching beyond six months.

https://www.themoviedb.org/api-terms-of-use, 1.C. Parts are immutable: one with old answers is replaced by one without.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from filmes_lake.ingest.landing import publish_raw
from filmes_lake.ingest.tmdb_journal import purged_parts, records_of
from filmes_lake.ingest.tmdb_parts import is_full, seal
from filmes_lake.ingest.tmdb_record import TmdbRecord, instant
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run
from filmes_lake.lake.versions import DataFile, TableVersion
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.tables import tmdb_table


@dataclass(frozen=True)
class PurgedKind:
    """What a purge takes, or would take, out of Raw: so many answers, out of so many parts."""

    kind: Kind
    answers: int
    parts: int


@dataclass(frozen=True)
class _Sorted:
    """Parts with old answers, how many of those there are, and the younger records among them."""

    parts: list[DataFile]
    old: int
    young: list[TmdbRecord]


def find_old(lake: Lake, kind: Kind, before: datetime) -> PurgedKind:
    """What `purge_raw` would take; nothing is written."""
    found = _sort(lake, kind, before)
    return PurgedKind(kind, found.old, len(found.parts))


def purge_raw(lake: Lake, run: Run, kind: Kind, before: datetime) -> PurgedKind:
    """Take answers fetched before that moment out of Raw. The caller holds the kind's lock.

    The parts are listed before a version without them is published and deleted after it: a purge that is killed
    between leaves parts that nobody adopts again, and the next one deletes them.
    """
    found = _sort(lake, kind, before)
    gone = {file.key for file in found.parts}
    if gone:
        lake.storage.put(layout.tmdb_purged(kind, run.id), json.dumps(sorted(gone)).encode())
        younger = _seal_again(lake, run, kind, found.young)
        name = tmdb_table(kind)

        def without(tables: dict[str, TableVersion]) -> dict[str, TableVersion]:
            kept = [file for file in tables[name].files if file.key not in gone]
            return {**tables, name: TableVersion(files=(*kept, *younger))}

        publish_raw(lake, run, without)
    for key in purged_parts(lake, kind):
        lake.storage.delete(key)
    return PurgedKind(kind, found.old, len(found.parts))


def _sort(lake: Lake, kind: Kind, before: datetime) -> _Sorted:
    raw = lake.require(Layer.RAW).tables.get(tmdb_table(kind))
    parts = [file for file in (raw.files if raw else ()) if file.oldest is None or file.oldest < before]
    records = [record for file in parts for record in records_of(lake, kind, file.key)]
    young = [record for record in records if record.fetched_at >= instant(before)]
    return _Sorted(parts, len(records) - len(young), young)


def _seal_again(lake: Lake, run: Run, kind: Kind, records: list[TmdbRecord]) -> list[DataFile]:
    """Parts with these records, stored and in the journal."""
    groups: list[list[TmdbRecord]] = []
    size = 0
    for record in records:
        if not groups or is_full(len(groups[-1]), size, len(record.line) + 1):
            groups.append([])
            size = 0
        groups[-1].append(record)
        size += len(record.line) + 1
    sealed = (
        seal(lake.storage, kind, layout.tmdb_name(run.id, number), group, []) for number, group in enumerate(groups, 1)
    )
    return [part for part in sealed if part]
