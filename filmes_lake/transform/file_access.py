"""Where an engine finds a lake's files and leaves those that it writes: on this machine, or in the lake itself."""

import gzip
import hashlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from filmes_lake.errors import FilmesLakeError
from filmes_lake.lake import layout
from filmes_lake.lake.storage import Storage
from filmes_lake.lake.versions import DataFile
from filmes_lake.progress import Advance
from filmes_lake.transform.engine import Engine, WrittenFile

_CHUNK = 8 << 20


class FileAccess(Protocol):
    """File access for one layer of one run. Locations are paths of this machine, or URIs that the engine knows."""

    def read(self, files: Sequence[DataFile]) -> list[str]:
        """The locations of the lake's files, in their order."""
        ...

    def output(self, folder: str) -> str:
        """The location where an engine makes the files whose keys begin with `folder`; nothing is there yet."""
        ...

    def describe(self, file: WrittenFile) -> DataFile:
        """A file that an engine wrote, as the manifest names it."""
        ...

    def store(self, files: Iterable[DataFile], advance: Advance) -> None:
        """See that what `describe` returned lies in the lake; `advance` gets the bytes done."""
        ...


class LocalFiles:
    """Copies in `scratch`, or the lake's own files where it is a folder. What is written gets its key in `store`."""

    def __init__(self, storage: Storage, scratch: Path) -> None:
        self._storage, self._scratch = storage, scratch

    def read(self, files: Sequence[DataFile]) -> list[str]:
        """See `FileAccess.read`; a compressed file is unpacked, since it is read more than once."""
        paths = self._storage.local_files([file.key for file in files], self._scratch)
        return [str(self._unpacked(file, path)) for file, path in zip(files, paths, strict=True)]

    def output(self, folder: str) -> str:
        """See `FileAccess.output`."""
        return str(self._scratch / folder)

    def describe(self, file: WrittenFile) -> DataFile:
        """See `FileAccess.describe`."""
        path = Path(file.location)
        with path.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        key = path.relative_to(self._scratch).as_posix()
        return DataFile(key=key, bytes=path.stat().st_size, rows=file.rows, sha256=digest)

    def store(self, files: Iterable[DataFile], advance: Advance) -> None:
        """See `FileAccess.store`."""
        self._storage.put_files([(file.key, self._scratch / file.key) for file in files], advance)

    def _unpacked(self, file: DataFile, path: Path) -> Path:
        if not layout.is_compressed(file.key):
            return path
        unpacked = self._scratch / f"{file.sha256[:16]}.csv"
        with gzip.open(path, "rb") as packed, unpacked.open("wb") as target:
            shutil.copyfileobj(packed, target, _CHUNK)
        return unpacked


class LakeFiles:
    """The objects themselves, at their addresses under `root`, which is the lake's as the engine takes it.

    Files are written under the keys that they keep: names that no reader knows before the pointer moves.
    """

    def __init__(self, storage: Storage, root: str) -> None:
        self._storage, self._root = storage, root.rstrip("/")
        self._written: list[str] = []

    def read(self, files: Sequence[DataFile]) -> list[str]:
        """See `FileAccess.read`."""
        return [f"{self._root}/{file.key}" for file in files]

    def output(self, folder: str) -> str:
        """See `FileAccess.output`."""
        self._written.append(folder)
        return f"{self._root}/{folder}".rstrip("/")

    def describe(self, file: WrittenFile) -> DataFile:
        """See `FileAccess.describe`; the object is read once, since Spark reports no hash of what it wrote."""
        key = file.location.removeprefix(f"{self._root}/")
        digest, size = hashlib.sha256(), 0
        while chunk := self._storage.get_range(key, size, _CHUNK):
            digest.update(chunk)
            size += len(chunk)
        return DataFile(key=key, bytes=size, rows=file.rows, sha256=digest.hexdigest())

    def store(self, files: Iterable[DataFile], advance: Advance) -> None:
        """See `FileAccess.store`: they lie there."""
        for file in files:
            advance(file.bytes)

    def discard(self) -> None:
        """Delete what was written."""
        for folder in self._written:
            for entry in list(self._storage.list(folder)):
                self._storage.delete(entry.key)


@contextmanager
def open_access(engine: Engine, storage: Storage, scratch: Path) -> Iterator[FileAccess]:
    """The access that the engine works with. Where the block does not end well, nothing of it is left in the lake."""
    if engine.root is None:
        yield LocalFiles(storage, scratch)
        return
    access = LakeFiles(storage, engine.root)
    try:
        yield access
    except BaseException:
        with suppress(FilmesLakeError):  # the next run's sweep finds it
            access.discard()
        raise
