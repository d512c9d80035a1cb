"""A lake in a folder: objects are files, compare-and-swap is a rename under an OS lock.

A file is written under `_ops/tmp`, flushed to disk and linked to its key: it is there whole or not at all, and
the link fails where a file stands already. Locks are the operating system's, so a killed process holds none.
"""

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from filmes_lake.errors import AlreadyExists, Conflict, LakeError, LockHeld, NotFound
from filmes_lake.lake import layout
from filmes_lake.lake.storage import Blob, Entry

_SWAP_TIMEOUT_SECONDS = 30


class FolderStorage:
    """Implements `Storage` on a folder, which need not exist before the first write."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()

    @property
    def uri(self) -> str:
        """The folder's absolute path."""
        return str(self.root)

    def get(self, key: str) -> Blob:
        """See `Storage.get`; the token is the SHA-256 of the bytes."""
        with self._reading(key) as path:
            data = path.read_bytes()
        return Blob(data, _token(data))

    def get_range(self, key: str, start: int, length: int) -> bytes:
        """See `Storage.get_range`."""
        with self._reading(key) as path, path.open("rb") as file:
            file.seek(start)
            return file.read(length)

    def put(self, key: str, data: bytes) -> None:
        """See `Storage.put`."""
        with self._writing(key), self._temporary(data) as path:
            self._link(key, path)

    def put_file(self, key: str, path: Path) -> None:
        """See `Storage.put_file`; no byte is copied."""
        with self._writing(key):
            _flush(path)
            self._link(key, path)

    def swap(self, key: str, data: bytes, expected: str | None) -> str:
        """See `Storage.swap`."""
        target = self._path(key)
        with self._writing(key), self._swapping():
            found = _token(target.read_bytes()) if target.exists() else None
            if found != expected:
                raise Conflict(f"{self.uri}/{key}: another writer was first", "run the command again")
            with self._temporary(data) as path:
                target.parent.mkdir(parents=True, exist_ok=True)
                path.replace(target)
                _flush_folder(target.parent)
        return _token(data)

    def list(self, prefix: str) -> Iterator[Entry]:
        """See `Storage.list`."""
        folder = self._path(prefix.rpartition("/")[0])
        for path in sorted(file for file in folder.rglob("*") if file.is_file()):
            key = path.relative_to(self.root).as_posix()
            if key.startswith(prefix):
                with suppress(FileNotFoundError):
                    status = path.stat()
                    yield Entry(key, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))

    def delete(self, key: str) -> None:
        """See `Storage.delete`; folders that become empty go too."""
        path = self._path(key)
        with self._writing(key):
            path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == self.root:
                break
            with suppress(OSError):
                folder.rmdir()

    def local(self, key: str, scratch: Path) -> Path:  # noqa: ARG002 - a folder needs no copy
        """See `Storage.local`; here it is the object itself."""
        with self._reading(key) as path:
            return path

    @contextmanager
    def scratch(self, name: str) -> Iterator[Path]:
        """See `Storage.scratch`; an OS lock beside the folder tells a living run's from a dead one's."""
        folder = self._path(layout.SCRATCH) / name
        with self._writing(layout.SCRATCH):
            folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(_lock_beside(folder), timeout=0):
            folder.mkdir()
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        _lock_beside(folder).unlink(missing_ok=True)

    def sweep_scratch(self) -> Sequence[str]:
        """See `Storage.sweep_scratch`."""
        folder = self._path(layout.SCRATCH)
        found = {path.name.removesuffix(".lock") for path in (folder.iterdir() if folder.is_dir() else ())}
        return [name for name in sorted(found) if _remove_if_dead(folder / name)]

    @contextmanager
    def lock(self, name: str, holder: str) -> Iterator[None]:
        """See `Storage.lock`; the holder's words lie in a file beside the lock."""
        words = self._path(f"{layout.LOCKS}{name}.holder")
        lock = self._os_lock(name)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            held_by = words.read_text(encoding="utf-8") if words.exists() else "another process"
            raise LockHeld(f"{self.uri}: {name} is held by {held_by}", "wait until it ends, then run again") from error
        try:
            words.write_text(holder, encoding="utf-8")
            yield
        finally:
            words.unlink(missing_ok=True)
            lock.release()

    def _path(self, key: str) -> Path:
        path = self.root / key
        if ".." in Path(key).parts:
            raise LakeError(f"{key}: a key must stay inside the lake")
        return path

    @contextmanager
    def _reading(self, key: str) -> Iterator[Path]:
        path = self._path(key)
        if not path.is_file():
            raise NotFound(f"{path}: no such object in the lake")
        try:
            yield path
        except OSError as error:
            raise LakeError(f"{path}: cannot be read: {error.strerror}") from error

    @contextmanager
    def _writing(self, key: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise LakeError(
                f"{self._path(key)}: cannot be written: {error.strerror}", "check space and permissions, or use --lake"
            ) from error

    @contextmanager
    def _temporary(self, data: bytes) -> Iterator[Path]:
        path = self._path(layout.SCRATCH) / f"{uuid.uuid4().hex}.part"
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(_lock_beside(path), timeout=0)
        with lock:
            path.write_bytes(data)
            _flush(path)
            try:
                yield path
            finally:
                path.unlink(missing_ok=True)
        _lock_beside(path).unlink(missing_ok=True)

    def _link(self, key: str, path: Path) -> None:
        target = self._path(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, target)
        except FileExistsError as error:
            raise AlreadyExists(f"{target}: an object is there already") from error
        except OSError:
            self._rename(path, target)
        _flush_folder(target.parent)

    def _rename(self, path: Path, target: Path) -> None:
        """Stand in for a link on file systems that have none (FAT, some network drives)."""
        with self._swapping():
            if target.exists():
                raise AlreadyExists(f"{target}: an object is there already")
            path.replace(target)

    @contextmanager
    def _swapping(self) -> Iterator[None]:
        """Keep every other writer out for the moment between a look and a rename."""
        lock = self._os_lock("swap")
        try:
            lock.acquire(timeout=_SWAP_TIMEOUT_SECONDS)
        except Timeout as error:
            raise Conflict(f"{self.uri}: another writer does not let go", "run the command again") from error
        try:
            yield
        finally:
            lock.release()

    def _os_lock(self, name: str) -> BaseFileLock:
        path = self._path(f"{layout.LOCKS}{name}.lock")
        with self._writing(layout.LOCKS):
            path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(path)


def _token(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _lock_beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def _remove_if_dead(path: Path) -> bool:
    try:
        with FileLock(_lock_beside(path), timeout=0):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
    except Timeout:
        return False
    _lock_beside(path).unlink(missing_ok=True)
    return True


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows opens no folder and needs no flush of one
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
