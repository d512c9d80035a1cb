"""Progress, what the catalog did and how a run ended as lines of the log, for entry points without a terminal."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from filmes_lake.catalog.registration import Catalog
from filmes_lake.errors import FilmesLakeError
from filmes_lake.log import logger
from filmes_lake.metrics import Metric, metric_fields
from filmes_lake.progress import SILENT, Advance, format_bytes
from filmes_lake.transform.pipeline import TransformResult
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


def log_followed(catalog: Catalog, followed: Followed) -> None:
    """Log what the catalog did; where it lags behind, the next run repairs it."""
    if followed.error:
        logger.warning("the catalog lags behind: %s", followed.error.message)
    elif followed.moved:
        logger.info("%s: %d tables show the current version now", catalog.where, len(followed.moved))


def log_done(counts: Mapping[str, Any], values: Mapping[Metric, float], stack: str | None) -> None:
    """Log the last line of a run that ended well: what it counted, and its metrics, for the stack if there is one."""
    measured = {Metric.RUNS_SUCCEEDED: 1, **values}
    logger.info("done", extra={"fields": {**counts, **metric_fields(measured, stack, datetime.now(UTC))}})


@contextmanager
def errors_logged(stack: str | None = None) -> Iterator[None]:
    """Log what is raised in the block as a run's last line: the message of an error of ours, else a traceback too.

    It counts as a failed run of the stack, if there is one.
    """

    def failed(code: str, **more: Any) -> dict[str, Any]:
        metrics = metric_fields({Metric.RUNS_SUCCEEDED: 0}, stack, datetime.now(UTC))
        return {"fields": {"code": code, **more, **metrics}}

    try:
        yield
    except FilmesLakeError as error:
        logger.error("%s", error.message, extra=failed(error.code, hint=error.hint))
        raise
    except Exception as error:
        logger.exception("unexpected: %s: %s", type(error).__name__, error, extra=failed("unexpected"))
        raise


def metrics_of_transform(result: TransformResult) -> dict[Metric, float]:
    """What a transform adds to the metrics of its run."""
    rejected = sum(counts.get("rejected", 0) for counts in result.accounting.values())
    return {Metric.ROWS_REJECTED: rejected, Metric.SECONDS: result.seconds}
