"""Which titles TMDB changed, by its own lists: /movie/changes and /tv/changes."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from filmes_lake.models.kinds import Kind

if TYPE_CHECKING:
    from filmes_lake.ingest.tmdb.client import TmdbClient

# TMDB's edge may answer with a title's old details for up to six hours after a change.
STALE_EDGE = timedelta(hours=6)


def changed_since(client: "TmdbClient", kind: Kind, since: date, now: datetime) -> dict[int, datetime]:
    """TMDB's ids of the titles changed since that day (UTC), each with the moment from which an answer shows it.

    The lists name no time, only that a title changed within the days asked for; so they are asked day by day, which
    costs no more pages.
    """
    changed: dict[int, datetime] = {}
    for day in _days(since, now.date()):
        shown = datetime.combine(day + timedelta(days=1), time(), UTC) + STALE_EDGE
        changed.update(dict.fromkeys(_listed(client, kind, day), shown))
    return changed


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _listed(client: "TmdbClient", kind: Kind, day: date) -> Iterator[int]:
    page, pages = 1, 1
    while page <= pages:
        query = {"start_date": day.isoformat(), "end_date": (day + timedelta(days=1)).isoformat(), "page": str(page)}
        ids, pages = client.ask(f"{kind.names.tmdb_path}/changes", query, _page)
        yield from ids
        page += 1


def _page(text: str) -> tuple[list[int], int]:
    """The ids of a page, and how many pages there are; ValueError where it is no such page."""
    document = json.loads(text)
    try:
        return [int(result["id"]) for result in document["results"]], int(document["total_pages"])
    except (KeyError, TypeError) as error:
        raise ValueError("no page of changes") from error
