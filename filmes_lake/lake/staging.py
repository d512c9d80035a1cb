"""Copies of objects on this machine, for engines that read files: each fetched once, checked, and kept for a while."""

import hashlib
import os
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from filmes_lake.errors import LakeError
from filmes_lake.lake.files import in_folder, patiently, writing

KEEP_DAYS = 14
_TOUCH_SECONDS = 3600
_PART = ".part"


class Staging:
    """Files under `folder`, named by what they are copies of. Several processes may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def file(self, identity: str, size: int, sha256: str | None, fetch: Callable[[Path], None]) -> Path:
        """The copy of what `identity` names; where there is none of this size, `fetch` is asked to write it.

        LakeError, and nothing kept, where what came is not of this size and hash.
        """
        path = self._folder / hashlib.sha256(identity.encode()).hexdigest()
        if not _is_whole(path, size):
            beside = path.with_name(f"{path.name}.{uuid.uuid4().hex}{_PART}")
            try:
                with writing(path):
                    in_folder(self._folder, beside.touch)
                    fetch(beside)
                    _check(beside, identity, size, sha256)
                    patiently(lambda: beside.replace(path))
            finally:
                with suppress(OSError):
                    beside.unlink(missing_ok=True)
        _touch(path)
        return path

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


def _check(path: Path, identity: str, size: int, sha256: str | None) -> None:
    found = path.stat().st_size
    if found != size:
        raise LakeError(f"{identity}: {found:,} bytes came of {size:,}", "run the same command again")
    if sha256:
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise LakeError(f"{identity}: other bytes came than were stored", "run again; was the object changed?")


def _touch(path: Path) -> None:
    """Say that the copy is in use; now and then is enough."""
    with suppress(OSError):
        if path.stat().st_mtime < time.time() - _TOUCH_SECONDS:
            os.utime(path)
