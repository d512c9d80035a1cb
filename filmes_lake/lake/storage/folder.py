"""A lake in a folder: objects are files, compare-and-swap is a rename under an OS lock.

A file is written in scratch, flushed to disk and linked to its key: it is there whole or not at all, and the link
fails where a file stands already. Locks are the operating system's, so a killed process holds none.
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from itertools import filterfalse, takewhile
from pathlib import Path

from filmes_lake.errors import AlreadyExists, Conflict, LakeError, LockHeld, NotFound
from filmes_lake.lake import layout
from filmes_lake.lake.storage import Blob, Entry, checked_key, is_hidden
from filmes_lake.lake.storage.files import (
    alone,
    flush,
    flush_folder,
    in_folder,
    make_folder,
    retrying,
    try_lock,
    writing,
)
from filmes_lake.lake.storage.scratch import Scratch
from filmes_lake.progress import Advance, unobserved


class FolderStorage:
    """Implements `Storage` on a folder, which need not exist before the first write."""

    def __init__(self, root: Path) -> None:
        # What is written down of the lake, as in the catalog file, must not lead through a folder that it is not in.
        self.root = root.resolve() if ".." in root.parts else root.absolute()
        self._scratch = Scratch(self.root / layout.SCRATCH, self.root / layout.lock(".scratch"))

    @property
    def uri(self) -> str:
        """The folder's absolute path."""
        return str(self.root)

    @property
    def folder(self) -> Path:
        """See `Storage.folder`."""
        return self.root

    def get(self, key: str) -> Blob:
        """See `Storage.get`; the token is the SHA-256 of the bytes."""
        with self._reading(key) as path:
            data = retrying(path.read_bytes)
        return Blob(data, _token(data))

    def get_range(self, key: str, start: int, length: int) -> bytes:
        """See `Storage.get_range`."""
        with self._reading(key) as path, path.open("rb") as file:
            file.seek(start)
            return file.read(length)

    def put(self, key: str, data: bytes) -> None:
        """See `Storage.put`."""
        target = self._place(key)
        with self._own_scratch().file(data) as path, writing(target):
            self._link(path, target)

    def put_file(self, key: str, path: Path) -> None:
        """See `Storage.put_file`; no byte is copied."""
        target = self._place(key)
        with writing(target):
            flush(path)
            self._link(path, target)

    def put_files(self, files: Sequence[tuple[str, Path]], advance: Advance = unobserved) -> None:
        """See `Storage.put_files`."""
        for key, path in files:
            size = path.stat().st_size
            self.put_file(key, path)  # which may move the file
            advance(size)

    def swap(self, key: str, data: bytes, expected: str | None) -> str:
        """See `Storage.swap`."""
        target = self._place(key)
        with self._own_scratch().file(data) as path, self._swapping(), writing(target):
            found = _token(target.read_bytes()) if target.is_file() else None
            if found != expected:
                raise Conflict(f"{target}: another writer was first", "run the command again")
            in_folder(target.parent, lambda: retrying(lambda: path.replace(target)))
            flush_folder(target.parent)
        return _token(data)

    def list(self, prefix: str) -> Iterator[Entry]:
        """See `Storage.list`; scratch, spools and locks are no objects."""
        folder = self._path(prefix.rpartition("/")[0])
        for key in sorted(key for key in self._keys(folder) if key.startswith(prefix)):
            with suppress(FileNotFoundError):
                status = (self.root / key).stat()
                if stat.S_ISREG(status.st_mode):
                    yield Entry(key, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))

    def delete(self, key: str) -> None:
        """See `Storage.delete`; folders that become empty go too."""
        path = self._place(key)
        with writing(path):
            retrying(lambda: path.unlink(missing_ok=True))
        for folder in path.parents:
            if folder == self.root:
                break
            with suppress(OSError):
                folder.rmdir()

    def local(self, key: str, scratch: Path) -> Path:  # noqa: ARG002 - a folder needs no copy
        """See `Storage.local`; here it is the object itself."""
        with self._reading(key) as path:
            return path

    def local_files(self, keys: Sequence[str], scratch: Path) -> Sequence[Path]:
        """See `Storage.local_files`."""
        return [self.local(key, scratch) for key in keys]

    def checksum(self, key: str) -> tuple[int, str | None]:
        """See `Storage.checksum`; the file is read."""
        with self._reading(key) as path, path.open("rb") as file:
            return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()

    def forget_copies(self, key: str) -> None:
        """See `Storage.forget_copies`; there are none."""

    def scratch(self, name: str) -> AbstractContextManager[Path]:
        """See `Storage.scratch`."""
        return self._own_scratch().folder(name)

    def dead_scratch(self) -> Sequence[str]:
        """See `Storage.dead_scratch`."""
        return self._own_scratch().dead()

    def sweep_scratch(self) -> Sequence[str]:
        """See `Storage.sweep_scratch`."""
        return self._own_scratch().sweep()

    def spool(self, name: str) -> Path:
        """See `Storage.spool`."""
        path = self._place(f"{layout.SPOOL}{name}")
        with writing(path):
            make_folder(path)
        return path

    @contextmanager
    def lock(self, name: str, holder: str) -> Iterator[None]:
        """See `Storage.lock`; the holder's words lie in a file beside the lock."""
        words = self._place(layout.lock_holder(name))
        lock = try_lock(self._path(layout.lock(name)))
        if lock is None:
            raise LockHeld(f"{self.uri}: {name} is held by {_words(words)}", "wait until it ends, then run again")
        try:
            with writing(words):
                words.write_text(holder, encoding="utf-8")
            yield
        finally:
            with suppress(OSError):
                words.unlink(missing_ok=True)
            lock.release()

    def holders(self) -> Mapping[str, str]:
        """See `Storage.holders`."""
        # A name without words is held by nobody: so no free lock is taken, however shortly, from under another's nose.
        words = sorted(self._path(layout.LOCKS).glob("*.holder"))
        names = {layout.lock_of_holder(f"{layout.LOCKS}{path.name}"): path for path in words}
        return {name: _words(path) for name, path in names.items() if self._is_held(name)}

    def _is_held(self, name: str) -> bool:
        lock = try_lock(self._path(layout.lock(name)))
        if lock:
            lock.release()
        return lock is None

    def _path(self, key: str) -> Path:
        return self.root / checked_key(key)

    def _place(self, key: str) -> Path:
        """Where an object is written or deleted: in the lake's own folders, and not where a link leads."""
        path = self._path(key)
        for folder in takewhile(lambda folder: folder != self.root, path.parents):
            if folder.is_symlink():
                raise LakeError(
                    f"{folder}: a symbolic link, through which nothing is written or deleted",
                    "put the folder that it leads to in its place, or give that lake to --lake",
                )
        return path

    def _own_scratch(self) -> Scratch:
        self._place(layout.SCRATCH + "-")
        return self._scratch

    @contextmanager
    def _reading(self, key: str) -> Iterator[Path]:
        path = self._path(key)
        try:
            # Looked at before it is opened, since opening a pipe waits for a writer.
            if not stat.S_ISREG(path.stat().st_mode):
                raise FileNotFoundError
            yield path
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
            raise NotFound(f"{path}: no such object in the lake") from error
        except OSError as error:
            raise LakeError(f"{path}: cannot be read: {error.strerror or error}", "check its permissions") from error

    def _keys(self, folder: Path) -> Iterator[str]:
        for where, folders, names in os.walk(folder, onerror=_raise_unless_gone):
            folders[:] = filterfalse(is_hidden, folders)  # and so they are not walked
            inside = "".join(f"{part}/" for part in Path(where).relative_to(self.root).parts)
            for name in filterfalse(is_hidden, names):
                key = f"{inside}{name}"
                if not key.startswith((layout.SCRATCH, layout.SPOOL, layout.LOCKS)):
                    yield key

    def _link(self, path: Path, target: Path) -> None:
        try:
            in_folder(target.parent, lambda: os.link(path, target))
        except FileExistsError as error:
            raise AlreadyExists(f"{target}: the object already exists") from error
        except OSError:
            self._rename(path, target)
        flush_folder(target.parent)

    def _rename(self, path: Path, target: Path) -> None:
        """Stand in for a link on file systems that have none (FAT, some network drives)."""
        with self._swapping():
            if target.exists():
                raise AlreadyExists(f"{target}: the object already exists")
            in_folder(target.parent, lambda: path.replace(target))

    def _swapping(self) -> AbstractContextManager[None]:
        """Keep every other writer out for the moment between a look and a rename."""
        return alone(self._path(layout.lock(".swap")))


def _token(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _words(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace") or "another process"
    except OSError:
        return "another process"


def _raise_unless_gone(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise LakeError(f"{error.filename}: cannot be read: {error.strerror}", "check its permissions") from error
