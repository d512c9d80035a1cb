"""The rows of a lake of any number of films, as the texts of a page would give them."""

import random
from datetime import UTC, datetime
from typing import Any

from filmes_lake.dashboard.data import PageData, content_of
from filmes_lake.lake.manifest import Manifest
from filmes_lake.models.kinds import Kind, Layer
from filmes_lake.reports import texts

GENRES = ["Action", "Comedy", "Crime", "Drama", "Horror", "War"]
_NAME = 14  # letters of an artist's name, and about as many of a title: the real files' mean


def many_films(number: int) -> PageData:
    """A page's data of films with both amounts, and with casts as large and as often seen as the real files' are."""
    chance = random.Random(number)
    films = [_film(chance, place) for place in range(number)]
    casts = _casts(chance, [film["id_filme"] for film in films])
    count = len(casts)
    found: dict[str, list[dict[str, Any]]] = {
        texts.GENRES: [{"genero": genre} for genre in GENRES],
        texts.PAGE_FILMS: films,
        texts.PAGE_GENRES[Kind.MOVIES]: [
            {"id_titulo": film["id_filme"], "genero": genre} for film in films for genre in chance.sample(GENRES, 2)
        ],
        texts.PAGE_SERIES: [],
        texts.PAGE_GENRES[Kind.SERIES]: [],
        texts.CASTS: [
            {"id_artista": f"{artist}", "id_filme": film} for artist in range(count) for film in casts[artist]
        ],
        texts.PAGE_ARTISTS: [
            {"id_artista": f"{artist}", "nome_artista": _text(chance, _NAME), "identidade": "nome"}
            for artist in range(count)
            if len(casts[artist]) > 1
        ],
        texts.FUNNELS[Kind.MOVIES]: [{"condicao": None, "titulos": number}],
        texts.FUNNELS[Kind.SERIES]: [],
    }
    version = Manifest(
        version="many-refined", layer=Layer.REFINED, run_id="many", created_at=datetime.now(UTC), program="0", tables={}
    )
    return PageData(version, [], GENRES, content_of(found) | {"trends": None})


def _film(chance: random.Random, place: int) -> dict[str, Any]:
    budget = chance.randrange(1_000_000, 200_000_000, 100_000)
    return {
        "id_filme": f"tt{place * 37 + 1000:07d}",
        "titulo": _text(chance, _NAME),
        "ano": chance.randint(1930, 2026),
        "mes": chance.randint(1, 12),
        "orcamento": budget,
        "receita": int(budget * chance.lognormvariate(0.7, 1)),
        "popularidade": round(chance.expovariate(0.1), 3),
        "nota_imdb": round(chance.uniform(2, 9), 1),
        "votos_imdb": int(chance.lognormvariate(10, 1.5)),
        "adulto": None,
        "video": None,
        "suspeito": None,
        "orcamento_corrigido": budget * 2.0,
        "ano_base": 2025,
    }


def _casts(chance: random.Random, ids: list[str]) -> list[list[str]]:
    """Of each artist the films: 6.4 artists a film have no other, 2.3 have more, three and a half on average."""
    alone = [[chance.choice(ids)] for _ in range(int(len(ids) * 6.4))]
    seen_again = [chance.sample(ids, min(60, int(2 * chance.random() ** -0.55))) for _ in range(int(len(ids) * 2.35))]
    return alone + seen_again


def _text(chance: random.Random, letters: int) -> str:
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz ", k=letters)).title()
