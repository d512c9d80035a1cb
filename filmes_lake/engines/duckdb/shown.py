"""Which files of the lake the catalog file shows. A note has them for as long as the file's bytes are what they were.

So whoever asks need not load DuckDB, which takes as long as everything else that `status` does.
"""

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ValidationError

from filmes_lake.errors import Conflict, LakeError, NotFound
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Target


class _Note(BaseModel):
    """The files that a catalog file with this SHA-256 shows."""

    sha256: str
    files: tuple[str, ...]


def path_of(lake: Lake) -> Path:
    """Where the catalog file of a lake in a folder lies; LakeError for a lake whose objects are no files."""
    if lake.storage.folder is None:
        raise LakeError(
            f"{lake.storage.uri}: a DuckDB catalog file needs a lake in a folder",
            "filmes-lake query and report read this lake as it is",
        )
    return lake.storage.folder / layout.LOCAL_CATALOG


def is_current(lake: Lake, target: Path) -> bool:
    """Whether the catalog file's views read the files of the current versions, and of no others."""
    current = (lake.versions.current(layer) for layer in Target.ALL.layers)
    files = (file for manifest in current if manifest for file in manifest.files)
    return set(map(_real, _shown(lake, target))) == {_real(target.parent / file.key) for file in files}


def folder_elsewhere(lake: Lake, target: Path) -> Path | None:
    """The folder of another lake whose files the catalog file's views read, as where the lake was copied or moved."""
    folder = next((Path(layout.lake_of(path)) for path in sorted(_shown(lake, target))), None)
    return folder if folder and _real(folder) != _real(target.parent) else None


def remember(lake: Lake, target: Path, files: Iterable[Path]) -> None:
    """Note which files a catalog file that was just written shows."""
    note = _Note(sha256=_digest(target), files=tuple(sorted(map(str, files))))
    with suppress(Conflict):  # whoever was quicker wrote of its own file: where that is another one, it is looked into
        lake.storage.swap(layout.SHOWN, note.model_dump_json(indent=1).encode(), _stored(lake)[1])


def _shown(lake: Lake, target: Path) -> set[Path]:
    note = _note(lake)
    if note and note.sha256 == _digest(target):
        return set(map(Path, note.files))
    from filmes_lake.engines.duckdb.catalog_file import files_in

    return files_in(target)


def _real(path: Path) -> str:
    """Where a path leads: links and `..` on the way name a file in many ways."""
    return os.path.realpath(path)


def _note(lake: Lake) -> _Note | None:
    """The note; None where there is none, as of an older program's file, or where it is no note."""
    try:
        return _Note.model_validate_json(_stored(lake)[0])
    except ValidationError:
        return None


def _stored(lake: Lake) -> tuple[bytes, str | None]:
    """The note as it is stored, with its token."""
    try:
        blob = lake.storage.get(layout.SHOWN)
    except NotFound:
        return b"", None
    return blob.data, blob.token


def _digest(target: Path) -> str:
    with target.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
