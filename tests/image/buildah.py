"""Buildah, which builds images without an engine, and the other programs that these tests cannot do without."""

import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path


def said(*words: str | Path) -> str:
    """What a program writes on standard output; AssertionError with the end of its errors where it fails."""
    ended = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, f"{shlex.join(map(str, words))}: {ended.returncode}\n{ended.stderr[-4000:]}"
    return ended.stdout.strip()


@dataclass(frozen=True)
class Buildah:
    """Buildah with a store of its own in the folder: it finds nothing that an earlier run built."""

    folder: Path

    def __call__(self, *words: str | Path) -> str:
        """What it writes."""
        store = ("--root", self.folder / "root", "--runroot", self.folder / "run", "--storage-driver", "vfs")
        return said("buildah", *store, *words)

    def files(self, image: str) -> Path:
        """A new copy of the image's files."""
        return Path(self("mount", self("from", "--pull-never", image)))
