"""Parts: up to 100 answers in one immutable object of Raw, sealed together with their lines of the journal."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from filmes_lake.errors import AlreadyExists
from filmes_lake.ingest.tmdb.outcome import Outcome, OutcomeKind
from filmes_lake.ingest.tmdb.record import TmdbRecord
from filmes_lake.lake import layout
from filmes_lake.lake.manifest import DataFile
from filmes_lake.lake.storage import Storage
from filmes_lake.models.kinds import Kind

PART_RECORDS = 100
PART_BYTES = 10_000_000


def is_full(records: int, size: int, more: int) -> bool:
    """Whether a part of that many records and bytes cannot take `more` bytes; a large record is a part by itself."""
    return records == PART_RECORDS or (records > 0 and size + more > PART_BYTES)


def part_of(key: str, records: Sequence[TmdbRecord]) -> tuple[DataFile, bytes]:
    """The part with these records, and its bytes."""
    data = b"".join(record.line + b"\n" for record in records)
    oldest = min(datetime.fromisoformat(record.fetched_at) for record in records)
    digest = hashlib.sha256(data).hexdigest()
    return DataFile(key=key, bytes=len(data), rows=len(records), sha256=digest, oldest=oldest), data


def seal(
    storage: Storage, kind: Kind, name: str, records: Sequence[TmdbRecord], others: Sequence[Outcome]
) -> DataFile | None:
    """Put a part, its journal segment and its errors where they belong, as far as they are not there yet; the part.

    `name` names all three, so sealing the same again after a kill changes nothing.
    """
    key = layout.raw_tmdb_part(kind, name)
    part, data = part_of(key, records) if records else (None, b"")
    segments = {
        layout.tmdb_journal(kind, name): [*(Outcome.stored(record, key) for record in records), *_absent(others)],
        layout.tmdb_failures(kind, name): [outcome for outcome in others if outcome.result is OutcomeKind.FAILED],
    }
    objects = {place: b"".join(outcome.to_line() for outcome in outcomes) for place, outcomes in segments.items()}
    for place, content in {key: data, **objects}.items():
        if content:
            with suppress(AlreadyExists):
                storage.put(place, content)
    return part


def _absent(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.result.is_absent]
