"""Logging: to standard error, off the data's way. `-v` shows what is done, `-vv` tracebacks and SQL too.

What runs where nobody sits before it logs JSON lines to standard output instead.
"""

import json
import logging
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

logger = logging.getLogger("filmes_lake")


def set_up_logging(verbosity: int, write: Callable[[Sequence[str]], None]) -> None:
    """Set the level: -1 errors only, 0 warnings, 1 steps, 2 everything. `write` gets the lines of each message."""
    level = {-1: logging.ERROR, 0: logging.WARNING, 1: logging.INFO}.get(verbosity, logging.DEBUG)
    handler = _Lines(write)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger.handlers[:] = [handler]
    logger.setLevel(level)
    logger.propagate = False


def log_json_lines() -> None:
    """Log what is done to standard output, each message as one line of JSON: time (UTC), level, message, and more.

    The more is what the message was logged with as `extra={"fields": {...}}`.
    """
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_JsonLines())
    logger.handlers[:] = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False


class _Lines(logging.Handler):
    def __init__(self, write: Callable[[Sequence[str]], None]) -> None:
        super().__init__()
        self._write = write

    def emit(self, record: logging.LogRecord) -> None:
        # Tracebacks and SQL are several lines.
        self._write(self.format(record).split("\n"))


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": time, "level": record.levelname, "message": record.getMessage()}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps({**line, **getattr(record, "fields", {})}, ensure_ascii=False, default=str)
