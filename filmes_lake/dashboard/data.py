"""What a page carries: films with both amounts and series, in columns, and how many titles never got that far.

The conditions without a parameter are evaluated here, once; all others are the page's to evaluate.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from filmes_lake.dashboard.definition import NEUTRAL, TRENDS, TRENDS_CARRIED
from filmes_lake.dashboard.packing import differences, front_coded, packed
from filmes_lake.dashboard.received import Received, received
from filmes_lake.ingest.tmdb_exports.models import PopularidadeDiaria
from filmes_lake.lake.lake import Lake
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.reports.runner import QueryEngine, run_report, select_of_version
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
_MARKS = ("adulto", "video", "suspeito")
# Columns of films and series by how they travel: as they are, or packed, which takes whole numbers.
_PLAIN = ("titulo", "popularidade", "nota_imdb")
_FILMS = ("ano", "mes", "orcamento", "receita", "votos_imdb")
_SERIES = ("ano_lancamento", "ano_termino", "votos_imdb", "temporadas")
_USUAL_IDENTITY = "nome"
FEWEST_NAMED = 2
"""A page names artists from so many films on, where there is room for their names."""

# What room there is for names, in letters.
_LETTERS_OF_NAMES = 800_000


@dataclass(frozen=True)
class PageData:
    """The data of a page, ready for JSON, the version it is from, and the files which that was made from.

    `genres` are all that the lake has.
    """

    version: Manifest
    received: list[Received]
    genres: list[str]
    content: dict[str, Any]


def page_data(lake: Lake, engine: QueryEngine, as_of: str | None = None) -> PageData:
    """What a page shows of the current Refined version, or of an older one; NotFound without Refined data."""
    of_kinds = (texts[kind] for texts in (FUNNELS, PAGE_GENRES) for kind in Kind)
    names = (CASTS, GENRES, PAGE_FILMS, PAGE_SERIES, PAGE_ARTISTS, *of_kinds)
    texts = {name: sql_of(name) for name in names}
    statements = {name: (text, used(text, NEUTRAL)) for name, text in texts.items()}
    version, found = select_of_version(lake, engine, Layer.REFINED, statements, as_of)
    trusted = lake.versions.manifest(version.made_from) if version.made_from else None
    content = content_of(found) | {"trends": _trends(lake, engine, version, trusted)}
    return PageData(version, received(lake, trusted) if trusted else [], content["genres"], content)


def content_of(found: Mapping[str, Rows]) -> dict[str, Any]:
    """What a page carries of the rows that its texts gave, by their names."""
    genres = [row["genero"] for row in found[GENRES]]
    return {
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


def _columns(rows: Rows, whole: Iterable[str], key: str) -> dict[str, Any]:
    """Rows as columns, `whole` those of whole numbers, with their ids, by which they are sorted."""
    return {
        key: front_coded([row[key] for row in rows]),
        **{name: [_short(row[name]) for row in rows] for name in _PLAIN},
        **{name: packed(row[name] for row in rows) for name in whole},
    }


def _short(value: Any) -> Any:
    """A double that is a whole number is one in JSON too: 7, not 7.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


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
    return {"combinations": list(known), "generos": packed(known[combination] for combination in combinations)}


def _artists(films: Rows, casts: Rows, artists: Rows) -> dict[str, Any]:
    """Artists of two films and more with the places of their films; of the rest, how many each film has.

    Those with `named_from` films and more have a name. They are in the order of their first films, and those whose
    films are the same in that of their ids, which decides where all else is equal, so that the ids need not travel.
    """
    place_of_film = {row["id_filme"]: place for place, row in enumerate(films)}
    places: dict[str, list[int]] = defaultdict(list)
    for pair in casts:
        places[pair["id_artista"]].append(place_of_film[pair["id_filme"]])
    alone = Counter(of_artist[0] for of_artist in places.values() if len(of_artist) == 1)
    ordered = sorted(artists, key=lambda row: (min(places[row["id_artista"]]), row["id_artista"]))
    named_from = _named_from([(len(places[row["id_artista"]]), len(row["nome_artista"])) for row in ordered])
    return {
        "named_from": named_from,
        "nome_artista": [row["nome_artista"] for row in ordered if len(places[row["id_artista"]]) >= named_from],
        "identidade": {
            identity: [place for place, row in enumerate(ordered) if row["identidade"] == identity]
            for identity in sorted({row["identidade"] for row in ordered} - {_USUAL_IDENTITY})
        },
        "films": packed(_steps([sorted(places[row["id_artista"]]) for row in ordered])),
        "alone": packed(alone[place] for place in range(len(films))),
    }


def _named_from(artists: Iterable[tuple[int, int]]) -> int:
    """From how many films on artists have a name; of each artist: films, letters of the name."""
    letters: Counter[int] = Counter()
    for films, of_name in artists:
        letters[films] += of_name
    left = sum(letters.values())
    named_from = FEWEST_NAMED
    while left > _LETTERS_OF_NAMES:
        left -= letters[named_from]
        named_from += 1
    return named_from


def _steps(lists: Iterable[Sequence[int]]) -> Iterator[int]:
    """Of each ascending list its length and the differences of its numbers, that of the first to the list's before."""
    before = 0
    for numbers in lists:
        first, *others = differences(numbers)
        yield from (len(numbers), first - before, *others)
        before = first


def _prices(films: Rows) -> dict[str, Any]:
    """By what the amounts of each year are multiplied to be in the prices of `ano_base`."""
    known = [row for row in films if row["orcamento_corrigido"] is not None]
    factors = {row["ano"]: row["orcamento_corrigido"] / row["orcamento"] for row in known}
    return {"ano_base": max((row["ano_base"] for row in films), default=None), "factors": factors}


def _trends(lake: Lake, engine: QueryEngine, refined: Manifest, trusted: Manifest | None) -> dict[str, Any] | None:
    """What rose and fell, and between which days; None where no title was measured on two days."""
    # An older program's version has no such table.
    if trusted is None or PopularidadeDiaria.table.name not in trusted.tables:
        return None
    as_of = refined.version if engine.history else None
    result = run_report(lake, engine, TRENDS, {"top": str(TRENDS_CARRIED)}, as_of)
    if not result.rows:
        return None
    days = {"first": min(found.first for found in result.days), "last": max(found.last for found in result.days)}
    return {"rows": result.rows, "days": {name: day.isoformat() for name, day in days.items()}}


def _removed(rows: Rows) -> dict[str, int]:
    """How many titles each condition removed; those that none did are under an empty name."""
    return {row["condicao"] or "": row["titulos"] for row in rows}
