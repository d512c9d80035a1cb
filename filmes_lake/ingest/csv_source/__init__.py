"""IMDb-derived CSVs: one line per title and artist, a full snapshot of a kind each."""

from typing import TYPE_CHECKING

from filmes_lake.ingest.csv_source.description import SOURCE

if TYPE_CHECKING:
    from filmes_lake.ingest.source import Receiver, Trace

__all__ = ["SOURCE", "make_receiver", "make_trace"]


def make_receiver() -> "Receiver":
    """What brings the CSVs into Raw."""
    from filmes_lake.ingest.delimited.receiver import DelimitedReceiver

    return DelimitedReceiver(SOURCE)


def make_trace() -> "Trace":
    """What finds a title in the CSVs."""
    from filmes_lake.ingest.delimited.trace import DelimitedTrace
    from filmes_lake.models.raw import ArtistColumns

    return DelimitedTrace(SOURCE, of_others=frozenset(ArtistColumns.model_fields), single=True)
