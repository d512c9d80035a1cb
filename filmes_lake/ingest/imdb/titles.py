"""The titles of IMDb's files by their votes, for whoever chooses among them: read once, and little of it kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from filmes_lake.ingest.imdb.description import BASICS, DELIMITER, RATINGS, SOURCE, Dataset
from filmes_lake.ingest.imdb.lines import file_of, lines_of
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.kinds import Kind
from filmes_lake.models.source import Choice
from filmes_lake.models.values import whole_number

_DELIMITER = DELIMITER.encode()
_LONGEST_ID = 11  # tt and nine digits


class RatedTitle(NamedTuple):
    """A title as IMDb's files have it; the year and the genres are None where they are unknown."""

    id: str
    year: int | None
    genres: tuple[str, ...] | None
    votes: int | None


def choice_in(lake: Lake) -> Choice:
    """Which of the titles the tables take."""
    choice = next(source.choice for source in lake.schema.sources if source.name == SOURCE.name)
    assert choice is not None  # noqa: S101 - the source has one
    return choice


def titles_in(lake: Lake, raw: Manifest, kind: Kind, min_votes: int, scratch: Path) -> Iterator[RatedTitle]:
    """The titles of a kind that the tables take, of at least so many votes. Memory grows with these alone."""
    rows = [row for row in choice_in(lake).rows if row["tipo"] == kind.tipo]
    least = max([min_votes, *(int(row["votos_minimos"]) for row in rows)])
    votes = _votes(lake, raw, least, scratch)
    types = {str(row["tipo_imdb"]).encode() for row in rows}
    adult = any(row["adultos"] for row in rows)
    for fields in _fields(lake, raw, BASICS, scratch):
        if fields[1] in types and (adult or fields[4] != b"1") and (least == 0 or fields[0] in votes):
            year = whole_number(fields[5].decode())
            yield RatedTitle(fields[0].decode(), year, _genres(fields[8]), votes.pop(fields[0], None))


def _votes(lake: Lake, raw: Manifest, least: int, scratch: Path) -> dict[bytes, int]:
    """The votes of each title that has enough."""
    found: dict[bytes, int] = {}
    for title, _, text in _fields(lake, raw, RATINGS, scratch):
        number = whole_number(text.decode())
        if number is not None and number >= max(least, found.get(title, 0)):
            found[title] = number
    return found


def _fields(lake: Lake, raw: Manifest, dataset: Dataset, scratch: Path) -> Iterator[list[bytes]]:
    """The fields of each line that has all of them."""
    file = file_of(lake, raw, dataset, scratch)
    width = len(dataset.header)
    for line in lines_of(*file) if file else ():
        fields = line.split(_DELIMITER)
        if len(fields) == width and fields[0].isascii() and len(fields[0]) <= _LONGEST_ID:
            yield fields


def _genres(text: bytes) -> tuple[str, ...] | None:
    return None if text in (b"", rb"\N") else tuple(text.decode().split(","))
