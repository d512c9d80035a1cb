"""TMDB's daily exports: a list of all its films and one of all its series, each with the day's popularity."""

from typing import TYPE_CHECKING

from filmes_lake.ingest.tmdb_exports.description import SOURCE

if TYPE_CHECKING:
    from filmes_lake.ingest.source import Receiver, Trace

__all__ = ["SOURCE", "make_receiver", "make_trace"]


def make_receiver() -> "Receiver":
    """What brings the lists into Raw."""
    from filmes_lake.ingest.tmdb_exports.receiver import ExportsReceiver

    return ExportsReceiver()


def make_trace() -> "Trace":
    """What finds a title in the lists."""
    from filmes_lake.ingest.tmdb_exports.trace import ExportsTrace

    return ExportsTrace()
