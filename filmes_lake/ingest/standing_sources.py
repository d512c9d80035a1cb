"""The sources that stand in the settings: which of their files the lake has not taken yet, known by their bytes."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filmes_lake.errors import AlreadyExists, NotFound, SourceError
from filmes_lake.ingest.csv_source.receiver import blocks_of, open_source
from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.tables import csv_table
from filmes_lake.progress import unobserved
from filmes_lake.settings import Sources

_RECORDS = (".jsonl", ".jsonl.gz")


@dataclass(frozen=True)
class StandingFile:
    """A file of the sources as it is now, and whether the lake has taken just these bytes."""

    kind: Kind
    path: Path
    sha256: str
    taken: bool


def csv_files(lake: Lake, sources: Sources) -> list[StandingFile]:
    """The CSVs; taken is one whose bytes are the current snapshot's. SourceError where one cannot be read."""
    paths = {Kind.MOVIES: sources.movies, Kind.SERIES: sources.series}
    raw = lake.versions.current(Layer.RAW)
    files = []
    for kind, path in paths.items():
        if path is not None:
            digest = _sha256(path.expanduser())
            table = raw.tables.get(csv_table(kind)) if raw else None
            files.append(StandingFile(kind, path.expanduser(), digest, bool(table and table.files[0].sha256 == digest)))
    return files


def record_files(lake: Lake, sources: Sources) -> list[StandingFile]:
    """The files of saved TMDB records by kind and name; taken is one that `note_taken` was told of."""
    return [
        StandingFile(kind, path, digest, _is_noted(lake, layout.tmdb_taken(kind, digest)))
        for kind, path in _records_in(sources.tmdb.expanduser() if sources.tmdb else None)
        for digest in [_sha256(path)]
    ]


def note_taken(lake: Lake, file: StandingFile) -> None:
    """Write down that a file's records are in Raw.

    The hash is of what the file was when it was looked at: if it changed before it was read, it is taken once more.
    """
    text = json.dumps({"source": str(file.path), "taken_at": lake.now().isoformat()})
    with suppress(AlreadyExists):
        lake.storage.put(layout.tmdb_taken(file.kind, file.sha256), text.encode("utf-8", "replace"))


def _records_in(folder: Path | None) -> Iterator[tuple[Kind, Path]]:
    if folder is None:
        return
    try:
        paths = sorted(path for path in folder.iterdir() if path.name.endswith(_RECORDS))
    except OSError as error:
        raise SourceError(f"{folder}: cannot be read: {error.strerror}", "give sources.tmdb a folder") from error
    for kind in Kind:
        yield from ((kind, path) for path in paths if kind.value in path.name)


def _is_noted(lake: Lake, key: str) -> bool:
    try:
        lake.storage.get(key)
    except NotFound:
        return False
    return True


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with open_source(path) as file:
        for block in blocks_of(file, path, unobserved):
            digest.update(block)
    return digest.hexdigest()
