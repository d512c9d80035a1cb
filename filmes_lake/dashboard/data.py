"""What a page carries: films with both amounts and series, in columns, and how many titles never got that far.

The conditions without a parameter are evaluated here, once; all others are the page's to evaluate.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Any

from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.reports.conditions import conditions_of
from filmes_lake.reports.parameters import Value
from filmes_lake.reports.runner import QueryEngine, select_of_version
from filmes_lake.reports.texts import (
    CASTS,
    FUNNELS,
    GENRES,
    PAGE_ARTISTS,
    PAGE_FILMS,
    PAGE_GENRES,
    PAGE_SERIES,
    sql_of,
    used,
)

Rows = Sequence[Mapping[str, Any]]
_FILMS = ("titulo", "ano", "mes", "orcamento", "receita", "popularidade", "nota_imdb", "votos_imdb")
_MARKS = ("adulto", "video", "suspeito")
_SERIES = ("titulo", "ano_lancamento", "ano_termino", "nota_imdb", "votos_imdb", "popularidade", "temporadas")
_USUAL_IDENTITY = "nome"
# Nothing is left out for a parameter's sake.
_NEUTRAL: dict[str, Value] = {
    condition.parameter: None if isinstance(condition.neutral, tuple) else condition.neutral
    for kind in Kind
    for condition in conditions_of(kind)
    if condition.parameter
}


@dataclass(frozen=True)
class PageData:
    """The data of a page, ready for JSON, and the version it is from. `genres` are all that the lake has."""

    version: Manifest
    genres: list[str]
    content: dict[str, Any]


def page_data(lake: Lake, engine: QueryEngine, as_of: str | None = None) -> PageData:
    """What a page shows of the current Refined version, or of an older one; NotFound without Refined data."""
    of_kinds = (texts[kind] for texts in (FUNNELS, PAGE_GENRES) for kind in Kind)
    names = (CASTS, GENRES, PAGE_FILMS, PAGE_SERIES, PAGE_ARTISTS, *of_kinds)
    texts = {name: sql_of(name) for name in names}
    statements = {name: (text, used(text, _NEUTRAL)) for name, text in texts.items()}
    version, found = select_of_version(lake, engine, Layer.REFINED, statements, as_of)
    genres = [row["genero"] for row in found[GENRES]]
    content = {
        "genres": genres,
        "films": {
            **_films(found[PAGE_FILMS]),
            **_lists(found[PAGE_FILMS], "id_filme", found[PAGE_GENRES[Kind.MOVIES]], genres),
        },
        "series": {
            **_columns(found[PAGE_SERIES], _SERIES, "id_serie"),
            **_lists(found[PAGE_SERIES], "id_serie", found[PAGE_GENRES[Kind.SERIES]], genres),
        },
        "artists": _artists(found[PAGE_FILMS], found[CASTS], found[PAGE_ARTISTS]),
        "prices": _prices(found[PAGE_FILMS]),
        "funnels": {kind.value: _removed(found[FUNNELS[kind]]) for kind in Kind},
    }
    return PageData(version, genres, content)


def _columns(rows: Rows, names: Iterable[str], key: str) -> dict[str, Any]:
    """Rows as columns, with their ids, by which they are sorted, as one text."""
    return {
        key: _front_coded([row[key] for row in rows]),
        **{name: [_short(row[name]) for row in rows] for name in names},
    }


def _front_coded(texts: Sequence[str]) -> str:
    """Sorted texts in a row: of each how many letters, at most 9, the one before begins with too, and the others."""
    shared = [min(_shared(before, text), 9) for before, text in pairwise(["", *texts])]
    return " ".join(f"{letters}{text[letters:]}" for letters, text in zip(shared, texts, strict=True))


def _short(value: Any) -> Any:
    """A double that is a whole number is one in JSON too: 7, not 7.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _shared(one: str, other: str) -> int:
    """How many letters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _films(rows: Rows) -> dict[str, Any]:
    """Marks are rare: of each, the places of the films that bear it."""
    marks = {name: [place for place, row in enumerate(rows) if row[name]] for name in _MARKS}
    return {**_columns(rows, _FILMS, "id_filme"), **marks}


def _lists(rows: Rows, key: str, pairs: Rows, genres: Sequence[str]) -> dict[str, Any]:
    """Each title's genres as the place of their combination: titles have far fewer of these than there are titles."""
    places = {genre: place for place, genre in enumerate(genres)}
    of_title: dict[str, set[int]] = defaultdict(set)
    for pair in pairs:
        of_title[pair["id_titulo"]].add(places[pair["genero"]])
    combinations = [tuple(sorted(of_title[row[key]])) for row in rows]
    known = {combination: place for place, combination in enumerate(sorted(set(combinations)))}
    return {"combinations": list(known), "generos": [known[combination] for combination in combinations]}


def _artists(films: Rows, casts: Rows, artists: Rows) -> dict[str, Any]:
    """Artists of two films and more, their films as differences of places; of the rest, how many each film has.

    Those whose films are the same are in the order of their ids, which decides where all else is equal, so that the
    ids need not travel.
    """
    place_of_film = {row["id_filme"]: place for place, row in enumerate(films)}
    places: dict[str, list[int]] = defaultdict(list)
    for pair in casts:
        places[pair["id_artista"]].append(place_of_film[pair["id_filme"]])
    alone = Counter(of_artist[0] for of_artist in places.values() if len(of_artist) == 1)
    ordered = sorted(artists, key=lambda row: (min(places[row["id_artista"]]), row["id_artista"]))
    return {
        "nome_artista": [row["nome_artista"] for row in ordered],
        "identidade": {
            identity: [place for place, row in enumerate(ordered) if row["identidade"] == identity]
            for identity in sorted({row["identidade"] for row in ordered} - {_USUAL_IDENTITY})
        },
        "films": ",".join(_differences(sorted(places[row["id_artista"]])) for row in ordered),
        "alone": [alone[place] for place in range(len(films))],
    }


def _differences(numbers: Sequence[int]) -> str:
    """Ascending numbers as their differences, in base 36."""
    return " ".join(_base_36(number - before) for before, number in pairwise([0, *numbers]))


def _base_36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


def _prices(films: Rows) -> dict[str, Any]:
    """By what the amounts of each year are multiplied to be in the prices of `ano_base`."""
    known = [row for row in films if row["orcamento_corrigido"] is not None]
    factors = {row["ano"]: row["orcamento_corrigido"] / row["orcamento"] for row in known}
    return {"ano_base": max((row["ano_base"] for row in films), default=None), "factors": factors}


def _removed(rows: Rows) -> dict[str, int]:
    """How many titles each condition removed; those that none did are under an empty name."""
    return {row["condicao"] or "": row["titulos"] for row in rows}
