"""Progress and what the catalog did as lines of the log, for entry points without a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filmes_lake.catalog.registration import Catalog
from filmes_lake.errors import FilmesLakeError
from filmes_lake.log import logger
from filmes_lake.progress import SILENT, Advance, format_bytes
from filmes_lake.workflows.publish import Followed


class Logged:
    """Implements `Progress`: a line for each step, and for each part of known size as it begins."""

    def step(self, text: str) -> None:
        """See `Progress.step`."""
        logger.info("%s", text)

    def begin_bytes(self, what: str, total: int) -> Advance:
        """See `Progress.begin_bytes`."""
        logger.info("%s: %s", what, format_bytes(total))
        return SILENT.begin_bytes(what, total)

    def begin_tally(self, what: str, total: int) -> Callable[[str], None]:
        """See `Progress.begin_tally`."""
        logger.info("%s: %s", what, f"{total:,}")
        return SILENT.begin_tally(what, total)

    def note(self, text: str) -> None:
        """See `Progress.note`."""
        logger.info("%s", text)


@contextmanager
def errors_logged() -> Iterator[None]:
    """Log what is raised in the block: the message of an error of ours, and the traceback of any other."""
    try:
        yield
    except FilmesLakeError as error:
        logger.error("%s", error.message, extra={"fields": {"code": error.code, "hint": error.hint}})
        raise
    except Exception as error:
        logger.exception("unexpected: %s: %s", type(error).__name__, error, extra={"fields": {"code": "unexpected"}})
        raise


def log_followed(catalog: Catalog, followed: Followed) -> None:
    """Log what the catalog did; where it lags behind, the next run repairs it."""
    if followed.error:
        logger.warning("the catalog lags behind: %s", followed.error.message)
    elif followed.moved:
        logger.info("%s: %d tables show the current version now", catalog.where, len(followed.moved))
