"""The tree of errors: its drawing is true."""

import re
from collections.abc import Iterator

import pytest

from filmes_lake import errors
from filmes_lake.errors import EXIT_INTERRUPTED, EXIT_PARTLY_DONE, FilmesLakeError


def family(error: type[FilmesLakeError] = FilmesLakeError) -> Iterator[type[FilmesLakeError]]:
    """The errors of the module, each after its parent."""
    yield error
    for child in error.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from family(child)


ERRORS = list(family())


def test_the_drawing_shows_every_error_with_its_parent_and_exit_code() -> None:
    drawn = re.findall(r"^ {4}([│├└─ ]*)(\w+) +(\d+)  ", errors.__doc__ or "", re.MULTILINE)

    assert [(len(branch) // 4, name, int(code)) for branch, name, code in drawn] == [
        (len(error.__mro__) - len(FilmesLakeError.__mro__), error.__name__, error.exit_code) for error in ERRORS
    ]


def test_every_error_has_a_code_of_its_own() -> None:
    assert len({error.code for error in ERRORS}) == len(ERRORS)


def test_no_error_exits_like_something_else() -> None:
    taken = {0, EXIT_PARTLY_DONE, EXIT_INTERRUPTED}

    assert not taken & {error.exit_code for error in ERRORS}


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_carries_message_and_hint(error: type[FilmesLakeError]) -> None:
    found = error("movies.csv:1: what", "do this")

    assert (str(found), found.message, found.hint) == ("movies.csv:1: what", "movies.csv:1: what", "do this")


def test_a_hint_can_be_left_out() -> None:
    assert FilmesLakeError("what").hint is None
