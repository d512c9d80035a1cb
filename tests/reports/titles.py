"""Films, series and artists as plain Python reads them from the four files. It shares nothing with the package."""

import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from tests.artist_names import normalised
from tests.transform.lakes import NULL, SAMPLE

PRICE_TABLE = SAMPLE.parent / "transform/sql/cpi_us.csv"

# Where the two headers differ: series have a year of ending in the fifth place.
_MOVIE_FIELDS = ("id", "title", "original", "year", "minutes", "genres", "rating", "votes")
_SERIES_FIELDS = ("id", "title", "original", "year", "ended", "minutes", "genres", "rating", "votes")
_CREDIT_FIELDS = ("role", "character", "artist", "born", "died", "professions", "titles")


@dataclass(frozen=True)
class Artist:
    """An artist, told apart by name, or by name and year of birth where two different years are known."""

    key: str
    name: str
    identity: str


@dataclass(frozen=True)
class Film:
    """What the files say of a film. Amounts in US dollars, None where unknown; `month` is that of TMDB's date."""

    id: str
    title: str | None
    year: int | None
    rating: float | None
    votes: int | None
    genres: frozenset[str]
    artists: frozenset[Artist]
    known: bool
    budget: int | None
    revenue: int | None
    adult: bool
    video: bool
    popularity: float | None
    month: int | None
    price_factor: float | None
    as_paid: "Film | None" = None

    @property
    def roi(self) -> float:
        film = self.as_paid or self
        assert film.budget
        assert film.revenue
        return (film.revenue - film.budget) / film.budget

    def in_real_dollars(self) -> "Film":
        """The same film with its amounts in the prices of the newest year, to the dollar."""
        assert self.budget
        assert self.revenue
        assert self.price_factor
        amounts = (round(amount * self.price_factor) for amount in (self.budget, self.revenue))
        return replace(self, budget=next(amounts), revenue=next(amounts), as_paid=self)


@dataclass(frozen=True)
class Series:
    """What the files say of a series."""

    id: str
    title: str | None
    year: int | None
    ended: int | None
    rating: float | None
    votes: int | None
    genres: frozenset[str]
    known: bool
    popularity: float | None
    seasons: int | None


@dataclass(frozen=True)
class Titles:
    """Every film and series of the files, and the newest year of the price table."""

    films: list[Film]
    series: list[Series]
    base_year: int


def read_titles(folder: Path) -> Titles:
    """Read `movies.csv`, `series.csv`, `tmdb_movies.jsonl`, `tmdb_series.jsonl`, each plain or as `.gz`."""
    movies = list(_lines_of(folder, "movies.csv", (*_MOVIE_FIELDS, *_CREDIT_FIELDS)))
    series = list(_lines_of(folder, "series.csv", (*_SERIES_FIELDS, *_CREDIT_FIELDS)))
    artists = _Artists([*movies, *series])
    prices = {int(year): float(index) for year, index in map(_pair, _text(PRICE_TABLE).splitlines()[1:])}
    answers = _answers(folder, "tmdb_movies.jsonl")
    of_series = _answers(folder, "tmdb_series.jsonl")
    return Titles(
        [_film(lines, answers.get(found), artists, prices) for found, lines in _by_id(movies).items()],
        [_series(lines, of_series.get(found)) for found, lines in _by_id(series).items()],
        max(prices),
    )


class _Artists:
    """Who the names in the lines mean."""

    def __init__(self, lines: Iterable[Mapping[str, str]]) -> None:
        self._born: dict[str, set[int]] = {}
        self._names: dict[str, list[str]] = {}
        credited = [line for line in lines if _known(line["artist"])]
        for line in credited:
            self._born.setdefault(normalised(line["artist"]), set()).update({_year_of_birth(line)} - {None})  # type: ignore[arg-type]
        for line in credited:
            self._names.setdefault(self._key(line), []).append(line["artist"])

    def of(self, line: Mapping[str, str]) -> Artist:
        key = self._key(line)
        digest = hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()[:16]
        return Artist(digest, _voted(self._names[key]), "nome_ano" if "|" in key else "nome")

    def _key(self, line: Mapping[str, str]) -> str:
        name, born = normalised(line["artist"]), _year_of_birth(line)
        return f"{name}|{born}" if born and len(self._born[name]) > 1 else name


def _text(path: Path) -> str:
    packed = path.with_name(path.name + ".gz")
    data = path.read_bytes() if path.exists() else gzip.decompress(packed.read_bytes())
    return data.decode()


def _pair(line: str) -> list[str]:
    return line.split(",")


def _lines_of(folder: Path, name: str, fields: tuple[str, ...]) -> Iterator[dict[str, str]]:
    for line in _text(folder / name).replace("\r\n", "\n").split("\n")[1:]:
        values = [value.strip(" ") for value in line.split("|")]
        if len(values) == len(fields) and re.fullmatch("tt[0-9]{7,9}", values[0]):
            yield dict(zip(fields, values, strict=True))


def _answers(folder: Path, name: str) -> dict[str, Mapping[str, Any]]:
    return {answer["imdb_id"]: answer for answer in map(json.loads, _text(folder / name).split("\n")[:-1])}


def _by_id(lines: Iterable[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for line in lines:
        found.setdefault(line["id"], []).append(line)
    return found


def _film(
    lines: list[dict[str, str]],
    answer: Mapping[str, Any] | None,
    artists: _Artists,
    prices: Mapping[int, float],
) -> Film:
    found, last = answer or {}, max(prices)
    year = _voted(_whole(line["year"], 1870, 2200) for line in lines)
    price = prices.get(min(year, last)) if year else None
    return Film(
        id=lines[0]["id"],
        title=_voted(_known(line["title"]) for line in lines),
        year=year,
        rating=_voted(_rating(line["rating"]) for line in lines),
        votes=_voted(_whole(line["votes"]) for line in lines),
        genres=_genres(lines),
        artists=frozenset(artists.of(line) for line in lines if _known(line["artist"])),
        known=answer is not None,
        budget=found.get("budget") or None,
        revenue=found.get("revenue") or None,
        adult=found.get("adult") is True,
        video=found.get("video") is True,
        popularity=found.get("popularity") or None,
        month=_month(found.get("release_date")),
        price_factor=prices[last] / price if price else None,
    )


def _series(lines: list[dict[str, str]], answer: Mapping[str, Any] | None) -> Series:
    found = answer or {}
    return Series(
        id=lines[0]["id"],
        title=_voted(_known(line["title"]) for line in lines),
        year=_voted(_whole(line["year"], 1870, 2200) for line in lines),
        ended=_voted(_whole(line["ended"], 1870, 2200) for line in lines),
        rating=_voted(_rating(line["rating"]) for line in lines),
        votes=_voted(_whole(line["votes"]) for line in lines),
        genres=_genres(lines),
        known=answer is not None,
        popularity=found.get("popularity") or None,
        seasons=found.get("number_of_seasons") or None,
    )


def _voted(values: Iterable[Any]) -> Any:
    """What most lines say, of several such values the greatest; who says nothing has no vote."""
    counts = Counter(value for value in values if value is not None)
    return max(counts, key=lambda value: (counts[value], value), default=None)


def _genres(lines: list[dict[str, str]]) -> frozenset[str]:
    voted = _voted(_known(line["genres"]) for line in lines)
    return frozenset(voted.split(",")) if voted else frozenset()


def _known(text: str) -> str | None:
    return text if text not in ("", NULL) else None


def _whole(text: str, least: int = 0, most: int = 10**9) -> int | None:
    return int(text) if re.fullmatch("[0-9]{1,9}", text) and least <= int(text) <= most else None


def _rating(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) and 1 <= float(text) <= 10 else None


def _year_of_birth(line: Mapping[str, str]) -> int | None:
    return _whole(line["born"], 1, 2200)


def _month(text: str | None) -> int | None:
    return date.fromisoformat(text).month if text else None
