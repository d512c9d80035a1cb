"""Every report computed again in plain Python from what the files say. It shares no SQL with the package."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import floor, fsum, sqrt
from statistics import correlation, fmean, median
from typing import Any, TypeVar

from tests.reports.titles import Artist, Film, Series, Titles

Row = dict[str, Any]
Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True)
class Selection:
    """The parameters that the reports share."""

    genres: tuple[str, ...] = ()
    min_year: int = 0
    max_year: int = 0
    min_votes: int = 1000
    include_suspect: bool = False
    include_adult: bool = False
    include_video: bool = False
    real_dollars: bool = False


def funnel(titles: Iterable[Film | Series], asked: Selection) -> dict[str, int]:
    """How many titles each condition removes; `selected` are left."""
    counts: dict[str, int] = {}
    for title in titles:
        fate = _fate(title, asked)
        counts[fate] = counts.get(fate, 0) + 1
    return counts


def selected(films: Iterable[Film], asked: Selection) -> list[Film]:
    """The films that every condition leaves."""
    chosen = [film for film in films if _fate(film, asked) == "selected"]
    return [film.in_real_dollars() for film in chosen] if asked.real_dollars else chosen


def _fate(title: Film | Series, asked: Selection) -> str:
    of_kind = _film_outcome(title, asked) if isinstance(title, Film) else _series_outcome(title)
    return of_kind or _common_outcome(title, asked) or _price_outcome(title, asked) or "selected"


def _price_outcome(title: Film | Series, asked: Selection) -> str | None:
    priceless = isinstance(title, Film) and not title.price_factor
    return "price_unknown" if asked.real_dollars and priceless else None


def _film_outcome(film: Film, asked: Selection) -> str | None:
    if not film.known:
        return "no_tmdb_record"
    if film.budget is None:
        return "budget_unknown"
    if film.revenue is None:
        return "revenue_unknown"
    left_out = {
        "adult": film.adult and not asked.include_adult,
        "video": film.video and not asked.include_video,
        "implausible": _implausible(film) and not asked.include_suspect,
    }
    return next((condition for condition, holds in left_out.items() if holds), None)


def _series_outcome(series: Series) -> str | None:
    if not series.known:
        return "no_tmdb_record"
    return "rating_unknown" if series.rating is None else None


def _common_outcome(title: Film | Series, asked: Selection) -> str | None:
    if asked.min_votes and title.votes is None:
        return "votes_unknown"
    if asked.min_votes and title.votes is not None and title.votes < asked.min_votes:
        return "too_few_votes"
    if asked.min_year and (title.year is None or title.year < asked.min_year):
        return "before_min_year"
    if asked.max_year and (title.year is None or title.year > asked.max_year):
        return "after_max_year"
    if asked.genres and not {genre.lower() for genre in asked.genres} & {genre.lower() for genre in title.genres}:
        return "other_genre"
    return None


def _implausible(film: Film) -> bool:
    assert film.budget
    assert film.revenue
    return film.budget < 10_000 or film.revenue < 10_000 or film.budget * (film.price_factor or 0) > 600e6


def roi_rows(films: list[Film], top: int = 10) -> list[Row]:
    """The rows of the report `roi`."""
    ranked = sorted(films, key=lambda film: (-film.roi, -(film.votes or -1), film.id))
    return [
        {
            "posicao": place,
            "titulo": film.title,
            "id_filme": film.id,
            "ano": film.year,
            "roi": film.roi,
            "orcamento": film.budget,
            "receita": film.revenue,
            "lucro": (film.revenue or 0) - (film.budget or 0),
            "nota_imdb": film.rating,
            "votos_imdb": film.votes,
            "popularidade": film.popularity,
        }
        for place, film in enumerate(ranked[:top], start=1)
    ]


def kpi_rows(films: list[Film]) -> list[Row]:
    """The row of the report `kpis`."""
    budgets, revenues = _amounts(films)
    row: Row = {
        "filmes": len(films),
        "artistas": len({artist for film in films for artist in film.artists}),
        "orcamento_mediano": _median(budgets),
        "orcamento_medio": _mean(budgets),
        "receita_mediana": _median(revenues),
        "receita_media": _mean(revenues),
    }
    means = {"popularidade_media": [f.popularity for f in films], "nota_imdb_media": [f.rating for f in films]}
    return [
        {
            **row,
            **_returns(films),
            "roi_medio": _mean_return(films),
            **{name: _mean(values) for name, values in means.items()},
        }
    ]


def decade_rows(films: list[Film], min_films: int = 5) -> list[Row]:
    """The rows of the report `roi-by-decade`."""
    return _returns_by("decada", [(_decade(film), film) for film in films], films, min_films)


def month_rows(films: list[Film], min_films: int = 5) -> list[Row]:
    """The rows of the report `roi-by-month`."""
    return _returns_by("mes", [(film.month, film) for film in films], films, min_films)


def genre_rows(films: list[Film], min_films: int = 5) -> list[Row]:
    """The rows of the report `roi-by-genre`."""
    pairs = [(genre, film) for film in films for genre in film.genres or [None]]
    return _returns_by("genero", pairs, films, min_films)


def year_rows(films: list[Film], base_year: int, min_films: int = 5) -> list[Row]:
    """The rows of the report `yearly`."""
    rows = []
    for year, of_year in _grouped([(film.year, film) for film in films]):
        budgets, revenues = _amounts(of_year)
        factors = [film.price_factor for film in of_year]
        corrected = [
            [amount * factor for amount, factor in zip(amounts, factors, strict=True) if factor]
            for amounts in _amounts([film.as_paid or film for film in of_year])
        ]
        row: Row = {"ano": year, "filmes": len(of_year), "poucos_filmes": len(of_year) < min_films}
        row.update({"orcamento_mediano": median(budgets), "orcamento": sum(budgets)})
        row.update({"receita_mediana": median(revenues), "receita": sum(revenues)})
        for name, ending, amounts in zip(("orcamento_corrigido", "receita_corrigida"), "oa", corrected, strict=True):
            row.update({f"{name}_median{ending}": _median(amounts), name: sum(amounts) if amounts else None})
        rows.append({**row, "ano_base": base_year})
    return rows


def artist_rows(films: list[Film], top: int = 20, min_films: int = 3) -> list[Row]:
    """The rows of the report `artists`."""
    groups: dict[Artist, list[Film]] = {}
    for film in films:
        for artist in film.artists:
            groups.setdefault(artist, []).append(film)
    rows = [_artist_row(artist, of_artist) for artist, of_artist in groups.items() if len(of_artist) >= min_films]
    return sorted(rows, key=_artist_place)[:top]


def _artist_place(row: Row) -> tuple[float, float, int, str, str]:
    """By the lower bound, to a millionth, then the pooled return, the films, the name."""
    lower = row["roi_total_inferior"]
    unbounded = float("inf") if lower is None else -round(lower, 6)
    return unbounded, -round(row["roi_total"], 6), -row["filmes"], row["nome_artista"], row["id_artista"]


def _artist_row(artist: Artist, films: list[Film]) -> Row:
    return {
        "nome_artista": artist.name,
        "filmes": len(films),
        **_returns(films),
        "popularidade_media": _mean([film.popularity for film in films]),
        "receita": sum(film.revenue or 0 for film in films),
        "identidade": artist.identity,
        "id_artista": artist.key,
    }


def series_rows(series: Iterable[Series], asked: Selection, top: int = 20) -> list[Row]:
    """The rows of the report `series`."""
    chosen = [title for title in series if _fate(title, asked) == "selected"]
    chosen.sort(key=lambda title: (-(title.rating or 0), -(title.votes or -1), title.id))
    return [
        {
            "titulo": title.title,
            "id_serie": title.id,
            "ano_lancamento": title.year,
            "ano_termino": title.ended,
            "nota_imdb": title.rating,
            "votos_imdb": title.votes,
            "popularidade": title.popularity,
            "temporadas": title.seasons,
        }
        for title in chosen[:top]
    ]


@dataclass(frozen=True)
class Points:
    """A report of two measures, film by film."""

    x: str
    y: str
    x_of: Callable[[Film], float | None]
    y_of: Callable[[Film], float]

    def rows(self, films: list[Film]) -> list[Row]:
        """One row per film, by the first measure, then the second, both from the greatest on."""

        def place(film: Film) -> tuple[float, float, str]:
            x = self.x_of(film)
            return (float("inf") if x is None else -x, -self.y_of(film), film.id)

        return [
            {
                "id_filme": film.id,
                "titulo": film.title,
                "decada": _decade(film),
                self.x: self.x_of(film),
                self.y: self.y_of(film),
                "popularidade": film.popularity,
            }
            for film in sorted(films, key=place)
        ]

    def spearman(self, films: list[Film]) -> tuple[int, float | None]:
        """The number of films with both measures, and the correlation of their ranks."""
        pairs = [(x, self.y_of(film)) for film in films if (x := self.x_of(film)) is not None]
        xs, ys = ([pair[place] for pair in pairs] for place in (0, 1))
        if len(set(xs)) < 2 or len(set(ys)) < 2:
            return len(pairs), None
        return len(pairs), correlation(_ranks(xs), _ranks(ys))


RATING_VS_ROI = Points("nota_imdb", "roi", lambda film: film.rating, lambda film: film.roi)
BUDGET_VS_REVENUE = Points("orcamento", "receita", lambda film: film.budget, lambda film: film.revenue or 0)
POINTS = {"rating-vs-roi": RATING_VS_ROI, "budget-vs-revenue": BUDGET_VS_REVENUE}


def report_rows(name: str, titles: Titles, asked: Selection) -> list[Row]:
    """The rows of the report of that name, its own parameters at their defaults."""
    if name == "series":
        return series_rows(titles.series, asked)
    films = selected(titles.films, asked)
    if name == "yearly":
        return year_rows(films, titles.base_year)
    of_films: dict[str, Callable[[list[Film]], list[Row]]] = {
        "kpis": kpi_rows,
        "roi": roi_rows,
        "roi-by-decade": decade_rows,
        "roi-by-month": month_rows,
        "roi-by-genre": genre_rows,
        "artists": artist_rows,
        **{points: found.rows for points, found in POINTS.items()},
    }
    return of_films[name](films)


def _ranks(values: Sequence[float]) -> list[float]:
    """Each value's rank from 1 on; equal ones share the mean of theirs."""
    ordered = sorted(values)
    return [(bisect_left(ordered, value) + 1 + bisect_right(ordered, value)) / 2 for value in values]


def _decade(film: Film) -> int | None:
    return film.year // 10 * 10 if film.year else None


def _grouped(pairs: Iterable[tuple[Group | None, Film]]) -> list[tuple[Group | None, list[Film]]]:
    """Films by group in the groups' order, those of no group last."""
    groups: dict[Group | None, list[Film]] = {}
    for group, film in pairs:
        groups.setdefault(group, []).append(film)
    return sorted(groups.items(), key=lambda found: (found[0] is None, found[0]))


def _returns_by(
    column: str, pairs: Sequence[tuple[Group | None, Film]], every: list[Film], min_films: int
) -> list[Row]:
    rows = []
    for group, films in _grouped(pairs):
        budgets, revenues = _amounts(films)
        returns = list(_returns(films).items())
        head = {column: group, "filmes": len(films), **dict(returns[:3]), "roi_total_geral": _pooled(every)}
        amounts = {"roi_medio": _mean_return(films), "orcamento": sum(budgets), "receita": sum(revenues)}
        rows.append({**head, **dict(returns[3:]), **amounts, "poucos_filmes": len(films) < min_films})
    return rows


def _amounts(films: list[Film]) -> tuple[list[int], list[int]]:
    return [film.budget or 0 for film in films], [film.revenue or 0 for film in films]


def _returns(films: list[Film]) -> dict[str, float | None]:
    """Pooled and median return, each with its bounds."""
    rois = [film.roi for film in films]
    figures = {"roi_total": (_pooled(films), pooled_bounds(films)), "roi_mediano": (_median(rois), median_bounds(rois))}
    return {
        column: value
        for name, (figure, (lower, upper)) in figures.items()
        for column, value in {name: figure, f"{name}_inferior": lower, f"{name}_superior": upper}.items()
    }


def _pooled(films: list[Film]) -> float | None:
    budgets, revenues = _amounts(films)
    return (sum(revenues) - sum(budgets)) / sum(budgets) if films else None


def _mean_return(films: list[Film]) -> float | None:
    return _mean([film.roi for film in films])


def pooled_bounds(films: list[Film]) -> tuple[float | None, float | None]:
    """The 95% interval of the pooled return, by the linearised variance of a ratio and Student's quantile."""
    pooled, freedom = _pooled(films), len(films) - 1
    if pooled is None or not freedom:
        return None, None
    budgets, revenues = _amounts(films)
    residuals = [gross - budget - pooled * budget for budget, gross in zip(budgets, revenues, strict=True)]
    variance = fsum(residual**2 for residual in residuals) * len(films) / freedom / sum(budgets) ** 2
    student = sum(part / freedom**power for power, part in enumerate((1.959964, 2.372271, 2.822499, 2.55585, 1.589534)))
    return pooled - student * sqrt(variance), pooled + student * sqrt(variance)


def median_bounds(values: Sequence[float]) -> tuple[float | None, float | None]:
    """The 95% interval of the median, by the ranks of the binomial distribution."""
    rank = floor((len(values) + 1 - 1.959964 * sqrt(len(values))) / 2)
    return (sorted(values)[rank - 1], sorted(values)[-rank]) if rank > 0 else (None, None)


def _median(values: Sequence[float]) -> float | None:
    return median(values) if values else None


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
