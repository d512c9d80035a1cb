"""The sources of the lake: one line each. Statements of a source may read tables of those above it."""

from functools import cache
from typing import TYPE_CHECKING

from filmes_lake.ingest import csv_source, imdb, tmdb, tmdb_exports
from filmes_lake.models.tables import Schema
from filmes_lake.settings import Settings, settings_with

if TYPE_CHECKING:
    from filmes_lake.ingest.source import SourcePackage

SOURCES: "tuple[SourcePackage, ...]" = (
    imdb,
    csv_source,
    tmdb,
    tmdb_exports,
)


def schema(settings: Settings | None = None) -> Schema:
    """The tables of a lake that all of these sources feed, as the settings or their defaults have it."""
    sources = (package.SOURCE for package in SOURCES)
    return Schema(tuple(source.set_up(settings) if settings else source for source in sources))


def settings() -> type[Settings]:
    """What can be set: the program's own settings, and what these sources declare."""
    return _settings_of(SOURCES)


@cache
def _settings_of(packages: "tuple[SourcePackage, ...]") -> type[Settings]:
    return settings_with({name: field for package in packages for name, field in package.SOURCE.settings.items()})
