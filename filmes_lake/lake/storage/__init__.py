"""What the lake asks of a storage: an object store's verbs, a scratch folder and locks."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PureWindowsPath
from typing import Protocol

from filmes_lake.errors import LakeError
from filmes_lake.progress import Advance, unobserved


@dataclass(frozen=True)
class Entry:
    """An object in a listing: its key, its size in bytes, when it was written (UTC)."""

    key: str
    size: int
    modified: datetime


@dataclass(frozen=True)
class Blob:
    """An object's bytes, and the token that stands for just these bytes in `swap`."""

    data: bytes
    token: str


class Storage(Protocol):
    """Immutable objects under keys, save for those that `swap` writes.

    There is no rename and no append. An object is there whole or not at all. Every method raises LakeError
    (NotFound, AlreadyExists, Conflict, LockHeld where it says so) and names the key.
    """

    @property
    def uri(self) -> str:
        """The lake's address as the user would write it."""
        ...

    @property
    def folder(self) -> Path | None:
        """The folder whose files the objects are; None where they are no files."""
        ...

    def get(self, key: str) -> Blob:
        """The object's bytes; NotFound where there is none."""
        ...

    def get_range(self, key: str, start: int, length: int) -> bytes:
        """At most `length` bytes from offset `start`; NotFound where there is no object."""
        ...

    def put(self, key: str, data: bytes) -> None:
        """Write an object if none is there, else AlreadyExists."""
        ...

    def put_file(self, key: str, path: Path) -> None:
        """Write an object from a file in scratch, else AlreadyExists. The file must never be written again."""
        ...

    def put_files(self, files: Sequence[tuple[str, Path]], advance: Advance = unobserved) -> None:
        """Write objects as `put_file` does, several at once where that is faster; `advance` gets the bytes done."""
        ...

    def swap(self, key: str, data: bytes, expected: str | None) -> str:
        """Replace the object whose token is `expected` (None: there is none yet); Conflict if it is another by now."""
        ...

    def list(self, prefix: str) -> Iterator[Entry]:
        """The objects whose keys begin with `prefix`, sorted by key; none that `is_hidden`."""
        ...

    def delete(self, key: str) -> None:
        """Remove an object; one that is not there is no error."""
        ...

    def local(self, key: str, scratch: Path) -> Path:
        """A file with the object's bytes, for engines that read files: the object itself, or a copy in `scratch`."""
        ...

    def local_files(self, keys: Sequence[str], scratch: Path) -> Sequence[Path]:
        """Files as `local` gives them, in the order of the keys; fetched several at once where that is faster."""
        ...

    def checksum(self, key: str) -> tuple[int, str | None]:
        """Size in bytes and SHA-256 in hexadecimal, without sending the bytes; NotFound where there is no object.

        The hash is that of the bytes as they are, or the one that a server keeps with them: None where it keeps none.
        """
        ...

    def forget_copies(self, key: str) -> None:
        """Remove what `local` keeps of the object on this machine, so that it is fetched again."""
        ...

    def scratch(self, name: str) -> AbstractContextManager[Path]:
        """An empty local folder for one run, near the objects; it goes when the run ends."""
        ...

    def dead_scratch(self) -> Sequence[str]:
        """The names of what runs that were killed left in scratch; it stays."""
        ...

    def sweep_scratch(self) -> Sequence[str]:
        """Remove what runs that were killed left in scratch; the leftovers' names."""
        ...

    def spool(self, name: str) -> Path:
        """A local folder that outlives runs, made if need be: for what came in and is not yet in the lake."""
        ...

    def lock(self, name: str, holder: str) -> AbstractContextManager[None]:
        """Hold the lock `name`, or LockHeld with the words of whoever has it."""
        ...

    def holders(self) -> Mapping[str, str]:
        """The words of whoever holds a lock, by the lock's name; a dead one's lock is held by nobody."""
        ...


def is_hidden(key: str) -> bool:
    """Whether a key has a name that file managers and network drives hide, and we give to nothing: .DS_Store, ._a."""
    return key.startswith(".") or "/." in key


def checked_key(key: str) -> str:
    """The key itself; LakeError where it would lead out of the lake."""
    # Windows reads the most into a name: drives and backslashes too. What it takes for relative, all do.
    pure = PureWindowsPath(key)
    if pure.anchor or ".." in pure.parts:
        raise LakeError(f"{key}: a key must stay inside the lake")
    return key
