"""The titles of IMDb's files by their votes, for whoever chooses among them: read once, and little of it kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from filmes_lake.ingest.delimited.unreadable import text_of
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
    for line, fields in _rows(lake, raw, BASICS, scratch):
        is_wanted = fields[1] in types and (adult or fields[4] != b"1") and (least == 0 or fields[0] in votes)
        if is_wanted and (text := text_of(line)) is not None:
            said = text.split(DELIMITER)
            yield RatedTitle(said[0], whole_number(said[5]), _genres(said[8]), votes.pop(fields[0], None))


def _votes(lake: Lake, raw: Manifest, least: int, scratch: Path) -> dict[bytes, int]:
    """The votes of each title that has enough."""
    found: dict[bytes, int] = {}
    for line, (title, _, _) in _rows(lake, raw, RATINGS, scratch):
        text = text_of(line)
        number = whole_number(text.split(DELIMITER)[2]) if text is not None else None
        if number is not None and number >= max(least, found.get(title, 0)):
            found[title] = number
    return found


def _rows(lake: Lake, raw: Manifest, dataset: Dataset, scratch: Path) -> Iterator[tuple[bytes, list[bytes]]]:
    """Each line that has all of its fields, and these; it need not be a text, which takes longer to tell."""
    file = file_of(lake, raw, dataset, scratch)
    width = len(dataset.header)
    for line in lines_of(*file) if file else ():
        fields = line.split(_DELIMITER)
        if len(fields) == width and fields[0].isascii() and len(fields[0]) <= _LONGEST_ID:
            yield line, fields


def _genres(text: str) -> tuple[str, ...] | None:
    return None if text in ("", r"\N") else tuple(text.split(","))
