"""The titles of the current CSV or of IMDb's files, as far as it takes to choose which of them TMDB is asked about.

Values are read as Trusted reads them: trimmed, out of range is unknown, and where lines of one title disagree the
value of most lines wins, then the greatest.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from filmes_lake.errors import NotFound, UsageError
from filmes_lake.ingest import imdb
from filmes_lake.ingest.delimited.conversions import current_lines
from filmes_lake.ingest.imdb.titles import RatedTitle, titles_in
from filmes_lake.lake.lake import Lake
from filmes_lake.models.columns import Column, columns_of
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.models.raw import DELIMITER, LINES
from filmes_lake.models.title_ids import WRITTEN_ID_PATTERN
from filmes_lake.models.values import COUNTED_VOTES, whole_number

_NULLS = (b"", b"\\N")
_LARGEST_INT = 2**31 - 1
_ID = re.compile(WRITTEN_ID_PATTERN.encode())
_DELIMITER = DELIMITER.encode()
_COLUMNS = ("id_titulo", "ano_lancamento", "generos", "numero_votos")


@dataclass(frozen=True)
class TitleFilter:
    """Which titles: of any of these genres, of at least this year and these IMDb votes; the most voted `limit`.

    A genre that no title has is a slip of the pen, unless it may be another kind's (`may_miss_genres`).
    """

    genres: tuple[str, ...] = ()
    may_miss_genres: bool = False
    min_year: int | None = None
    min_votes: int | None = None
    limit: int | None = None


def select_titles(lake: Lake, kind: Kind, title_filter: TitleFilter, scratch: Path) -> list[str]:
    """The ids of the titles selected, most voted first; NotFound without titles, UsageError for a genre that none has.

    Of IMDb's files, which have all titles there are, those that the reports count unless something else is asked.
    """
    raw = lake.require(Layer.RAW)
    if kind in lake.schema.kinds_of(imdb.SOURCE, raw.tables):
        title_filter = replace(title_filter, min_votes=_least_votes(title_filter))
        titles = list(titles_in(lake, raw, kind, title_filter.min_votes or 0, scratch))
    else:
        titles = list(_titles(_lines(lake, kind, scratch), kind))
    wanted = frozenset(genre.strip().lower() for genre in title_filter.genres)
    if not title_filter.may_miss_genres:
        _check_genres(wanted, titles)
    chosen = [title for title in titles if _is_chosen(title, title_filter, wanted)]
    chosen.sort(key=lambda title: (-(title.votes or 0), title.id))
    return [title.id for title in chosen[: title_filter.limit]]


def _least_votes(title_filter: TitleFilter) -> int:
    return COUNTED_VOTES if title_filter.min_votes is None else title_filter.min_votes


def _is_chosen(title: RatedTitle, title_filter: TitleFilter, genres: frozenset[str]) -> bool:
    if genres and genres.isdisjoint(genre.lower() for genre in title.genres or ()):
        return False
    if title_filter.min_year and (title.year or 0) < title_filter.min_year:
        return False
    return not title_filter.min_votes or (title.votes or 0) >= title_filter.min_votes


def _check_genres(wanted: frozenset[str], titles: Iterable[RatedTitle]) -> None:
    known = {genre for title in titles for genre in title.genres or ()} if wanted else set()
    for genre in wanted - {genre.lower() for genre in known}:
        raise UsageError(f"--genre {genre}: no title has this genre", f"there are: {', '.join(sorted(known))}")


def _lines(lake: Lake, kind: Kind, scratch: Path) -> Iterator[bytes]:
    """The current CSV's lines in the lake's own form, without their ends, the header first."""
    lines = current_lines(lake, kind.names.csv_table, scratch)
    if lines is None:
        raise NotFound(f"{lake.storage.uri}: no CSV of {kind.value} yet", "run: filmes-lake ingest csv FILE")
    return lines


def _titles(lines: Iterator[bytes], kind: Kind) -> Iterator[RatedTitle]:
    columns = {column.name: column for column in columns_of(LINES[kind])}
    header = next(lines).decode().split(DELIMITER)
    places = [header.index(columns[name].source) for name in _COLUMNS]
    variants = Counter(_fields(lines, len(header), places))
    of_title: dict[str, list[tuple[tuple[bytes, ...], int]]] = {}
    for (title_id, *values), count in variants.items():
        of_title.setdefault(title_id.decode(), []).append((tuple(values), count))
    for found, ballots in of_title.items():
        year, genres, votes = (
            _elected((read(values[place]), count) for values, count in ballots)
            for place, read in enumerate((_whole(columns["ano_lancamento"]), _list, _whole(columns["numero_votos"])))
        )
        yield RatedTitle(found, year, genres, votes)


def _fields(lines: Iterator[bytes], width: int, places: list[int]) -> Iterator[tuple[bytes, ...]]:
    """Id, and as they stand there year, genres and votes, of each line that Trusted does not reject."""
    for line in lines:
        fields = line.split(_DELIMITER)
        if len(fields) == width:
            written, *values = [fields[place].strip(b" ") for place in places]
            if found := _ID.match(written):
                yield (b"tt" + found[1], *values)


def _elected(ballots: Iterable[tuple[Any, int]]) -> Any:
    """The value of most lines, of two with as many the greater; a null has no vote."""
    count: Counter[Any] = Counter()
    for value, lines in ballots:
        if value is not None:
            count[value] += lines
    return max(count, key=lambda value: (count[value], value), default=None)


def _whole(column: Column) -> Callable[[bytes], int | None]:
    """How a whole number of the column is read: None where it is none, or out of the column's range."""
    least = column.minimum if isinstance(column.minimum, int) else 0
    most = column.maximum if isinstance(column.maximum, int) else _LARGEST_INT

    def read(text: bytes) -> int | None:
        number = whole_number(text.decode())
        return number if number is not None and least <= number <= most else None

    return read


def _list(text: bytes) -> tuple[str, ...] | None:
    genres = tuple(genre.decode() for part in text.split(b",") if (genre := part.strip(b" ")))
    return None if text in _NULLS else genres or None
