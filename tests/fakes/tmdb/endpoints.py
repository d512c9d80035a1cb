"""TMDB's catalogue and the endpoints that answer from it, without faults and limits."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from urllib.parse import parse_qs, urlsplit

from tests.fakes.tmdb.answers import Answer, document, error, payload
from tests.fakes.tmdb.titles import Body, answered, episode, person, short_movie, short_series

IMDB_ID = re.compile(r"tt\d{7,9}")
_TITLE_PATH = re.compile(r"/3/(?P<endpoint>movie|find|tv)/(?P<id>[^/]+)")
_MOST_APPENDED = 20
_LONGEST_CHANGES = timedelta(days=14)
_LAST_PAGE = 500


@dataclass(frozen=True)
class Request:
    """A request line's target and the headers, their names in lower case."""

    target: str
    headers: Mapping[str, str]

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @cached_property
    def parameters(self) -> Mapping[str, str]:
        """The query; of a parameter given twice, the last."""
        query = parse_qs(urlsplit(self.target).query, keep_blank_values=True)
        return {name: values[-1] for name, values in query.items()}

    @property
    def title(self) -> tuple[str, str] | None:
        """The endpoint and the id, where a title is asked for."""
        found = _TITLE_PATH.fullmatch(self.path)
        return (found["endpoint"], found["id"]) if found and found["id"] != "changes" else None

    @property
    def subject(self) -> str:
        """What is asked for: the IMDb id where the path names one, else the path."""
        return self.title[1] if self.title and IMDB_ID.fullmatch(self.title[1]) else self.path


class Catalogue:
    """What TMDB knows. Everything may be changed while the server runs.

    `movies` and `series` hold bodies by IMDb id; `episodes` and `people` IMDb ids that /find tells as such; `changes`
    the TMDB id and the day of each change, under "movies" and "series". `page_size` is of /changes.
    """

    def __init__(self) -> None:
        self.movies: dict[str, Body] = {}
        self.series: dict[str, Body] = {}
        self.episodes: set[str] = set()
        self.people: set[str] = set()
        self.changes: dict[str, list[tuple[int, date]]] = {"movies": [], "series": []}
        self.page_size = 100

    def answer(self, request: Request) -> Answer:
        """TMDB's answer, when nothing goes wrong."""
        if request.title:
            endpoint, identity = request.title
            answer = {"movie": self._movie, "tv": self._tv, "find": self._find}[endpoint]
            return answer(identity, request.parameters)
        fixed: dict[str, Callable[[], Answer]] = {
            "/3/authentication": _authenticated,
            "/3/configuration": lambda: document(payload("configuration")),
            "/3/movie/changes": lambda: self._changes("movies", request.parameters),
            "/3/tv/changes": lambda: self._changes("series", request.parameters),
        }
        return fixed.get(request.path, lambda: error(34))()

    def imdb_id(self, request: Request) -> str | None:
        """The IMDb id of the title that is asked for, also by its TMDB id."""
        if not request.title:
            return None
        endpoint, identity = request.title
        if IMDB_ID.fullmatch(identity):
            return identity
        titles = self.series if endpoint == "tv" else self.movies
        return next((imdb_id for imdb_id, body in list(titles.items()) if str(body["id"]) == identity), None)

    def _movie(self, identity: str, parameters: Mapping[str, str]) -> Answer:
        return _details(self.movies.get(identity) or _by_tmdb_id(self.movies, identity), parameters)

    def _tv(self, identity: str, parameters: Mapping[str, str]) -> Answer:
        return _details(_by_tmdb_id(self.series, identity), parameters)

    def _find(self, imdb_id: str, parameters: Mapping[str, str]) -> Answer:
        if parameters.get("external_source") != "imdb_id":
            return error(5)
        language = parameters.get("language")
        movie, series = self.movies.get(imdb_id), self.series.get(imdb_id)
        found = {
            "movie_results": [short_movie(answered(movie, language, ()))] if movie else [],
            "person_results": [person(imdb_id)] if imdb_id in self.people else [],
            "tv_results": [short_series(answered(series, language, ()))] if series else [],
            "tv_episode_results": [episode(imdb_id)] if imdb_id in self.episodes else [],
        }
        return document(payload("find_empty") | found)

    def _changes(self, kind: str, parameters: Mapping[str, str]) -> Answer:
        try:
            last = _day(parameters.get("end_date"), datetime.now(UTC).date())
            first = _day(parameters.get("start_date"), last - timedelta(days=1))
        except ValueError:
            return error(23)
        page = parameters.get("page", "1")
        if not page.isdecimal() or not 1 <= int(page) <= _LAST_PAGE:
            return error(22)
        if not timedelta(0) <= last - first <= _LONGEST_CHANGES:
            return error(20)
        changed = dict.fromkeys(number for number, day in list(self.changes[kind]) if first <= day <= last)
        return document(self._page(list(changed), int(page)))

    def _page(self, changed: list[int], page: int) -> Body:
        shown = changed[(page - 1) * self.page_size : page * self.page_size]
        return {
            # TMDB does not always know.
            "results": [{"id": number, "adult": False if number % 5 else None} for number in shown],
            "page": page,
            "total_pages": max(1, -(-len(changed) // self.page_size)),
            "total_results": len(changed),
        }


def _authenticated() -> Answer:
    return document({"success": True, "status_code": 1, "status_message": "Success."})


def _details(body: Body | None, parameters: Mapping[str, str]) -> Answer:
    appended = [name for name in parameters.get("append_to_response", "").split(",") if name]
    if len(appended) > _MOST_APPENDED:
        return error(27)
    return error(34) if body is None else document(answered(body, parameters.get("language"), appended))


def _by_tmdb_id(titles: Mapping[str, Body], identity: str) -> Body | None:
    return next((body for body in list(titles.values()) if str(body["id"]) == identity), None)


def _day(text: str | None, default: date) -> date:
    return date.fromisoformat(text) if text else default
