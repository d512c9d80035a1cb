"""Progress as lines of the log, for entry points that no terminal looks at."""

from collections.abc import Callable

from filmes_lake.log import logger
from filmes_lake.progress import SILENT, Advance, format_bytes


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
