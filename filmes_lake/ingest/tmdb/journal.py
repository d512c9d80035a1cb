"""The journal: what Raw holds of a kind, and what TMDB said of the titles that it does not hold.

It is an index over the parts: where it lacks one, the part itself is read. Segments are immutable, one or more a run.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from filmes_lake.errors import LakeError
from filmes_lake.ingest.tmdb.outcome import Outcome, OutcomeKind
from filmes_lake.ingest.tmdb.parts import part_of
from filmes_lake.ingest.tmdb.record import NotARecord, TmdbRecord, parse_stored
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import DataFile
from filmes_lake.models.kinds import Kind, Layer

_READERS = 8
_PARTS = TypeAdapter(list[str])

# When TMDB was asked, and the SHA-256 of what it said.
_Answer = tuple[str, str]


@dataclass
class KnownOutcomes:
    """What is known of a title: its newest stored answer, and the newest outcomes that were none."""

    stored: Outcome | None = None
    absent: Outcome | None = None
    failed: Outcome | None = None

    @property
    def newest(self) -> Outcome | None:
        """The last outcome."""
        outcomes = [outcome for outcome in (self.stored, self.absent, self.failed) if outcome]
        return max(outcomes, key=lambda outcome: outcome.at, default=None)


class TmdbJournal:
    """Every outcome of a kind. `unpublished` are parts that a killed run stored and no raw version names."""

    def __init__(self, lake: Lake, kind: Kind) -> None:
        self._lake, self._kind = lake, kind
        self._known: dict[str, KnownOutcomes] = {}
        # Of most titles Raw holds one answer, so only the others' older ones are kept apart.
        self._older: set[tuple[str, _Answer]] = set()
        self.unpublished = self._survey()

    def of(self, identity: str) -> KnownOutcomes:
        """What is known of a title; nothing is a `KnownOutcomes` without outcomes."""
        return self._known.get(identity) or KnownOutcomes()

    def stored(self) -> Iterator[Outcome]:
        """The newest stored answer of every title that has one."""
        return (known.stored for known in self._known.values() if known.stored)

    def has(self, record: TmdbRecord) -> bool:
        """Whether storing the answer would add nothing new: the newest says the same, or this very one is there."""
        newest = self.of(record.identity).stored
        if newest is None:
            return False
        answer = (record.fetched_at, record.body_sha256)
        return newest.body_sha256 == record.body_sha256 or (record.identity, answer) in self._older

    def note(self, outcome: Outcome) -> None:
        """Take down an outcome; of two of one moment the later noted counts as newer."""
        known = self._known.setdefault(outcome.identity, KnownOutcomes())
        if outcome.result is OutcomeKind.STORED:
            older = outcome if known.stored and known.stored.at > outcome.at else known.stored
            if older:
                self._older.add((outcome.identity, (older.at, older.body_sha256 or "")))
            known.stored = known.stored if older is outcome else outcome
        elif outcome.result is OutcomeKind.FAILED:
            known.failed = max(filter(None, (known.failed, outcome)), key=lambda found: found.at)
        else:
            known.absent = max(filter(None, (known.absent, outcome)), key=lambda found: found.at)

    def _survey(self) -> list[DataFile]:
        published = {file.key for file in raw_parts(self._lake, self._kind)}
        listed = [entry.key for entry in self._lake.storage.list(layout.raw_tmdb_prefix(self._kind))]
        purged = purged_parts(self._lake, self._kind)
        parts = [key for key in listed if layout.is_tmdb_part(key) and key not in purged]
        journaled = self._read_segments(set(parts))
        unknown = [key for key in parts if key not in journaled or key not in published]
        return [file for file in map(self._read_part, unknown) if file.key not in published]

    def _read_segments(self, parts: set[str]) -> set[str]:
        """Note every outcome but those whose part is gone; the parts spoken of."""
        journaled = set()
        for outcome in outcomes_of(self._lake, self._kind):
            if outcome.part is None or outcome.part in parts:  # not purged since
                self.note(outcome)
                journaled.add(outcome.part or "")
        return journaled

    def _read_part(self, key: str) -> DataFile:
        """Note the answers in a part that the journal does not know, or that no version names."""
        records = records_of(self._lake, self._kind, key)
        for record in records:
            self.note(Outcome.stored(record, key))
        return part_of(key, records)[0]


def outcomes_of(lake: Lake, kind: Kind) -> Iterator[Outcome]:
    """Every outcome that journal and error ledger hold of a kind, purged ones included."""
    prefixes = (layout.tmdb_journal_prefix(kind), layout.tmdb_failures_prefix(kind))
    keys = [entry.key for prefix in prefixes for entry in lake.storage.list(prefix)]
    with ThreadPoolExecutor(_READERS) as readers:
        for key, blob in zip(keys, readers.map(lake.storage.get, keys), strict=True):
            try:
                yield from (Outcome.model_validate_json(line) for line in blob.data.splitlines())
            except ValidationError as error:
                hint = "put it back from a copy, or remove it: parts tell what they hold, and the rest is asked again"
                raise LakeError(f"{lake.storage.uri}/{key}: not a journal", hint) from error


def records_of(lake: Lake, kind: Kind, key: str) -> list[TmdbRecord]:
    """The records in a part; LakeError where something else lies there."""
    records = []
    for number, line in enumerate(lake.storage.get(key).data.splitlines(), start=1):
        try:
            records.append(parse_stored(line, kind))
        except NotARecord as reason:
            raise LakeError(
                f"{lake.storage.uri}/{key}:{number}: {reason}", "nothing but this program writes there: remove it"
            ) from reason
    return records


def raw_parts(lake: Lake, kind: Kind) -> tuple[DataFile, ...]:
    """The parts that the current raw version names."""
    current = lake.versions.current(Layer.RAW)
    table = current.tables.get(kind.names.tmdb_table) if current else None
    return table.files if table else ()


def purged_parts(lake: Lake, kind: Kind) -> set[str]:
    """Parts that a purge listed and Raw does not name: deleted by now or, where it was killed, about to be."""
    return listed_parts(lake, kind) - {file.key for file in raw_parts(lake, kind)}


def listed_parts(lake: Lake, kind: Kind) -> set[str]:
    """Parts that a purge listed, whether it was finished or not."""
    lists = [entry.key for entry in lake.storage.list(layout.tmdb_purged_prefix(kind))]
    return {part for key in lists for part in _listed(lake, key)}


def _listed(lake: Lake, key: str) -> list[str]:
    try:
        return _PARTS.validate_json(lake.storage.get(key).data)
    except ValidationError as error:
        raise LakeError(
            f"{lake.storage.uri}/{key}: not a list of parts", "put it back from a copy, or remove it and purge again"
        ) from error
