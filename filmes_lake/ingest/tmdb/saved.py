"""TMDB records saved earlier: files of JSON in any shape, bare answers or envelopes, plain or packed."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from filmes_lake.errors import SourceError
from filmes_lake.ingest.files import LARGEST_UNPACKED, files_in, text_of
from filmes_lake.ingest.tmdb.pieces import Piece, pieces_of
from filmes_lake.ingest.tmdb.record import NotARecord, TmdbRecord, parse_record
from filmes_lake.models.kinds import Kind
from filmes_lake.visible_text import visible

RECORD_ENDINGS = (".json", ".json.gz", ".jsonl", ".jsonl.gz", ".zip")
"""How the names of such files end, where a folder is looked through for them."""


class Found(NamedTuple):
    """A piece of a file, its record if it is one, and what is wrong with it: it is none, or no table takes it."""

    piece: Piece
    record: TmdbRecord | None
    complaint: str = ""


def saved_records(
    source: Path, kind: Kind, now: datetime, advance: Callable[[int], None], largest: int = LARGEST_UNPACKED
) -> Iterator[Found]:
    """The file's records in its order, and what in it is none; `largest` and errors see `text_of`."""
    for piece in pieces_of(text_of(source, advance, largest)):
        try:
            record = _record_of(piece, kind, now)
        except NotARecord as reason:
            yield Found(piece, None, str(reason))
        else:
            yield Found(piece, record, "" if record.is_placeable else _no_title(record))


def _record_of(piece: Piece, kind: Kind, now: datetime) -> TmdbRecord:
    if piece.fault:
        raise NotARecord(piece.fault)
    return parse_record(piece.text, kind, now)


def _no_title(record: TmdbRecord) -> str:
    return f"no title's imdb_id: {visible(record.imdb_id[:100])}" if record.imdb_id else "no imdb_id"


def given_files(sources: Sequence[Path], kind: Kind) -> list[Path]:
    """The files that are given, and those of the folders that are, but for those named after other kinds alone.

    SourceError where a folder has none.
    """
    return [file for source in sources for file in (_files_of(source, kind) if source.is_dir() else [source])]


def _files_of(folder: Path, kind: Kind) -> list[Path]:
    others = [other.value for other in Kind if other is not kind]
    files = [
        file
        for file in files_in(folder, RECORD_ENDINGS)
        if kind.value in file.name or not any(other in file.name for other in others)
    ]
    if not files:
        raise SourceError(f"{folder}: no files of {kind.value} in it", f"they end in {', '.join(RECORD_ENDINGS)}")
    return files
