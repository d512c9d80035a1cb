"""Processes whose memory the kernel limits, the page cache that they fill included: a control group. Needs root."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_MOUNT = Path("/sys/fs/cgroup")
_PATIENCE_SECONDS = 10.0


@dataclass(frozen=True)
class _Version:
    """A kernel's control groups: where they lie, and how a group's files are called."""

    root: Path
    limit: str
    peak: str


_FIRST = _Version(_MOUNT / "memory", "memory.limit_in_bytes", "memory.max_usage_in_bytes")
_SECOND = _Version(_MOUNT, "memory.max", "memory.peak")


@dataclass(frozen=True)
class MemoryGroup:
    """A group; what is started by the words `joining` is in it, and all that it starts."""

    folder: Path
    version: _Version

    @property
    def joining(self) -> Sequence[str]:
        """The words that a command begins with."""
        return ("sh", "-c", f'echo $$ > {self.folder}/cgroup.procs; exec "$@"', "sh")

    @property
    def processes(self) -> list[int]:
        """The ids of those that run."""
        return [int(line) for line in (self.folder / "cgroup.procs").read_text().split()]

    @property
    def peak(self) -> int:
        """The most bytes at once, with the page cache; that gives way where it comes to the limit."""
        return int((self.folder / self.version.peak).read_text())


@contextmanager
def memory_group(name: str, limit: int) -> Iterator[MemoryGroup]:
    """A group with a limit in bytes, above which the kernel kills; OSError where it cannot be made."""
    version = _FIRST if _FIRST.root.is_dir() else _SECOND
    if version is _SECOND:
        (version.root / "cgroup.subtree_control").write_text("+memory")
    folder = version.root / name
    folder.mkdir()
    try:
        (folder / version.limit).write_text(str(limit))
        yield MemoryGroup(folder, version)
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    """Remove it once its last process has gone."""
    ends = time.monotonic() + _PATIENCE_SECONDS
    while (folder / "cgroup.procs").read_text() and time.monotonic() < ends:
        time.sleep(0.05)
    folder.rmdir()
