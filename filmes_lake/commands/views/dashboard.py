"""What is said of a page that was built."""

from filmes_lake.console import Console
from filmes_lake.dashboard.build import Built


def show_built(console: Console, built: Built, given: str) -> None:
    """Say where the page is, what is on it and of which version."""
    if console.as_json:
        console.document(
            {
                "file": given,
                "bytes": built.size,
                "films": built.films,
                "series": built.series,
                "version": built.version,
            }
        )
        return
    console.line(
        f"{built.films:,} films and {built.series:,} series on one page of {built.size / 1e6:,.1f} MB: {given}"
    )
