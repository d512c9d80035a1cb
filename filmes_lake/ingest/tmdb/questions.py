"""Which questions TMDB is asked about a title, and what its answers come to."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from filmes_lake.ingest.tmdb.asking import Asking, GaveUp, NoSuchTitle
from filmes_lake.ingest.tmdb.outcome import Outcome, OutcomeKind
from filmes_lake.ingest.tmdb.record import TmdbRecord, instant, parse_answer
from filmes_lake.models.kinds import Kind

if TYPE_CHECKING:
    from filmes_lake.ingest.tmdb.client import TmdbClient

# What one call brings besides the details: ids, titles and texts in every language (TMDB itself falls back to the
# original title and to no text), keywords, dates and age ratings by country.
APPENDED = {
    Kind.MOVIES: "external_ids,translations,keywords,release_dates",
    Kind.SERIES: "external_ids,translations,keywords,content_ratings",
}
# A film is found by its IMDb id; a series only through /find.
CALLS = {Kind.MOVIES: 1, Kind.SERIES: 2}

# Where /find puts what it finds: a series, or what the id is instead.
_FOUND = {
    "tv_results": None,
    "movie_results": OutcomeKind.OTHER_KIND,
    "tv_episode_results": OutcomeKind.EPISODE,
    "tv_season_results": OutcomeKind.SEASON,
    "person_results": OutcomeKind.PERSON,
}


Answer = tuple[Outcome, TmdbRecord | None]
"""The outcome of asking about a title, and its record where there is one."""


class _NoDetails(Exception):
    """What TMDB has under the id is no title of this kind."""

    def __init__(self, result: OutcomeKind) -> None:
        super().__init__(result.value)
        self.result = result


class TmdbQuestions:
    """Asks about titles of a kind; `clock` gives the time in UTC."""

    def __init__(self, client: "TmdbClient", kind: Kind, language: str, clock: Callable[[], datetime]) -> None:
        self._client, self._kind, self._language, self._clock = client, kind, language, clock

    def asking(self, imdb_id: str) -> Asking[Answer]:
        """What comes of asking about a title.

        TmdbRefused, TmdbUnreachable or Stopped where it makes no sense to ask about any other.
        """
        asked_at = instant(self._clock())
        try:
            record = yield from self._details(imdb_id)
        except NoSuchTitle:
            return self._without(imdb_id, asked_at, OutcomeKind.NOT_FOUND), None
        except _NoDetails as found:
            return self._without(imdb_id, asked_at, found.result), None
        except GaveUp as error:
            if error.is_silent and self._client.is_silent():
                raise self._client.unreachable(error.reason) from error
            return self._without(imdb_id, asked_at, OutcomeKind.FAILED, error), None
        # Where the answer lies is known when its part is sealed.
        return Outcome.stored(record, ""), record

    def _details(self, imdb_id: str) -> Asking[TmdbRecord]:
        # TMDB finds a film by IMDb's id, a series by its own alone.
        name = imdb_id if self._kind is Kind.MOVIES else (yield from self._tmdb_id(imdb_id))
        query = {"language": self._language, "append_to_response": APPENDED[self._kind]}
        read = partial(self._read, imdb_id)
        return (yield from self._client.asking(f"{self._kind.names.tmdb_path}/{name}", query, read))

    def _read(self, imdb_id: str, text: str) -> TmdbRecord:
        return parse_answer(text, self._kind, imdb_id, self._language, self._clock())

    def _tmdb_id(self, imdb_id: str) -> Asking[int]:
        """TMDB's id of a series."""
        found = yield from self._client.asking(f"/find/{imdb_id}", {"external_source": "imdb_id"}, _found)
        for name, result in _FOUND.items():
            for entry in found[name]:
                if result:
                    raise _NoDetails(result)
                return int(entry["id"])
        raise NoSuchTitle

    def _without(self, imdb_id: str, asked_at: str, result: OutcomeKind, error: GaveUp | None = None) -> Outcome:
        outcome = Outcome(identity=imdb_id, result=result, at=instant(self._clock()), asked_at=asked_at)
        if error is None:
            return outcome
        details = {name: getattr(error, name) for name in ("reason", "http_status", "tmdb_code", "attempts")}
        return outcome.model_copy(update=details)


def _found(text: str) -> dict[str, list[Any]]:
    """What /find found; ValueError where it is no such answer."""
    document = json.loads(text)
    if not isinstance(document, dict) or not all(isinstance(document.get(name), list) for name in _FOUND):
        raise ValueError("no answer of /find")
    if not all(isinstance(entry, dict) and isinstance(entry.get("id"), int) for entry in document["tv_results"]):
        raise ValueError("a result of /find without an id")
    return document
