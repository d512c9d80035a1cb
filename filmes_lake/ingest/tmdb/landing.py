"""Saved TMDB records on their way into Raw: sealed into parts in scratch, stored and published all or none."""

from filmes_lake.ingest.landing import publish_more
from filmes_lake.ingest.tmdb.journal import TmdbJournal
from filmes_lake.ingest.tmdb.outcome import Outcome
from filmes_lake.ingest.tmdb.parts import is_full, part_of
from filmes_lake.ingest.tmdb.record import TmdbRecord
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.ledger import Run
from filmes_lake.lake.manifest import DataFile
from filmes_lake.lake.storage.files import writing
from filmes_lake.models.kinds import Kind


class TmdbLanding:
    """Takes records of a kind one by one and commits them.

    The caller holds the kind's lock. An answer that says what the newest one about its title says is not stored
    again. Parts that a killed run had stored and not published are adopted.
    """

    def __init__(self, lake: Lake, run: Run, kind: Kind) -> None:
        self.stored = self.unchanged = 0
        self._lake, self._run, self._kind = lake, run, kind
        self._part: list[TmdbRecord] = []
        self._part_bytes = 0
        self._sealed: list[DataFile] = []
        self._segment = bytearray()  # of the journal, written out: as objects its lines take ten times as much
        self._journal = TmdbJournal(lake, kind)

    def add(self, record: TmdbRecord) -> None:
        """Take a record; `commit` makes it last."""
        if self._journal.has(record):
            self.unchanged += 1
            return
        size = len(record.line) + 1
        if is_full(len(self._part), self._part_bytes, size):
            self._seal()
        self._part.append(record)
        self._part_bytes += size
        self.stored += 1
        self._journal.note(Outcome.stored(record, self._key))

    def commit(self) -> list[str]:
        """Store and publish every part taken so far; their keys."""
        if self._part:
            self._seal()
        paths = [self._run.scratch / _file_name(number) for number in range(1, len(self._sealed) + 1)]
        self._lake.storage.put_files([(file.key, path) for file, path in zip(self._sealed, paths, strict=True)])
        new = [*self._journal.unpublished, *self._sealed]
        if new:
            publish_more(self._lake, self._run, self._kind.names.tmdb_table, new)
        if self._segment:
            key = layout.tmdb_journal(self._kind, layout.tmdb_name(self._run.id, 1))
            self._lake.storage.put(key, bytes(self._segment))
        return [file.key for file in new]

    @property
    def _key(self) -> str:
        return layout.raw_tmdb_part(self._kind, layout.tmdb_name(self._run.id, len(self._sealed) + 1))

    def _seal(self) -> None:
        file, data = part_of(self._key, self._part)
        path = self._run.scratch / _file_name(len(self._sealed) + 1)
        with writing(path):
            path.write_bytes(data)
        for record in self._part:
            self._segment += Outcome.stored(record, file.key).to_line()
        self._sealed.append(file)
        self._part, self._part_bytes = [], 0


def _file_name(number: int) -> str:
    return f"part-{number:05d}"
