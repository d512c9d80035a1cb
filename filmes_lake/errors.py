"""Every error the program raises on purpose, and the exit code each one means.

    FilmesLakeError            1   failed
    ├── UsageError             2   the command's words are wrong
    ├── SourceError            1   an input file cannot be taken
    ├── LakeError              1   the lake does not hold what was asked for
    │   ├── NotFound           1   no object under that key
    │   ├── AlreadyExists      1   put-if-absent met an object
    │   ├── Conflict           1   compare-and-swap met another writer
    │   ├── Damaged            1   an object of the lake is not what it should be
    │   └── LockHeld           1   somebody else is at it
    ├── QueryError             1   SQL the user wrote does not run
    ├── ChecksFailed           3   data checks failed; nothing was published
    └── SettingsError          5   settings or credentials
        └── NotOffered         5   the settings lead to a server without that service

A command that did only part of its work is no exception: it returns its result and exits with 4.
"""

EXIT_PARTLY_DONE = 4
EXIT_INTERRUPTED = 130


class FilmesLakeError(Exception):
    """What went wrong and where, in one line; `hint` says what to do next."""

    exit_code = 1
    code = "failed"

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def error_class(code: str) -> type[FilmesLakeError]:
    """The class of the errors that say this code of themselves; FilmesLakeError for any other code."""
    found = [FilmesLakeError]
    for kind in found:
        if kind.code == code:
            return kind
        found += kind.__subclasses__()
    return FilmesLakeError


class UsageError(FilmesLakeError):
    """A flag or a parameter is wrong."""

    exit_code = 2
    code = "usage"


class SourceError(FilmesLakeError):
    """An input file is missing, unreadable or not what it should be; nothing of it was stored."""

    code = "source"


class LakeError(FilmesLakeError):
    """The lake is missing something or cannot be written."""

    code = "lake"


class NotFound(LakeError):
    """There is no object under the key."""

    code = "not_found"


class AlreadyExists(LakeError):
    """An object is under the key already; objects are never overwritten."""

    code = "already_exists"


class Conflict(LakeError):
    """Another writer moved the object first; nothing was changed."""

    code = "conflict"


class Damaged(LakeError):
    """An object of the lake is gone or is no longer what was written; `key` names it, and `why` says what is wrong."""

    code = "damaged"

    def __init__(self, message: str, hint: str | None = None, *, key: str = "", why: str = "") -> None:
        super().__init__(message, hint)
        self.key = key
        self.why = why


class LockHeld(LakeError):
    """Another process holds the lock; the message names it."""

    code = "lock_held"


class QueryError(FilmesLakeError):
    """SQL that the user wrote was refused or failed."""

    code = "query"


class ChecksFailed(FilmesLakeError):
    """Data checks failed before publishing; the current version stays."""

    exit_code = 3
    code = "checks_failed"


class SettingsError(FilmesLakeError):
    """A setting or a credential is missing or wrong."""

    exit_code = 5
    code = "settings"


class NotOffered(SettingsError):
    """The server that stands in for AWS does not have the service, or not what was asked of it."""

    code = "not_offered"
