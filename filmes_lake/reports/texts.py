"""The reports' texts: Athena's SQL, made when the package is developed, with parameters as `:name`."""

import re
from collections.abc import Callable, Mapping
from importlib.resources import files

from filmes_lake.models.kinds import Kind
from filmes_lake.reports.parameters import Value

# Texts that reports share: the funnel of each kind, and of both, counts titles by the condition that removed them.
FUNNELS: dict[Kind | None, str] = {Kind.MOVIES: "funnel", Kind.SERIES: "series-funnel", None: "trends-funnel"}
GENRES = "genres"
# What people did in films, for reports that may be about some of it.
ROLES = "roles"
# The days on which titles were measured, for reports over time.
DAYS = "days"
# Film by film, for what explains a report: no report runs them.
FILMS, CASTS = "films", "casts"
# Title by title, for a page that evaluates the conditions itself.
PAGE_FILMS, PAGE_SERIES, PAGE_ARTISTS = "page-films", "page-series", "page-artists"
PAGE_GENRES = {Kind.MOVIES: "page-genres", Kind.SERIES: "page-series-genres"}
# By grain, for a service that evaluates them itself and asks Athena alone.
DATA_SETS: dict[str, Kind] = {
    "data-set-films": Kind.MOVIES,
    "data-set-film-genres": Kind.MOVIES,
    "data-set-film-artists": Kind.MOVIES,
    "data-set-series": Kind.SERIES,
}

_FOLDER = files("filmes_lake.reports") / "sql/_generated"
# A string comes first, so that a colon in it names nothing.
_STRING_OR_NAME = re.compile(r"'(?:[^']|'')*'|:([a-z_]+)\b")


def sql_of(name: str) -> str:
    """The text of that name: a report's, its correlation's, or one that reports share."""
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def with_parameters(text: str, write: Callable[[str], str]) -> str:
    """The text with what `write` makes of a parameter's name in the place of each `:name`."""
    return _STRING_OR_NAME.sub(lambda found: write(found[1]) if found[1] else found[0], text)


def used(text: str, parameters: Mapping[str, Value]) -> dict[str, Value]:
    """The parameters that a text names; engines refuse others."""
    names = (found[1] for found in _STRING_OR_NAME.finditer(text) if found[1])
    return {name: parameters[name] for name in dict.fromkeys(names)}
