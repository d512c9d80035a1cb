"""IMDb's own files, the non-commercial datasets: titles, ratings, credits and people, a whole set at a time."""

from typing import TYPE_CHECKING

from filmes_lake.ingest.imdb.description import SOURCE

if TYPE_CHECKING:
    from filmes_lake.ingest.source import Receiver, Trace

__all__ = ["SOURCE", "make_receiver", "make_trace"]


def make_receiver() -> "Receiver":
    """What brings IMDb's files into Raw."""
    from filmes_lake.ingest.imdb.receiver import ImdbReceiver

    return ImdbReceiver()


def make_trace() -> "Trace":
    """What finds a title in IMDb's files."""
    from filmes_lake.ingest.imdb.trace import ImdbTrace

    return ImdbTrace()
