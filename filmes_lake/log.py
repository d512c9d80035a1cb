"""Logging: to standard error, off the data's way. `-v` shows what is done, `-vv` tracebacks and SQL too."""

import logging
import sys

logger = logging.getLogger("filmes_lake")


def set_up_logging(verbosity: int) -> None:
    """Set the level: -1 errors only, 0 warnings, 1 steps, 2 everything."""
    level = {-1: logging.ERROR, 0: logging.WARNING, 1: logging.INFO}.get(verbosity, logging.DEBUG)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger.handlers[:] = [handler]
    logger.setLevel(level)
    logger.propagate = False
