"""CSV files as tests need them: right but for one thing."""

from filmes_lake.models.kinds import Kind
from filmes_lake.models.raw import DELIMITER, header_of


def header(kind: Kind = Kind.MOVIES) -> str:
    """The header line of a kind, without its end."""
    return DELIMITER.join(header_of(kind))


def line(number: int = 1, kind: Kind = Kind.MOVIES, *, title: str = "A Title") -> str:
    """A line of a kind, without its end."""
    last_year = ["2001"] if kind is Kind.SERIES else []
    first = [f"tt{number:07d}", title, title, "1999", *last_year, "90", "Drama", "7.5", "1000"]
    return DELIMITER.join([*first, "actor", "Self", "Ana Lima", "1960", r"\N", "actor", "tt0000001"])


def csv(*lines: str, kind: Kind = Kind.MOVIES, end: str = "\n") -> bytes:
    """A CSV of the lines (of one where none is given), each with its end."""
    return "".join(text + end for text in (header(kind), *(lines or (line(kind=kind),)))).encode()
