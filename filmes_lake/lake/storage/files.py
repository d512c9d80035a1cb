"""What a lake asks of the operating system: locks, flushed writes, errors that name the file."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from filmes_lake.errors import LakeError, LockHeld

if TYPE_CHECKING:
    from filelock import BaseFileLock

Result = TypeVar("Result")

_POLL_SECONDS = 0.005
_LOCK_SECONDS = 30
_ATTEMPTS = 100


@contextmanager
def writing(path: Path, hint: str = "check space and permissions, or use --lake") -> Iterator[None]:
    """Turn what the operating system says against writing `path` into LakeError."""
    try:
        yield
    except IsADirectoryError as error:
        raise LakeError(
            f"{path}: cannot be written: a folder lies there", "move that folder away, then run the command again"
        ) from error
    except OSError as error:
        raise LakeError(f"{path}: cannot be written: {error.strerror or error}", hint) from error


def try_lock(path: Path, seconds: float = 0) -> "BaseFileLock | None":
    """The operating system's lock on `path`, held; None where another keeps it for so long."""
    from filelock import FileLock, Timeout

    lock = FileLock(path, poll_interval=_POLL_SECONDS)
    with writing(path):
        make_folder(path.parent)
        try:
            lock.acquire(timeout=seconds)
        except Timeout:
            return None
    return lock


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep everybody else out for a moment; LockHeld where somebody does not let go."""
    lock = try_lock(path, _LOCK_SECONDS)
    if lock is None:
        raise LockHeld(f"{path}: held for more than {_LOCK_SECONDS} seconds", "see which process hangs")
    try:
        yield
    finally:
        lock.release()


def in_folder(folder: Path, action: Callable[[], Result]) -> Result:
    """Run `action` in a folder that is made for it, and again where another process removed it meanwhile."""
    for _ in range(_ATTEMPTS):
        # Where the folder goes between mkdir's two looks, that says "exists", which is not said of the object.
        with suppress(FileNotFoundError, FileExistsError):
            make_folder(folder)
        with suppress(FileNotFoundError):
            return action()
    return action()


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are not there, and bring their names to the disk."""
    new = list(takewhile(lambda path: not path.exists(), (folder, *folder.parents)))
    folder.mkdir(parents=True, exist_ok=True)
    for path in reversed(new):
        flush_folder(path.parent)


def retrying(action: Callable[[], Result]) -> Result:
    """Run `action`; on Windows again for a second, where a file cannot be replaced in the moment it is read."""
    for _ in range(_ATTEMPTS if os.name == "nt" else 0):
        with suppress(PermissionError):
            return action()
        time.sleep(0.01)
    return action()


def flush(path: Path) -> None:
    """Bring a file's bytes to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Bring a folder's names to the disk; one that is gone has none."""
    if os.name == "nt":  # Windows opens no folder and needs no flush of one
        return
    with suppress(FileNotFoundError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
