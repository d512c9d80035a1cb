"""Builds a page of a lake, and writes it whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from filmes_lake.dashboard.data import page_data
from filmes_lake.dashboard.definition import PARAMETERS
from filmes_lake.dashboard.page import page
from filmes_lake.lake.lake import Lake
from filmes_lake.language import Language
from filmes_lake.reports.output import replacing
from filmes_lake.reports.parameters import Value, bind
from filmes_lake.reports.runner import QueryEngine, check_genres


@dataclass(frozen=True)
class Built:
    """A page as HTML; `films` and `series` are those that it carries, `version` is the Refined one.

    Artists of fewer than `named_from` films are counted on it, but not named.
    """

    html: bytes
    films: int
    series: int
    named_from: int
    version: str

    @property
    def size(self) -> int:
        """Its size."""
        return len(self.html)

    def write(self, file: Path) -> None:
        """Write it; a file that is there is replaced. FilmesLakeError leaves that as it was."""
        with replacing(file) as beside:
            beside.write_bytes(self.html)


def opened_with(given: Mapping[str, str]) -> dict[str, Value]:
    """Every filter's value where a page opens; UsageError for a name that is none or a value of another type."""
    return bind("the page", PARAMETERS, given)


def build_page(
    lake: Lake, engine: QueryEngine, asked: dict[str, Value], language: Language, as_of: str | None = None
) -> Built:
    """The page of the current Refined version, or of an older one; NotFound without Refined data."""
    data = page_data(lake, engine, as_of)
    check_genres(asked["genre"], data.genres)
    html = page(data, asked, language, lake.now(), lake.program).encode()
    films, series = (len(data.content[kind]["titulo"]) for kind in ("films", "series"))
    return Built(html, films, series, data.content["artists"]["named_from"], data.version.version)
