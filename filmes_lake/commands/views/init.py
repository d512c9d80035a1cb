"""What `init` says of a new lake."""

from pathlib import Path

from filmes_lake.commands.options import command_line
from filmes_lake.console import Console
from filmes_lake.ingest.imdb.description import DOWNLOAD, SOURCE
from filmes_lake.ingest.imdb.terms import TERMS_ADDRESS
from filmes_lake.workflows.init import SOURCES, NewLake


def show(console: Console, made: NewLake) -> None:
    """Write where the settings and the lake are, and which sources are named."""
    if console.as_json:
        console.document({"file": str(made.file), "lake": made.lake, "sources": made.sources})
        return
    console.line(f"written: {made.file}")
    console.line(f"lake: {made.lake}")
    for name in SOURCES:
        console.line(f"{name}: {_said(made.sources.get(name))}")
    if made.sources.get(SOURCE.name) == DOWNLOAD:
        console.note(f'first: read {TERMS_ADDRESS}; to accept it, set terms = "accepted" under [imdb] in {made.file}')
    console.note(f"next: {command_line('run')}")


def _said(source: str | None) -> str:
    """What is said of a source that is named, or of none."""
    if source is None:
        return "none yet: name it under [sources], or give it to init"
    return source if source == DOWNLOAD or Path(source).expanduser().exists() else f"{source} (not there yet)"
