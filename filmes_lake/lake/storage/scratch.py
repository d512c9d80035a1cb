"""Scratch: what runs write before it is an object, and the locks that show which is a living run's."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filmes_lake.errors import LakeError
from filmes_lake.lake.storage.files import alone, flush, try_lock, writing

_LOCK = ".lock"


class Scratch:
    """Folders and files under `root`, each with a lock beside it that its run holds.

    Locks are taken, swept and removed behind one more lock, on the file `gate`. So a lock that is free belongs to a
    dead run, and never to one that is about to take it or has just let it go.
    """

    def __init__(self, root: Path, gate: Path) -> None:
        self._root, self._gate = root, gate

    @contextmanager
    def folder(self, name: str) -> Iterator[Path]:
        """An empty folder; it goes when the block ends."""
        path = self._root / name
        with self._held(path):
            with writing(path):
                path.mkdir()
            try:
                yield path
            finally:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def file(self, data: bytes) -> Iterator[Path]:
        """A file with these bytes, flushed to the disk; it goes when the block ends, if it is there still."""
        path = self._root / f"{uuid.uuid4().hex}.part"
        with self._held(path):
            try:
                with writing(path):
                    path.write_bytes(data)
                    flush(path)
                yield path
            finally:
                with suppress(OSError):
                    path.unlink(missing_ok=True)

    def dead(self) -> list[str]:
        """The names of what killed runs left; it stays."""
        if not self._names():
            return []
        with alone(self._gate):
            return [name for name in self._names() if self._is_dead(self._root / name)]

    def sweep(self) -> list[str]:
        """Remove what killed runs left; the names of what was there."""
        if not self._names():
            return []
        with alone(self._gate):
            return [name for name in self._names() if self._remove_if_dead(self._root / name)]

    def _names(self) -> list[str]:
        try:
            return sorted({path.name.removesuffix(_LOCK) for path in self._root.iterdir()})
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise LakeError(f"{self._root}: cannot be read: {error.strerror}", "check its permissions") from error

    def _is_dead(self, path: Path) -> bool:
        lock = try_lock(_lock_beside(path))
        if lock is None:
            return False
        lock.release()
        return path.exists()

    def _remove_if_dead(self, path: Path) -> bool:
        lock = try_lock(_lock_beside(path))
        if lock is None:
            return False
        left = path.exists()
        with suppress(OSError):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        lock.release()
        with suppress(OSError):
            _lock_beside(path).unlink(missing_ok=True)
        return left

    @contextmanager
    def _held(self, path: Path) -> Iterator[None]:
        with alone(self._gate):
            lock = try_lock(_lock_beside(path))
        if lock is None:
            raise LakeError(f"{path}: another run has this name", "run the command again")
        try:
            yield
        finally:
            with alone(self._gate), suppress(OSError):
                lock.release()
                _lock_beside(path).unlink(missing_ok=True)


def _lock_beside(path: Path) -> Path:
    return path.with_name(f"{path.name}{_LOCK}")
