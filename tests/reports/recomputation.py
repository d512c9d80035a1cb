"""The film reports computed again in plain Python from the sample's files. It shares no SQL with the package."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean, median
from typing import Any

from tests.transform.lakes import NULL, SAMPLE

PRICE_TABLE = SAMPLE.parent / "transform/sql/cpi_us.csv"


@dataclass(frozen=True)
class Film:
    """What the two files say of a film. Amounts in US dollars, None where unknown."""

    id: str
    title: str
    year: int | None
    rating: float | None
    votes: int | None
    genres: frozenset[str]
    artists: frozenset[tuple[str, str | None]]
    known: bool
    budget: int | None
    revenue: int | None
    popularity: float | None

    @property
    def roi(self) -> float:
        assert self.budget
        assert self.revenue
        return (self.revenue - self.budget) / self.budget


@dataclass(frozen=True)
class Selection:
    """The parameters that the film reports share."""

    genre: str | None = None
    min_year: int = 0
    max_year: int = 0
    min_votes: int = 1000
    include_suspect: bool = False


def sample_films() -> list[Film]:
    """Every film of the sample."""
    answers = {answer["imdb_id"]: answer for answer in map(json.loads, _lines("tmdb_movies.jsonl"))}
    movies = [line.split("|") for line in _lines("movies.csv")[1:]]
    series = [line.split("|") for line in _lines("series.csv")[1:]]
    born: dict[str, set[str]] = {}
    for name, year in [*((f[10], f[11]) for f in movies), *((f[11], f[12]) for f in series)]:
        born.setdefault(_folded(name), set()).update({year} - {NULL})
    lines: dict[str, list[list[str]]] = {}
    for fields in movies:
        lines.setdefault(fields[0], []).append(fields)
    return [_film(of_title, answers.get(title_id), born) for title_id, of_title in lines.items()]


def _lines(name: str) -> list[str]:
    return Path(SAMPLE / name).read_text(encoding="utf-8").split("\n")[:-1]


def _folded(name: str) -> str:
    return "".join(letter.lower() if letter.isascii() else letter for letter in " ".join(name.split()))


def _film(lines: list[list[str]], answer: Mapping[str, Any] | None, born: Mapping[str, set[str]]) -> Film:
    first, found = lines[0], answer or {}
    # The sample's lines agree about each title: no vote is needed.
    assert {tuple(line[:8]) for line in lines} == {tuple(first[:8])}
    artists = {
        (_folded(line[10]), line[11] if len(born[_folded(line[10])]) > 1 and line[11] != NULL else None)
        for line in lines
        if line[10] != NULL
    }
    return Film(
        id=first[0],
        title=first[1],
        year=int(first[3]) if first[3] != NULL else None,
        rating=float(first[6]) if first[6] != NULL else None,
        votes=int(first[7]) if first[7] != NULL else None,
        genres=frozenset(genre.lower() for genre in first[5].split(",") if genre != NULL),
        artists=frozenset(artists),
        known=answer is not None,
        budget=found.get("budget") or None,
        revenue=found.get("revenue") or None,
        popularity=found.get("popularity") or None,
    )


def funnel(films: Iterable[Film], asked: Selection) -> dict[str, int]:
    """How many films each condition removes, in its order; `selected` are left."""
    counts = dict.fromkeys(
        (
            "no_tmdb_record",
            "budget_unknown",
            "revenue_unknown",
            "implausible",
            "too_few_votes",
            "before_min_year",
            "after_max_year",
            "other_genre",
            "selected",
        ),
        0,
    )
    for film in films:
        counts[_fate(film, asked)] += 1
    return counts


def selected(films: Iterable[Film], asked: Selection) -> list[Film]:
    """The films that every condition leaves."""
    return [film for film in films if _fate(film, asked) == "selected"]


def _fate(film: Film, asked: Selection) -> str:  # noqa: C901, PLR0911 - one line a condition reads best
    if not film.known:
        return "no_tmdb_record"
    if film.budget is None:
        return "budget_unknown"
    if film.revenue is None:
        return "revenue_unknown"
    if _implausible(film) and not asked.include_suspect:
        return "implausible"
    if asked.min_votes and (film.votes is None or film.votes < asked.min_votes):
        return "too_few_votes"
    if asked.min_year and (film.year is None or film.year < asked.min_year):
        return "before_min_year"
    if asked.max_year and (film.year is None or film.year > asked.max_year):
        return "after_max_year"
    if asked.genre and asked.genre.lower() not in film.genres:
        return "other_genre"
    return "selected"


def _implausible(film: Film) -> bool:
    assert film.budget
    assert film.revenue
    prices = _prices()
    last = max(prices)
    of_year = prices.get(min(film.year, last)) if film.year else None
    corrected = film.budget * prices[last] / of_year if of_year else 0
    return film.budget < 10_000 or film.revenue < 10_000 or corrected > 600e6


@cache
def _prices() -> dict[int, float]:
    lines = PRICE_TABLE.read_text(encoding="utf-8").splitlines()[1:]
    return {int(year): float(index) for year, index in (line.split(",") for line in lines)}


def roi_rows(films: list[Film], top: int = 10) -> list[dict[str, Any]]:
    """The rows of the report `roi`."""
    ranked = sorted(films, key=lambda film: (-film.roi, -(film.votes or -1), film.id))
    return [
        {
            "posicao": place,
            "titulo": film.title,
            "ano": film.year,
            "roi": film.roi,
            "orcamento": film.budget,
            "receita": film.revenue,
            "lucro": (film.revenue or 0) - (film.budget or 0),
            "nota_imdb": film.rating,
            "votos_imdb": film.votes,
            "popularidade": film.popularity,
            "id_filme": film.id,
        }
        for place, film in enumerate(ranked[:top], start=1)
    ]


def kpi_row(films: list[Film]) -> dict[str, Any]:
    """The row of the report `kpis`."""
    budgets, revenues = _amounts(films)
    row: dict[str, Any] = {
        "filmes": len(films),
        "artistas": len({artist for film in films for artist in film.artists}),
        "orcamento_mediano": median(budgets) if films else None,
        "orcamento_medio": fmean(budgets) if films else None,
        "receita_mediana": median(revenues) if films else None,
        "receita_media": fmean(revenues) if films else None,
    }
    means = {"popularidade_media": [f.popularity for f in films], "nota_imdb_media": [f.rating for f in films]}
    return {**row, **_returns(films), **{name: _mean(values) for name, values in means.items()}}


def decade_rows(films: list[Film], min_films: int = 5) -> list[dict[str, Any]]:
    """The rows of the report `roi-by-decade`."""
    decades: dict[int | None, list[Film]] = {}
    for film in films:
        decades.setdefault(film.year // 10 * 10 if film.year else None, []).append(film)
    rows = []
    for decade in sorted(decades, key=lambda found: (found is None, found)):
        budgets, revenues = _amounts(decades[decade])
        amounts = {"orcamento": sum(budgets), "receita": sum(revenues)}
        count = len(decades[decade])
        marks = {"poucos_filmes": count < min_films}
        rows.append({"decada": decade, "filmes": count, **_returns(decades[decade]), **amounts, **marks})
    return rows


def _amounts(films: list[Film]) -> tuple[list[int], list[int]]:
    return [film.budget or 0 for film in films], [film.revenue or 0 for film in films]


def _returns(films: list[Film]) -> dict[str, float | None]:
    if not films:
        return dict.fromkeys(("roi_total", "roi_mediano", "roi_medio"))
    budgets, revenues = _amounts(films)
    rois = [film.roi for film in films]
    pooled = (sum(revenues) - sum(budgets)) / sum(budgets)
    return {"roi_total": pooled, "roi_mediano": median(rois), "roi_medio": fmean(rois)}


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
