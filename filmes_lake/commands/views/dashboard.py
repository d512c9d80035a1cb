"""What is said of a page that was built."""

from filmes_lake.console import Console
from filmes_lake.dashboard.build import Built
from filmes_lake.dashboard.data import FEWEST_NAMED


def show_built(console: Console, built: Built, given: str) -> None:
    """Say where the page is, what is on it and of which version."""
    if console.as_json:
        console.document(
            {
                "file": given,
                "bytes": built.size,
                "films": built.films,
                "series": built.series,
                "artists_named_from": built.named_from,
                "version": built.version,
            }
        )
        return
    console.line(
        f"{built.films:,} films and {built.series:,} series on one page of {built.size / 1e6:,.1f} MB: {given}"
    )
    if built.named_from > FEWEST_NAMED:
        console.line(f"Artists of fewer than {built.named_from} films are counted; it has no room for their names.")
