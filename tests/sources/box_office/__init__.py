"""A source that only the tests have: weekly box-office numbers of films and series alike, a file of four columns."""

from typing import TYPE_CHECKING

from tests.sources.box_office.description import SOURCE

if TYPE_CHECKING:
    from filmes_lake.ingest.source import Receiver, Trace

__all__ = ["SOURCE", "make_receiver", "make_trace"]


def make_receiver() -> "Receiver":
    """What brings the file into Raw."""
    from filmes_lake.ingest.delimited.receiver import DelimitedReceiver

    return DelimitedReceiver(SOURCE)


def make_trace() -> "Trace":
    """What finds a title in the file."""
    from filmes_lake.ingest.delimited.trace import DelimitedTrace

    return DelimitedTrace(SOURCE)
