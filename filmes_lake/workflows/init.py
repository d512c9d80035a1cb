"""Init: a commented settings file in the working folder, and the lake that it names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from filmes_lake.ingest.registry import settings
from filmes_lake.lake.lake import Lake
from filmes_lake.workflows.settings_file import settings_text, written

SOURCES = {"movies": "movies.csv", "series": "series.csv", "imdb": "imdb", "tmdb": "tmdb"}
"""What the settings call the sources, and the names under which they are looked for."""


@dataclass(frozen=True)
class NewLake:
    """The settings file, the lake's address, and the sources that the file names."""

    file: Path
    lake: str
    sources: dict[str, str]


def init(given: Mapping[str, Path | str], uri: str | None, open_lake: Callable[[], Lake], *, force: bool) -> NewLake:
    """Write the file and create the lake; neither is left where the other fails.

    `given` are sources by name, besides those that are found; `uri` is the lake's address, if it was said. `open_lake`
    opens the lake once the settings stand. AlreadyExists where there is a file and nobody said `force`.
    """
    found = {name: Path(path) for name, path in SOURCES.items() if Path(path).exists()}
    sources = {name: str(path) for name, path in (found | dict(given)).items()}
    values = {f"sources.{name}": path for name, path in sources.items()} | ({} if uri is None else {"lake": uri})
    with written(settings_text(settings(), values), force=force) as path:
        lake = open_lake()
        with lake.run("init"):
            pass  # its entry in the ledger creates the lake, and shows that it can be written
    return NewLake(path, lake.storage.uri, sources)
