"""Which raw files a transform reads, and the structure in which TMDB records are parsed."""

from typing import Any

from filmes_lake.lake.versions import DataFile, Manifest
from filmes_lake.models.columns import columns_of
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import header_of
from filmes_lake.models.tables import csv_table, tmdb_table
from filmes_lake.models.tmdb import IMDB_ID_PATHS, RECORDS, Envelope
from filmes_lake.transform.engine import SourceFile
from filmes_lake.transform.places import Place

_OWN = {"id_titulo", "obtido_em"}  # columns that come from the envelope


def raw_files(manifest: Manifest, table: str) -> tuple[DataFile, ...]:
    """The files of a table of the raw layer; none where nothing was ingested."""
    return manifest.tables[table].files if table in manifest.tables else ()


def csv_sources(place: Place, raw: Manifest, kind: Kind) -> list[SourceFile]:
    """The current CSV of a kind."""
    return _sources(place, raw_files(raw, csv_table(kind)), csv_columns(raw, kind))


def tmdb_sources(place: Place, raw: Manifest, kind: Kind) -> list[SourceFile]:
    """The TMDB parts of a kind."""
    return _sources(place, raw_files(raw, tmdb_table(kind)), ())


def csv_columns(raw: Manifest, kind: Kind) -> tuple[str, ...]:
    """The header of the current CSV of a kind; the model's where the manifest is of a time when no other was taken."""
    table = raw.tables.get(csv_table(kind))
    return tuple(table.columns) if table and table.columns else header_of(kind)


def _sources(place: Place, files: tuple[DataFile, ...], columns: tuple[str, ...]) -> list[SourceFile]:
    locations = place.read(files)
    return [SourceFile(file.key, at, file.rows, columns) for file, at in zip(files, locations, strict=True)]


def record_structure(kind: Kind) -> dict[str, Any]:
    """What of an envelope is parsed, as nested names; every leaf is text, whatever TMDB wrote."""
    body: dict[str, Any] = {}
    paths = [column.source for column in columns_of(RECORDS[kind]) if column.name not in _OWN]
    for path in (*paths, *IMDB_ID_PATHS[kind]):
        _add(body, path)
    return {**{column.name: "VARCHAR" for column in columns_of(Envelope)}, "body": body}


def _add(structure: dict[str, Any], path: str) -> None:
    name, _, rest = path.partition(".")
    list_name, bracket, _ = name.partition("[")
    if bracket:
        member: dict[str, Any] = {}
        _add(member, rest) if rest else None
        structure[list_name] = [member or "VARCHAR"]
    elif rest:
        _add(structure.setdefault(name, {}), rest)
    else:
        structure[name] = "VARCHAR"
