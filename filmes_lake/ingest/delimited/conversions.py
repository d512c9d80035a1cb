"""Conversions in a lake: put beside Raw, read in the place of their files, and made again where they are lost."""

import gzip
import shlex
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO, cast

from filmes_lake.errors import Damaged, NotFound
from filmes_lake.ingest.delimited.conversion import Converted, convert
from filmes_lake.ingest.delimited.dialect import Recognised
from filmes_lake.ingest.delimited.records import Record, records_of
from filmes_lake.ingest.delimited.unreadable import without_unreadable
from filmes_lake.lake import layout
from filmes_lake.lake.compression import BLOCK_BYTES
from filmes_lake.lake.integrity import is_sound, put_back, verified_files
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Conversion, DataFile, Dialect
from filmes_lake.log import logger
from filmes_lake.models.kinds import Layer
from filmes_lake.models.source import RawTable


def put_conversion(lake: Lake, converted: Converted, conversion: Conversion) -> bool:
    """See that the lake has the files of a conversion, which lie in scratch; whether one had to be put there."""
    put = [
        put_back(lake, file, written.path)
        for file, written in zip(conversion.files, (converted.lines, converted.originals), strict=True)
    ]
    return any(put)


def restore_conversions(lake: Lake) -> None:
    """See that engines find every conversion of the current Raw; one that is gone or damaged is made again.

    Damaged where its file is gone or damaged too, or where this program would convert it in another way.
    """
    raw = lake.versions.current(Layer.RAW)
    for table in lake.schema.raw_tables:
        for file in raw.tables[table.name].files if raw and table.name in raw.tables else ():
            if file.conversion and not all(is_sound(lake, part) for part in file.conversion.files):
                with lake.storage.scratch(f"convert-{uuid.uuid4().hex}") as scratch:
                    put_conversion(lake, _made_again(lake, table, file, file.conversion, scratch), file.conversion)
                logger.warning("%s: its conversion was lost or damaged, and was made again", file.key)


def current_lines(lake: Lake, name: str, scratch: Path) -> Iterator[bytes] | None:
    """The lines of a raw table's current file in the lake's own form, without their ends, the header first.

    They are those of its conversion, if it has one; where that is lost they are made again, and the lake is left as it
    is. None where nothing was ingested.
    """
    found = lake.require(Layer.RAW).tables.get(name)
    table = next(table for table in lake.schema.raw_tables if table.name == name)
    return _own_lines(lake, table, found.files[0], scratch) if found else None


def _own_lines(lake: Lake, table: RawTable, file: DataFile, scratch: Path) -> Iterator[bytes]:
    read = file.conversion.lines if file.conversion else file
    with opened(read, _own_form(lake, table, file, scratch)) as lines:
        for line in lines:
            yield line.rstrip(b"\n").removesuffix(b"\r")


def opened(file: DataFile, path: Path) -> IO[bytes]:
    """A file of the lake that lies at `path`, unpacked as it is read."""
    return cast(IO[bytes], gzip.open(path)) if layout.is_compressed(file.key) else path.open("rb")


def records_in(file: DataFile, dialect: Dialect, path: Path) -> Iterator[Record]:
    """The records of a file of Raw that lies at `path`, the header first."""
    with opened(file, path) as text:
        yield from records_of(iter(partial(text.read, BLOCK_BYTES), b""), dialect, file.key)


def _own_form(lake: Lake, table: RawTable, file: DataFile, scratch: Path) -> Path:
    if not file.conversion:
        return verified_files(lake, [file], scratch)[0]
    try:
        return verified_files(lake, [file.conversion.lines], scratch)[0]
    except (Damaged, NotFound):
        return _made_again(lake, table, file, file.conversion, scratch).lines.path


def _made_again(lake: Lake, table: RawTable, file: DataFile, conversion: Conversion, scratch: Path) -> Converted:
    (path,) = verified_files(lake, [file], scratch)
    made = _converted(table, file, conversion.dialect, path, scratch)
    if made.of(file.sha256) != conversion:
        source = next(source.name for source in lake.schema.sources if table in source.raw)
        again = f"filmes-lake ingest {source} FILE --lake {shlex.quote(lake.storage.uri)}"
        raise Damaged(
            f"{file.key}: its conversion is lost, and this program converts it in another way",
            f"ingest the file again: {again}",
            key=conversion.lines.key,
            why="lost, and cannot be made again",
        )
    return made


def _converted(table: RawTable, file: DataFile, dialect: Dialect, path: Path, scratch: Path) -> Converted:
    name = f"converted-{file.sha256[:16]}"
    if table.delimited.lenient:
        with opened(file, path) as lines:
            return without_unreadable(lines, table, scratch, name)
    return convert(records_in(file, dialect, path), Recognised(table, dialect), scratch, name)
