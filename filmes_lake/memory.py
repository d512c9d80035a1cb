"""How much memory DuckDB gets where nobody says: a share of what the machine or its container has, not of what is free.

What happens to be free differs from run to run, and so would what a run takes and whether it ends well.
"""

import os
from collections.abc import Iterator
from pathlib import Path

# More than the most hardly saves time (docs/performance.md); with the least the real files' tables are still made.
MOST = 550_000_000
LEAST = 150_000_000
_SHARE = 0.4  # the process takes some 130 MB besides, and the system's cache of files pays too

# Where Linux says what a container may use: version 2 of control groups, then version 1.
_LIMITS = ("sys/fs/cgroup/memory.max", "sys/fs/cgroup/memory/memory.limit_in_bytes")


def usual_memory(root: Path = Path("/")) -> str:
    """DuckDB's limit as the setting `memory` is written. `root`: where the system's files are."""
    wanted = int(min(_limits(root), default=MOST / _SHARE) * _SHARE)
    return f"{min(max(wanted, LEAST), MOST) // 1_000_000}MB"


def _limits(root: Path) -> Iterator[int]:
    """The bytes of the machine, and those that its container may use; none of a system that does not say."""
    if hasattr(os, "sysconf"):
        yield os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for name in _LIMITS:
        try:
            yield int((root / name).read_text(encoding="ascii"))
        except (OSError, ValueError):  # not Linux, the other version, or "max"
            continue
