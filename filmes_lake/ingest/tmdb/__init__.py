"""TMDB: asked about titles, or read from records that were saved earlier."""

from typing import TYPE_CHECKING

from filmes_lake.ingest.tmdb.description import SOURCE

if TYPE_CHECKING:
    from filmes_lake.ingest.source import Receiver, Trace

__all__ = ["SOURCE", "make_receiver", "make_trace"]


def make_receiver() -> "Receiver":
    """What brings TMDB's answers into Raw."""
    from filmes_lake.ingest.tmdb.receiver import TmdbReceiver

    return TmdbReceiver()


def make_trace() -> "Trace":
    """What finds the answers about a title."""
    from filmes_lake.ingest.tmdb.trace import TmdbTrace

    return TmdbTrace()
