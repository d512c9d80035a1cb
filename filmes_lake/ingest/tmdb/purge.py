"""Old answers out of Raw: TMDB's terms allow no caching beyond six months.

https://www.themoviedb.org/api-terms-of-use, 1.C. Parts are immutable: one with old answers is replaced by one without.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from filmes_lake.ingest.landing import publish_raw
from filmes_lake.ingest.source import Purged
from filmes_lake.ingest.tmdb.journal import TmdbJournal, purged_parts, raw_parts, records_of
from filmes_lake.ingest.tmdb.parts import is_full, seal
from filmes_lake.ingest.tmdb.record import TmdbRecord, instant
from filmes_lake.ingest.tmdb.spool import TmdbSpool
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run
from filmes_lake.lake.manifest import DataFile, TableVersion
from filmes_lake.models.kinds import Kind


@dataclass(frozen=True)
class _Sorted:
    """Parts with old answers, how many of those there are, and the younger records among them."""

    parts: list[DataFile]
    old: int
    young: list[TmdbRecord]


def find_old(lake: Lake, kind: Kind, before: datetime) -> Purged:
    """What `purge_raw` would take; nothing is written."""
    return _purged(kind, _sort(lake, kind, before))


def purge_raw(lake: Lake, run: Run, kind: Kind, before: datetime) -> Purged:
    """Take answers fetched before that moment out of Raw. The caller holds the kind's lock.

    Old parts and those that replace them are listed before anything else, and what is listed counts only while Raw
    names it: a purge killed before it published leaves new parts that nobody adopts, one killed after it leaves old
    ones. The next purge deletes either.
    """
    TmdbSpool(lake.storage, kind, run.id).recover()
    found = _sort(lake, kind, before)
    gone = {file.key for file in found.parts}
    if gone:
        again = {layout.tmdb_name(run.id, number): group for number, group in enumerate(_grouped(found.young), 1)}
        listed = [*gone, *(layout.raw_tmdb_part(kind, name) for name in again)]
        lake.storage.put(layout.tmdb_purged(kind, run.id), json.dumps(sorted(listed)).encode())
        younger = [part for name, group in again.items() if (part := seal(lake.storage, kind, name, group, []))]
        table = kind.names.tmdb_table

        def without(tables: dict[str, TableVersion]) -> dict[str, TableVersion]:
            before = tables[table].files if table in tables else ()
            kept = [file for file in before if file.key not in gone]
            return {**tables, table: TableVersion(files=(*kept, *younger))}

        publish_raw(lake, run, without)
    for key in purged_parts(lake, kind):
        lake.storage.delete(key)
    return _purged(kind, found)


def _purged(kind: Kind, found: _Sorted) -> Purged:
    return Purged(kind.value, found.old, tuple(file.key for file in found.parts))


def _sort(lake: Lake, kind: Kind, before: datetime) -> _Sorted:
    """Sort what Raw names, and what a killed run stored: the next ingest would publish that."""
    stored = (*raw_parts(lake, kind), *TmdbJournal(lake, kind).unpublished)
    parts = [file for file in stored if file.oldest is None or file.oldest < before]
    records = [record for file in parts for record in records_of(lake, kind, file.key)]
    young = [record for record in records if record.fetched_at >= instant(before)]
    return _Sorted(parts, len(records) - len(young), young)


def _grouped(records: list[TmdbRecord]) -> list[list[TmdbRecord]]:
    """The records, by parts."""
    groups: list[list[TmdbRecord]] = []
    size = 0
    for record in records:
        if not groups or is_full(len(groups[-1]), size, len(record.line) + 1):
            groups.append([])
            size = 0
        groups[-1].append(record)
        size += len(record.line) + 1
    return groups
