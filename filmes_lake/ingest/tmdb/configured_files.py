"""Files of saved TMDB records that the settings name: which of them the lake has not taken yet, by their bytes."""

import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filmes_lake.errors import AlreadyExists, NotFound
from filmes_lake.ingest.files import files_in, sha256_of
from filmes_lake.ingest.tmdb.saved import RECORD_ENDINGS
from filmes_lake.lake import layout
from filmes_lake.lake.documents import Document
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Kind


@dataclass(frozen=True)
class ConfiguredFile:
    """A file of saved records as it is now, and whether the lake has taken just these bytes."""

    kind: Kind
    path: Path
    sha256: str
    taken: bool


class _Taken(Document):
    """The note that a file was taken, by its path."""

    source: str


def record_files(lake: Lake, folder: Path) -> list[ConfiguredFile]:
    """The files of saved records in a folder by kind and name; taken is one that `note_taken` has noted."""
    return [
        ConfiguredFile(kind, path, digest, _is_noted(lake, layout.tmdb_taken(kind, digest)))
        for kind, path in _records_in(folder)
        for digest in [sha256_of(path)]
    ]


def note_taken(lake: Lake, file: ConfiguredFile) -> None:
    """Write down that a file's records are in Raw.

    The hash is of what the file was when it was looked at: if it changed before it was read, it is taken once more.
    """
    text = json.dumps({"source": str(file.path), "taken_at": lake.now().isoformat()})
    with suppress(AlreadyExists):
        lake.storage.put(layout.tmdb_taken(file.kind, file.sha256), text.encode("utf-8", "replace"))


def forget_taken(lake: Lake, kind: Kind, sources: Collection[str]) -> None:
    """Let the files at these paths be taken once more: what they held is lost."""
    for entry in lake.storage.list(layout.tmdb_taken_prefix(kind)):
        # A note that is none notes nothing.
        with suppress(ValueError):
            if _Taken.from_json(lake.storage.get(entry.key).data).source in sources:
                lake.storage.delete(entry.key)


def _records_in(folder: Path) -> Iterator[tuple[Kind, Path]]:
    paths = files_in(folder, RECORD_ENDINGS)
    for kind in Kind:
        yield from ((kind, path) for path in paths if kind.value in path.name)


def _is_noted(lake: Lake, key: str) -> bool:
    try:
        lake.storage.get(key)
    except NotFound:
        return False
    return True
