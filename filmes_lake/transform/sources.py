"""Which raw files a transform reads, as local files, and the structure in which TMDB records are parsed."""

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filmes_lake.lake import layout
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.versions import DataFile, Manifest
from filmes_lake.models.columns import columns_of
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import header_of
from filmes_lake.models.tables import csv_table, tmdb_table
from filmes_lake.models.tmdb import IMDB_ID_PATHS, RECORDS, Envelope
from filmes_lake.transform.engine import SourceFile

_OWN = {"id_titulo", "obtido_em"}  # columns that come from the envelope


def raw_files(manifest: Manifest, table: str) -> tuple[DataFile, ...]:
    """The files of a table of the raw layer; none where nothing was ingested."""
    return manifest.tables[table].files if table in manifest.tables else ()


def csv_sources(lake: Lake, raw: Manifest, kind: Kind, scratch: Path) -> list[SourceFile]:
    """The current CSV of a kind; a compressed one is unpacked, since it is read more than once."""
    return list(_sources(lake, raw_files(raw, csv_table(kind)), scratch, csv_columns(raw, kind)))


def tmdb_sources(lake: Lake, raw: Manifest, kind: Kind, scratch: Path) -> list[SourceFile]:
    """The TMDB parts of a kind."""
    return list(_sources(lake, raw_files(raw, tmdb_table(kind)), scratch, ()))


def csv_columns(raw: Manifest, kind: Kind) -> tuple[str, ...]:
    """The header of the current CSV of a kind; the model's where the manifest is of a time when no other was taken."""
    table = raw.tables.get(csv_table(kind))
    return tuple(table.columns) if table and table.columns else header_of(kind)


def _sources(lake: Lake, files: tuple[DataFile, ...], scratch: Path, columns: tuple[str, ...]) -> Iterator[SourceFile]:
    paths = lake.storage.local_files([file.key for file in files], scratch)
    for file, path in zip(files, paths, strict=True):
        if layout.is_compressed(file.key):
            unpacked = scratch / f"{file.sha256[:16]}.csv"
            with gzip.open(path, "rb") as packed, unpacked.open("wb") as target:
                shutil.copyfileobj(packed, target, 1 << 20)
            yield SourceFile(file.key, unpacked, file.rows, columns)
        else:
            yield SourceFile(file.key, path, file.rows, columns)


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
