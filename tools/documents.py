from collections.abc import Iterator
from pathlib import Path


def documents(root: Path) -> Iterator[tuple[Path, str]]:
    return iter(())
