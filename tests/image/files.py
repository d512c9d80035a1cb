"""What an image's files have that its base's have not."""

import hashlib
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from typing import NamedTuple


class Entry(NamedTuple):
    """A file, folder or link as a layer of an image would hold it."""

    mode: int
    owner: tuple[int, int]
    content: str  # the SHA-256 of a file, the target of a link
    size: int


def added(image: Path, base: Path) -> dict[str, Entry]:
    """What is new or other in the image, by its path."""
    before = files(base)
    return {path: entry for path, entry in files(image).items() if before.get(path) != entry}


def files(root: Path) -> dict[str, Entry]:
    """All that is in the folder, by its path in there."""
    return {f"/{path.relative_to(root)}": _entry(path) for path in root.rglob("*")}


def _entry(path: Path) -> Entry:
    status = path.lstat()
    is_file = S_ISREG(status.st_mode)
    content = hashlib.sha256(path.read_bytes()).hexdigest() if is_file else _target(path, status.st_mode)
    return Entry(status.st_mode, (status.st_uid, status.st_gid), content, status.st_size if is_file else 0)


def _target(path: Path, mode: int) -> str:
    return str(path.readlink()) if S_ISLNK(mode) else ""
