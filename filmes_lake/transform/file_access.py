"""Where an engine finds a lake's files and leaves those that it writes: on this machine, or in the lake itself."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Protocol

from filmes_lake.errors import FilmesLakeError
from filmes_lake.lake import layout
from filmes_lake.lake.compression import BLOCK_BYTES, gunzipped
from filmes_lake.lake.integrity import Verification, hashed, local_files, refuse_unsound
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import DataFile
from filmes_lake.lake.storage.files import writing
from filmes_lake.progress import Advance
from filmes_lake.transform.engine import Engine, WrittenFile


class FileAccess(Protocol):
    """File access for one layer of one run. Locations are paths of this machine, or URIs that the engine knows."""

    def read(self, files: Sequence[DataFile]) -> list[str]:
        """The locations of the lake's files, in their order."""
        ...

    def verify(self) -> None:
        """See that what `read` gave has the bytes that its manifest names; Damaged where it has not."""
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
    """Copies in `scratch`, or the lake's own files where it is a folder. What is written gets its key in `store`.

    What is read is hashed beside the work, which needs the result only at its end.
    """

    def __init__(self, lake: Lake, scratch: Path, verification: Verification) -> None:
        self._lake, self._scratch, self._verification = lake, scratch, verification

    def read(self, files: Sequence[DataFile]) -> list[str]:
        """See `FileAccess.read`; a compressed file is unpacked, since it is read more than once."""
        paths = local_files(self._lake, files, self._scratch)
        self._verification.begin(files, paths)
        return [str(self._unpacked(file, path)) for file, path in zip(files, paths, strict=True)]

    def verify(self) -> None:
        """See `FileAccess.verify`."""
        self._verification.finish()

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
        self._lake.storage.put_files([(file.key, self._scratch / file.key) for file in files], advance)

    def _unpacked(self, file: DataFile, path: Path) -> Path:
        if not layout.is_compressed(file.key):
            return path
        unpacked = self._scratch / f"{file.sha256[:16]}.csv"
        with path.open("rb") as packed, writing(unpacked), unpacked.open("wb") as target:
            target.writelines(gunzipped(iter(partial(packed.read, BLOCK_BYTES), b"")))
        return unpacked


class LakeFiles:
    """The objects themselves, at their addresses under `root`, which is the lake's as the engine takes it.

    Files are written under the keys that they keep: names that no reader knows before the pointer moves.
    """

    def __init__(self, lake: Lake, root: str) -> None:
        self._lake, self._root = lake, root.rstrip("/")
        self._written: list[str] = []

    def read(self, files: Sequence[DataFile]) -> list[str]:
        """See `FileAccess.read`; each object's size and checksum are asked for, the bytes themselves are Spark's."""
        refuse_unsound(self._lake, files)
        return [f"{self._root}/{file.key}" for file in files]

    def verify(self) -> None:
        """See `FileAccess.verify`: that was done before."""

    def output(self, folder: str) -> str:
        """See `FileAccess.output`."""
        self._written.append(folder)
        return f"{self._root}/{folder}".rstrip("/")

    def describe(self, file: WrittenFile) -> DataFile:
        """See `FileAccess.describe`; the object is read once, since Spark reports no hash of what it wrote."""
        key = file.location.removeprefix(f"{self._root}/")
        size, digest = hashed(self._lake.storage, key)
        return DataFile(key=key, bytes=size, rows=file.rows, sha256=digest)

    def store(self, files: Iterable[DataFile], advance: Advance) -> None:
        """See `FileAccess.store`: they lie there."""
        for file in files:
            advance(file.bytes)

    def discard(self) -> None:
        """Delete what was written."""
        for folder in self._written:
            for entry in list(self._lake.storage.list(folder)):
                self._lake.storage.delete(entry.key)


def open_access(engine: Engine, lake: Lake, scratch: Path) -> AbstractContextManager[FileAccess]:
    """The access that the engine works with. Where the block does not end well, nothing of it is left in the lake.

    Damaged takes the place of an error where wrong bytes were read, which may be why it came.
    """
    return _on_this_machine(lake, scratch) if engine.root is None else _in_the_lake(lake, engine.root)


@contextmanager
def _on_this_machine(lake: Lake, scratch: Path) -> Iterator[LocalFiles]:
    with Verification(lake, scratch) as verification:
        access = LocalFiles(lake, scratch, verification)
        try:
            yield access
        except Exception:
            access.verify()
            raise


@contextmanager
def _in_the_lake(lake: Lake, root: str) -> Iterator[LakeFiles]:
    access = LakeFiles(lake, root)
    try:
        yield access
    except BaseException:
        with suppress(FilmesLakeError):  # the next run's sweep finds it
            access.discard()
        raise
