"""Titles as TMDB knows them: full bodies, the short forms of /find, and what a request leaves of a body."""

from collections.abc import Collection
from typing import Any

from tests.fakes.tmdb.answers import payload

Body = dict[str, Any]

# Parts of a title that TMDB sends only when append_to_response asks for them.
APPENDABLE = {
    *("aggregate_credits", "alternative_titles", "content_ratings", "credits", "external_ids", "images", "keywords"),
    *("recommendations", "release_dates", "reviews", "similar", "translations", "videos", "watch/providers"),
}


def tmdb_id(imdb_id: str) -> int:
    """The TMDB id that this fake gives a title: never the digits of the IMDb id, which must not pass for it."""
    return int(imdb_id.removeprefix("tt")) + 500_000


def movie(imdb_id: str, /, **changes: Any) -> Body:
    """A film with everything that can be appended to it: Alien under another name, with figures of its own."""
    number = tmdb_id(imdb_id)
    own = {
        "id": number,
        "imdb_id": imdb_id,
        "title": f"Filme {imdb_id}",
        "original_title": f"Film {imdb_id}",
        "overview": f"Sinopse de {imdb_id}: coração, ação e pão.",
        "tagline": "",
        "homepage": "",
        "budget": number % 200 * 1_000_000,
        "revenue": number % 3_000 * 1_000_000,
        "release_date": f"{1961 + number % 60}-05-25",
    }
    return _with_identity({**payload("movie"), **payload("movie_appended"), **own}, "title", imdb_id, changes)


def series(imdb_id: str, /, **changes: Any) -> Body:
    """A series with everything that can be appended to it: Friends under another name."""
    number = tmdb_id(imdb_id)
    own = {
        "id": number,
        "name": f"Série {imdb_id}",
        "original_name": f"Series {imdb_id}",
        "overview": f"Sinopse de {imdb_id}: seis amigos e um café.",
        "number_of_seasons": 1 + number % 10,
        "number_of_episodes": 8 * (1 + number % 10),
        "first_air_date": f"{1961 + number % 60}-09-22",
    }
    return _with_identity({**payload("tv"), **payload("tv_appended"), **own}, "name", imdb_id, changes)


def _with_identity(body: Body, title: str, imdb_id: str, changes: Body) -> Body:
    body["external_ids"] = {**body["external_ids"], "imdb_id": imdb_id}
    # An empty title in a translation means the original one.
    texts = {"homepage": "", "tagline": ""}
    body["translations"] = {
        "translations": [
            _translation("en", "US", {title: "", "overview": f"What happens in {imdb_id}.", **texts}),
            _translation("pt", "PT", {title: f"{imdb_id} em Portugal", "overview": "O que lá acontece.", **texts}),
        ]
    }
    return body | changes


def _translation(language: str, region: str, data: Body) -> Body:
    names = {"en": "English", "pt": "Portuguese"}
    return {
        "iso_3166_1": region,
        "iso_639_1": language,
        "name": names[language],
        "english_name": names[language],
        "data": data,
    }


def answered(body: Body, language: str | None, appended: Collection[str]) -> Body:
    """What a request gets of a title: in the language asked for where it is translated, with the parts asked for."""
    kept = {name: value for name, value in body.items() if name not in APPENDABLE or name in appended}
    return kept | _translated(body, language)


def _translated(body: Body, language: str | None) -> Body:
    translations = (body.get("translations") or {}).get("translations", [])
    asked, _, region = (language or "en-US").partition("-")
    for found in translations:
        if found["iso_639_1"] == asked and found["iso_3166_1"] == (region or found["iso_3166_1"]):
            return {name: text for name, text in found["data"].items() if text}
    return {}


def short_movie(body: Body) -> Body:
    """A film as /find shows it."""
    return _short(body, payload("find_movie")["movie_results"][0]) | {"media_type": "movie"}


def short_series(body: Body) -> Body:
    """A series as /find shows it."""
    return _short(body, payload("find_series")["tv_results"][0]) | {"media_type": "tv"}


def _short(body: Body, pattern: Body) -> Body:
    genres = [genre["id"] for genre in body.get("genres") or ()]
    return {name: genres if name == "genre_ids" else body.get(name) for name in pattern}


def episode(imdb_id: str) -> Body:
    """An episode as /find shows it."""
    return {**payload("find_episode")["tv_episode_results"][0], "id": tmdb_id(imdb_id)}


def person(imdb_id: str) -> Body:
    """A person as /find shows one."""
    return {**payload("find_person")["person_results"][0], "id": tmdb_id(imdb_id)}
