"""A title in Raw: its lines in the current CSV and the TMDB answers about it, found by reading the files through."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filmes_lake.lake.lake import Lake
from filmes_lake.lake.versions import Manifest
from filmes_lake.models.columns import columns_of
from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import DELIMITER, LINES, TITLE_ID_PATTERN, ArtistColumns
from filmes_lake.models.tmdb import IMDB_ID_PATHS, RECORDS
from filmes_lake.transform.engine import SourceFile
from filmes_lake.transform.places import OnThisMachine
from filmes_lake.transform.sources import csv_sources, tmdb_sources

_TITLE_ID = re.compile(TITLE_ID_PATTERN)


@dataclass(frozen=True)
class CsvTrace:
    """The lines about a title: the file's key, their numbers (the header's is 1), the distinct texts.

    `values` has what the lines say of the title, as it stands there, by the header's words: more than one where they
    disagree. A line with a wrong number of columns has no values.
    """

    key: str
    lines: tuple[int, ...]
    texts: tuple[str, ...]
    values: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Answer:
    """A TMDB answer: its part and line, when and in which language it was asked for (UTC), its plain values."""

    part: str
    line: int
    fetched_at: str | None
    language: str | None
    values: dict[str, Any]
    text: str


@dataclass(frozen=True)
class RawTitle:
    """A title as a line of the CSV has it."""

    kind: Kind
    title_id: str
    values: dict[str, str]


def trace_csv(lake: Lake, raw: Manifest, kind: Kind, title_id: str, scratch: Path) -> CsvTrace | None:
    """The title's lines in the current CSV of the kind; None where no line is about it."""
    for file in csv_sources(OnThisMachine(lake.storage, scratch), raw, kind):
        found = [
            (number, text)
            for number, text in _lines(file, title_id)
            if _id_in(text.split(DELIMITER), file, kind) == title_id
        ]
        if found:
            texts = tuple(dict.fromkeys(text for _, text in found))
            return CsvTrace(file.key, tuple(number for number, _ in found), texts, _title_values(texts, file, kind))
    return None


def trace_answers(lake: Lake, raw: Manifest, kind: Kind, title_id: str, scratch: Path) -> list[Answer]:
    """Every answer about the title, the newest first."""
    found = [
        _answer(file.key, number, text, envelope, kind)
        for file in tmdb_sources(OnThisMachine(lake.storage, scratch), raw, kind)
        for number, text in _lines(file, title_id)
        if title_id in _ids_in(envelope := json.loads(text), kind)
    ]
    return sorted(found, key=lambda answer: (answer.fetched_at or "", answer.text), reverse=True)


def find_in_csv(lake: Lake, raw: Manifest, kind: Kind, wanted: str, scratch: Path) -> list[RawTitle]:
    """The titles of the current CSV whose names hold the text, accents and case aside; each title once."""
    found: dict[str, RawTitle] = {}
    plain = plain_text(wanted)
    names = [column.source for column in columns_of(LINES[kind]) if column.name.startswith("titulo_")]
    for file in csv_sources(OnThisMachine(lake.storage, scratch), raw, kind):
        for _, text in _lines(file):
            fields = text.split(DELIMITER)
            if len(fields) != len(file.columns) or plain not in plain_text(text):
                continue
            values = dict(zip(file.columns, map(str.strip, fields), strict=True))
            title_id = _id_in(fields, file, kind)
            if title_id and any(plain in plain_text(values[name]) for name in names):
                found.setdefault(title_id, RawTitle(kind, title_id, values))
    return list(found.values())


def plain_text(text: str) -> str:
    """The text without case and accents."""
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return text.casefold()


def _lines(file: SourceFile, holding: str = "") -> Iterator[tuple[int, str]]:
    """Number and text of the data lines that hold these letters; the header's number is 1."""
    needle = holding.encode()
    with file.path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if needle in line and not (file.has_header and number == 1):
                yield number, line.rstrip(b"\r\n").decode("utf-8")


def _id_in(fields: list[str], file: SourceFile, kind: Kind) -> str | None:
    """Which title a line is about. Of one with a wrong number of columns the first field that is an id decides."""
    place = file.columns.index(columns_of(LINES[kind])[0].source)
    in_place = fields[place].strip(" ") if place < len(fields) else None
    if len(fields) == len(file.columns):
        return in_place
    return next((text for field in fields if _TITLE_ID.match(text := field.strip(" "))), in_place)


def _title_values(texts: tuple[str, ...], file: SourceFile, kind: Kind) -> dict[str, tuple[str, ...]]:
    of_artists = {column.source for column in columns_of(LINES[kind]) if column.name in ArtistColumns.model_fields}
    rows = [fields for text in texts if len(fields := text.split(DELIMITER)) == len(file.columns)]
    return {
        name: tuple(dict.fromkeys(row[place] for row in rows))
        for place, name in enumerate(file.columns)
        if rows and name not in of_artists
    }


def _ids_in(envelope: dict[str, Any], kind: Kind) -> set[Any]:
    return {envelope.get("imdb_id"), *(_at(envelope.get("body"), path) for path in IMDB_ID_PATHS[kind])}


def _answer(part: str, line: int, text: str, envelope: dict[str, Any], kind: Kind) -> Answer:
    plain = [column.source for column in columns_of(RECORDS[kind]) if "[" not in column.source]
    values = {path: _at(envelope["body"], path) for path in plain if path not in {"id_titulo", "obtido_em"}}
    return Answer(part, line, envelope.get("fetched_at"), envelope.get("language"), values, text)


def _at(body: Any, path: str) -> Any:
    """The value under a dotted path; None where there is none."""
    for name in path.split("."):
        body = body.get(name) if isinstance(body, dict) else None
    return body
