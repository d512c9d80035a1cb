"""Copies of objects on this machine, for engines that read files: each fetched once, checked, and kept for a while."""

import hashlib
import os
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filmes_lake.errors import LakeError
from filmes_lake.lake.storage.files import in_folder, retrying, writing

KEEP_DAYS = 14
_TOUCH_SECONDS = 3600
_PART = ".part"


@dataclass(frozen=True)
class Head:
    """What is known of an object: its address, its token, its size in bytes, and its SHA-256 in hexadecimal or None."""

    where: str
    token: str
    size: int
    sha256: str | None


class Staging:
    """Files under `folder`, named by address and token of what they are copies of. Several processes may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def file(self, head: Head, fetch: Callable[[Path], None]) -> Path:
        """The copy of this object; where there is none of its size, `fetch` is asked to write it.

        LakeError, and nothing kept, where what came is not of this size and hash.
        """
        path = self._folder / f"{_name(head.where)}-{_name(head.token)}"
        if not _is_whole(path, head.size):
            beside = path.with_name(f"{path.name}.{uuid.uuid4().hex}{_PART}")
            try:
                with writing(path):
                    in_folder(self._folder, beside.touch)
                    fetch(beside)
                    _check(beside, head)
                    retrying(lambda: beside.replace(path))
            finally:
                with suppress(OSError):
                    beside.unlink(missing_ok=True)
        _touch(path)
        return path

    def forget(self, where: str) -> None:
        """Remove every copy of the object at this address."""
        for path in self._folder.glob(f"{_name(where)}-*"):
            with suppress(OSError):
                path.unlink()

    def sweep(self) -> None:
        """Remove copies that nobody has used for 14 days, and what was broken off a day ago."""
        now = time.time()
        with suppress(FileNotFoundError):
            for path in self._folder.iterdir():
                limit = 1 if path.name.endswith(_PART) else KEEP_DAYS
                with suppress(OSError):
                    if path.stat().st_mtime < now - limit * 86_400:
                        path.unlink()


def _is_whole(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def _check(path: Path, head: Head) -> None:
    found = path.stat().st_size
    if found != head.size:
        raise LakeError(f"{head.where}: {found:,} bytes came of {head.size:,}", "run the same command again")
    if head.sha256:
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != head.sha256:
                raise LakeError(
                    f"{head.where}: the bytes received are not those that were stored",
                    "run again; was the object changed?",
                )


def _name(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _touch(path: Path) -> None:
    """Say that the copy is in use; now and then is enough."""
    with suppress(OSError):
        if path.stat().st_mtime < time.time() - _TOUCH_SECONDS:
            os.utime(path)
