"""The spool: every outcome is written to a local file the moment it is known, and sealed into the lake in parts.

Object stores cannot append, so this is the write-ahead file before them. A file is sealed when its answers fill a
part, and its name names the part: whoever finds it after a kill seals it to the same objects, however far the killed
run had come. What a kill or a full disk leaves of a last line is left out; its question is asked again.
"""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO

from pydantic import ValidationError

from filmes_lake.ingest.tmdb.outcome import Outcome, OutcomeKind
from filmes_lake.ingest.tmdb.parts import is_full, seal
from filmes_lake.ingest.tmdb.record import NotARecord, TmdbRecord, parse_stored
from filmes_lake.lake import layout
from filmes_lake.lake.manifest import DataFile
from filmes_lake.lake.storage import Storage
from filmes_lake.lake.storage.files import writing
from filmes_lake.models.kinds import Kind

_ENDING = ".spool"
_MOST_OUTCOMES = 1000  # a run that finds nothing seals its journal too
# A power cut costs at most the answers of that many seconds, which are then asked for again.
_FLUSH_SECONDS = 1.0

Entry = tuple[Outcome, TmdbRecord | None]


class TmdbSpool:
    """The spool of a kind, for one run at a time: the caller holds the kind's lock. `add` is safe among threads.

    `parts` are those that were sealed.
    """

    def __init__(self, storage: Storage, kind: Kind, run_id: str) -> None:
        self._storage, self._kind, self._run_id = storage, kind, run_id
        self._folder = storage.spool(f"tmdb-{kind.value}")
        self._mutex = threading.Lock()
        self._full: SimpleQueue[Path] = SimpleQueue()
        self._number = 0
        self._file: BinaryIO | None = None
        self._records = self._bytes = self._outcomes = 0
        self._flushed = 0.0
        self.parts: list[DataFile] = []

    def recover(self) -> None:
        """Seal what earlier runs left behind."""
        for path in sorted(self._folder.glob(f"*{_ENDING}")):
            self._seal(path)

    def add(self, outcome: Outcome, record: TmdbRecord | None = None) -> None:
        """Write an outcome down, with the answer if there is one; LakeError where the disk does not take it."""
        line = outcome.to_line().rstrip(b"\n") + b"\t" + (record.line if record else b"") + b"\n"
        size = len(record.line) + 1 if record else 0
        with self._mutex, writing(self._folder):
            if (record and is_full(self._records, self._bytes, size)) or self._outcomes == _MOST_OUTCOMES:
                self._turn()
            file = self._file or self._open()
            file.write(line)
            file.flush()
            self._records += record is not None
            self._bytes += size
            self._outcomes += 1
            if time.monotonic() - self._flushed > _FLUSH_SECONDS:
                os.fsync(file.fileno())
                self._flushed = time.monotonic()

    def seal_full(self) -> None:
        """Seal the files that are full."""
        while not self._full.empty():
            self._seal(self._full.get())

    def close(self) -> None:
        """Seal everything."""
        with self._mutex, writing(self._folder):
            self._turn()
        self.seal_full()

    def _open(self) -> BinaryIO:
        self._number += 1
        path = self._folder / f"{layout.tmdb_name(self._run_id, self._number)}{_ENDING}"
        self._file = path.open("xb")
        return self._file

    def _turn(self) -> None:
        """End the current file; the next outcome begins another."""
        if self._file is None:
            return
        file, self._file = self._file, None
        self._records = self._bytes = self._outcomes = 0
        with file:
            file.flush()
            os.fsync(file.fileno())
        self._full.put(Path(file.name))

    def _seal(self, path: Path) -> None:
        entries = list(_entries(path, self._kind))
        records = [record for _, record in entries if record]
        others = [outcome for outcome, record in entries if not record]
        part = seal(self._storage, self._kind, path.name.removesuffix(_ENDING), records, others)
        self.parts += [part] if part else []
        with writing(path):
            path.unlink()


def _entries(path: Path, kind: Kind) -> Iterator[Entry]:
    """The whole lines of a spool file."""
    with path.open("rb") as file:
        for line in file:
            head, tab, text = line.rstrip(b"\n").partition(b"\t")
            try:
                outcome = Outcome.model_validate_json(head)
                record = parse_stored(text, kind) if outcome.result is OutcomeKind.STORED else None
            except (ValidationError, NotARecord):
                return
            if not (tab and line.endswith(b"\n")):
                return
            yield outcome, record
