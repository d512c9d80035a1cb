"""Logging: to standard error, off the data's way. `-v` shows what is done, `-vv` tracebacks and SQL too.

What runs where nobody sits before it logs JSON lines to standard output instead.
"""

import json
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

logger = logging.getLogger("filmes_lake")


def set_up_logging(verbosity: int, write: Callable[[Sequence[str]], None]) -> None:
    """Set the level: -1 errors only, 0 warnings, 1 steps, 2 everything. `write` gets the lines of each message."""
    level = {-1: logging.ERROR, 0: logging.WARNING, 1: logging.INFO}.get(verbosity, logging.DEBUG)
    handler = _Lines(write)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger.handlers[:] = [handler]
    logger.setLevel(level)
    logger.propagate = False


def log_json_lines(**fields: Any) -> None:
    """Log what is done to standard output, each message as one line of JSON: time (UTC), level, message, and more.

    The more are these fields, and those that a message was logged with as `extra={"fields": {...}}`. What libraries
    warn of are such lines too. A later call takes the place of an earlier one.
    """
    handler = _StandardOutput()
    handler.setFormatter(_JsonLines(fields))
    for which, level in ((logger, logging.INFO), (logging.getLogger(), logging.WARNING)):
        which.handlers[:] = [handler]
        which.setLevel(level)
    logger.propagate = False
    logging.captureWarnings(capture=True)


class _Lines(logging.Handler):
    def __init__(self, write: Callable[[Sequence[str]], None]) -> None:
        super().__init__()
        self._write = write

    def emit(self, record: logging.LogRecord) -> None:
        # Tracebacks and SQL are several lines.
        self._write(self.format(record).split("\n"))


class _StandardOutput(logging.Handler):
    """Writes to what standard output is at the moment, and at once: what starts a process may put another there."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stdout.write(f"{self.format(record)}\n")
        sys.stdout.flush()


class _JsonLines(logging.Formatter):
    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__()
        self._fields = fields

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": time, "level": record.levelname, "message": record.getMessage()}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        own = getattr(record, "fields", {})
        return json.dumps({**line, **self._fields, **own}, ensure_ascii=False, default=str)
