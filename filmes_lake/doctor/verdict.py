"""A check: what was checked, its verdict, and what to do."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from filmes_lake import extras
from filmes_lake.errors import FilmesLakeError, SettingsError

_NAMED = 3


class Verdict(StrEnum):
    """How a thing is: good, worth a note, broken, or skipped since nothing here needs it."""

    GOOD = "ok"
    NOTE = "note"
    BROKEN = "broken"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Check:
    """A thing and how it is; `todo` says what to do where it is not good. `exit_code` is what a broken one means."""

    name: str
    verdict: Verdict
    what: str
    todo: str | None = None
    exit_code: int = 0


def good(name: str, what: str) -> Check:
    """All is well."""
    return Check(name, Verdict.GOOD, what)


def note(name: str, what: str, todo: str | None = None) -> Check:
    """Nothing is broken, but somebody may want to know."""
    return Check(name, Verdict.NOTE, what, todo)


def skipped(name: str, why: str) -> Check:
    """Not checked."""
    return Check(name, Verdict.SKIPPED, why)


def broken(name: str, what: str, todo: str | None = None, exit_code: int = FilmesLakeError.exit_code) -> Check:
    """Something that has to be fixed."""
    return Check(name, Verdict.BROKEN, what, todo, exit_code)


def first_of(names: Sequence[str]) -> str:
    """The first of many names, and how many more there are."""
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def checked(name: str, check: Callable[[], Check]) -> Check:
    """What `check` finds; an error that it meets is what is broken."""
    try:
        return check()
    except FilmesLakeError as error:
        return broken(name, error.message, error.hint, error.exit_code)
    except ModuleNotFoundError as error:
        wanted = extras.missing(error)
        if wanted is None:
            raise
        return broken(name, wanted.message, wanted.hint, wanted.exit_code)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return broken(name, f"{where}{error.strerror or error}", "check space and permissions")


def exit_code_of(checks: Iterable[Check]) -> int:
    """0 where nothing is broken, 5 where only settings or credentials are, else 1."""
    codes = {check.exit_code for check in checks if check.verdict is Verdict.BROKEN}
    if not codes:
        return 0
    return SettingsError.exit_code if codes == {SettingsError.exit_code} else FilmesLakeError.exit_code
