"""A storage in memory: what the lake needs of one, and nothing else."""

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

from filmes_lake.errors import AlreadyExists, Conflict, LockHeld, NotFound
from filmes_lake.lake.storage import Blob, Entry, checked_key, is_hidden
from filmes_lake.lake.storage.scratch import Scratch
from filmes_lake.progress import Advance, unobserved


class MemoryStorage:
    """Implements `Storage` in a dictionary; safe among threads. Scratch and spools lie on disk, in `scratch_root`."""

    folder = None

    def __init__(self, scratch_root: Path, clock: Callable[[], datetime]) -> None:
        self.objects: dict[str, tuple[bytes, datetime]] = {}
        self.uri = "memory:"
        self._clock = clock
        self._holders: dict[str, str] = {}
        self._mutex = threading.RLock()
        self._spools = scratch_root / "spools"
        self._scratch = Scratch(scratch_root / "scratch", scratch_root / "gate.lock")

    def get(self, key: str) -> Blob:
        """See `Storage.get`."""
        with self._mutex:
            if checked_key(key) not in self.objects:
                raise NotFound(f"{key}: no such object in the lake")
            data, _ = self.objects[key]
        return Blob(data, _token(data))

    def get_range(self, key: str, start: int, length: int) -> bytes:
        """See `Storage.get_range`."""
        return self.get(key).data[start : start + length]

    def put(self, key: str, data: bytes) -> None:
        """See `Storage.put`."""
        with self._mutex:
            if checked_key(key) in self.objects:
                raise AlreadyExists(f"{key}: the object already exists")
            self.objects[key] = (data, self._clock())

    def put_file(self, key: str, path: Path) -> None:
        """See `Storage.put_file`."""
        self.put(key, path.read_bytes())

    def put_files(self, files: Sequence[tuple[str, Path]], advance: Advance = unobserved) -> None:
        """See `Storage.put_files`."""
        for key, path in files:
            self.put_file(key, path)
            advance(path.stat().st_size)

    def swap(self, key: str, data: bytes, expected: str | None) -> str:
        """See `Storage.swap`."""
        with self._mutex:
            found = self.get(key).token if checked_key(key) in self.objects else None
            if found != expected:
                raise Conflict(f"{key}: another writer was first")
            self.objects[key] = (data, self._clock())
        return _token(data)

    def list(self, prefix: str) -> Iterator[Entry]:
        """See `Storage.list`."""
        with self._mutex:
            found = sorted(self.objects.items())
        for key, (data, modified) in found:
            if key.startswith(prefix) and not is_hidden(key):
                yield Entry(key, len(data), modified)

    def delete(self, key: str) -> None:
        """See `Storage.delete`."""
        with self._mutex:
            self.objects.pop(checked_key(key), None)

    def local(self, key: str, scratch: Path) -> Path:
        """See `Storage.local`."""
        path = scratch / hashlib.sha256(key.encode()).hexdigest()
        path.write_bytes(self.get(key).data)
        return path

    def local_files(self, keys: Sequence[str], scratch: Path) -> Sequence[Path]:
        """See `Storage.local_files`."""
        return [self.local(key, scratch) for key in keys]

    def checksum(self, key: str) -> tuple[int, str | None]:
        """See `Storage.checksum`."""
        data = self.get(key).data
        return len(data), _token(data)

    def forget_copies(self, key: str) -> None:
        """See `Storage.forget_copies`; each is fetched anew."""

    def scratch(self, name: str) -> AbstractContextManager[Path]:
        """See `Storage.scratch`."""
        return self._scratch.folder(name)

    def dead_scratch(self) -> Sequence[str]:
        """See `Storage.dead_scratch`."""
        return self._scratch.dead()

    def sweep_scratch(self) -> Sequence[str]:
        """See `Storage.sweep_scratch`."""
        return self._scratch.sweep()

    def spool(self, name: str) -> Path:
        """See `Storage.spool`."""
        path = self._spools / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    @contextmanager
    def lock(self, name: str, holder: str) -> Iterator[None]:
        """See `Storage.lock`."""
        with self._mutex:
            if name in self._holders:
                raise LockHeld(f"{self.uri} {name} is held by {self._holders[name]}")
            self._holders[name] = holder
        try:
            yield
        finally:
            with self._mutex:
                del self._holders[name]

    def holders(self) -> Mapping[str, str]:
        """See `Storage.holders`."""
        with self._mutex:
            return dict(self._holders)


def _token(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
