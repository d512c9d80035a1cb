"""Which raw files a transform reads, and by which header."""

from filmes_lake.lake.manifest import DataFile, Manifest
from filmes_lake.models.columns import Row
from filmes_lake.models.source import Delimited, RawTable, header_in, known_columns, places_in
from filmes_lake.transform.engine import Session, SourceFile
from filmes_lake.transform.file_access import FileAccess


def raw_files(manifest: Manifest, table: str) -> tuple[DataFile, ...]:
    """The files of a table of the raw layer; none where nothing was ingested."""
    return manifest.tables[table].files if table in manifest.tables else ()


def read_raw(session: Session, access: FileAccess, raw: Manifest, table: RawTable) -> list[SourceFile]:
    """Register a raw table's relation; the files that it reads."""
    files = sources(access, raw, table)
    if isinstance(table.format, Delimited):
        session.read_lines(table.relation, table.format.delimiter, files)
    else:
        session.read_records(table.relation, table.format.structure, files)
    return files


def sources(access: FileAccess, raw: Manifest, table: RawTable) -> list[SourceFile]:
    """The current files of a raw table, those that have a conversion as that has them."""
    files, columns = raw_files(raw, table.name), columns_in(raw, table)
    converted = [_converted(access, file, columns, table) for file in files if file.conversion]
    plain = [file for file in files if not file.conversion]
    places = _places(columns, table.model) if columns else ()
    return converted + [
        SourceFile(file.key, at, file.rows, columns, places) for file, at in zip(plain, access.read(plain), strict=True)
    ]


def _converted(access: FileAccess, file: DataFile, columns: tuple[str, ...], table: RawTable) -> SourceFile:
    lines, originals = access.read(file.conversion.files if file.conversion else ())
    known = known_columns(columns, table.model)
    return SourceFile(file.key, lines, file.rows, known, _places(known, table.model), originals)


def columns_in(raw: Manifest, table: RawTable) -> tuple[str, ...]:
    """The header of a table's files; none where they are records."""
    return header_in(raw.tables[table.name].columns if table.name in raw.tables else (), table)


def _places(columns: tuple[str, ...], model: type[Row]) -> tuple[int | None, ...]:
    places = places_in(columns, model)
    return () if places == tuple(range(1, len(columns) + 1)) else places
